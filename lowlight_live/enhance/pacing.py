"""Lets the network rest between frames, while the curves go on towards what it said last."""

from __future__ import annotations

import math

_SHARE_S = 0.010
"""A network that takes more than twice this rests longer: a third of the time of a frame at 30 frames a second."""
_FEWEST, _MOST = 2, 4
_LONGEST_S = 0.15
"""Nobody sees that a curve is a tenth of a second late; a quarter of a second shows."""


def frames_apart(network_s: float) -> int:
    """On every how manyth frame a network of a live picture runs.

    Args:
        network_s: Seconds that it takes.
    """
    return min(max(math.ceil(network_s / _SHARE_S), _FEWEST), _MOST)


class Pace:
    """Counts the frames that the network has not seen.

    Args:
        every: The network runs on every so manyth frame; 0 goes by how long it takes.
    """

    def __init__(self, every: int) -> None:
        self._wanted = every
        self._rested = 0
        self._rested_s = 0.0

    def every(self, network_s: float) -> int:
        """On every how manyth frame the network runs: 1 or more.

        Args:
            network_s: What it takes; 0 where that is less than a rest, see `Executor.network_s`.
        """
        return (self._wanted or frames_apart(network_s)) if network_s else 1

    def rests(self, network_s: float, elapsed_s: float) -> bool:
        """Whether the network rests on a frame on which it could; a rest is counted.

        Args:
            network_s: What it takes.
            elapsed_s: Since the frame before.
        """
        if self._rested + 1 >= self.every(network_s) or self._rested_s + elapsed_s > _LONGEST_S:
            return False
        self._rested += 1
        self._rested_s += elapsed_s
        return True

    def end_rest(self) -> float:
        """The network runs: how many seconds it has rested."""
        rested_s, self._rested, self._rested_s = self._rested_s, 0, 0.0
        return rested_s
