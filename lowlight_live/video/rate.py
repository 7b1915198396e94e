"""Measures how many pictures a second really come, which in the dark is often half of what a camera promises."""

from __future__ import annotations

from collections import deque

_WINDOW_S = 3.0
_AT_LEAST_S = 0.25
"""What was waiting when a camera was opened comes at once, and is no rate."""


class RateMeter:
    """Pictures a second over the last seconds. Whoever shares it between threads guards it."""

    def __init__(self, window_s: float = _WINDOW_S) -> None:
        self._window_s = window_s
        self._times: deque[float] = deque()

    def count(self, at: float) -> None:
        """A picture came."""
        self._times.append(at)
        # The last two are kept however old: a camera may give a picture in five seconds.
        while len(self._times) > 2 and self._times[0] < at - self._window_s:
            self._times.popleft()

    def forget(self) -> None:
        """What comes next has nothing to do with what came."""
        self._times.clear()

    @property
    def fps(self) -> float:
        """The rate of the last pictures; 0 while there are too few to tell."""
        length_s = self._times[-1] - self._times[0] if self._times else 0.0
        return (len(self._times) - 1) / length_s if length_s >= _AT_LEAST_S else 0.0
