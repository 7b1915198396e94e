"""What a picture can be enhanced with: plain methods that every network has to beat, and an enhancer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Protocol

import cv2
import numpy as np

from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.settings import EnhanceSettings

Method = Callable[[Rgb], Rgb]
"""From a dark picture to a bright one of the same size; it leaves the dark one as it is."""

GAMMA = 0.35
_CLAHE_LIMIT = 2.0
_CLAHE_TILES = (8, 8)


class Enhancer(Protocol):
    """What the evaluation of single pictures asks of an enhancer."""

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair: ...

    def reset(self) -> None: ...


def untouched(rgb: Rgb) -> Rgb:
    """The picture as it is: what doing nothing scores."""
    return rgb


def gamma(rgb: Rgb) -> Rgb:
    """Every sample to the power of 0.35."""
    table = np.rint((np.arange(256) / 255) ** GAMMA * 255).astype(np.uint8)
    return np.asarray(table[rgb], np.uint8)


def clahe(rgb: Rgb) -> Rgb:
    """Contrast-limited adaptive histogram equalisation of lightness (L of CIELAB), clip limit 2, 8x8 tiles."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)
    lab[..., 0] = cv2.createCLAHE(_CLAHE_LIMIT, _CLAHE_TILES).apply(lab[..., 0])
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.uint8)


PLAIN: Mapping[str, tuple[str, Method]] = {
    "untouched": ("untouched", untouched),
    "gamma": (f"gamma {GAMMA:g}", gamma),
    "clahe": ("CLAHE", clahe),
}
"""By what a user types: the name in results, and the method."""


def enhanced_alone(enhancer: Enhancer, settings: EnhanceSettings) -> Method:
    """Each picture through an enhancer as the only one of its kind, as `lowlight-live enhance` does with photos."""

    def method(rgb: Rgb) -> Rgb:
        enhancer.reset()
        frame = Frame(rgb, 0, Fraction(1), discontinuity=True)
        return enhancer.enhance(frame, settings).enhanced.rgb

    return method
