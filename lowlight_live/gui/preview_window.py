"""A plain window that shows what a live session makes: the original left, the enhanced picture right."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from PyQt6.QtCore import QRect, Qt, QTimer
from PyQt6.QtGui import QCloseEvent, QImage, QPainter, QPaintEvent
from PyQt6.QtWidgets import QApplication, QWidget

from lowlight_live.frame import FramePair, Rgb
from lowlight_live.video.latest import LatestPair
from lowlight_live.video.mark import marked

_LOOK_MS = 10
"""Less than half of a frame of the fastest usual screen, so that none is late by one."""
_FIRST_WIDTH = 1280


def show_until(ended: Callable[[], bool], latest: LatestPair, *, title: str, closed: Callable[[], None]) -> None:
    """Show the newest pair until the session has ended; from the main thread.

    Args:
        ended: Asked a hundred times a second whether the session has ended; what it raises is raised here.
        latest: Where the pairs come from.
        title: Of the window.
        closed: Called when the user closes the window; the session is expected to end then.
    """
    application = QApplication.instance() or QApplication(["lowlight-live"])
    assert isinstance(application, QApplication)  # noqa: S101  nobody here makes one without a screen
    application.setQuitOnLastWindowClosed(False)
    window = PreviewWindow(latest, closed)
    window.setWindowTitle(f"{title} - lowlight-live")
    errors: list[BaseException] = []

    def look() -> None:
        # Qt ends the process when an exception leaves a slot.
        try:
            if ended():
                application.quit()
                return
            window.show_newest()
        except BaseException as error:  # noqa: BLE001  raised again below
            errors.append(error)
            application.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(_LOOK_MS)
    window.show()
    application.exec()
    timer.stop()
    window.hide()
    window.deleteLater()
    if errors:
        raise errors[0]


class PreviewWindow(QWidget):
    """Draws the pair that it took last, as large as fits.

    Args:
        latest: Where the pairs come from.
        closed: Called when the user closes the window.
    """

    def __init__(self, latest: LatestPair, closed: Callable[[], None]) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._latest = latest
        self._closed = closed
        self._pair: FramePair | None = None
        self._is_new = False
        self._images: tuple[QImage, ...] = ()

    def show_newest(self) -> None:
        """Take the newest pair, if there is one, and have it drawn."""
        pair = self._latest.take()
        if pair is None:
            return
        if not self._images:
            height, width = pair.original.rgb.shape[:2]
            self.resize(_FIRST_WIDTH, round(_FIRST_WIDTH / 2 * height / width))
        pictures = (pair.original.rgb, pair.enhanced.rgb)
        self._images = tuple(_image(marked(rgb) if pair.enhanced.held else rgb) for rgb in pictures)
        self._pair, self._is_new = pair, True
        self.update()

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802  Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        half = self.width() // 2
        for image, left in zip(self._images, (0, half), strict=False):
            painter.drawImage(_fitting(image, QRect(left, 0, half, self.height())), image)
        painter.end()
        if self._is_new and self._pair is not None:
            self._is_new = False
            self._latest.shown(self._pair)

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802  Qt's name
        self._closed()
        if event is not None:
            event.accept()


def _image(rgb: Rgb) -> QImage:
    """Qt's own memory, filled: a picture that borrows an array's dies with it."""
    height, width = rgb.shape[:2]
    image = QImage(width, height, QImage.Format.Format_RGB32)
    bits = image.bits()
    assert bits is not None  # noqa: S101  only of an image without a size
    bits.setsize(image.sizeInBytes())
    pixels = np.frombuffer(bits, np.uint8).reshape(height, width, 4)  # type: ignore[call-overload]
    cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA, dst=pixels)
    return image


def _fitting(image: QImage, place: QRect) -> QRect:
    """The largest rectangle of the image's shape in the middle of a place."""
    size = image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    fitting = QRect(place.topLeft(), size)
    fitting.moveCenter(place.center())
    return fitting
