"""A live source that outlives its camera: one that hangs, repeats itself, is unplugged or taken away comes back.

A thread for each connection (`lowlight-camera`) opens, reads and closes; whoever iterates takes its newest picture,
minds the watchdog, and shows the last picture again while there is no new one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from lowlight_live.errors import SourceError, SourceOpenError
from lowlight_live.frame import Frame
from lowlight_live.video.live.device import Grant, OpenDevice, Picture
from lowlight_live.video.live.feeder import Feeder
from lowlight_live.video.live.repeats import Repeats
from lowlight_live.video.live.watchdog import Step, Timing, Watchdog
from lowlight_live.video.protocols import LiveStatus, SourceInfo, SourceState
from lowlight_live.video.rate import RateMeter

TIME_BASE = Fraction(1, 90_000)

_HUNG_AT_MOST = 2
"""Connections left behind in a driver that does not answer; with more, a camera would cost a thread a try."""

_WAIT_AT_MOST_S = 0.5
"""On Windows a wait can only be interrupted when it ends."""


class SupervisedSource:
    """A `LiveSource` over whatever can be opened again and again.

    Args:
        open_device: Opens it, and after a loss the same one again; called from another thread each time.
        requested_fps: What was asked for.
        timing: How long to wait for what.
        on_close: Called once when the source is closed.

    Raises:
        SourceOpenError: It does not open, or gives no first picture.
    """

    def __init__(
        self,
        open_device: OpenDevice,
        *,
        requested_fps: float | None = None,
        timing: Timing | None = None,
        on_close: Callable[[], None] | None = None,
    ) -> None:
        self._open_device = open_device
        self._requested_fps = requested_fps
        self._timing = timing or Timing()
        self._on_close = on_close
        self._changed = threading.Condition()
        self._watchdog = Watchdog(self._timing, time.monotonic())
        self._rate = RateMeter()
        self._stopped = False
        self._left_behind: list[Feeder] = []
        self._delivered = self._repeated = self._dropped = 0
        self._last: Frame | None = None
        self._last_yield_at = 0.0
        self._first_capture_at: float | None = None
        self._repeats = Repeats(self._timing.repeats_after_s)
        self._feeder: Feeder | None = Feeder(open_device, self._changed, self._rate, self._repeats)
        try:
            first, self._grant = self._wait_for_first(self._feeder)
        except BaseException:
            self._feeder.stop()
            self._feeder.join(self._timing.leave_within_s)
            raise
        if not self._grant.watched:
            # A film does not go on by itself: it begins when somebody comes to see it.
            self._feeder.stop()
            self._feeder.join(self._timing.leave_within_s)
        height, width = first.rgb.shape[:2]
        self._info = SourceInfo(
            name=self._grant.name,
            height=height,
            width=width,
            time_base=TIME_BASE,
            frame_rate=self._grant.frame_rate,
            pixel_aspect=self._grant.pixel_aspect,
            color=first.color,
            live=True,
        )

    @property
    def info(self) -> SourceInfo:
        return self._info

    @property
    def warnings(self) -> tuple[str, ...]:
        warnings = list(self._grant.warnings)
        name = self._info.name
        with self._changed:
            lost, away_s = self._watchdog.reconnections, self._watchdog.away_s
            away_at_the_end = self._stopped and self._watchdog.state in (SourceState.LOST, SourceState.RECONNECTING)
            reason = self._watchdog.reason
        if lost:
            times = "once" if lost == 1 else f"{lost} times"
            warnings.append(f"{name} was lost {times} and came back; {away_s:.1f} s show a held picture.")
        if away_at_the_end:
            warnings.append(f"{name} was away at the end: {reason}")
        return tuple(warnings)

    @property
    def status(self) -> LiveStatus:
        with self._changed:
            live = self._watchdog.state is SourceState.LIVE
            return LiveStatus(
                state=self._watchdog.state,
                since_s=self._watchdog.since_s,
                delivered=self._delivered,
                repeated=self._repeated,
                dropped=self._dropped + (self._feeder.dropped if self._feeder is not None else 0),
                reconnections=self._watchdog.reconnections,
                fps=self._rate.fps if live else 0.0,
                requested_fps=self._requested_fps,
                granted=self._grant.mode,
                reason=self._watchdog.reason,
            )

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames. Call it once, from one thread.

        Raises:
            SourceError: A file that plays can no longer be read. A camera is tried again until the source is stopped.
        """
        with self._changed:
            if not self._grant.watched and not self._stopped:
                self._rate.forget()
                self._feeder = Feeder(self._open_device, self._changed, self._rate, self._repeats)
            elif self._feeder is not None:
                self._feeder.dropped = 0  # nobody was there to take them
        while True:
            with self._changed:
                frame = self._next()
            if frame is None:
                return
            yield frame

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            if self._feeder is not None:
                self._feeder.stop()
            self._changed.notify_all()

    def close(self) -> None:
        self.stop()
        with self._changed:
            feeder, self._feeder = self._feeder, None
            on_close, self._on_close = self._on_close, None
            if feeder is not None:
                self._dropped += feeder.dropped
        if feeder is not None:
            # One that hangs in its driver is left behind: it closes the camera when the driver lets it go.
            feeder.join(self._timing.leave_within_s)
        if on_close is not None:
            on_close()

    def _wait_for_first(self, feeder: Feeder) -> tuple[Picture, Grant]:
        until = time.monotonic() + self._timing.open_within_s
        with self._changed:
            while feeder.newest is None and not feeder.done:
                left_s = until - time.monotonic()
                if left_s <= 0:
                    raise SourceOpenError(
                        f"No picture came within {self._timing.open_within_s:.0f} s.",
                        hint="Close other programs that use the camera, or plug it in again.",
                    )
                self._changed.wait(min(left_s, _WAIT_AT_MOST_S))
            if feeder.newest is None or feeder.grant is None:
                if feeder.error is not None and not isinstance(feeder.error, SourceError):
                    raise feeder.error
                hint = feeder.error.hint if isinstance(feeder.error, SourceError) else ""
                raise SourceOpenError(str(feeder.error or "It holds no picture."), hint=hint)
            self._watchdog.picture(feeder.newest.captured_at)
            return feeder.newest, feeder.grant

    def _next(self) -> Frame | None:
        """Wait for the next frame; None at the end. Called while `_changed` is held; lets go of it while it waits."""
        while not self._stopped:
            feeder, now = self._feeder, time.monotonic()
            if feeder is not None:
                picture = feeder.take()
                if picture is not None:
                    return self._new_frame(picture, feeder.grant or self._grant)
                if feeder.done and self._ended(feeder, now):
                    return None
            self._attend(now)
            hold_in_s = self._hold_in_s(now)
            if hold_in_s <= 0:
                return self._held_frame(now)
            self._changed.wait(min(hold_in_s, self._attend_in_s(now), _WAIT_AT_MOST_S))
        return None

    def _new_frame(self, picture: Picture, grant: Grant) -> Frame:
        after_gap = self._watchdog.picture(picture.captured_at)
        self._grant = grant
        self._delivered += 1
        resized = self._last is not None and self._last.rgb.shape != picture.rgb.shape
        if self._first_capture_at is None:
            self._first_capture_at = picture.captured_at
        return self._yielded(
            Frame(
                rgb=picture.rgb,
                pts=self._pts(picture.captured_at),
                time_base=TIME_BASE,
                captured_at=picture.captured_at,
                color=picture.color,
                discontinuity=after_gap or resized or picture.discontinuity,
            )
        )

    def _held_frame(self, now: float) -> Frame:
        assert self._last is not None  # noqa: S101  `_hold_in_s` sees to it
        self._repeated += 1
        return self._yielded(replace(self._last, pts=self._pts(now), captured_at=now, discontinuity=False, held=True))

    def _yielded(self, frame: Frame) -> Frame:
        self._last, self._last_yield_at = frame, time.monotonic()
        return frame

    def _pts(self, at: float) -> int:
        """Ticks since the first picture; later than the last frame's, which, held, may have overtaken a new one."""
        start = self._first_capture_at if self._first_capture_at is not None else at
        pts = round((at - start) / TIME_BASE)
        return pts if self._last is None else max(pts, self._last.pts + 1)

    def _hold_in_s(self, now: float) -> float:
        if self._last is None or self._watchdog.state is SourceState.LIVE:
            return _WAIT_AT_MOST_S
        return self._last_yield_at + self._timing.hold_every_s - now

    def _attend_in_s(self, now: float) -> float:
        return self._watchdog.wait_s(now, self._rate.fps) if self._grant.watched else _WAIT_AT_MOST_S

    def _attend(self, now: float) -> None:
        """Do what the watchdog asks for."""
        step = self._watchdog.look(now, self._rate.fps) if self._grant.watched else Step.WAIT
        if step is Step.GIVE_UP and self._feeder is not None:
            self._left_behind.append(self._feeder)
            self._part_from(self._feeder)
            self._watchdog.lost(now, self._watchdog.reason or "The camera does not answer.")
        elif step is Step.OPEN:
            self._reopen(now)

    def _reopen(self, now: float) -> None:
        self._left_behind = [feeder for feeder in self._left_behind if not feeder.done]
        if len(self._left_behind) >= _HUNG_AT_MOST:
            self._watchdog.lost(now, "The camera's driver does not let go of it.")
            return
        self._watchdog.opening(now)
        self._rate.forget()
        self._feeder = Feeder(self._open_device, self._changed, self._rate, self._repeats)

    def _ended(self, feeder: Feeder, now: float) -> bool:
        """What is to follow when nothing more comes from a connection; says whether that is the end of everything."""
        if feeder.error is None:
            self._grant = feeder.grant or self._grant
            return True
        if not self._grant.watched or not isinstance(feeder.error, SourceError):
            raise feeder.error
        self._part_from(feeder)
        self._watchdog.lost(now, str(feeder.error))
        return False

    def _part_from(self, feeder: Feeder) -> None:
        feeder.stop()
        self._dropped += feeder.dropped
        self._repeats = feeder.repeats.following()
        self._feeder = None
