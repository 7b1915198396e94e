"""The key that shows the original as long as it is held: wherever the focus is, but where letters are typed."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QApplication, QComboBox, QDockWidget, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

HOLD_KEY = "O"
_TYPED_INTO = (QLineEdit, QTextEdit, QPlainTextEdit)


class HoldKey(QObject):
    """Listens in the whole application, since a number or a list that has the focus keeps every key for itself.

    Attributes:
        held: Whether the key is pressed.

    Args:
        window: It and the panels that were taken out of it are meant, no dialog.
    """

    held = pyqtSignal(bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._pressed = False
        application = QApplication.instance()
        assert application is not None  # noqa: S101  there are widgets
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
        # Every event of the application comes by: nothing before the test of its type.
        if event is None or event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_O:
            return False
        # Whatever has come up meanwhile: it is let go.
        mine = self._is_meant(event) if event.type() is QEvent.Type.KeyPress else self._pressed
        if mine and not event.isAutoRepeat():
            self._pressed = event.type() is QEvent.Type.KeyPress
            self.held.emit(self._pressed)
        return mine

    def _is_meant(self, event: QKeyEvent) -> bool:
        active, focused = QApplication.activeWindow(), QApplication.focusWidget()
        if event.modifiers() or QApplication.activePopupWidget() is not None:
            return False
        if isinstance(focused, _TYPED_INTO) or (isinstance(focused, QComboBox) and focused.isEditable()):
            return False
        return active is self._window or (isinstance(active, QDockWidget) and active.parent() is self._window)
