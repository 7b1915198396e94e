"""Decides from the moments at which pictures came whether a camera is well, and when to give it up or try it again.

Knows no thread and no clock: whoever uses it says what time it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from lowlight_live.video.protocols import SourceState


@dataclass(frozen=True, slots=True)
class Timing:
    """How long to wait for what, in seconds.

    Attributes:
        stalled_after_s: Without a new picture for so long, or for three of its usual intervals, a camera has stalled.
            One that exposes for long in the dark still gives a few pictures a second.
        lost_after_s: Without one for so long it is given up and opened again.
        repeats_after_s: When the very same picture has come for so long, it is given up too.
        open_within_s: To the first picture. Network cameras wait for a key frame, which comes every few seconds.
        back_off_s: Before each attempt to open it again; the last one stays. Short, because a camera is to be back
            within 3 s of its return; long enough to cost nothing while it is away.
        hold_every_s: Between two repetitions of the last picture. Five a second: a film or a virtual camera shows that
            it goes on, and little work is spent on a picture that does not change.
        leave_within_s: How long closing waits for a camera's read to return.
    """

    stalled_after_s: float = 1.0
    lost_after_s: float = 3.0
    repeats_after_s: float = 3.0
    open_within_s: float = 10.0
    back_off_s: tuple[float, ...] = (0.25, 0.5, 1.0)
    hold_every_s: float = 0.2
    leave_within_s: float = 0.3


class Step(Enum):
    """What is to be done now."""

    WAIT = auto()
    GIVE_UP = auto()
    """Leave the connection: nothing comes from it."""
    OPEN = auto()
    """Try again."""


_USUAL_INTERVALS = 3


class Watchdog:
    """What a live source is doing.

    Attributes:
        state: That.
        since_s: When it began.
        reason: Why it is not live; empty while it is.
        reconnections: How often pictures came again after a loss.
        away_s: For how long in all none came.
    """

    def __init__(self, timing: Timing, now: float) -> None:
        self.state = SourceState.RECONNECTING
        self.since_s = now
        self.reason = ""
        self.reconnections = 0
        self.away_s = 0.0
        self._timing = timing
        self._attempts = 0
        self._retry_at = now
        self._picture_at: float | None = None
        self._lost = False

    def opening(self, now: float) -> None:
        """An attempt to open it begins."""
        self._enter(SourceState.RECONNECTING, now, self.reason)

    def picture(self, captured_at: float) -> bool:
        """A new picture came; says whether it is the first after a gap."""
        gap = self.state is not SourceState.LIVE and self._picture_at is not None
        if gap and self._picture_at is not None:
            self.away_s += max(0.0, captured_at - self._picture_at)
        if self.state is not SourceState.LIVE:
            self._enter(SourceState.LIVE, captured_at, "")
        self.reconnections += self._lost
        self._lost = False
        self._attempts = 0
        self._picture_at = captured_at
        return gap

    def lost(self, now: float, reason: str) -> None:
        """The connection ended, or an attempt to open it failed."""
        waits = self._timing.back_off_s
        self._retry_at = now + waits[min(self._attempts, len(waits) - 1)]
        self._attempts += 1
        self._lost = True
        self._enter(SourceState.LOST, now, reason)

    def look(self, now: float, fps: float) -> Step:
        """What is to be done.

        Args:
            now: Monotonic seconds.
            fps: How many pictures a second the camera gave of late.
        """
        due = self._due_at(fps)
        if now < due:
            return Step.WAIT
        if self.state is SourceState.LOST:
            return Step.OPEN
        if self.state is SourceState.LIVE:
            self._enter(SourceState.STALLED, now, "The camera gives no new picture.")
            return self.look(now, fps)
        return Step.GIVE_UP

    def wait_s(self, now: float, fps: float) -> float:
        """How long nothing is to be done, if nothing happens."""
        return max(0.0, self._due_at(fps) - now)

    def _due_at(self, fps: float) -> float:
        if self.state is SourceState.LOST:
            return self._retry_at
        if self.state is SourceState.RECONNECTING:
            return self.since_s + self._timing.open_within_s
        stalled_after_s = max(self._timing.stalled_after_s, _USUAL_INTERVALS / fps if fps else 0.0)
        came = self._picture_at if self._picture_at is not None else self.since_s
        if self.state is SourceState.LIVE:
            return came + stalled_after_s
        return came + max(self._timing.lost_after_s, stalled_after_s)

    def _enter(self, state: SourceState, now: float, reason: str) -> None:
        self.state, self.since_s, self.reason = state, now, reason
