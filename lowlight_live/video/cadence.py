"""A constant beat, whatever the source and the machine are doing."""

from __future__ import annotations


class Cadence:
    """Says when each of a constant number of frames a second is due.

    A beat that was missed is skipped, never caught up with: the ones after it stay where they were due.

    Args:
        fps: Beats a second.
        start_s: The moment of the first.
    """

    def __init__(self, fps: float, start_s: float) -> None:
        self._period_s = 1 / fps
        self._start_s = start_s
        self._next = 0
        self.skipped = 0

    def wait_s(self, now_s: float) -> float:
        """Until the next beat; 0 when it is due."""
        return max(0.0, self._start_s + self._next * self._period_s - now_s)

    def beat(self, now_s: float) -> None:
        """The beat that was due has been given; the next is the first that is still to come."""
        coming = int((now_s - self._start_s) / self._period_s) + 1
        self.skipped += max(0, coming - self._next - 1)
        self._next = max(coming, self._next + 1)
