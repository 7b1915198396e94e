"""Leaves well-lit scenes alone: the strength follows how dark the scene is, slowly and with hysteresis."""

from __future__ import annotations

import math

from torch import Tensor

from lowlight_live.pending import Pending

_DARK, _WELL_LIT = 0.25, 0.45
"""Median brightness, as an encoded value, up to which a scene gets all of the enhancement, and from which on none."""
_DEAD_BAND = 0.12
"""Nothing follows a smaller difference than this; once it follows it does so to the end, so that nothing hunts."""
_ARRIVED = 0.01
_TIME_CONSTANT_S = 0.8
_AFTER_A_LAMP_S = 0.1
_LAMP_IS_NEW_S = 0.5
"""Another light is followed faster for so long."""
_OVERRIDE_STOPS = 1.0
"""Exposure, in either direction, with which a user has taken over."""


def usual_brightness(small: Tensor) -> Tensor:
    """The median over a thumbnail: a lamp in a dark room does not make it well lit, nor a window at its edge.

    Args:
        small: (1, 3, h, w) in [0, 1].

    Returns:
        () float32, in [0, 1].
    """
    # Every fourth pixel of every fourth row is enough, and a sixteenth of the sorting.
    return small[..., ::4, ::4].float().mean(1).median()


def strength_for(brightness: float) -> float:
    """The strength that a scene of a usual brightness calls for, from 0 to 1."""
    share = (_WELL_LIT - brightness) / (_WELL_LIT - _DARK)
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)


def overridden(strength: float, exposure: float) -> float:
    """What is left of the automatic strength when a user has moved the exposure, in stops: all of it at 0."""
    return 1 - (1 - strength) * max(0.0, 1 - abs(exposure) / _OVERRIDE_STOPS)


class AutoStrength:
    """Follows the strength over one clip.

    What a device says of a frame comes too late for that frame, or the host would have to wait for it in the middle:
    there the frame before decides, but for the first of a scene.

    Attributes:
        strength: For the last frame, from 0 to 1.
    """

    def __init__(self) -> None:
        self.strength = 1.0
        self._following = False
        self._last = Pending.of(0.0)

    def begin(self, brightness: Pending[float]) -> None:
        """Look at the first frame of a scene: it gets what it calls for, see `strength_for`."""
        self._last = brightness
        self.strength = strength_for(brightness.result())
        self._following = False

    def follow(self, brightness: Pending[float], *, elapsed_s: float, light_for_s: float) -> None:
        """Look at the next frame of the same scene.

        Args:
            brightness: See `usual_brightness`.
            elapsed_s: Since the frame before.
            light_for_s: How long the scene has had the light that it has.
        """
        known = brightness if brightness.immediate else self._last
        self._last = brightness
        distance = strength_for(known.result()) - self.strength
        if not self._following:
            self._following = abs(distance) > _DEAD_BAND
        if self._following:
            time_constant_s = _AFTER_A_LAMP_S if light_for_s < _LAMP_IS_NEW_S else _TIME_CONSTANT_S
            self.strength += (1 - math.exp(-elapsed_s / time_constant_s)) * distance
            self._following = abs(distance) > _ARRIVED
