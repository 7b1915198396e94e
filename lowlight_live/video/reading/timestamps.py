"""Gives every decoded frame its moment, also where the file's own timestamps are in the wrong order or missing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from av.video.frame import VideoFrame

_WINDOW = 8
"""Frames over which timestamps are put in order: the longest run of B-frames that encoders use in practice."""


class Timestamps:
    """Pairs frames with timestamps that always increase.

    A decoder delivers frames in the order of presentation. Some programs (VLC up to 2.1 for one) write the time of
    *decoding* as the time of presentation, so that with B-frames the frames come as 0, 101, 67, 134, 34 ms. The times
    are the right ones, only dealt out wrongly: the earliest waiting time belongs to the earliest waiting frame. Where
    the file is in order this changes nothing, so it needs no switch.

    Attributes:
        repaired: Frames that got another timestamp than their own.
    """

    def __init__(self) -> None:
        self.repaired = 0
        self._last: int | None = None

    def pair(self, frames: Iterable[VideoFrame]) -> Iterator[tuple[VideoFrame, int]]:
        """Yield each frame with its pts, in the frame's time base. Holds back up to `_WINDOW` frames."""
        waiting: deque[VideoFrame] = deque()
        times: list[int] = []
        latest: int | None = None
        for frame in frames:
            time = frame.pts if frame.pts is not None else frame.dts
            if time is None:  # a raw stream in AVI, say: one frame after the latest
                time = 0 if latest is None else latest + max(1, frame.duration)
            latest = time if latest is None else max(latest, time)
            waiting.append(frame)
            heappush(times, time)
            if len(waiting) > _WINDOW:
                yield self._settle(waiting.popleft(), heappop(times))
        while waiting:
            yield self._settle(waiting.popleft(), heappop(times))

    def _settle(self, frame: VideoFrame, time: int) -> tuple[VideoFrame, int]:
        if self._last is not None:
            time = max(time, self._last + 1)  # two frames at one moment: no container holds that
        self._last = time
        self.repaired += time != frame.pts
        return frame, time
