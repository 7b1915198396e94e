"""Tells how much slower or quicker the machine itself was in one run of the benchmark than in another.

By what does not change with the program: the plain forms, the bare copy, the transcodes. One alone is no yardstick,
since each has its moods: the plain form in torch took from 1.3 to 4.0 s within one run. So all that both runs have
measured count, each by how steady it was.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lowlight_live.evaluation.speed import TRANSCODE, Figure, Subject
from lowlight_live.evaluation.speed_report import Bench

LEAST = 0.05
"""How far two runs of the same lie apart, as a share, though the turns of each may lie closer."""
_MOST = 0.10
"""How far off the references may be of the same machine. More would hide whatever has become slower."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What the machine has to do with a change.

    Attributes:
        growth: How many times as long the machine took for the same.
        spread: How far off that may be, as a share.
    """

    growth: float
    spread: float


MEMORY = Yardstick(1.0, 0.0)
"""What a program needs of it is the same everywhere."""


def is_reference(subject: Subject) -> bool:
    """Whether it is measured to tell others against."""
    return subject.section == "reference" or subject.what == TRANSCODE


def yardstick(subject: Subject, old: Bench, new: Bench, *, same_machine: bool) -> Yardstick | None:
    """What to divide the growth of a time by.

    The weighted geometric mean of how the references have grown, by the inverse square of the spread of each. On the
    same kind of machine, by as little of that as the references leave: within their spread times are compared as they
    are, so that an unsteady reference does not look like another program.

    Args:
        subject: Whose time it is. A file and its threads are compared with the transcode of the same film; on a GPU
            only what ran on that counts, on the CPU all else.
        old: The earlier run.
        new: The later one.
        same_machine: Whether both ran on the same kind of processor.

    Returns:
        None for different machines without a reference.
    """
    before = {f.subject: f for f in old.figures if _fits(f.subject, subject) and f.p50}
    pairs = [(before[f.subject], f) for f in new.figures if f.subject in before and f.p50]
    if not pairs:
        return Yardstick(1.0, _MOST) if same_machine else None
    mean, spread = _mean_of(pairs)
    if not same_machine:
        return Yardstick(math.exp(mean), spread)
    spread = min(spread, _MOST)
    growth = math.exp(math.copysign(max(abs(mean) - math.log1p(spread), 0.0), mean))
    return Yardstick(growth, spread)


def _fits(reference: Subject, subject: Subject) -> bool:
    if subject.section in ("file", "thread"):
        return reference.what == TRANSCODE and reference.clip == subject.clip
    on_gpu = subject.device if subject.device.startswith("cuda") else ""
    return reference.section == "reference" and reference.device == on_gpu


def _mean_of(pairs: Sequence[tuple[Figure, Figure]]) -> tuple[float, float]:
    """Logarithm of the growth, and its spread: how far the references lie apart, at least how unsteady they are."""
    logs = [math.log(now.p50 / was.p50) for was, now in pairs]
    weights = [1 / (was.spread**2 + now.spread**2 + LEAST**2) for was, now in pairs]
    total = sum(weights)
    mean = sum(weight * log for weight, log in zip(weights, logs, strict=True)) / total
    apart = sum(weight * (log - mean) ** 2 for weight, log in zip(weights, logs, strict=True)) / total
    return mean, math.sqrt(max(apart, 1 / total))
