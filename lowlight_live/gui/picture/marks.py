"""What is written and drawn over the picture: which half is which, the wipe line, the figures, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPainter, QPen

from lowlight_live.gui.picture.compose import Look, ViewMode, line_at, places
from lowlight_live.gui.texts.translation import translate

_MARGIN = 10.0
_PADDING_X, _PADDING_Y = 9.0, 4.0
_DARK = QColor(0, 0, 0, 170)
_LIGHT = QColor(255, 255, 255)
AMBER = QColor(255, 176, 0)
RED = QColor(255, 72, 64)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be said of a picture.

    Attributes:
        labels: Whether the halves say what they are.
        enhanced: What was made of the picture is another one than the original.
        loading: What is being loaded.
        figures: Lines of figures.
        recording: That it is being recorded, and for how long.
        banner: What is wrong.
        held: The picture is not the present.
    """

    labels: bool = True
    enhanced: bool = True
    loading: str = ""
    figures: Sequence[str] = ()
    recording: str = ""
    banner: str = ""
    held: bool = False


def paint_marks(painter: QPainter, area: QRect, look: Look, marks: Marks) -> None:
    """Paint all marks.

    Args:
        painter: In points.
        area: Of the widget.
        look: How the pair is shown.
        marks: What there is to say.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.mode is ViewMode.WIPE and not look.original:
        _paint_line(painter, area, line_at(area.width(), look.wipe))
    if marks.labels:
        for text, x, align in labels(area, look, marks):
            _paint_text(painter, [text], QPointF(x, _MARGIN), align)
    if marks.figures:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(max(8.0, painter.font().pointSizeF() - 1))
        _paint_text(painter, marks.figures, QPointF(_MARGIN, area.height() - _MARGIN), _BOTTOM_LEFT, font)
    if marks.recording:
        corner = QPointF(area.width() - _MARGIN, area.height() - _MARGIN)
        _paint_text(painter, [marks.recording], corner, _BOTTOM_RIGHT, dot=RED)
    if marks.held:
        painter.setPen(QPen(AMBER, 4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(2, 2, -2, -2))
    if marks.banner:
        _paint_text(painter, [marks.banner], QPointF(area.width() / 2, area.height() / 2), _CENTER, color=AMBER)


Align = tuple[float, float]
"""How much of the width and the height of a plate lies before the place that it is put at."""
_LEFT, _RIGHT, _BOTTOM_LEFT, _BOTTOM_RIGHT, _CENTER = (0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.5, 0.5)


def labels(area: QRect, look: Look, marks: Marks) -> list[tuple[str, float, Align]]:
    """What each half is, where that is written in x, and on which side of it."""
    original, enhanced = translate("Preview", "Original"), translate("Preview", "Enhanced")
    if not marks.enhanced:
        enhanced = marks.loading or original
    after = original if look.original else enhanced
    if look.mode is ViewMode.SIDE_BY_SIDE:
        left, right = places(area.height(), area.width(), look.mode)
        return [(original, left.left + _MARGIN, _LEFT), (after, right.left + _MARGIN, _LEFT)]
    if look.mode is ViewMode.WIPE:
        return [(original, _MARGIN, _LEFT), (after, area.width() - _MARGIN, _RIGHT)]
    if look.mode is ViewMode.DIFFERENCE and not look.original:
        return [(translate("Preview", "Difference") if marks.enhanced else after, _MARGIN, _LEFT)]
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
    align: Align,
    font: QFont | None = None,
    color: QColor = _LIGHT,
    dot: QColor | None = None,
) -> None:
    """Lines on a dark plate, behind a dot if there is one; `at` is its corner, or its middle."""
    painter.save()
    if font is not None:
        painter.setFont(font)
    metrics = QFontMetricsF(painter.font())
    indent = _PADDING_X + (metrics.ascent() if dot is not None else 0.0)
    width = max(metrics.horizontalAdvance(line) for line in lines) + indent + _PADDING_X
    height = metrics.lineSpacing() * len(lines) + 2 * _PADDING_Y
    left, top = at.x() - align[0] * width, at.y() - align[1] * height
    plate = QRectF(round(left), round(top), width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_DARK)
    painter.drawRoundedRect(plate, 5, 5)
    if dot is not None:
        radius = metrics.ascent() * 0.32
        painter.setBrush(dot)
        painter.drawEllipse(QPointF(plate.left() + _PADDING_X + radius, plate.center().y()), radius, radius)
    painter.setPen(color)
    baseline = plate.top() + _PADDING_Y + metrics.ascent()
    for number, line in enumerate(lines):
        painter.drawText(QPointF(plate.left() + indent, baseline + number * metrics.lineSpacing()), line)
    painter.restore()
