"""A film as a live source that is played, paused, stepped through and searched while it runs."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from lowlight_live.frame import Frame
from lowlight_live.video.film import open_film
from lowlight_live.video.protocols import LiveStatus, SourceState
from lowlight_live.video.rate import RateMeter

TIME_BASE = Fraction(1, 90_000)
_LATE_S = 1.0
"""More behind than that (the machine slept), the film goes on from here instead of racing after the clock."""
_POSITIONS = 120
"""Frames whose place in the film is remembered: those that may still be on their way to the screen."""
_WAIT_AT_MOST_S = 0.5
"""On Windows a wait can only be interrupted when it ends."""


class Player:
    """A `LiveSource` over a video or a picture. It does not end by itself: after its last frame it is paused there.

    Frames come at the pace of their timestamps and wait for nobody. Their pts counts the time that the player runs;
    where in the film they stand says `position_s`. All methods but the iteration may be called from any thread.

    Args:
        path: Of the film.
        loop: Begin again at its end.
        paused: Show the first frame and wait.
        clock: Monotonic seconds.

    Raises:
        SourceError: It cannot be opened.
    """

    def __init__(
        self, path: Path, *, loop: bool = False, paused: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.path = path
        self._film = open_film(path)
        self.info = replace(self._film.info, time_base=TIME_BASE, live=True)
        self._clock = clock
        self._changed = threading.Condition()
        self._rate = RateMeter()
        self._loop = loop
        self._playing = not paused
        self._stopped = self._ended = self._refresh = False
        self._seek_to: float | None = self._film.start_s
        self._steps = 0
        self._position_s = 0.0
        self._positions: deque[tuple[int, float]] = deque(maxlen=_POSITIONS)
        self._delivered = 0
        self._since_s = self._began_s = clock()
        self._last: Frame | None = None
        # What follows belongs to the thread that iterates.
        self._frames: Iterator[Frame] = iter(())
        self._next: Frame | None = None
        self._film_time_s = self._film.start_s
        self._zero_at: float | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong with the film, as far as it was read."""
        return self._film.warnings

    @property
    def playing(self) -> bool:
        with self._changed:
            return self._playing

    @property
    def ended(self) -> bool:
        """It is paused behind its last frame."""
        with self._changed:
            return self._ended

    @property
    def position_s(self) -> float:
        """Where in the film the last frame stands; where a search is under way, where that leads."""
        with self._changed:
            return self._position_s if self._seek_to is None else self._seek_to - self._film.start_s

    def position_of(self, frame: Frame) -> float | None:
        """Where in the film a frame stands that this player gave; None if that was too long ago."""
        with self._changed:
            return next((position_s for pts, position_s in self._positions if pts == frame.pts), None)

    @property
    def loop(self) -> bool:
        with self._changed:
            return self._loop

    @loop.setter
    def loop(self, loop: bool) -> None:
        with self._changed:
            self._loop = loop

    @property
    def status(self) -> LiveStatus:
        info = self.info
        rate = f" {float(info.frame_rate):.4g} fps" if info.frame_rate else ""
        with self._changed:
            return LiveStatus(
                state=SourceState.LIVE,
                since_s=self._since_s,
                delivered=self._delivered,
                fps=self._rate.fps if self._playing else 0.0,
                granted=f"{info.width}x{info.height}{rate}",
            )

    def play(self) -> None:
        """Go on; at the end, from the start."""
        with self._changed:
            if self._ended:
                self._seek_to = self._film.start_s
            self._ended, self._playing, self._zero_at = False, True, None
            self._changed.notify_all()

    def pause(self) -> None:
        with self._changed:
            self._playing = False
            self._rate.forget()
            self._changed.notify_all()

    def step(self, frames: int) -> None:
        """Pause, and show the frame that is so many further on; back if it is negative."""
        with self._changed:
            self._playing = False
            self._steps += frames
            self._changed.notify_all()

    def seek(self, position_s: float) -> None:
        """Show what is at this place of the film; of several wishes the last counts."""
        with self._changed:
            self._seek_to = self._film.start_s + max(0.0, position_s)
            self._ended = False
            self._steps = 0
            self._changed.notify_all()

    def refresh(self) -> None:
        """If it is paused, give the frame once more, `held`: what is made of it has changed."""
        with self._changed:
            self._refresh = True
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def close(self) -> None:
        self.stop()
        self._film.close()

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames as they are due. Call it once, from one thread.

        Raises:
            SourceError: The film can no longer be read.
        """
        while True:
            with self._changed:
                work = self._next_work()
            if work is None:
                return
            frame = work()
            if frame is not None:
                yield frame

    def _next_work(self) -> Callable[[], Frame | None] | None:
        """Wait for something to do; None at the end. Called while `_changed` is held; lets go of it while it waits."""
        while not self._stopped:
            wait_s = _WAIT_AT_MOST_S
            if self._seek_to is not None:
                return self._sought
            if self._steps:
                return self._stepped
            if self._playing:
                wait_s = self._due_in_s()
                if wait_s <= 0:
                    return self._following
            elif self._refresh and self._last is not None:
                return self._held
            self._changed.wait(min(wait_s, _WAIT_AT_MOST_S))
        return None

    def _due_in_s(self) -> float:
        if self._next is None or self._zero_at is None:
            return 0.0
        late_s = self._clock() - (self._zero_at + self._next.time_s)
        if late_s > _LATE_S:
            self._zero_at += late_s
        return -late_s

    def _sought(self) -> Frame | None:
        with self._changed:
            target = self._seek_to if self._seek_to is not None else self._film.start_s
            self._seek_to, self._position_s = None, target - self._film.start_s
        self._frames = self._film.frames_from(target)
        frame = next(self._frames, None)
        self._next = next(self._frames, None)
        return None if frame is None else self._given(frame, discontinuity=True)

    def _stepped(self) -> Frame | None:
        with self._changed:
            forward = self._steps > 0
            self._steps -= 1 if forward else -1
        if forward:
            return self._following()
        if self._film_time_s <= self._film.start_s:
            return None
        tick_s = float(self._film.info.time_base) / 2
        with self._changed:
            self._seek_to = self._film_time_s - tick_s
            self._ended = False
        return self._sought()

    def _following(self) -> Frame | None:
        if self._next is None:
            with self._changed:
                # A film of one frame would turn for ever without a pause.
                turns = self._loop and self._playing and self._film_time_s > self._film.start_s
                if turns:
                    self._seek_to, self._zero_at = self._film.start_s, None
                else:
                    self._playing, self._ended = False, True
            return None
        frame, self._next = self._next, next(self._frames, None)
        return self._given(frame, discontinuity=False)

    def _held(self) -> Frame | None:
        with self._changed:
            self._refresh = False
            if self._last is None:
                return None
            now = self._clock()
            self._last = replace(self._last, pts=self._pts(now), captured_at=now, discontinuity=False, held=True)
            self._positions.append((self._last.pts, self._position_s))
            return self._last

    def _given(self, frame: Frame, *, discontinuity: bool) -> Frame:
        now = self._clock()
        with self._changed:
            self._film_time_s = frame.time_s
            self._position_s = frame.time_s - self._film.start_s
            if discontinuity or self._zero_at is None:
                self._zero_at = now - frame.time_s
            self._delivered += 1
            self._rate.count(now)
            self._refresh = False
            self._last = Frame(
                frame.rgb,
                self._pts(now),
                TIME_BASE,
                captured_at=now,
                color=frame.color,
                discontinuity=discontinuity or frame.discontinuity,
            )
            self._positions.append((self._last.pts, self._position_s))
            return self._last

    def _pts(self, at: float) -> int:
        pts = round((at - self._began_s) / TIME_BASE)
        return pts if self._last is None else max(pts, self._last.pts + 1)
