"""Counts frames and times stages while a pipeline runs, and gives the figures as one frozen value."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from lowlight_live.enhance.protocols import EnhancerInfo
    from lowlight_live.video.protocols import LiveStatus

_WINDOW = 300
"""Frames that the percentiles look back on: the last seconds, not the whole run."""
_RATE_S = 2.0
"""A rate looks back so far,"""
_RATE_FRAMES = 10
"""and at least on so many frames, so that one of a slow machine does not jump."""
_RATE_AT_LEAST_S = 0.25
"""Frames of a shorter time say nothing yet: those that waited at the start come at once."""


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long one stage took for a frame, over the last few hundred frames."""

    p50_s: float
    p95_s: float


@dataclass(frozen=True, slots=True)
class PipelineStats:
    """The figures of a pipeline at one moment.

    A held frame is the last picture once more, so it counts as held and nowhere else.

    Attributes:
        captured: Frames that the source delivered.
        enhanced: Frames that came out of the enhancer.
        written: Frames that every sink has taken.
        dropped: Frames lost, by the place where it happened.
        elapsed_s: Since the start.
        fps: Enhanced frames a second, lately.
        stages: Time a frame by stage.
        held: Frames that showed the last picture again, because the source gave no new one.
        taken: Frames that each sink has taken or, where it counts itself, shown.
        rates: Frames a second lately: "captured", "enhanced" and each sink's.
        latency: From the capture of a frame until it came out of the enhancer ("enhanced") and of each sink.
        failed: Sinks that the pipeline goes on without, with the reason.
        enhancer: What enhances, and why.
        source: Where a live source stands; None of a file.
    """

    captured: int
    enhanced: int
    written: int
    dropped: Mapping[str, int]
    elapsed_s: float
    fps: float
    stages: Mapping[str, StageTime]
    held: int = 0
    taken: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    latency: Mapping[str, StageTime] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    enhancer: EnhancerInfo | None = None
    source: LiveStatus | None = None


class Meter:
    """Counts the frames that pass one place, how fast they come and how old they are; from any thread.

    Args:
        clock: The one that frames are stamped with.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._count = self._dropped = 0
        self._moments: deque[float] = deque(maxlen=_WINDOW)
        self._ages: deque[float] = deque(maxlen=_WINDOW)

    def passed(self, captured_at: float | None = None) -> None:
        """One more frame has passed.

        Args:
            captured_at: When it was captured; None keeps it out of the latency.
        """
        now = self._clock()
        with self._lock:
            self._count += 1
            self._moments.append(now)
            if captured_at is not None:
                self._ages.append(now - captured_at)

    def lost(self) -> None:
        """One more frame was forgotten here because a newer one came."""
        with self._lock:
            self._dropped += 1

    @property
    def count(self) -> int:
        with self._lock:
            return self._count

    @property
    def dropped(self) -> int:
        with self._lock:
            return self._dropped

    @property
    def rate(self) -> float:
        """Frames a second, lately; falls as soon as a frame is overdue. 0 while there is too little to tell."""
        now = self._clock()
        with self._lock:
            moments = list(self._moments)
        if len(moments) < _WINDOW and (not moments or moments[-1] - moments[0] < _RATE_AT_LEAST_S):
            return 0.0
        recent = sum(now - moment <= _RATE_S for moment in moments)
        moments = moments[-max(recent, _RATE_FRAMES) :]
        span, steps = moments[-1] - moments[0], len(moments) - 1
        overdue = max(0.0, now - moments[-1] - 2 * span / steps)
        return steps / (span + overdue) if span else 0.0

    @property
    def latency(self) -> StageTime | None:
        """From capture to here; None before the first frame with a time of capture."""
        with self._lock:
            return _percentiles(self._ages)


class StatsRecorder:
    """Gathers the figures of a pipeline's stages; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started = time.perf_counter()
        self._held = 0
        self._seconds: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_WINDOW))
        self.captured = Meter()
        self.enhanced = Meter()

    def start(self) -> None:
        """Begin the elapsed time."""
        self._started = time.perf_counter()

    def hold(self) -> None:
        """One more frame has shown the last picture again."""
        with self._lock:
            self._held += 1

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside as one frame's share of a stage."""
        start = time.perf_counter()
        yield
        self.took(name, time.perf_counter() - start)

    def took(self, name: str, seconds: float) -> None:
        """One frame's share of a stage."""
        with self._lock:
            self._seconds[name].append(seconds)

    def snapshot(
        self,
        *,
        written: int,
        dropped: Mapping[str, int],
        sinks: Mapping[str, Meter] | None = None,
        failed: Mapping[str, str] | None = None,
        enhancer: EnhancerInfo | None = None,
        source: LiveStatus | None = None,
    ) -> PipelineStats:
        """The figures now, with what the pipeline knows besides."""
        with self._lock:
            stages = {name: _percentiles(seconds) for name, seconds in self._seconds.items()}
            held = self._held
        sinks = sinks or {}
        meters = {"captured": self.captured, "enhanced": self.enhanced, **sinks}
        latency = {name: meter.latency for name, meter in meters.items()}
        return PipelineStats(
            captured=self.captured.count,
            enhanced=self.enhanced.count,
            written=written,
            dropped=dropped,
            elapsed_s=time.perf_counter() - self._started,
            fps=self.enhanced.rate,
            stages={name: took for name, took in stages.items() if took is not None},
            held=held,
            taken={name: meter.count for name, meter in sinks.items()},
            rates={name: meter.rate for name, meter in meters.items()},
            latency={name: age for name, age in latency.items() if age is not None},
            failed=dict(failed or {}),
            enhancer=enhancer,
            source=source,
        )


def _percentiles(seconds: deque[float]) -> StageTime | None:
    return StageTime(*(float(p) for p in np.percentile(list(seconds), [50, 95]))) if seconds else None
