"""Times contestants that take turns, and keeps what came out as figures that another run can be compared with.

A machine is busier at one moment than at the next. So whatever is compared takes turns within one run, and the spread
of a figure is how far its turns lie apart.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Section = Literal["frame", "stage", "conversion", "reference", "step", "file", "thread", "start", "memory"]
Unit = Literal["ms", "MB"]
Clock = Callable[[], float]

PLAIN, PLAIN_ONNX, COPY = "plain torch", "plain onnxruntime", "bare copy"
ALL_STAGES, FRAME_BY_FRAME = "all stages", "frame by frame"
TRANSCODE = "transcode"
LOAD, ANALYSIS, BLEND, THUMBNAIL, NETWORK, MAPS, RENDER = STAGES = (
    "load",
    "analysis",
    "blend",
    "thumbnail",
    "network",
    "maps",
    "render",
)
"""In the order in which a frame goes through them."""
TO_RGB, TO_YUV = CONVERSIONS = ("to RGB", "to YUV")
"""Before them and after them, in threads beside theirs: the one that reads and the one that writes."""
_PER_UNIT: Mapping[Unit, float] = {"ms": 1e3, "MB": 1e-6}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about; two runs are compared where they have it in common.

    Attributes:
        section: Which part of the benchmark.
        what: Of it, such as "all stages" or the name of a stage.
        model: Of the enhancer or of the plain form.
        device: That it ran on.
        threads: On the CPU.
        size: Width x height of the picture.
        clip: Which one, of a file.
    """

    section: Section
    what: str
    model: str = ""
    device: str = ""
    threads: int = 0
    size: str = ""
    clip: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured of a subject.

    Attributes:
        subject: What it is about.
        unit: Of all values here.
        p50: Median over all runs.
        p95: What one run in twenty exceeds.
        low: Lowest median of a turn.
        high: Highest.
        runs: That were measured.
    """

    subject: Subject
    unit: Unit
    p50: float
    p95: float
    low: float
    high: float
    runs: int

    @property
    def spread(self) -> float:
        """How far the turns lie apart, as a share of the median."""
        return (self.high - self.low) / self.p50 if self.p50 else 0.0


Work = Callable[[], Mapping[Subject, Sequence[float]]]
"""One turn: seconds (or bytes) of each run, for each subject that it measures at once."""


def seconds_of(work: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """How long it takes."""
    start = clock()
    work()
    return clock() - start


def over_cycles(taken: Sequence[float], every: int) -> list[float]:
    """Means of so many neighbours: where work is done on every so manyth frame only, a median would miss it or count
    it for all.

    Args:
        taken: What each frame took.
        every: Frames of a cycle; a last one that is not whole is left out.
    """
    return [statistics.fmean(taken[i : i + every]) for i in range(0, len(taken) - every + 1, every)]


def take_turns(
    works: Sequence[Work], turns: int, *, unit: Unit = "ms", on_turn: Callable[[], None] = lambda: None
) -> list[Figure]:
    """Let everybody work in turn, once more than asked for: the first turn warms every cache and is not counted.

    Args:
        works: Contestants.
        turns: That count.
        unit: Of the figures: "ms" of seconds, "MB" of bytes.
        on_turn: Called after each work of each turn.

    Returns:
        In the order in which the subjects were first met.
    """
    values: dict[Subject, list[Sequence[float]]] = {}
    for turn in range(turns + 1):
        for work in works:
            for subject, taken in work().items():
                if turn and len(taken):
                    values.setdefault(subject, []).append(taken)
            on_turn()
    return [figure(subject, taken, unit) for subject, taken in values.items()]


def figure(subject: Subject, turns: Sequence[Sequence[float]], unit: Unit = "ms") -> Figure:
    """Sum up the turns of a subject, none of them empty.

    Args:
        subject: What they are about.
        turns: In seconds or bytes.
        unit: That the figure is told in.
    """
    scale = _PER_UNIT[unit]
    p50, p95 = np.percentile(np.concatenate([np.asarray(turn, float) for turn in turns]), [50, 95]) * scale
    medians = [float(np.median(turn)) * scale for turn in turns]
    runs = sum(len(turn) for turn in turns)
    return Figure(subject, unit, float(p50), float(p95), min(medians), max(medians), runs)


def reference_for(subject: Subject, figures: Iterable[Figure]) -> Figure | None:
    """The figure of the same run that a subject's time is told as a ratio to; None where there is none.

    A file's is the transcode of its clip; on the CPU all else has the plain torch form with as many threads and
    pictures of the same size. On CUDA times count for themselves.
    """
    if subject.section == "file":
        found = [f for f in figures if f.subject.what == TRANSCODE and f.subject.clip == subject.clip]
    elif subject.section in ("frame", "stage", "step") and not subject.device.startswith("cuda"):
        wanted = (PLAIN, subject.threads, subject.size)
        found = [f for f in figures if (f.subject.what, f.subject.threads, f.subject.size) == wanted]
    else:
        return None
    return found[0] if found else None


def pixels(size: str) -> int:
    """Of a picture of width x height."""
    width, _, height = size.partition("x")
    return int(width) * int(height)
