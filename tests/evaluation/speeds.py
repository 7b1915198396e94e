"""Figures of a benchmark that tests reason about, and the clock that they are told by."""

from __future__ import annotations

from typing import Any

from lowlight_live.evaluation.speed import ALL_STAGES, PLAIN, Figure, Subject
from lowlight_live.evaluation.speed_report import Bench

HD, SMALL = "1280x720", "640x480"
FRAME = Subject("frame", ALL_STAGES, "net", "cpu", 2, HD)
REFERENCE = Subject("reference", PLAIN, "zero-dce", threads=2, size=HD)
MACHINE: dict[str, Any] = {"processor": "one", "cores": 2, "features": ["avx2"], "gpus": []}


class FakeClock:
    """Every look at it costs nothing; `pass_` moves it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds


def of(subject: Subject, p50: float, *, spread: float = 0.02, unit: Any = "ms") -> Figure:
    return Figure(subject, unit, p50, p50 * 1.1, p50 * (1 - spread / 2), p50 * (1 + spread / 2), 10)


def bench(*figures: Figure, **about: Any) -> Bench:
    return Bench(figures, {"commit": "abc", "versions": {}, "machine": MACHINE} | about)
