"""Counts frames and times stages while a pipeline runs, and gives the figures as one frozen value."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

_WINDOW = 300
"""Frames that the percentiles look back on: the last seconds, not the whole run."""
_RATE_WINDOW = 60


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long one stage took for a frame, over the last few hundred frames."""

    p50_s: float
    p95_s: float


@dataclass(frozen=True, slots=True)
class PipelineStats:
    """The figures of a pipeline at one moment.

    Attributes:
        captured: Frames that the source delivered.
        enhanced: Frames that came out of the enhancer.
        written: Frames that every sink has taken.
        dropped: Frames lost, by the place where it happened.
        elapsed_s: Since the start.
        fps: Enhanced frames a second, lately.
        stages: Time a frame by stage.
    """

    captured: int
    enhanced: int
    written: int
    dropped: Mapping[str, int]
    elapsed_s: float
    fps: float
    stages: Mapping[str, StageTime]


class StatsRecorder:
    """Gathers the figures; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started = time.perf_counter()
        self._counts: Counter[str] = Counter()
        self._seconds: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_WINDOW))
        self._enhanced_at: deque[float] = deque(maxlen=_RATE_WINDOW)

    def start(self) -> None:
        """Begin the elapsed time."""
        self._started = time.perf_counter()

    def count(self, what: str) -> None:
        """One more frame has been captured, enhanced or written by a sink."""
        with self._lock:
            self._counts[what] += 1
            if what == "enhanced":
                self._enhanced_at.append(time.perf_counter())

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside as one frame's share of a stage."""
        start = time.perf_counter()
        yield
        seconds = time.perf_counter() - start
        with self._lock:
            self._seconds[name].append(seconds)

    def snapshot(self, *, written: int, dropped: Mapping[str, int]) -> PipelineStats:
        """The figures now."""
        with self._lock:
            stages = {
                name: StageTime(*(float(p) for p in np.percentile(list(seconds), [50, 95])))
                for name, seconds in self._seconds.items()
            }
            moments = list(self._enhanced_at)
            captured, enhanced = self._counts["captured"], self._counts["enhanced"]
        span = moments[-1] - moments[0] if len(moments) > 1 else 0.0
        return PipelineStats(
            captured=captured,
            enhanced=enhanced,
            written=written,
            dropped=dropped,
            elapsed_s=time.perf_counter() - self._started,
            fps=(len(moments) - 1) / span if span else 0.0,
            stages=stages,
        )
