"""What a camera's sensor and encoding do: light to 8-bit samples and back, and the noise of counting photons.

Training makes its dark pictures with this and the evaluation its dark clips. Shipped weights depend on every bit of it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

ENCODING_GAMMA = 2.2
"""Samples stand for light to the power of 1 / 2.2."""

Light = npt.NDArray[np.float32]
"""Linear light, white is 1."""


def to_light(encoded: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The linear light that encoded samples in [0, 1] stand for, in the same shape."""
    return np.asarray(encoded**ENCODING_GAMMA, np.float64)


def from_light(light: Light) -> Light:
    """The encoded samples of linear light, in the same shape; what is above 1 stays above it."""
    return np.asarray(np.power(light, 1 / ENCODING_GAMMA), np.float32)


def read_out(light: Light, electrons: float, read_noise: float, rng: np.random.Generator) -> Light:
    """Count photons and read them out; what falls below black is cut off, as in a camera.

    Args:
        light: Any shape; not changed.
        electrons: What a pixel of light 1 collects; shot noise is Poisson in it. Finite and above 0.
        read_noise: Standard deviation of the sensor's own noise, in electrons.
        rng: Draws the noise: the same state gives the same noise.

    Returns:
        A new array of the same shape.
    """
    collected = rng.poisson(light * electrons).astype(np.float32)
    collected += read_noise * rng.standard_normal(light.shape, dtype=np.float32)
    return np.asarray(np.maximum(collected, 0) / electrons, np.float32)
