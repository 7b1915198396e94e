"""Marks a picture that is not the present: else nobody could tell a camera that hangs from a scene that rests."""

from __future__ import annotations

import cv2
import numpy as np

from lowlight_live.frame import Rgb

AMBER = (255, 176, 0)
_SLATE = 24
_NO_NEW_PICTURE = "NO NEW PICTURE"
_LINES = 24
"""Heights of the text that a picture is high."""


def marked(rgb: Rgb, text: str = _NO_NEW_PICTURE) -> Rgb:
    """A copy with an amber border, and with a line of text where there is room for one."""
    picture = rgb.copy()
    height, width = picture.shape[:2]
    border = max(1, height // 90)
    for edge in (picture[:border], picture[-border:], picture[:, :border], picture[:, -border:]):
        edge[:] = AMBER
    size = height / _LINES / cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 1)[0][1]
    thickness = max(1, round(height / 360))
    (text_width, text_height), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, thickness)
    margin = border + text_height
    if text_width + 2 * margin <= width:
        strip = picture[height - 2 * margin - below : height - border, border : width - border]
        strip //= 3
        place = (margin, height - margin - below // 2)
        cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, size, AMBER, thickness, cv2.LINE_AA)
    return picture


def slate(height: int, width: int) -> Rgb:
    """What is shown before the first picture."""
    return marked(np.full((height, width, 3), _SLATE, np.uint8))
