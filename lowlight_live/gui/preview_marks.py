"""What is written and drawn over the picture: which half is which, the wipe line, the figures, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPainter, QPen

from lowlight_live.gui.compose import Look, ViewMode, line_at, places
from lowlight_live.gui.translation import translate

_MARGIN = 10.0
_PADDING_X, _PADDING_Y = 9.0, 4.0
_DARK = QColor(0, 0, 0, 170)
_LIGHT = QColor(255, 255, 255)
AMBER = QColor(255, 176, 0)


def paint_marks(
    painter: QPainter,
    area: QRect,
    look: Look,
    *,
    labels: bool,
    figures: Sequence[str],
    banner: str,
    held: bool,
) -> None:
    """Paint all marks.

    Args:
        painter: In points.
        area: Of the widget.
        look: How the pair is shown.
        labels: Whether the halves say what they are.
        figures: Lines of figures.
        banner: What is wrong.
        held: The picture is not the present.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.mode is ViewMode.WIPE and not look.original:
        _paint_line(painter, area, line_at(area.width(), look.wipe))
    if labels:
        for text, x, align in _labels(area, look):
            _paint_text(painter, [text], QPointF(x, _MARGIN), align)
    if figures:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(max(8.0, painter.font().pointSizeF() - 1))
        _paint_text(painter, figures, QPointF(_MARGIN, area.height() - _MARGIN), _BOTTOM_LEFT, font)
    if held:
        painter.setPen(QPen(AMBER, 4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(2, 2, -2, -2))
    if banner:
        _paint_text(painter, [banner], QPointF(area.width() / 2, area.height() / 2), _CENTER, color=AMBER)


_LEFT, _RIGHT, _BOTTOM_LEFT, _CENTER = range(4)


def _labels(area: QRect, look: Look) -> list[tuple[str, float, int]]:
    original, enhanced = translate("Preview", "Original"), translate("Preview", "Enhanced")
    after = original if look.original else enhanced
    if look.mode is ViewMode.SIDE_BY_SIDE:
        left, right = places(area.height(), area.width(), look.mode)
        return [(original, left.left + _MARGIN, _LEFT), (after, right.left + _MARGIN, _LEFT)]
    if look.mode is ViewMode.WIPE:
        return [(original, _MARGIN, _LEFT), (after, area.width() - _MARGIN, _RIGHT)]
    if look.mode is ViewMode.DIFFERENCE and not look.original:
        return [(translate("Preview", "Difference"), _MARGIN, _LEFT)]
    return [(after, _MARGIN, _LEFT)]


def _paint_line(painter: QPainter, area: QRect, x: int) -> None:
    painter.setPen(QPen(_DARK, 4))
    painter.drawLine(x, 0, x, area.height())
    painter.setPen(QPen(_LIGHT, 2))
    painter.drawLine(x, 0, x, area.height())
    middle = QPointF(x, area.height() / 2)
    painter.setPen(QPen(_DARK, 1))
    painter.setBrush(_LIGHT)
    painter.drawEllipse(middle, 13, 13)
    painter.setPen(QPen(QColor(40, 40, 40), 2, cap=Qt.PenCapStyle.RoundCap))
    for side in (-1, 1):
        tip = middle + QPointF(side * 8, 0)
        painter.drawLine(tip, tip + QPointF(-side * 4, -4))
        painter.drawLine(tip, tip + QPointF(-side * 4, 4))


def _paint_text(
    painter: QPainter,
    lines: Sequence[str],
    at: QPointF,
    align: int,
    font: QFont | None = None,
    color: QColor = _LIGHT,
) -> None:
    """Lines on a dark plate; `at` is its corner, or its middle."""
    painter.save()
    if font is not None:
        painter.setFont(font)
    metrics = QFontMetricsF(painter.font())
    width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * _PADDING_X
    height = metrics.lineSpacing() * len(lines) + 2 * _PADDING_Y
    left = {_RIGHT: at.x() - width, _CENTER: at.x() - width / 2}.get(align, at.x())
    top = {_BOTTOM_LEFT: at.y() - height, _CENTER: at.y() - height / 2}.get(align, at.y())
    plate = QRectF(round(left), round(top), width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_DARK)
    painter.drawRoundedRect(plate, 5, 5)
    painter.setPen(color)
    baseline = plate.top() + _PADDING_Y + metrics.ascent()
    for number, line in enumerate(lines):
        painter.drawText(QPointF(plate.left() + _PADDING_X, baseline + number * metrics.lineSpacing()), line)
    painter.restore()
