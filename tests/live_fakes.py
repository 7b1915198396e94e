"""A live source whose every move a test decides, and sinks and a device that can be waited for."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np

from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.video.protocols import LiveStatus, SourceInfo, SourceState
from tests.fakes import FakeSink

TICKS = Fraction(1, 90000)
WAIT_S = 10.0


def live_frame(number: int, *, at_s: float | None = None, height: int = 4, width: int = 6) -> Frame:
    """A flat frame whose value is its number, captured just now.

    Args:
        number: From 0.
        at_s: On the source's clock; a thirtieth of a second after the number before if None.
        height: Of the picture.
        width: Of the picture.
    """
    pts = round((number / 30 if at_s is None else at_s) * 90000)
    rgb = np.full((height, width, 3), number % 256, np.uint8)
    return Frame(rgb, pts, TICKS, captured_at=time.monotonic())


class FakeLiveSource:
    """Delivers what the test hands it, in lockstep: `give` returns when the pipeline has come back for more."""

    def __init__(self, *, height: int = 4, width: int = 6, status: LiveStatus | None = None) -> None:
        self.info = SourceInfo("fake camera", height, width, TICKS, frame_rate=Fraction(30), live=True)
        self.warnings: tuple[str, ...] = ()
        self.status = status or LiveStatus(SourceState.LIVE, 0.0, granted="6x4 30 fps")
        self.closed = 0
        self.stops = 0
        self._changed = threading.Condition()
        self._coming: deque[Frame | BaseException] = deque()
        self._ended = self._idle = False
        self._last: Frame | None = None

    def give(self, *frames: Frame) -> None:
        """Deliver frames, one after the other."""
        for frame in frames:
            self._hand_over(frame)
            self._last = frame

    def hold(self, at_s: float) -> None:
        """Deliver the last picture again."""
        assert self._last is not None
        self.give(replace(self._last, pts=round(at_s * 90000), captured_at=time.monotonic(), held=True))

    def fail(self, error: BaseException) -> None:
        """Raise where the next frame would be."""
        with self._changed:
            self._coming.append(error)
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self.stops += 1
            self._ended = True
            self._changed.notify_all()

    end = stop

    def close(self) -> None:
        self.closed += 1

    def __iter__(self) -> Iterator[Frame]:
        while True:
            with self._changed:
                self._idle = True
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._coming or self._ended)
                self._idle = False
                if not self._coming:
                    return
                item = self._coming.popleft()
            if isinstance(item, BaseException):
                raise item
            yield item

    def _hand_over(self, frame: Frame) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self._idle or self._ended, WAIT_S), "nobody takes frames"
            self._idle = False
            self._coming.append(frame)
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: self._idle or self._ended, WAIT_S), "nobody takes frames"


class FakeDevice:
    """A virtual camera that keeps what it is sent, and that can fail."""

    def __init__(self, height: int = 4, width: int = 6, fps: float = 30.0, name: str = "") -> None:
        self.device = name or "/dev/video10"
        self.shape = (height, width, 3)
        self.fps = fps
        self.sent: list[Rgb] = []
        self.threads: set[str] = set()
        self.closed = 0
        self.error: Exception | None = None
        self._changed = threading.Condition()

    def send(self, frame: Rgb) -> None:
        if self.error is not None:
            raise self.error
        assert frame.shape == self.shape
        with self._changed:
            self.sent.append(frame)
            self.threads.add(threading.current_thread().name)
            self._changed.notify_all()

    def wait_for(self, shown: Callable[[Rgb], bool], times: int = 1) -> None:
        """Until pictures like this are sent; those before are forgotten."""

        def came() -> bool:
            while self.sent and not shown(self.sent[0]):
                del self.sent[0]
            return len(self.sent) >= times

        with self._changed:
            assert self._changed.wait_for(came, WAIT_S)

    def close(self) -> None:
        self.closed += 1


class Gate:
    """Something to be held up in: `here` tells that somebody is, `open` lets everybody through."""

    def __init__(self) -> None:
        self.here = threading.Event()
        self.open = threading.Event()

    def __call__(self, _number: int = 0) -> None:
        self.here.set()
        assert self.open.wait(WAIT_S)


class WatchedSink(FakeSink):
    """Can be waited for until it has taken so many pairs."""

    def __init__(self, before: Callable[[int], None] | None = None) -> None:
        super().__init__(before)
        self._changed = threading.Condition()

    def write(self, pair: FramePair) -> None:
        super().write(pair)
        with self._changed:
            self._changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.pairs) >= count, WAIT_S)

    @property
    def numbers(self) -> list[int]:
        return [int(pair.original.rgb[0, 0, 0]) for pair in self.pairs]


def give_one_by_one(source: FakeLiveSource, sink: WatchedSink, numbers: Iterable[int]) -> None:
    """Each only when the one before has gone all the way, so that none is dropped."""
    taken = len(sink.pairs)
    for number in numbers:
        source.give(live_frame(number))
        sink.wait_for(taken := taken + 1)
