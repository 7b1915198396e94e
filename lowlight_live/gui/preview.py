"""The picture: always one and the same pair on both halves, painted once for each frame, and never while hidden."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PyQt6.QtCore import QEvent, QPointF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QHideEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from lowlight_live.frame import FramePair
from lowlight_live.gui.compose import Canvas, Look, Place, ViewMode, compose, line_at, places
from lowlight_live.gui.preview_marks import paint_marks
from lowlight_live.gui.viewport import Viewport

_GRAB = 8
"""So near, in points, the wipe line is taken hold of."""
_NOTCH = 120
_RESTS_S = 0.2
_ZOOM_A_NOTCH = 1.25


class Preview(QWidget):
    """Shows the pair that it was given last.

    Attributes:
        shown: A pair is on the screen.
        look_changed: Mode or zoom are others now.
        full_screen_wanted: By a double click.
    """

    shown = pyqtSignal(object)
    look_changed = pyqtSignal()
    full_screen_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 180)
        self.setAccessibleName(self.tr("Picture"))
        self.setAccessibleDescription(self.tr("The original and the enhanced picture."))
        self._pair: FramePair | None = None
        self._is_new = False
        self._look = Look()
        self._image = QImage()
        self._canvas: Canvas | None = None
        self._lines: Sequence[str] = ()
        self._banner = ""
        self._labels = True
        self._drags_line = False
        self._drags_from: QPointF | None = None
        self._drawn_at = 0.0
        self.paints = 0

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return QSize(960, 540)

    @property
    def pair(self) -> FramePair | None:
        """What it shows."""
        return self._pair

    @property
    def look(self) -> Look:
        """How it shows it."""
        return self._look

    def show_pair(self, pair: FramePair | None, aspect: float = 1.0) -> None:
        """Show this pair from the next paint on; None shows nothing."""
        self._pair, self._is_new = pair, pair is not None
        self._look = replace(self._look, aspect=aspect)
        self._draw()

    def set_mode(self, mode: ViewMode) -> None:
        self._change(replace(self._look, mode=mode))

    def set_original(self, held: bool) -> None:
        """Let the original take the place of what was made of it."""
        self._change(replace(self._look, original=held))

    def set_wipe(self, wipe: float) -> None:
        """Put the wipe line somewhere, from 0 (left) to 1."""
        self._change(replace(self._look, wipe=min(max(wipe, 0.0), 1.0)))

    def fit(self) -> None:
        """Show all of the picture."""
        self._change(replace(self._look, viewport=Viewport()))

    def actual_size(self) -> None:
        """Show a pixel of the picture as one of the screen."""
        self._zoom_to(1.0)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom both halves; what is at a point stays there, or what is in the middle."""
        place, picture = self._place_at(at), self._picture_size()
        ratio = self.devicePixelRatioF()
        x, y = (at.x() * ratio - place.left, at.y() * ratio - place.top) if at else (place.width / 2, place.height / 2)
        viewport = self._look.viewport.zoomed(factor, (x, y), place.size, picture, self._look.aspect)
        self._change(replace(self._look, viewport=viewport))

    @property
    def scale(self) -> float:
        """Device pixels that a pixel of the picture is high."""
        return self._look.viewport.scale(self._place_at(None).size, self._picture_size(), self._look.aspect)

    def set_figures(self, lines: Sequence[str]) -> None:
        """Show these lines over the picture; none for nothing."""
        if tuple(lines) != tuple(self._lines):
            self._lines = tuple(lines)
            # While pictures come, the next one brings them along: one paint a frame.
            if not lines or time.monotonic() - self._drawn_at > _RESTS_S:
                self.update()

    def set_banner(self, text: str) -> None:
        """Say in the picture what is wrong with it, such as a camera that is away; "" for nothing."""
        if text != self._banner:
            self._banner = text
            self.update()

    def set_labels(self, shown: bool) -> None:
        """Write on the halves what they are."""
        self._labels = shown
        self.update()

    def _change(self, look: Look) -> None:
        if look == self._look:
            return
        self._look = look
        self._draw()
        self.look_changed.emit()

    def _zoom_to(self, zoom: float) -> None:
        self.zoom(zoom / self.scale)

    def _picture_size(self) -> tuple[int, int]:
        if self._pair is None:
            return 9, 16
        height, width = self._pair.original.rgb.shape[:2]
        return height, width

    def _device_size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(1, round(self.height() * ratio)), max(1, round(self.width() * ratio))

    def _place_at(self, at: QPointF | None) -> Place:
        ratio = self.devicePixelRatioF()
        found = places(*self._device_size(), self._look.mode)
        x = at.x() * ratio if at is not None else 0.0
        return found[-1] if x >= found[-1].left else found[0]

    def _draw(self) -> None:
        """Compose the canvas anew, unless nobody would see it."""
        if not self.isVisible():
            return
        height, width = self._device_size()
        if self._canvas is None or self._canvas.shape[:2] != (height, width):
            self._make_canvas(height, width)
        assert self._canvas is not None  # noqa: S101  just made
        if self._pair is None:
            self._image.fill(Qt.GlobalColor.black)
        else:
            compose(self._canvas, self._pair.original.rgb, self._pair.enhanced.rgb, self._look)
        self._drawn_at = time.monotonic()
        self.update()

    def _make_canvas(self, height: int, width: int) -> None:
        """Qt's own memory, seen through numpy: a picture that borrows an array's memory dies with it."""
        self._canvas = None
        self._image = QImage(width, height, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        bits = self._image.bits()
        assert bits is not None  # noqa: S101  only of an image without a size
        bits.setsize(self._image.sizeInBytes())
        self._canvas = np.frombuffer(bits, np.uint8).reshape(height, width, 4)  # type: ignore[call-overload]

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802  Qt's name
        self.paints += 1
        painter = QPainter(self)
        if self._canvas is None:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
        else:
            painter.drawImage(QPointF(0, 0), self._image)
        if self._pair is not None:
            paint_marks(
                painter,
                self.rect(),
                self._look,
                labels=self._labels,
                figures=self._lines,
                banner=self._banner,
                held=self._pair.enhanced.held and bool(self._banner),
            )
        painter.end()
        if self._is_new and self._pair is not None:
            self._is_new = False
            self.shown.emit(self._pair)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        super().resizeEvent(event)
        self._draw()

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        super().showEvent(event)
        self._draw()

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802  Qt's name
        super().hideEvent(event)
        self._drags_line, self._drags_from = False, None

    def event(self, event: QEvent | None) -> bool:
        if event is not None and event.type() is QEvent.Type.DevicePixelRatioChange:
            self._draw()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        if event is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._on_line(event.position()):
            self._drags_line = True
        else:
            self._drags_from = event.position()
        self._show_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        if event is None:
            return
        if self._drags_line:
            self.set_wipe(event.position().x() / max(1, self.width()))
        elif self._drags_from is not None:
            moved, self._drags_from = event.position() - self._drags_from, event.position()
            ratio, place = self.devicePixelRatioF(), self._place_at(None)
            by = moved.x() * ratio, moved.y() * ratio
            viewport = self._look.viewport.moved(by, place.size, self._picture_size(), self._look.aspect)
            self._change(replace(self._look, viewport=viewport))
        self._show_cursor(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        self._drags_line, self._drags_from = False, None
        if event is not None:
            self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None and event.button() is Qt.MouseButton.LeftButton:
            self.full_screen_wanted.emit()

    def wheelEvent(self, event: QWheelEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None and self._pair is not None:
            notches = event.angleDelta().y() / _NOTCH
            self.zoom(_ZOOM_A_NOTCH**notches, event.position())
            event.accept()

    def _on_line(self, at: QPointF) -> bool:
        return self._look.mode is ViewMode.WIPE and abs(at.x() - line_at(self.width(), self._look.wipe)) <= _GRAB

    def _show_cursor(self, at: QPointF) -> None:
        if self._drags_line or self._on_line(at):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._look.viewport.zoom is not None:
            dragged = self._drags_from is not None
            self.setCursor(Qt.CursorShape.ClosedHandCursor if dragged else Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()
