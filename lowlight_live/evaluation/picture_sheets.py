"""Draws before, after and reference small enough for a report: the whole picture, and a piece of it at full size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import cv2
import numpy as np

from lowlight_live.frame import Rgb

BEFORE, REFERENCE = "before", "reference"

_WHOLE_PX = 420
_PIECE = (140, 210)
_QUALITY = 88


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture of a sheet, as JPEG files.

    Attributes:
        label: What it shows.
        whole: All of it, at most 420 pixels wide or high.
        piece: Its middle at full size, where noise and lost detail can be seen.
    """

    label: str
    whole: bytes = field(repr=False)
    piece: bytes = field(repr=False)


Sheet = tuple[Tile, ...]
"""The tiles of one picture, from before to the reference."""


def draw_sheet(before: Rgb, outputs: Mapping[str, Rgb], reference: Rgb | None) -> Sheet:
    """Draw what one picture was, became and should have become."""
    pictures = {BEFORE: before, **outputs}
    if reference is not None:
        pictures[REFERENCE] = reference
    return tuple(Tile(label, _jpeg(_shrunk(rgb)), _jpeg(_middle(rgb))) for label, rgb in pictures.items())


def _shrunk(rgb: Rgb) -> Rgb:
    scale = min(1.0, _WHOLE_PX / max(rgb.shape[:2]))
    height, width = (max(1, round(side * scale)) for side in rgb.shape[:2])
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _middle(rgb: Rgb) -> Rgb:
    height, width = (min(side, piece) for side, piece in zip(rgb.shape[:2], _PIECE, strict=True))
    top, left = (rgb.shape[0] - height) // 2, (rgb.shape[1] - width) // 2
    return rgb[top : top + height, left : left + width]


def _jpeg(rgb: Rgb) -> bytes:
    options = [
        cv2.IMWRITE_JPEG_QUALITY,
        _QUALITY,
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR,
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
    ]
    # OpenCV's encoder wants blue first; only here, and not outside this line.
    _, data = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), options)
    return data.tobytes()
