"""Tells the training dialog whether what the window shows can be recorded, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject

from lowlight_live.video.images import PICTURE_SUFFIXES

if TYPE_CHECKING:
    from lowlight_live.gui.main_window import MainWindow
    from lowlight_live.gui.training.dialog import TrainingDialog


class Recordable(QObject):
    """Follows what the window looks at: a camera, or a film while it plays.

    Args:
        window: Its source is what would be recorded.
        dialog: Is told; the owner.
    """

    def __init__(self, window: MainWindow, dialog: TrainingDialog) -> None:
        super().__init__(dialog)
        self._bridge = window.bridge
        self._dialog = dialog
        for signal in (self._bridge.opened, self._bridge.closed, self._bridge.ended, self._bridge.figures_came):
            signal.connect(self._look)
        self._look()

    def _look(self, _what: object = None) -> None:
        self._dialog.show_why_not_recorded(self._why_not())

    def _why_not(self) -> str:
        player = self._bridge.player
        if not self._bridge.running:
            return self.tr("No camera is open: open one first.")
        if player is None:
            return ""
        if player.path.suffix.lower() in PICTURE_SUFFIXES:
            return self.tr("A photo is open, in which nothing moves: open a camera first.")
        return "" if player.playing else self.tr("The film is paused: play it first, or open a camera.")
