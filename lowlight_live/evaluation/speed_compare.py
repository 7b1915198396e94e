"""Sets one run of the benchmark beside an earlier one, and says what has become slower beyond the spread of both.

Where both runs have measured the plain form, ratios to it are compared, so that a machine that is busier today, or
another one, does not look like another program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lowlight_live.evaluation.machine import same_processor
from lowlight_live.evaluation.speed import TRANSCODE, Figure, Subject, reference_for
from lowlight_live.evaluation.speed_report import Bench

LEAST = 0.05
"""Share by which something must have changed to be worth a word, however close the turns lie together."""

Verdict = Literal["worse", "better", "same"]


@dataclass(frozen=True, slots=True)
class Change:
    """A subject that both runs have measured.

    Attributes:
        subject: Which.
        old: What it took, in `unit`.
        new: What it takes now.
        unit: "ms", "MB" or "x", times the reference of its run.
        spread: Of both runs together, as a share.
        verdict: "worse" is slower, or more memory.
    """

    subject: Subject
    old: float
    new: float
    unit: str
    spread: float
    verdict: Verdict

    @property
    def factor(self) -> float:
        """The new value over the old one."""
        return self.new / self.old


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs.

    Attributes:
        changes: Of all that could be compared.
        left_out: How many figures of either run the other has not measured, or not so that they could be compared.
        same_machine: Whether both ran on the same kind of processor; if not, only ratios were compared.
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
    before = {f.subject: f for f in old.figures if not _is_reference(f)}
    now = {f.subject: f for f in new.figures if not _is_reference(f)}
    changes = []
    for subject in (subject for subject in now if subject in before):
        change = _change(before[subject], now[subject], old, new, same_machine=same_machine)
        if change is not None:
            changes.append(change)
    return Comparison(changes, len(before.keys() | now.keys()) - len(changes), same_machine)


def _change(before: Figure, now: Figure, old: Bench, new: Bench, *, same_machine: bool) -> Change | None:
    """None where only absolute times are there, of different machines. Memory is the same everywhere."""
    references = _references(now.subject, old, new)
    spread = before.spread + now.spread
    if references is None:
        if not same_machine and now.unit != "MB":
            return None
        values, unit = (before.p50, now.p50), str(now.unit)
    else:
        was, now_is = references
        values, unit = (before.p50 / was.p50, now.p50 / now_is.p50), "x"
        spread += was.spread + now_is.spread
    if not min(values):
        return None
    limit = max(spread, LEAST)
    factor = values[1] / values[0]
    verdict: Verdict = "worse" if factor > 1 + limit else "better" if factor < 1 / (1 + limit) else "same"
    return Change(now.subject, *values, unit, spread, verdict)


def _references(subject: Subject, old: Bench, new: Bench) -> tuple[Figure, Figure] | None:
    """What both runs have to divide by, of the same subject in both: of the same size where that is there."""
    for same_size in (True, False):
        was = reference_for(subject, old.figures, same_size=same_size)
        now = reference_for(subject, [f for f in new.figures if was and f.subject == was.subject], same_size=same_size)
        if was is not None and now is not None:
            return was, now
    return None


def _is_reference(figure: Figure) -> bool:
    return figure.subject.section == "reference" or figure.subject.what == TRANSCODE
