"""The noise at a brightness, for the kernels that compare pixels."""

from __future__ import annotations

import numpy as np

from lowlight_live.compiling import Number, compiled


@compiled("float32(float32, float32, float32, float32, float32, float32, float32)")
def inverse_sigma(
    code: Number, constant: Number, linear: Number, square: Number, cube: Number, least: Number, most: Number
) -> np.float32:
    """One over the standard deviation of the noise at a code; the other arguments are a row of a `noise.NoiseCurve`."""
    root = np.sqrt(code)
    inverse = constant + root * (linear + root * (square + root * cube))
    return np.float32(min(max(inverse, least), most))
