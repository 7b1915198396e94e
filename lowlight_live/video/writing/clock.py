"""Times the frames of a film that is being written."""

from __future__ import annotations

from fractions import Fraction

from lowlight_live.frame import Frame
from lowlight_live.video.protocols import SourceInfo

RATE_WHERE_UNKNOWN = Fraction(30)


class Clock:
    """Times every frame in one time base, each later than the one before, each with a duration."""

    def __init__(self, info: SourceInfo) -> None:
        self.time_base = info.time_base
        self._starts_at_zero = info.live  # a camera's clock started when the machine did
        self._offset = 0
        self._last: int | None = None
        self._began: int | None = None
        rate = info.frame_rate or RATE_WHERE_UNKNOWN
        self._first = self._end = 0
        self._usual_duration = max(1, round(1 / (rate * info.time_base)))

    def begin_at(self, start_s: Fraction) -> None:
        """The film began earlier than with the first frame that will be timed: an earlier run wrote those before."""
        self._began = round(start_s / self.time_base)

    def time(self, frame: Frame) -> tuple[int, int]:
        """The frame's pts and duration, in `time_base`.

        Raises:
            ValueError: It is not later than the frame before.
        """
        same_base = frame.time_base == self.time_base
        pts = frame.pts if same_base else round(frame.pts * frame.time_base / self.time_base)
        duration = frame.duration if same_base else round(frame.duration * frame.time_base / self.time_base)
        if self._last is None:
            self._offset = pts if self._starts_at_zero else 0
            self._first = pts - self._offset if self._began is None else self._began
        elif pts - self._offset <= self._last:
            raise ValueError(f"frame at {pts} ticks is not later than the one before: frames come in order of time")
        else:
            self._usual_duration = pts - self._offset - self._last
        self._last = pts = pts - self._offset
        self._end = pts + (duration or self._usual_duration)
        return pts, self._end - pts

    @property
    def length_s(self) -> Fraction:
        """From the start of the first frame to the end of the last."""
        return (self._end - self._first) * self.time_base
