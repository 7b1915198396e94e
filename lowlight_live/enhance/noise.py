"""Learns from a clip itself how noisy it is at each brightness, in each channel."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lowlight_live.enhance.kernels.motion import block_noise
from lowlight_live.enhance.motion import Field
from lowlight_live.frame import Rgb

LEVELS = 16
"""Steps of brightness that are told apart, narrow in the dark: level i begins at code 256 * (i / 16) ** 2."""

_QUANTILE = 0.25
_QUANTILE_OF_MEAN = 0.88
"""A quarter of the 8x8 blocks of pure noise have a variance below this share of the mean."""
_FEWEST_BLOCKS = 12
_FROZEN = 0.02
"""A block with less variance than this was copied by a video codec or a camera and says nothing about the noise."""
_LEARNING = 0.15
_FIRST_VARIANCE = 4.0
_SMALLEST_SIGMA = 0.35
"""Rounding to 8 bit alone is 0.29 of a code."""

Sigma = npt.NDArray[np.float32]
"""(3, 256): standard deviation of the noise in codes, for each channel and code."""


class NoiseModel:
    """Follows the noise of a clip.

    The difference of two frames, along the motion, is noise wherever nothing else changed. Of the blocks of a
    brightness, the quietest quarter is taken to be such places, so that motion and texture do not count as noise.
    """

    def __init__(self) -> None:
        self._variance: npt.NDArray[np.float64] | None = None

    def reset(self) -> None:
        """Begin anew, for another clip."""
        self._variance = None

    def update(self, rgb: Rgb, previous: Rgb, field: Field) -> Sigma:
        """Learn from one more frame.

        Args:
            rgb: (H, W, 3) uint8.
            previous: The frame before.
            field: The motion between them.
        """
        levels, variances = block_noise(rgb, previous, field)
        measured = np.stack([_variance_by_level(levels[:, c], variances[:, c]) for c in range(3)])
        if self._variance is None:
            known = np.where(np.isnan(measured), _FIRST_VARIANCE, measured)
            self._variance = known
        else:
            step = np.where(np.isnan(measured), 0, measured - self._variance)
            self._variance = self._variance + _LEARNING * step
        return self.sigma

    @property
    def sigma(self) -> Sigma:
        """What is known of the noise now."""
        if self._variance is None:
            return np.full((3, 256), _FIRST_VARIANCE**0.5, np.float32)
        position = np.sqrt(np.arange(256) / 256) * LEVELS - 0.5
        table = np.stack([np.interp(position, np.arange(LEVELS), channel) for channel in self._variance])
        sigma: Sigma = np.sqrt(table).clip(min=_SMALLEST_SIGMA).astype(np.float32)
        return sigma


def _variance_by_level(level: npt.NDArray[np.float32], variance: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The noise variance at each level; levels without enough blocks take their neighbours', all NaN without any."""
    step = np.minimum(np.sqrt(level / 256) * LEVELS, LEVELS - 1).astype(int)
    result = np.full(LEVELS, np.nan)
    alive = variance > _FROZEN
    for i in range(LEVELS):
        here = variance[(step == i) & alive]
        if here.size >= _FEWEST_BLOCKS:
            result[i] = np.quantile(here, _QUANTILE) / _QUANTILE_OF_MEAN
    known = np.flatnonzero(~np.isnan(result))
    return np.interp(np.arange(LEVELS), known, result[known]) if known.size else result
