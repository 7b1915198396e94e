"""The pattern that turns rounding to 8 bit into fine grain instead of bands.

It stands still, so a static scene does not shimmer, and it is blue noise: neighbours differ, so the eye averages it and
no pattern is left (Ulichney, "Dithering with blue noise", Proc. IEEE 76(1), 1988).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

SIZE = 64
_ROUNDS = 12
_SEED = 1988
_SIGMA = 1.5


@cache
def dither_pattern() -> npt.NDArray[np.float32]:
    """(3, 64, 64) in [0, 1): thresholds for each channel, every value equally often, tileable."""
    base = _blue_noise(np.random.default_rng(_SEED))
    # The same grain elsewhere for each channel, so that the channels do not round up together.
    return np.stack([np.roll(base, (21 * c, 37 * c), (0, 1)) for c in range(3)]).astype(np.float32)


def _blue_noise(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """White noise, freed again and again of its low frequencies and spread evenly again."""
    noise = rng.random((SIZE, SIZE))
    rows, columns = np.meshgrid(np.fft.fftfreq(SIZE), np.fft.fftfreq(SIZE), indexing="ij")
    high_pass = 1 - np.exp(-2 * (np.pi * _SIGMA) ** 2 * (rows**2 + columns**2))
    for _ in range(_ROUNDS):
        noise = np.fft.ifft2(np.fft.fft2(noise) * high_pass).real
        ranks = noise.ravel().argsort().argsort().reshape(SIZE, SIZE)
        noise = (ranks + 0.5) / SIZE**2
    return noise
