"""Says in the window what went wrong: a sentence, a hint, a detail to be copied. Nothing has to be answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QGuiApplication, QPalette
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.problem import Problem
from lowlight_live.gui.texts.readable import readable

_RED = QColor(224, 64, 56)
_MOST = 20
"""So many messages wait at most; the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class _Message:
    problem: Problem
    action: str = ""
    do: Callable[[], object] | None = None
    is_notice: bool = False
    kept: bool = False


class MessageBar(QFrame):
    """Shows the last message until it is put away, then the one before: none is lost because another one came."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages: list[_Message] = []
        self.setObjectName("messageBar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.sentence = QLabel()
        self.hint = QLabel()
        for label in (self.sentence, self.hint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        font = self.sentence.font()
        font.setBold(True)
        self.sentence.setFont(font)
        self.action_button = QPushButton()
        self.action_button.setAccessibleName(self.tr("No action"))
        self.action_button.clicked.connect(self._act)
        self.copy_button = QPushButton(self.tr("Copy details"))
        self.copy_button.setToolTip(self.tr("Copy what somebody who mends this needs to know."))
        self.copy_button.clicked.connect(self._copy)
        self.close_button = QToolButton()
        self.close_button.setText("✕")
        self.close_button.setAutoRaise(True)
        self.close_button.setAccessibleName(self.tr("Put this message away"))
        self.close_button.clicked.connect(self.put_away)
        self.more = QLabel()
        self._stripe = QFrame()
        self._stripe.setFixedWidth(4)
        self._stripe.setAutoFillBackground(True)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self.sentence)
        text.addWidget(self.hint)
        layout = QHBoxLayout(self)
        layout.addWidget(self._stripe)
        layout.addLayout(text, 1)
        layout.addWidget(self.action_button)
        layout.addWidget(self.copy_button)
        layout.addWidget(self.more)
        layout.addWidget(self.close_button)
        self.hide()

    @property
    def problem(self) -> Problem | None:
        """What it shows; None for nothing."""
        return self._messages[-1].problem if self._messages else None

    def show_problem(self, problem: Problem, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Show what went wrong.

        Args:
            problem: It.
            action: What the button beside it says; "" for none.
            do: What the button does.
        """
        self._add(_Message(problem, action, do))

    def show_notice(
        self, sentence: str, action: str = "", do: Callable[[], object] | None = None, *, kept: bool = False
    ) -> None:
        """Say something that is no problem.

        Args:
            sentence: For people.
            action: What the button beside it says; "" for none.
            do: What the button does.
            kept: It stays until the user puts it away.
        """
        self._add(_Message(Problem(sentence), action, do, is_notice=True, kept=kept))

    def put_away(self) -> None:
        """Show the message before this one, if there is one."""
        del self._messages[-1:]
        self._show()

    def clear(self) -> None:
        """Show nothing but what the user has to put away."""
        self._messages = [message for message in self._messages if message.kept]
        self._show()

    def _add(self, message: _Message) -> None:
        """A sentence is shown once, and so is an action: of several saved films the last one's folder is offered."""

        def is_past(other: _Message) -> bool:
            same = message.action == other.action != ""
            return same or other.problem.sentence == message.problem.sentence

        waiting = [other for other in self._messages if not is_past(other)]
        self._messages = [*waiting, message][-_MOST:]
        self._show()

    def _show(self) -> None:
        if not self._messages:
            self.hide()
            return
        message = self._messages[-1]
        problem, palette = message.problem, self.palette()
        accent = palette.color(QPalette.ColorRole.Accent)
        palette.setColor(QPalette.ColorRole.Window, accent if message.is_notice else _RED)
        self._stripe.setPalette(palette)
        sentence = _shown(problem.sentence)
        self.sentence.setText(sentence)
        self.hint.setText(_shown(problem.hint))
        self.hint.setVisible(bool(problem.hint))
        self.copy_button.setVisible(bool(problem.detail))
        self.action_button.setText(message.action)
        self.action_button.setAccessibleName(message.action or self.tr("No action"))
        self.action_button.setVisible(bool(message.action))
        self.more.setText(self.tr("{n} more").format(n=len(self._messages) - 1))
        self.more.setVisible(len(self._messages) > 1)
        self.setAccessibleName(sentence)
        self.show()

    def _act(self) -> None:
        do = self._messages[-1].do if self._messages else None
        if do is not None:
            do()

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if self.problem is not None and clipboard is not None:
            clipboard.setText("\n".join([self.problem.sentence, self.problem.hint, "", self.problem.detail]))


def _shown(text: str) -> str:
    """In the user's language; the names in it cannot change how the rest is read."""
    return "\n".join(map(readable, in_words(text).split("\n")))
