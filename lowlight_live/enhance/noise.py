"""Learns from a clip itself how noisy it is at each brightness, in each channel."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lowlight_live.enhance.kernels.motion import block_grain, block_noise
from lowlight_live.enhance.motion import Field
from lowlight_live.frame import Rgb

LEVELS = 16
"""Steps of brightness that are told apart, narrow in the dark: level i begins at code 256 * (i / 16) ** 2."""

_QUANTILE = 0.4
_QUANTILE_OF_MEAN = 0.955
"""Two fifths of the 8x8 blocks of pure noise have a variance below this share of the mean."""
_FEWEST_BLOCKS = 6
_FROZEN = 0.02
"""A block with less variance than this was copied by a video codec or a camera and says nothing about the noise."""
_FAR_APART = 2.0**20
"""More than any variance of 8-bit codes."""
_EVERY = 4
"""Noise changes slowly, so that it is measured on every so many frames only."""
_LEARNING = 0.4
_FIRST_VARIANCE = 4.0
_SMALLEST_SIGMA = 0.35
"""Rounding to 8 bit alone is 0.29 of a code."""

NoiseCurve = npt.NDArray[np.float32]
"""(3, 6): for each channel one over the standard deviation of the noise in codes.

A function of the square root s of the code: c0 + c1 * s + c2 * s**2 + c3 * s**3, kept between the last two. A
polynomial, because tables are slow to read.
"""


class NoiseModel:
    """Follows the noise of a clip.

    The difference of two frames, along the motion, is noise wherever nothing else changed. Of the blocks of a
    brightness, the quietest two fifths are taken to be such places, so that motion and texture do not count as noise.
    """

    def __init__(self) -> None:
        self._variance: npt.NDArray[np.float64] | None = None
        self._curve = flat_noise(_FIRST_VARIANCE**0.5)
        self._turn = 0

    def reset(self) -> None:
        """Begin anew, for another clip."""
        self._variance = None
        self._curve = flat_noise(_FIRST_VARIANCE**0.5)

    def begin(self, rgb: Rgb) -> None:
        """Guess from a first frame, (H, W, 3) uint8, unless more is known: noise is what is left of its flat places."""
        if self._variance is None:
            levels, variances = block_grain(rgb)
            measured = _variance_by_level(levels, variances)
            self._curve = _fitted(np.where(np.isnan(measured), _FIRST_VARIANCE, measured))

    @property
    def curve(self) -> NoiseCurve:
        """What is known of the noise now."""
        return self._curve

    def update(self, rgb: Rgb, previous: Rgb, field: Field) -> NoiseCurve:
        """Learn from one more frame.

        Args:
            rgb: (H, W, 3) uint8.
            previous: The frame before.
            field: The motion between them.
        """
        self._turn += 1
        if self._variance is not None and self._turn % _EVERY:
            return self._curve
        levels, variances = block_noise(rgb, previous, field)
        measured = _variance_by_level(levels, variances)
        if self._variance is None:
            known = np.where(np.isnan(measured), _FIRST_VARIANCE, measured)
            self._variance = known
        else:
            step = np.where(np.isnan(measured), 0, measured - self._variance)
            self._variance = self._variance + _LEARNING * step
        self._curve = _fitted(self._variance)
        return self._curve

    @property
    def typical(self) -> float:
        """A standard deviation for the whole picture, in codes: the median of all levels and channels."""
        return _FIRST_VARIANCE**0.5 if self._variance is None else float(np.sqrt(np.median(self._variance)))


def _fitted(variance: npt.NDArray[np.float64]) -> NoiseCurve:
    inverse = 1 / np.sqrt(variance).clip(min=_SMALLEST_SIGMA)
    # Levels are evenly spaced in the square root of the code, so each counts the same in the fit.
    root = (np.arange(LEVELS) + 0.5) * (16 / LEVELS)
    powers = np.vander(root, 4, increasing=True)
    coefficients = np.linalg.lstsq(powers, inverse.T, rcond=None)[0].T
    bounds = np.stack([inverse.min(axis=1), inverse.max(axis=1)], axis=1)
    return np.concatenate([coefficients, bounds], axis=1).astype(np.float32)


def flat_noise(sigma: float) -> NoiseCurve:
    """The same noise in every channel at every level."""
    return np.tile(np.array([1 / sigma, 0, 0, 0, 1 / sigma, 1 / sigma], np.float32), (3, 1))


def _variance_by_level(level: npt.NDArray[np.float32], variance: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The noise variance of each channel at each level.

    Args:
        level: (N, 3) mean code of each block.
        variance: (N, 3) in codes squared.

    Returns:
        (3, 16); levels without enough blocks take their neighbours', all of a channel are NaN without any.
    """
    step = np.minimum(np.sqrt(level / 256) * LEVELS, LEVELS - 1).astype(int)
    places = np.arange(3 * LEVELS, dtype=float)
    place = step + LEVELS * np.arange(3)
    alive = variance > _FROZEN
    # One sort of all, each level far above the one before, takes a tenth of the time of 48 small ones.
    ordered = np.sort(place[alive] * _FAR_APART + variance[alive])
    first = np.searchsorted(ordered, places * _FAR_APART)
    count = np.diff(first, append=ordered.size)
    enough = count >= _FEWEST_BLOCKS
    at = first[enough] + _QUANTILE * (count[enough] - 1)
    below = at.astype(int)
    quantile = ordered[below] + (at - below) * (ordered[below + 1] - ordered[below]) - places[enough] * _FAR_APART
    result: npt.NDArray[np.float64] = np.full(3 * LEVELS, np.nan)
    result[enough] = quantile / _QUANTILE_OF_MEAN
    result = result.reshape(3, LEVELS)
    for channel in result:
        known = np.flatnonzero(~np.isnan(channel))
        if known.size:
            channel[:] = np.interp(np.arange(LEVELS), known, channel[known])
    return result
