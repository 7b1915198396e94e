"""Tells the user that something long is done when they look elsewhere: by the desktop, where there is a tray."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QTimer, pyqtSignal
from PyQt6.QtWidgets import QApplication, QStyle, QSystemTrayIcon

_SHOWN_MS = 10_000


class Notifier(QObject):
    """Shows an icon in the tray for as long as its message stands; does nothing where there is no tray.

    Attributes:
        clicked: The message was clicked.
    """

    clicked = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None
        self._hiding = QTimer(self)
        self._hiding.setSingleShot(True)
        self._hiding.timeout.connect(self.hide)

    def tell(self, title: str, text: str) -> None:
        """Show a message."""
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return
        if self._icon is None:
            style = QApplication.style()
            icon = QApplication.windowIcon()
            if icon.isNull() and style is not None:
                icon = style.standardIcon(QStyle.StandardPixmap.SP_MediaPlay)
            self._icon = QSystemTrayIcon(icon, self)
            self._icon.messageClicked.connect(self.clicked)
        self._icon.show()
        self._icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.Information, _SHOWN_MS)
        self._hiding.start(_SHOWN_MS)

    def hide(self) -> None:
        """Take the icon away."""
        if self._icon is not None:
            self._icon.hide()
