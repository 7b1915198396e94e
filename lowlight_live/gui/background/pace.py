"""How fast something goes just now, and how long it will take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable


class Pace:
    """The rate over the last seconds.

    Args:
        window_s: Over how many: long enough to be calm, short enough to follow.
        now: A clock in seconds.
    """

    def __init__(self, window_s: float, now: Callable[[], float] = time.monotonic) -> None:
        self._window_s = window_s
        self._now = now
        self._marks: deque[tuple[float, int]] = deque()

    def restart(self, done: int) -> None:
        """Forget the past: the clock starts here."""
        self._marks.clear()
        self._marks.append((self._now(), done))

    def note(self, done: int) -> None:
        """So many are done by now."""
        self._marks.append((self._now(), done))
        while len(self._marks) > 2 and self._marks[-1][0] - self._marks[0][0] > self._window_s:
            self._marks.popleft()

    @property
    def rate(self) -> float | None:
        """How many a second; None before it can be said."""
        if len(self._marks) < 2:
            return None
        (began, first), (ended, last) = self._marks[0], self._marks[-1]
        return (last - first) / (ended - began) if ended > began and last > first else None

    def left_s(self, total: int | None) -> float | None:
        """Seconds until so many are done; None where that cannot be said."""
        rate = self.rate
        return max(0, total - self._marks[-1][1]) / rate if rate and total else None
