"""Tells a flicker, which is to be taken out, from another light, which is to be followed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lowlight_live.enhance.kernels.light import change_of_light, compare_light
from lowlight_live.enhance.scene_cut import Thumbnail

_STEADY = 0.08
"""A light within this of the estimate's, in encoded samples, is a flicker: mains lamps swing by a few percent."""
_LARGEST_SWING = 0.35
_SWING_KEPT_S = 1.0
_SWINGS = 1.5
"""A light that changes by more than that, up to this logarithm, and back within about so long is a flicker too, and
then so is what stays within so many times as much."""
_SURE = 0.03
"""Half of the cells agree on the light within this where nothing but the light has changed."""
_AVERAGED_OVER_S = 0.3
"""Time constant of a flicker's mean."""
_FOLLOWED_IN_S = 1.0
"""Time constant with which the estimate's light follows that mean."""
_MEAN_UNTIL = 1.5
_DRIFT = 0.02
"""A mean this far off is no flicker any more: it is followed as quickly as it is known."""
_DARKEST_CELL = 2.0
"""Codes below which a cell says nothing about a ratio."""
_FEWEST_CELLS = 0.2
_DARKEST = 1.0
"""Codes added to both sides of a ratio, so that black does not divide."""
_MOST = 4.0
"""More than this many times the light at once is not measured, only followed."""

Factors = npt.NDArray[np.float32]
"""(3,), one for each channel."""
_Logs = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """What is to be done about the light of a frame.

    Attributes:
        gain: By how much the estimate is to be multiplied.
        dim: By how much the frame is to be multiplied, so that both stand in one light.
        flicker: The light of the frame over that of the estimate, after both.
        changed: It is another light than before, and no flicker.
    """

    gain: Factors
    dim: Factors
    flicker: Factors
    changed: bool

    @property
    def swing(self) -> float:
        """How far the light of the frame is from that of the estimate before it: the largest logarithm of a channel."""
        return float(np.abs(np.log(self.gain * self.flicker / self.dim)).max())


class LightFollower:
    """Keeps the light of the denoiser's estimate, on thumbnails; see `scene_cut.Thumbnail`.

    Where nothing moves the light of a frame is compared with the estimate itself and taken out of the frame. Where
    something moves that would be too coarse: there frames are compared one with the next, and what differs is only
    averaged.
    """

    def __init__(self) -> None:
        self._before: Thumbnail | None = None
        self._estimate: Thumbnail | None = None
        self._ahead = np.zeros(3)
        self._drift = np.zeros(3)
        self._jump = np.zeros(3)
        self._largest_jump = 0.0
        self._swing = 0.0
        self._frames = 0

    def begin(self, now: Thumbnail) -> None:
        """The estimate begins with the frame at hand."""
        self._before = self._estimate = now
        self._ahead = np.zeros(3)
        self._drift = np.zeros(3)
        self._frames = 0

    def follow(self, now: Thumbnail, *, floor: float, elapsed_s: float, still: bool) -> Light:
        """Go on by a frame.

        Args:
            now: The raw frame.
            floor: Smallest weight with which a frame enters the estimate; the second enters with a half, the third
                with a third, and so on.
            elapsed_s: Since the frame before.
            still: The camera does not move.

        Raises:
            ValueError: `begin` comes first.
        """
        before, estimate = self._before, self._estimate
        if before is None or estimate is None:
            raise ValueError("no estimate has begun: begin() comes first")
        self._before = now
        self._frames += 1
        ahead, sure = _compare(now, estimate) if still else (self._ahead, False)
        if not sure:
            ahead = self._ahead + np.log(_change(now, before))
        changed = self._is_another(ahead, elapsed_s)
        # Of all channels or of none: half followed and half taken out would be a cast.
        gain = ahead if changed else np.zeros(3)
        flicker = ahead - gain
        if sure:
            followed = self._followed(flicker, elapsed_s)
            gain, dim, left = gain + followed, followed - flicker, np.zeros(3)
            self._ahead = -dim
            weight = max(1 / (self._frames + 1), floor)
            lit = estimate * np.exp(gain)
            self._estimate = (lit + weight * (now * np.exp(dim) - lit)).astype(np.float32)
        else:
            dim, left = np.zeros(3), flicker
            self._ahead = flicker * (1 - max(1 / (self._frames + 1), floor))
            self._estimate = (now * np.exp(-self._ahead)).astype(np.float32)
        return Light(_factors(gain), _factors(dim), _factors(left), changed)

    def _is_another(self, ahead: _Logs, elapsed_s: float) -> bool:
        """Whether a light so far ahead of the estimate's is another one, and no flicker."""
        kept = math.exp(-elapsed_s / _SWING_KEPT_S)
        self._largest_jump, self._swing = self._largest_jump * kept, self._swing * kept
        size = float(np.abs(ahead).max())
        if self._swing:
            self._swing = max(self._swing, min(size, _SWINGS * self._swing))
        if size <= math.log1p(_STEADY):
            return False
        returns = float(ahead @ self._jump) < 0 and size < min(_SWINGS * self._largest_jump, _LARGEST_SWING)
        if returns or size < _SWINGS * self._swing:
            self._swing = max(self._swing, size)
            return False
        self._jump, self._largest_jump = ahead, max(self._largest_jump, size)
        return True

    def _followed(self, flicker: _Logs, elapsed_s: float) -> _Logs:
        """How far the estimate's light goes towards the frame's.

        It follows what is left of a flicker when its swings have averaged out. At the beginning it is the mean of all
        frames so far, because the first may have been the brightest.
        """
        averaging, slow = (1 - math.exp(-elapsed_s / time_s) for time_s in (_AVERAGED_OVER_S, _FOLLOWED_IN_S))
        first = 1 / (self._frames + 1)
        if first > _MEAN_UNTIL * slow:
            return first * flicker
        self._drift += averaging * (flicker - self._drift)
        stayed = min(float(np.abs(self._drift).max()) / _DRIFT, 1.0)
        return (slow + stayed**2 * (averaging - slow)) * self._drift


def _factors(logs: _Logs) -> Factors:
    factors: Factors = np.exp(logs).astype(np.float32)
    return factors


def _compare(now: Thumbnail, estimate: Thumbnail) -> tuple[_Logs, bool]:
    """The light of one over that of the other as a logarithm, (3,), and whether the cells agree on it."""
    light, apart, seen = compare_light(now, estimate, _DARKEST_CELL)
    if seen < _FEWEST_CELLS:
        return np.zeros(3), False
    return light, apart < _SURE


def _change(now: Thumbnail, before: Thumbnail) -> npt.NDArray[np.float64]:
    """The light of one frame over that of the frame before, (3,)."""
    return change_of_light(now, before, _DARKEST).clip(1 / _MOST, _MOST)
