"""Sets one run of the benchmark beside an earlier one, and says what has become slower beyond the spread of both.

What the machine has to do with it, busier today or another one, is told by a yardstick and taken off.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lowlight_live.evaluation.machine import same_processor
from lowlight_live.evaluation.speed import Figure, Subject, Unit
from lowlight_live.evaluation.speed_report import Bench
from lowlight_live.evaluation.speed_yardstick import LEAST, MEMORY, Yardstick, is_reference, yardstick

Verdict = Literal["worse", "better", "same"]


@dataclass(frozen=True, slots=True)
class Change:
    """A subject that both runs have measured.

    Attributes:
        subject: Which.
        old: What it took, in `unit`.
        new: What it takes now.
        unit: "ms" or "MB".
        machine: How many times as long the machine itself took.
        limit: Share by which it may differ beyond that by chance: the spreads of both runs and of the yardstick, and
            what two runs lie apart anyway, as independent errors add up.
    """

    subject: Subject
    old: float
    new: float
    unit: Unit
    machine: float
    limit: float

    @property
    def factor(self) -> float:
        """The new value over the old one, beyond what the machine has to do with it."""
        return self.new / self.old / self.machine

    @property
    def verdict(self) -> Verdict:
        """Whether it has changed beyond the limit."""
        if self.factor > 1 + self.limit:
            return "worse"
        return "better" if self.factor < 1 / (1 + self.limit) else "same"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs.

    Attributes:
        changes: Of all that could be compared.
        left_out: How many figures of either run the other has not measured, or not so that they could be compared.
        same_machine: Whether both ran on the same kind of processor; if not, only what has a reference was compared.
    """

    changes: Sequence[Change]
    left_out: int
    same_machine: bool

    @property
    def regressions(self) -> list[Change]:
        """What has become worse, dearest first. A share of something is none: work may have moved from another."""
        worse = [c for c in self.changes if c.verdict == "worse" and c.subject.section not in ("stage", "thread")]
        return sorted(worse, key=lambda change: -change.factor)


def compare(old: Bench, new: Bench) -> Comparison:
    """Compare what both runs have measured."""
    same_machine = same_processor(old.about["machine"], new.about["machine"])
    before = {f.subject: f for f in old.figures if not is_reference(f.subject)}
    now = {f.subject: f for f in new.figures if not is_reference(f.subject)}
    changes = []
    for subject in (subject for subject in now if subject in before):
        measure = MEMORY if now[subject].unit == "MB" else yardstick(subject, old, new, same_machine=same_machine)
        # Without a time nothing can be said: a stage that no frame went through.
        if measure is not None and before[subject].p50 and now[subject].p50:
            changes.append(_change(before[subject], now[subject], measure))
    return Comparison(changes, len(before.keys() | now.keys()) - len(changes), same_machine)


def _change(was: Figure, now: Figure, measure: Yardstick) -> Change:
    limit = math.hypot(was.spread, now.spread, measure.spread, LEAST)
    return Change(now.subject, was.p50, now.p50, now.unit, measure.growth, limit)
