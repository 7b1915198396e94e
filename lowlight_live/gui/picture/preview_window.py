"""A plain window that shows what a live session makes: the original left, the enhanced picture right."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QApplication, QWidget

from lowlight_live.frame import FramePair
from lowlight_live.gui.picture.compose import Look
from lowlight_live.gui.picture.double_buffer import DoubleBuffer, device_size, paint_drawing
from lowlight_live.gui.texts.readable import readable
from lowlight_live.video.latest import LatestPair

_LOOK_MS = 10
"""Less than half of a frame of the fastest usual screen, so that none is late by one."""
_FIRST_WIDTH = 1280
_AS_IT_COMES = Look(marks_held=True)


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
    quits_at_last = application.quitOnLastWindowClosed()
    application.setQuitOnLastWindowClosed(False)
    window = PreviewWindow(latest, closed)
    window.setWindowTitle(f"{readable(title)} - lowlight-live")
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
    application.setQuitOnLastWindowClosed(quits_at_last)
    window.close_down()
    window.deleteLater()
    if errors:
        raise errors[0]


class PreviewWindow(QWidget):
    """Shows the pair that it took last, as large as fits; composed aside, so that its own thread only paints.

    Whoever owns it calls `close_down` at the end.

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
        self._told: FramePair | None = None
        self._buffer = DoubleBuffer(self)
        self._buffer.drawn.connect(self.update)

    @property
    def settled(self) -> bool:
        """There is nothing left to compose."""
        return not self._buffer.busy

    def show_newest(self) -> None:
        """Take the newest pair, if there is one and the last one is on the screen, and have it composed."""
        pair = self._latest.take() if self._told is self._pair else None
        if pair is None:
            return
        if self._pair is None:
            height, width = pair.original.rgb.shape[:2]
            self.resize(_FIRST_WIDTH, round(_FIRST_WIDTH / 2 * height / width))
        self._pair = pair
        self._draw()

    def close_down(self) -> None:
        """Compose nothing any more; waits some milliseconds for what is under way."""
        self._buffer.close()

    def _draw(self) -> None:
        if self._pair is not None:
            self._buffer.draw(self._pair, _AS_IT_COMES, *device_size(self), self.devicePixelRatioF())

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802  Qt's name
        painter = QPainter(self)
        drawing = self._buffer.front
        paint_drawing(painter, self, drawing)
        painter.end()
        if drawing is not None and drawing.pair is not self._told:
            self._told = drawing.pair
            self._latest.shown(drawing.pair)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        super().resizeEvent(event)
        self._draw()

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802  Qt's name
        self._closed()
        if event is not None:
            event.accept()
