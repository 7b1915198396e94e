"""The symbols on the buttons, drawn in the colour of the text, so that they fit a dark and a light window alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap, QPolygonF

_SIZE = 64
_RED = QColor(224, 64, 56)


def icon(name: str, palette: QPalette) -> QIcon:
    """A symbol by its name, in a palette's colour of text."""
    enabled = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    return _icon(name, enabled.rgba(), disabled.rgba())


@lru_cache(maxsize=128)
def _icon(name: str, enabled: int, disabled: int) -> QIcon:
    symbol = QIcon()
    for mode, color in ((QIcon.Mode.Normal, enabled), (QIcon.Mode.Disabled, disabled)):
        picture = QPixmap(_SIZE, _SIZE)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_SIZE / 16, _SIZE / 16)
        ink = QColor.fromRgba(color)
        painter.setBrush(ink)
        painter.setPen(QPen(ink, 1.5, cap=Qt.PenCapStyle.RoundCap, join=Qt.PenJoinStyle.RoundJoin))
        _SYMBOLS[name](painter)
        painter.end()
        symbol.addPixmap(picture, mode)
    return symbol


def _filled(painter: QPainter, *corners: tuple[float, float]) -> None:
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _line(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))


def _play(painter: QPainter) -> None:
    _filled(painter, (5, 3), (13, 8), (5, 13))


def _pause(painter: QPainter) -> None:
    painter.drawRect(QRectF(4, 3, 2, 10))
    painter.drawRect(QRectF(10, 3, 2, 10))


def _step_on(painter: QPainter) -> None:
    _filled(painter, (3, 4), (9, 8), (3, 12))
    painter.drawRect(QRectF(11.5, 4, 1, 8))


def _step_back(painter: QPainter) -> None:
    _filled(painter, (13, 4), (7, 8), (13, 12))
    painter.drawRect(QRectF(3.5, 4, 1, 8))


def _loop(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(3, 3, 10, 10), 60 * 16, 290 * 16)
    _line(painter, (10, 1.2), (10.7, 3.8), (8, 4.7))


def _record(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_RED)
    painter.drawEllipse(QPointF(8, 8), 5.5, 5.5)


def _stop(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_RED)
    painter.drawRoundedRect(QRectF(3.5, 3.5, 9, 9), 1.5, 1.5)


def _snapshot(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _line(painter, (5.5, 4.5), (6.5, 2.8), (9.5, 2.8), (10.5, 4.5))
    painter.drawRoundedRect(QRectF(1.8, 4.5, 12.4, 8.7), 1.5, 1.5)
    painter.drawEllipse(QPointF(8, 8.8), 2.6, 2.6)


def _camera(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(1.5, 4, 9, 8), 1.5, 1.5)
    _filled(painter, (10.5, 7), (14.5, 4.8), (14.5, 11.2), (10.5, 9))


def _broadcast(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(8, 8), 1.4, 1.4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for radius in (3.8, 6.4):
        area = QRectF(8 - radius, 8 - radius, 2 * radius, 2 * radius)
        painter.drawArc(area, -45 * 16, 90 * 16)
        painter.drawArc(area, 135 * 16, 90 * 16)


def _open(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _line(painter, (2, 12.5), (2, 3.5), (6, 3.5), (7.5, 5.2), (13, 5.2), (13, 7))
    _line(painter, (2, 12.5), (4.2, 7.2), (15, 7.2), (12.8, 12.5), (2, 12.5))


def _side_by_side(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(1.5, 4, 5.5, 8))
    painter.setBrush(painter.pen().color())
    painter.drawRect(QRectF(9, 4, 5.5, 8))


def _wipe(painter: QPainter) -> None:
    painter.drawRect(QRectF(8, 4, 6, 8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(2, 4, 12, 8))
    _line(painter, (8, 2), (8, 14))


def _enhanced(painter: QPainter) -> None:
    painter.drawRect(QRectF(2, 4, 12, 8))


def _difference(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(6, 8), 4, 4)
    painter.drawEllipse(QPointF(10, 8), 4, 4)


def _original(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(2, 4, 12, 8))
    _line(painter, (5.5, 8), (10.5, 8))


def _more(painter: QPainter) -> None:
    for x in (3.5, 8.5):
        _line(painter, (x, 4), (x + 4, 8), (x, 12))


def _float(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(2.5, 5.5, 8, 8))
    _line(painter, (5.5, 2.5), (13.5, 2.5), (13.5, 10.5))


def _close(painter: QPainter) -> None:
    _line(painter, (3.5, 3.5), (12.5, 12.5))
    _line(painter, (12.5, 3.5), (3.5, 12.5))


_SYMBOLS: dict[str, Callable[[QPainter], None]] = {
    "play": _play,
    "pause": _pause,
    "step-on": _step_on,
    "step-back": _step_back,
    "loop": _loop,
    "record": _record,
    "stop": _stop,
    "snapshot": _snapshot,
    "camera": _camera,
    "broadcast": _broadcast,
    "open": _open,
    "side by side": _side_by_side,
    "wipe": _wipe,
    "enhanced": _enhanced,
    "difference": _difference,
    "original": _original,
    "more": _more,
    "float": _float,
    "close": _close,
}
