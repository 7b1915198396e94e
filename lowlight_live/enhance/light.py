"""Tells a flicker, which is to be averaged away, from another light, which is to be followed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_STEADY = 0.08
"""A light within this of the average, in encoded samples, is a flicker: a lamp on the mains swings by a few percent."""

Factors = npt.NDArray[np.float32]
"""(3,), one for each channel."""


class LightFollower:
    """Keeps the light of the denoiser's estimate, which averages as the denoiser does."""

    def __init__(self) -> None:
        self._ahead = np.zeros(3)
        self._frames = 0

    def reset(self) -> None:
        """The estimate begins with the frame at hand."""
        self._ahead = np.zeros(3)
        self._frames = 0

    def follow(self, light: npt.NDArray[np.float64], floor: float) -> tuple[Factors, Factors]:
        """Go on by a frame.

        Args:
            light: (3,) the light of this frame over that of the frame before.
            floor: Smallest weight with which a frame enters the estimate; the second enters with a half, the third
                with a third, and so on.

        Returns:
            By how much the estimate is to be multiplied, and the light of this frame over that of the estimate then.
        """
        ahead = self._ahead + np.log(light)
        gain = np.where(np.abs(ahead) > np.log1p(_STEADY), ahead, 0)
        flicker = ahead - gain
        self._frames += 1
        self._ahead = flicker * (1 - max(1 / (self._frames + 1), floor))
        return np.exp(gain).astype(np.float32), np.exp(flicker).astype(np.float32)
