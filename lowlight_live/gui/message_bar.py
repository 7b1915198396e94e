"""Says in the window what went wrong: a sentence, a hint, a detail to be copied. Nothing has to be answered."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QColor, QGuiApplication, QPalette
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from lowlight_live.gui.problem import Problem

_RED = QColor(224, 64, 56)


class MessageBar(QFrame):
    """Shows the last problem until it is put away.

    Attributes:
        problem: What it shows; None for nothing.
        action_wanted: The button beside the sentence was pressed.
    """

    action_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem: Problem | None = None
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
        self.action_button.clicked.connect(self.action_wanted)
        self.copy_button = QPushButton(self.tr("Copy details"))
        self.copy_button.setToolTip(self.tr("Copy what somebody who mends this needs to know."))
        self.copy_button.clicked.connect(self._copy)
        self.close_button = QToolButton()
        self.close_button.setText("✕")
        self.close_button.setAutoRaise(True)
        self.close_button.setAccessibleName(self.tr("Put this message away"))
        self.close_button.clicked.connect(self.put_away)
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
        layout.addWidget(self.close_button)
        self.hide()

    def show_problem(self, problem: Problem) -> None:
        """Show what went wrong."""
        self._show(problem, "", _RED)

    def show_notice(self, sentence: str, action: str = "") -> None:
        """Say something that is no problem.

        Args:
            sentence: For people.
            action: What the button beside it says; "" for none.
        """
        self._show(Problem(sentence), action, self.palette().color(QPalette.ColorRole.Accent))

    def put_away(self) -> None:
        """Show nothing."""
        self.problem = None
        self.hide()

    def _show(self, problem: Problem, action: str, color: QColor) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, color)
        self._stripe.setPalette(palette)
        self.problem = problem
        self.sentence.setText(problem.sentence)
        self.hint.setText(problem.hint)
        self.hint.setVisible(bool(problem.hint))
        self.copy_button.setVisible(bool(problem.detail))
        self.action_button.setText(action)
        self.action_button.setAccessibleName(action)
        self.action_button.setVisible(bool(action))
        self.setAccessibleName(problem.sentence)
        self.show()

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if self.problem is not None and clipboard is not None:
            clipboard.setText("\n".join([self.problem.sentence, self.problem.hint, "", self.problem.detail]))
