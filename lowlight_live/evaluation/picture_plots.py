"""Draws the plots of a report as SVG, in the colours of the page around them, so that they suit dark and light."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from lowlight_live.evaluation.picture_scores import Mean

Points = Sequence[tuple[float, float]]

_WIDTH = 640
_LEFT, _RIGHT, _TOP, _BOTTOM = 110, 20, 14, 44
_ROW = 34
_SQUARE = 330
_TICKS = 6
_NAME_LENGTH = 16


def strips(
    values: Mapping[str, Sequence[float]], centres: Mapping[str, Mean], *, unit: str, marked: Sequence[str]
) -> str:
    """A row for each method: a dot for each picture, the mean, and its interval as a bar.

    Args:
        values: By method, one for each picture.
        centres: Their means.
        unit: Under the axis.
        marked: Methods in the colour of what the report is about.
    """
    everything = [value for row in values.values() for value in row]
    low, high, ticks = _axis(min(everything), max(everything))
    height = _TOP + _ROW * len(values) + _BOTTOM
    bottom = height - _BOTTOM

    def x(value: float) -> float:
        return _LEFT + (value - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)

    parts = [_vertical(x(tick), _TOP, bottom, f"{tick:g}") for tick in ticks]
    for index, (method, row) in enumerate(values.items()):
        y = _TOP + _ROW * (index + 0.5)
        kind = "subject" if method in marked else "other"
        parts.append(f'<text x="{_LEFT - 10}" y="{y:.1f}" class="name">{_short(method)}</text>')
        parts += [f'<circle cx="{x(value):.1f}" cy="{y:.1f}" r="3.5" class="dot {kind}"/>' for value in row]
        mean = centres[method]
        parts.append(f'<path d="M{x(mean.low):.1f} {y:.1f}H{x(mean.high):.1f}" class="interval"/>')
        parts.append(f'<path d="M{x(mean.value):.1f} {y - 9:.1f}v18" class="mean"/>')
    parts.append(_unit((_LEFT + _WIDTH - _RIGHT) / 2, height, unit))
    return _svg(_WIDTH, height, parts, f"{unit}, a row for each method")


def scatter(points: Mapping[str, Points], *, across: str, up: str, marked: Sequence[str]) -> str:
    """A dot for each picture and method, and the line where both are equal; both axes go from 0 to 255.

    Args:
        points: By method, across then up.
        across: What the horizontal axis shows.
        up: What the vertical one does.
        marked: Methods in the colour of what the report is about.
    """
    side = _SQUARE - _TOP - _BOTTOM
    left, bottom = 60, _SQUARE - _BOTTOM

    def x(value: float) -> float:
        return left + value / 255 * side

    def y(value: float) -> float:
        return bottom - value / 255 * side

    parts = [f'<path d="M{x(0):.1f} {y(0):.1f}L{x(255):.1f} {y(255):.1f}" class="equal"/>']
    for tick in (0, 64, 128, 192, 255):
        parts.append(_vertical(x(tick), _TOP, bottom, str(tick)))
        parts.append(f'<path d="M{left} {y(tick):.1f}h{side}" class="grid"/>')
        parts.append(f'<text x="{left - 8}" y="{y(tick):.1f}" class="name tick">{tick}</text>')
    names = []
    for index, (method, row) in enumerate(points.items()):
        kind = "subject" if method in marked else "other"
        parts += [_mark(index, x(across_value), y(up_value), kind) for across_value, up_value in row]
        line = _TOP + 12 + 22 * index
        names.append(_mark(index, left + side + 26, line, kind))
        names.append(f'<text x="{left + side + 40}" y="{line}" class="key">{_short(method)}</text>')
    parts.append(_unit(left + side / 2, _SQUARE, across))
    parts.append(f'<text transform="translate(14 {_TOP + side / 2:.0f}) rotate(-90)" class="unit">{escape(up)}</text>')
    return _svg(left + side + 190, _SQUARE, parts + names, f"{up} against {across}")


def _short(name: str) -> str:
    """As much of a name as there is room for; of a path its end tells the most."""
    whole = f"<title>{escape(name)}</title>" if len(name) > _NAME_LENGTH else ""
    return escape(name if not whole else f"…{name[1 - _NAME_LENGTH :]}") + whole


def _mark(shape: int, x: float, y: float, kind: str) -> str:
    """A shape for each method, since colour alone does not tell them apart."""
    shapes = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="dot {kind}"/>',
        f'<path d="M{x - 4:.1f} {y - 4:.1f}h8v8h-8z" class="dot {kind}"/>',
        f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z" class="dot {kind}"/>',
        f'<path d="M{x:.1f} {y - 5.5:.1f}l5 5.5l-5 5.5l-5 -5.5z" class="dot {kind}"/>',
        f'<path d="M{x:.1f} {y + 5:.1f}l5 -9h-10z" class="dot {kind}"/>',
    )
    return shapes[shape % len(shapes)]


def _vertical(x: float, top: float, bottom: float, text: str) -> str:
    line = f'<path d="M{x:.1f} {top}V{bottom}" class="grid"/>'
    return f'{line}<text x="{x:.1f}" y="{bottom + 16}" class="tick">{text}</text>'


def _unit(x: float, height: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{height - 8}" class="unit">{escape(text)}</text>'


def _svg(width: float, height: float, parts: Sequence[str], label: str) -> str:
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def _axis(low: float, high: float) -> tuple[float, float, list[float]]:
    """Ends and ticks at round numbers around a range, which may be a single value."""
    span = max(high - low, 1e-3)
    power = 10.0 ** np.floor(np.log10(span / _TICKS))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= span / _TICKS)
    first, last = np.floor(low / step), max(np.ceil(high / step), np.floor(low / step) + 1)
    return float(first * step), float(last * step), [float(n * step) for n in np.arange(first, last + 1)]
