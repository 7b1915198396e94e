"""Puts original and enhanced into one picture."""

from __future__ import annotations

import numpy as np

from lowlight_live.frame import FramePair, Rgb


def side_by_side(pair: FramePair) -> Rgb:
    """The original on the left and the enhanced frame on the right: (H, 2 * W, 3)."""
    return np.concatenate([pair.original.rgb, pair.enhanced.rgb], axis=1)
