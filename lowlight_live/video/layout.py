"""Puts pictures together and into the size that a film or a device has."""

from __future__ import annotations

import cv2
import numpy as np

from lowlight_live.frame import FramePair, Rgb


def side_by_side(pair: FramePair) -> Rgb:
    """The original on the left and the enhanced frame on the right: (H, 2 * W, 3)."""
    return np.concatenate([pair.original.rgb, pair.enhanced.rgb], axis=1)


def letterboxed(rgb: Rgb, height: int, width: int) -> Rgb:
    """The whole picture in another size, on black where its shape is another: (height, width, 3)."""
    scale = min(height / rgb.shape[0], width / rgb.shape[1])
    fitting = [min(width, max(1, round(rgb.shape[1] * scale))), min(height, max(1, round(rgb.shape[0] * scale)))]
    scaled = cv2.resize(rgb, fitting, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    boxed = np.zeros((height, width, 3), np.uint8)
    top, left = (height - fitting[1]) // 2, (width - fitting[0]) // 2
    boxed[top : top + fitting[1], left : left + fitting[0]] = scaled
    return boxed
