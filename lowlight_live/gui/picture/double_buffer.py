"""Two pictures of the size of the preview: one is painted while the other is composed aside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import QObject, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QImage, QPainter
from PyQt6.QtWidgets import QWidget

from lowlight_live.frame import FramePair
from lowlight_live.gui.picture.compose import Canvas, Look
from lowlight_live.gui.picture.composer import Composer, Order


class Surface:
    """Qt's own memory, seen through numpy: a picture that borrows an array's memory dies with it.

    Attributes:
        image: RGB32, which Qt paints fastest.
        canvas: The same memory.

    Args:
        height: In device pixels.
        width: Likewise.
        ratio: Device pixels a point.
    """

    def __init__(self, height: int, width: int, ratio: float) -> None:
        self.image = QImage(width, height, QImage.Format.Format_RGB32)
        self.image.setDevicePixelRatio(ratio)
        bits = self.image.bits()
        assert bits is not None  # noqa: S101  only of an image without a size
        bits.setsize(self.image.sizeInBytes())
        self.canvas: Canvas = np.frombuffer(bits, np.uint8).reshape(height, width, 4)  # type: ignore[call-overload]

    def fits(self, height: int, width: int, ratio: float) -> bool:
        """Whether it is of this size."""
        return self.canvas.shape[:2] == (height, width) and self.image.devicePixelRatio() == ratio


@dataclass(frozen=True, slots=True)
class _Wish:
    pair: FramePair
    look: Look
    height: int
    width: int
    ratio: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A pair as it was composed: both halves are of the same moment, since one order composes both.

    Attributes:
        surface: That holds it.
        pair: What is to be seen.
        look: How it is shown; what is painted over it goes by this, not by what is wished meanwhile.
    """

    surface: Surface
    pair: FramePair
    look: Look


class DoubleBuffer(QObject):
    """Has the newest wish composed; what is wished meanwhile waits, and of several wishes the last counts.

    All methods are called from the window's thread. At most one order is under way, so at most one signal of the
    composer's thread waits in the queue of events.

    Attributes:
        drawn: `front` is another one now.
        front: To be painted; None for nothing.
    """

    drawn = pyqtSignal()
    _done = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.front: Drawing | None = None
        self._spare: Surface | None = None
        self._under_way: Drawing | None = None
        self._wanted: _Wish | None = None
        self._unwanted = self._closed = False
        self._done.connect(self._take_over, Qt.ConnectionType.QueuedConnection)  # type: ignore[call-arg]  # PyQt's stub
        self._composer = Composer(self._done.emit)

    @property
    def busy(self) -> bool:
        """Something is being composed."""
        return self._under_way is not None

    @property
    def waits(self) -> bool:
        """A wish waits for what is being composed; another one would take its place."""
        return self._wanted is not None

    def draw(self, pair: FramePair, look: Look, height: int, width: int, ratio: float) -> None:
        """Compose a pair anew, in so many device pixels, with so many of them a point."""
        self._wanted = _Wish(pair, look, height, width, ratio)
        self._go_on()

    def clear(self) -> None:
        """Show nothing; what is under way is not shown either."""
        self.front = self._wanted = None
        self._unwanted = self.busy

    def close(self) -> None:
        """End the composer."""
        self._closed = True
        self._composer.close()

    def _go_on(self) -> None:
        if self._wanted is None or self.busy or self._closed:
            return
        wish, self._wanted = self._wanted, None
        surface, self._spare = self._spare, None
        if surface is None or not surface.fits(wish.height, wish.width, wish.ratio):
            surface = Surface(wish.height, wish.width, wish.ratio)
        self._under_way = Drawing(surface, wish.pair, wish.look)
        self._composer.start(Order(surface.canvas, wish.pair, wish.look))

    def _take_over(self) -> None:
        drawing, self._under_way = self._under_way, None
        assert drawing is not None  # noqa: S101  one order, one signal
        if self._unwanted:
            self._unwanted, self._spare = False, drawing.surface
        else:
            self._spare = self.front.surface if self.front is not None else None
            self.front = drawing
            self.drawn.emit()
        self._go_on()


def device_size(widget: QWidget) -> tuple[int, int]:
    """Height and width of a widget in device pixels."""
    ratio = widget.devicePixelRatioF()
    return max(1, round(widget.height() * ratio)), max(1, round(widget.width() * ratio))


def paint_drawing(painter: QPainter, widget: QWidget, drawing: Drawing | None) -> None:
    """Paint a picture all over a widget; black for None."""
    if drawing is None:
        painter.fillRect(widget.rect(), Qt.GlobalColor.black)
    elif drawing.surface.fits(*device_size(widget), widget.devicePixelRatioF()):
        painter.drawImage(QPointF(0, 0), drawing.surface.image)
    else:  # for a moment: it is being composed in the size that the window has now
        painter.drawImage(QRectF(widget.rect()), drawing.surface.image)
