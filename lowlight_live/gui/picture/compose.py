"""Draws a pair of pictures into a canvas: side by side, with a wipe line, or what differs. Knows no window."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

import cv2
import numpy as np
import numpy.typing as npt

from lowlight_live.frame import Rgb
from lowlight_live.gui.picture.viewport import Viewport

Canvas = npt.NDArray[np.uint8]
"""(H, W, 4) uint8, in device pixels: blue, green, red, and one byte that nobody looks at."""

GAP = 2
"""Device pixels between two halves."""
_SURROUND = 0xFF141416
_ENOUGH = 2
"""So many rows are averaged into one; where there are more, some are left out: reading all of two 4K pictures for a
small window would take a core half of its time."""
_PIXELS_FROM = 3.0
"""So large, pixels are shown as what they are."""


class ViewMode(StrEnum):
    """What is shown of a pair."""

    SIDE_BY_SIDE = "side by side"
    WIPE = "wipe"
    ENHANCED = "enhanced"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of the canvas, in device pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.height, self.width

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x < self.left + self.width and self.top <= y < self.top + self.height


@dataclass(frozen=True, slots=True)
class Look:
    """How a pair is to be shown.

    Attributes:
        mode: What of it.
        viewport: Which part of it, how large.
        wipe: Where the line is, from 0 (left) to 1.
        original: The original takes the place of what was made of it.
        aspect: Width of a pixel of the picture over its height.
        marks_held: A pair that is not the present is marked in the pictures themselves.
    """

    mode: ViewMode = ViewMode.SIDE_BY_SIDE
    viewport: Viewport = field(default_factory=Viewport)
    wipe: float = 0.5
    original: bool = False
    aspect: float = 1.0
    marks_held: bool = False


def places(height: int, width: int, mode: ViewMode) -> tuple[Place, ...]:
    """Where the pictures go in a canvas: two for side by side, else one."""
    if mode is not ViewMode.SIDE_BY_SIDE:
        return (Place(0, 0, width, height),)
    half = max(1, (width - GAP) // 2)
    return Place(0, 0, half, height), Place(width - half, 0, half, height)


def compose(canvas: Canvas, original: Rgb, enhanced: Rgb, look: Look) -> None:
    """Draw both into the canvas; whatever the mode, they are cut and scaled alike.

    Args:
        canvas: Written over in full.
        original: (H, W, 3).
        enhanced: Of the same size.
        look: How.
    """
    height, width = canvas.shape[:2]
    canvas.view(np.uint32).fill(_SURROUND)
    after = original if look.original else enhanced
    if look.mode is ViewMode.SIDE_BY_SIDE:
        for place, rgb in zip(places(height, width, look.mode), (original, after), strict=True):
            _draw(canvas[:, place.left : place.left + place.width], rgb, look)
    elif look.mode is ViewMode.WIPE:
        _draw(canvas, after, look)
        _draw(canvas, original, look, until=line_at(width, look.wipe))
    elif look.mode is ViewMode.DIFFERENCE and not look.original:
        _draw(canvas, np.asarray(cv2.absdiff(original, enhanced), np.uint8), look)
    else:
        _draw(canvas, after, look)


def line_at(width: int, wipe: float) -> int:
    """The column of the wipe line."""
    return round(width * min(max(wipe, 0.0), 1.0))


def _draw(place: Canvas, rgb: Rgb, look: Look, until: int | None = None) -> None:
    """Draw one picture into its place, up to a column."""
    high, wide = place.shape[:2]
    height, width = rgb.shape[:2]
    at = look.viewport.placement((high, wide), (height, width), look.aspect)
    x, columns, skip_x, wide_x = _cut(at.left, at.scale_x, width, wide)
    y, rows, skip_y, high_y = _cut(at.top, at.scale_y, height, high)
    shown = rgb[rows, columns]
    if (high_y, wide_x) != shown.shape[:2]:
        method = cv2.INTER_LINEAR if at.scale_y < _PIXELS_FROM else cv2.INTER_NEAREST
        shown = _shrunk(shown, max(1, int(1 / at.scale_y)), max(1, int(1 / at.scale_x)))
        shown = np.asarray(cv2.resize(shown, (wide_x, high_y), interpolation=method), np.uint8)
    shown = shown[skip_y : skip_y + high - y, skip_x : skip_x + max(0, (wide if until is None else until) - x)]
    if shown.size:
        part = place[y : y + shown.shape[0], x : x + shown.shape[1]]
        cv2.cvtColor(shown, cv2.COLOR_RGB2BGRA, dst=part)


def _shrunk(rgb: Rgb, rows: int, columns: int) -> Rgb:
    """Average so many rows and columns into one. Whole numbers are eight times as fast as any others."""
    step = max(1, rows // _ENOUGH)
    rows -= rows % step
    height, width = max(1, rgb.shape[0] // rows), max(1, rgb.shape[1] // columns)
    rgb = rgb[: height * rows : step, : width * columns]
    if rgb.shape[:2] == (height, width):
        return rgb
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _cut(start: float, scale: float, size: int, room: int) -> tuple[int, slice, int, int]:
    """One dimension of a picture that begins at `start` of its place.

    Returns:
        Where it is drawn from, which of its pixels are seen, how many device pixels of those are cut off before, and
        how many they are in all.
    """
    first = max(0, math.floor(-start / scale))
    end = min(size, math.ceil((room - start) / scale))
    begins = start + first * scale
    drawn = max(1, round(start + end * scale) - round(begins))
    return max(0, round(begins)), slice(first, max(end, first + 1)), max(0, -round(begins)), drawn
