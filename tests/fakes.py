"""Sources, sinks and enhancers whose every move a test decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from lowlight_live.enhance.protocols import EnhancerInfo
from lowlight_live.frame import Frame, FramePair
from lowlight_live.pending import Pending
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.protocols import SourceInfo

TICK = Fraction(1, 30)


def make_frame(pts: int, *, height: int = 4, width: int = 6) -> Frame:
    """A flat frame whose value is its number."""
    return Frame(np.full((height, width, 3), pts % 256, np.uint8), pts, TICK, duration=1)


class FakeSource:
    """Delivers `count` frames; `before` is called with each one's number first."""

    def __init__(self, count: int, *, before: Callable[[int], None] | None = None) -> None:
        self.info = SourceInfo("fake", 4, 6, TICK, frame_count=count)
        self.warnings: tuple[str, ...] = ()
        self.closed = 0
        self._count = count
        self._before = before

    def __iter__(self) -> Iterator[Frame]:
        for pts in range(self._count):
            if self._before is not None:
                self._before(pts)
            yield make_frame(pts)

    def close(self) -> None:
        self.closed += 1


class FakeEnhancer:
    """Adds one to every sample; `before` is called with each frame's number first."""

    info = EnhancerInfo("fake", "none", "cpu", "float32", (0, 0), "a test")
    warnings: tuple[str, ...] = ()

    def __init__(self, before: Callable[[int], None] | None = None) -> None:
        self.closed = 0
        self.seen: list[EnhanceSettings] = []
        self._before = before

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        if self._before is not None:
            self._before(frame.pts)
        self.seen.append(settings)
        return FramePair(frame, replace(frame, rgb=frame.rgb + np.uint8(1)))

    def begin(self, frame: Frame, settings: EnhanceSettings) -> Pending[FramePair]:
        return Pending.of(self.enhance(frame, settings))

    def reset(self) -> None:
        pass

    def close(self) -> None:
        self.closed += 1


class FakeSink:
    """Keeps what it is given; `before` is called with each frame's number first."""

    def __init__(self, before: Callable[[int], None] | None = None) -> None:
        self.warnings: tuple[str, ...] = ()
        self.part: Path | None = None
        self.pairs: list[FramePair] = []
        self.finished = 0
        self.aborted = 0
        self.closed = 0
        self._before = before

    def write(self, pair: FramePair) -> None:
        if self._before is not None:
            self._before(pair.original.pts)
        self.pairs.append(pair)

    def finish(self) -> None:
        self.finished += 1

    def abort(self) -> None:
        self.aborted += 1

    def close(self) -> None:
        self.closed += 1
