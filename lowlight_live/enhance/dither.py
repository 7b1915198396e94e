"""The pattern that turns rounding to 8 bit into fine grain instead of bands.

It stands still, so a static scene does not shimmer, and it is blue noise: neighbours differ, so the eye averages it and
no pattern is left (Ulichney, "Dithering with blue noise", Proc. IEEE 76(1), 1988).
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

SIZE = 64
_ROUNDS = 12
_SEED = 1988
_SIGMA = 1.5


@lru_cache(maxsize=4)
def dither_pattern(width: int) -> npt.NDArray[np.float32]:
    """Thresholds for a picture of that width: (64, 3, width) in [0, 1), to be repeated downwards."""
    base = _blue_noise()
    # The same grain elsewhere for each channel, so that the channels do not round up together.
    channels = np.stack([np.roll(base, (21 * c, 37 * c), (0, 1)) for c in range(3)])
    wide = np.tile(channels, (1, 1, -(-width // SIZE)))[:, :, :width]
    return np.ascontiguousarray(wide.transpose(1, 0, 2), np.float32)


@cache
def _blue_noise() -> npt.NDArray[np.float64]:
    """White noise, freed again and again of its low frequencies and spread evenly again: every value once, tileable."""
    noise = np.random.default_rng(_SEED).random((SIZE, SIZE))
    rows, columns = np.meshgrid(np.fft.fftfreq(SIZE), np.fft.fftfreq(SIZE), indexing="ij")
    high_pass = 1 - np.exp(-2 * (np.pi * _SIGMA) ** 2 * (rows**2 + columns**2))
    for _ in range(_ROUNDS):
        noise = np.fft.ifft2(np.fft.fft2(noise) * high_pass).real
        ranks = noise.ravel().argsort().argsort().reshape(SIZE, SIZE)
        noise = (ranks + 0.5) / SIZE**2
    return noise
