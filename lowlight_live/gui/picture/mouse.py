"""What the mouse does in the picture: it drags the wipe line, moves the zoomed picture, and zooms with its wheel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QMouseEvent, QWheelEvent

from lowlight_live.gui.picture.compose import ViewMode, line_at

if TYPE_CHECKING:
    from lowlight_live.gui.picture.preview import Preview

_GRAB = 8
"""So near, in points, the wipe line is taken hold of."""
_NOTCH = 120
_ZOOM_A_NOTCH = 1.25


class PreviewMouse:
    """Turns the mouse events of a preview into wishes."""

    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        self._drags_line = False
        self._drags_from: QPointF | None = None

    def press(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._on_line(event.position()):
            self._drags_line = True
        else:
            self._drags_from = event.position()
        self._show_cursor(event.position())

    def move(self, event: QMouseEvent) -> None:
        if self._drags_line:
            self._preview.set_wipe(event.position().x() / max(1, self._preview.width()))
        elif self._drags_from is not None:
            moved, self._drags_from = event.position() - self._drags_from, event.position()
            self._preview.move_picture(moved)
        self._show_cursor(event.position())

    def release(self, event: QMouseEvent) -> None:
        self.let_go()
        self._show_cursor(event.position())

    def let_go(self) -> None:
        """Drag nothing any more."""
        self._drags_line, self._drags_from = False, None

    def turn(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        self._preview.zoom(_ZOOM_A_NOTCH**notches, event.position())
        event.accept()

    def _on_line(self, at: QPointF) -> bool:
        look = self._preview.look
        return look.mode is ViewMode.WIPE and abs(at.x() - line_at(self._preview.width(), look.wipe)) <= _GRAB

    def _show_cursor(self, at: QPointF) -> None:
        if self._drags_line or self._on_line(at):
            self._preview.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._preview.look.viewport.zoom is not None:
            dragged = self._drags_from is not None
            self._preview.setCursor(Qt.CursorShape.ClosedHandCursor if dragged else Qt.CursorShape.OpenHandCursor)
        else:
            self._preview.unsetCursor()
