"""Tells the user that something long is done when they look elsewhere: by the tray, or else by the desktop's bus."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, QTimer, pyqtSignal
from PyQt6.QtWidgets import QApplication, QStyle, QSystemTrayIcon

if TYPE_CHECKING:
    from lowlight_live.gui.desktop.bus import DesktopBus

_SHOWN_MS = 10_000


class Notifier(QObject):
    """Shows a message and, where there is a tray, an icon in it for as long as the message stands.

    Attributes:
        clicked: The message was clicked.
        unheard: The desktop shows no messages: the text, to be told in another way.
    """

    clicked = pyqtSignal()
    unheard = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None
        self._bus: DesktopBus | None = None
        self._hiding = QTimer(self)
        self._hiding.setSingleShot(True)
        self._hiding.timeout.connect(self.hide)

    def tell(self, title: str, text: str, action: str) -> None:
        """Show a message.

        Args:
            title: In a word.
            text: In a sentence.
            action: What a click does.
        """
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._show_in_tray(title, text)
        elif sys.platform.startswith("linux"):
            self._show_on_bus(title, text, action)
        else:
            self.unheard.emit(text)

    def _show_on_bus(self, title: str, text: str, action: str) -> None:
        from lowlight_live.gui.desktop.bus import DesktopBus  # most desktops have a tray

        if self._bus is None:
            self._bus = DesktopBus(self)
            self._bus.clicked.connect(self.clicked)
            self._bus.refused.connect(self.unheard)
        self._bus.show(title, text, action, _SHOWN_MS)

    def _show_in_tray(self, title: str, text: str) -> None:
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
