"""Finds where the pixels of a frame were in the frame before, and measures what changed although nothing did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from lowlight_live.frame import Rgb


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """Where each pixel of a frame was in the frame before.

    Attributes:
        source: (H, W, 2) float32, the x and y that it comes from.
        known: (H, W) bool; False where the flow back and forth disagree or where it comes from outside the picture.
    """

    source: npt.NDArray[np.float32]
    known: npt.NDArray[np.bool_]


def track(bright: Sequence[Rgb]) -> list[Motion]:
    """Find where each frame's pixels were in the frame before, by dense inverse search (Kroeger et al. 2016).

    With b the flow from a frame back to the one before, and f_w the flow forward, fetched from where b leads, a pixel
    is known where |f_w + b|² <= 0.01 (|f_w|² + |b|²) + 0.5 (Sundaram, Brox & Keutzer 2010) and b stays in the picture.

    Args:
        bright: Frames without noise, in steady light.

    Returns:
        One for each frame but the first.
    """
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    greys = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in bright]
    height, width = bright[0].shape[:2]
    place = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1).astype(np.float32)
    motions: list[Motion] = []
    for before, after in pairwise(greys):
        back = np.asarray(flow.calc(after, before, None), np.float32)  # type: ignore[call-overload]  # None: no guess
        forth = np.asarray(flow.calc(before, after, None), np.float32)  # type: ignore[call-overload]
        source = place + back
        forth_there = _fetch(forth, source)
        disagreement = ((forth_there + back) ** 2).sum(axis=-1)
        agreed = disagreement <= 0.01 * ((forth_there**2).sum(axis=-1) + (back**2).sum(axis=-1)) + 0.5
        inside = ((source >= 0) & (source <= (width - 1, height - 1))).all(axis=-1)
        motions.append(Motion(source, agreed & inside))
    return motions


def warping_error(outputs: Sequence[Rgb], motions: Sequence[Motion]) -> float:
    """Mean squared difference between each frame and the one before, moved to where it should be.

    Mean over the pairs of frames of mean over known pixels and channels of (x_t - warp(x_t-1))², with x in [0, 1] and
    the warp bilinear.

    Args:
        outputs: At least two.
        motions: One for each output but the first.

    Raises:
        ValueError: There is no pair of frames with a known pixel.
    """
    errors: list[float] = []
    for (before, after), motion in zip(pairwise(outputs), motions, strict=True):
        if motion.known.any():
            moved = _fetch(before.astype(np.float32), motion.source)
            difference = (after - moved)[motion.known].astype(np.float64) / 255
            errors.append(float((difference**2).mean()))
    if not errors:
        raise ValueError("no pixel of any frame is known from the frame before")
    return float(np.mean(errors))


def _fetch(plane: npt.NDArray[np.float32], source: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.remap(plane, source[..., 0], source[..., 1], cv2.INTER_LINEAR), np.float32)
