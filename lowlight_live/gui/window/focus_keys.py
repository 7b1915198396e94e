"""Leaves the space bar to the widgets that use it, and lets Return press buttons: all can be done without a mouse."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

_TAKE_SPACE = QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit
_RETURN = Qt.Key.Key_Return, Qt.Key.Key_Enter


class FocusKeys(QObject):
    """Sees the keys that nobody below a window or a panel has taken: without it, the space bar plays and pauses."""

    def watch(self, window: QWidget) -> None:
        """Do so in a window, or in a panel that may be taken out of one and then gets its keys itself."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
        # Every event of the window comes by: nothing before the test of its type.
        if event is None or event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(event, QKeyEvent):
            return False
        focused = QApplication.focusWidget()
        if event.type() is QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Space and not event.modifiers() and isinstance(focused, _TAKE_SPACE):
                event.accept()  # it is no key of an action now
                return True
        elif (
            event.key() in _RETURN
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            and isinstance(focused, QPushButton)
            and not event.isAutoRepeat()
        ):
            focused.click()
            return True
        return False
