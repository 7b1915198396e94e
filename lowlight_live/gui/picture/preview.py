"""The picture: always one and the same pair on both halves, painted once for each frame, and never while hidden."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from PyQt6.QtCore import QEvent, QPointF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from lowlight_live.frame import FramePair
from lowlight_live.gui.picture.compose import Look, Place, ViewMode, places
from lowlight_live.gui.picture.double_buffer import DoubleBuffer, Drawing, device_size, paint_drawing
from lowlight_live.gui.picture.marks import Marks, paint_marks
from lowlight_live.gui.picture.mouse import PreviewMouse
from lowlight_live.gui.picture.renewal import Renewal
from lowlight_live.gui.picture.viewport import Viewport

_RESTS_S = 0.2


class Preview(QWidget):
    """Shows the pair that it was given last; composed aside, so that its own thread only paints.

    Whoever owns it calls `close_down` at the end.

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
        self._told: FramePair | None = None
        self._look = Look()
        self._buffer = DoubleBuffer(self)
        self._buffer.drawn.connect(self._drawn)
        self._mouse = PreviewMouse(self)
        self._renewal = Renewal(self._buffer, lambda: self._look, self._draw)
        self._lines: Sequence[str] = ()
        self._banner = self._recording = self._loading = ""
        self._labels = True
        self._drawn_at = 0.0
        self.paints = 0

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return QSize(960, 540)

    @property
    def pair(self) -> FramePair | None:
        """What it shows, as soon as it is composed."""
        return self._pair

    @property
    def look(self) -> Look:
        """How it shows it."""
        return self._look

    @property
    def drawing(self) -> Drawing | None:
        """What is on the screen, or will be at the next paint."""
        return self._buffer.front

    @property
    def ready(self) -> bool:
        """The last pair has been painted, so a new one would be seen; one that came earlier would take its turn."""
        return self.isVisible() and self._told is self._pair

    @property
    def settled(self) -> bool:
        """There is nothing left to compose or to paint."""
        if self._buffer.busy:
            return False
        return not self.isVisible() or (self._told is self._pair and not self._renewal.is_due)

    def show_pair(self, pair: FramePair | None, aspect: float = 1.0) -> None:
        """Show this pair from the next paint on; None shows nothing."""
        self._pair = pair
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

    def move_picture(self, by: QPointF) -> None:
        """Move what is zoomed, on both halves, by so many points."""
        ratio = self.devicePixelRatioF()
        place, picture = self._place_at(None), self._picture_size()
        by_pixels = by.x() * ratio, by.y() * ratio
        viewport = self._look.viewport.moved(by_pixels, place.size, picture, self._look.aspect)
        self._change(replace(self._look, viewport=viewport))

    @property
    def scale(self) -> float:
        """Device pixels that a pixel of the picture is high."""
        return self._look.viewport.scale(self._place_at(None).size, self._picture_size(), self._look.aspect)

    def set_figures(self, lines: Sequence[str]) -> None:
        """Show these lines over the picture; none for nothing."""
        if tuple(lines) != tuple(self._lines):
            self._lines = tuple(lines)
            self._paint_soon(at_once=not lines)

    def set_recording(self, text: str) -> None:
        """Show that a recording is being made, and for how long; "" for none."""
        if text != self._recording:
            begins, self._recording = not self._recording, text
            self._paint_soon(at_once=begins or not text)

    def set_loading(self, text: str) -> None:
        """Say, in place of the name of what is not enhanced yet, what is being loaded; "" for nothing."""
        if text != self._loading:
            self._loading = text
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

    def _paint_soon(self, *, at_once: bool) -> None:
        """While pictures come, the next one brings along what is written over it: one paint a frame."""
        if at_once or time.monotonic() - self._drawn_at > _RESTS_S:
            self.update()

    def _change(self, look: Look) -> None:
        if look == self._look:
            return
        self._look = look
        self._renewal.look_changed()
        self.look_changed.emit()

    def _zoom_to(self, zoom: float) -> None:
        self.zoom(zoom / self.scale)

    def _picture_size(self) -> tuple[int, int]:
        if self._pair is None:
            return 9, 16
        height, width = self._pair.original.rgb.shape[:2]
        return height, width

    def _place_at(self, at: QPointF | None) -> Place:
        ratio = self.devicePixelRatioF()
        found = places(*device_size(self), self._look.mode)
        x = at.x() * ratio if at is not None else 0.0
        return found[-1] if x >= found[-1].left else found[0]

    def _draw(self) -> None:
        """Have it composed anew, unless nobody would see it."""
        self._renewal.stop()
        if self._pair is None:
            self._told = None
            self._buffer.clear()
            self.update()
        elif self.isVisible():
            self._buffer.draw(self._pair, self._look, *device_size(self), self.devicePixelRatioF())

    def _drawn(self) -> None:
        self._drawn_at = time.monotonic()
        self.update()

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802  Qt's name
        self.paints += 1
        painter = QPainter(self)
        drawing = self._buffer.front
        paint_drawing(painter, self, drawing)
        if drawing is not None:
            self._paint_marks(painter, drawing)
        painter.end()
        is_new = drawing is not None and drawing.pair is not self._told
        self._renewal.painted(new_pair=is_new)
        if drawing is not None and is_new:
            self._told = drawing.pair
            self.shown.emit(drawing.pair)

    def _paint_marks(self, painter: QPainter, drawing: Drawing) -> None:
        pair = drawing.pair
        marks = Marks(
            labels=self._labels,
            enhanced=pair.enhanced.rgb is not pair.original.rgb,
            loading=self._loading,
            figures=self._lines,
            recording=self._recording,
            banner=self._banner,
            held=pair.enhanced.held and bool(self._banner),
        )
        paint_marks(painter, self.rect(), drawing.look, marks)

    def close_down(self) -> None:
        """Compose nothing any more; waits some milliseconds for what is under way."""
        self._renewal.stop()
        self._buffer.close()

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        super().resizeEvent(event)
        self._draw()

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        super().showEvent(event)
        self._draw()

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802  Qt's name
        super().hideEvent(event)
        self._mouse.let_go()

    def event(self, event: QEvent | None) -> bool:
        if event is not None and event.type() is QEvent.Type.DevicePixelRatioChange:
            self._draw()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None:
            self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None:
            self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None:
            self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None and event.button() is Qt.MouseButton.LeftButton:
            self.full_screen_wanted.emit()

    def wheelEvent(self, event: QWheelEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None and self._pair is not None:
            self._mouse.turn(event)
