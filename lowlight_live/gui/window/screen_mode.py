"""How the window lies on the screen: as one of many, above all others, or all over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtWidgets import QDockWidget, QWidget

if TYPE_CHECKING:
    from lowlight_live.gui.main_window import MainWindow


class ScreenMode(QObject):
    """Lays a window, which it belongs to."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bars: dict[QWidget, bool] = {}
        self._was_maximized = False

    def set_full_screen(self, full: bool) -> None:
        """Show nothing but the picture, on all of the screen; or all as it was before."""
        window = self._window
        if full:
            docks = window.findChildren(QDockWidget)
            bars = [window.menuBar(), window.statusBar(), window.tools, *docks]
            self._bars = {bar: not bar.isHidden() for bar in bars if bar is not None}
            self._was_maximized = window.isMaximized()
            for bar in self._bars:
                bar.hide()
            window.playback.hide()
            window.messages.hide()  # one that comes now is shown
            window.showFullScreen()
            return
        window.showMaximized() if self._was_maximized else window.showNormal()
        for bar, visible in self._bars.items():
            bar.setVisible(visible)
        window.playback.setVisible(window.bridge.player is not None)
        window.messages.setVisible(window.messages.problem is not None)

    def set_on_top(self, on: bool) -> None:
        """Keep the window above all others."""
        visible = self._window.isVisible()
        self._window.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on)
        if visible:
            self._window.show()  # another flag hides the window
