"""Of two real runs, what has become slower is found, and a machine that was slower is not taken for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lowlight_live.evaluation.speed import ALL_STAGES, Figure, Subject
from lowlight_live.evaluation.speed_compare import compare
from lowlight_live.evaluation.speed_report import Bench, from_json

_KEPT = Path(__file__).resolve().parents[2] / "docs" / "benchmarks"


@pytest.fixture(scope="module")
def before() -> Bench:
    return from_json(_KEPT / "bench-before.json")


@pytest.fixture(scope="module")
def now() -> Bench:
    return from_json(_KEPT / "bench.json")


def times(run: Bench, factor: float, which: Callable[[Figure], bool]) -> Bench:
    """A run in which some things took so many times as long."""
    values = ("p50", "p95", "low", "high")
    figures = [
        replace(f, **{name: getattr(f, name) * factor for name in values}) if which(f) else f for f in run.figures
    ]
    return Bench(figures, run.about)


def ours(figure: Figure) -> bool:
    return figure.subject.section in ("frame", "step")


def timed(figure: Figure) -> bool:
    return figure.unit == "ms"


@pytest.mark.parametrize(("factor", "share"), [(1.3, 0.75), (1.6, 0.95)])
def test_frames_that_take_longer_are_pointed_out_nearly_everywhere(now: Bench, factor: float, share: float) -> None:
    found = compare(now, times(now, factor, ours)).regressions
    assert {change.subject.section for change in found} == {"frame", "step"}
    assert len(found) >= share * len([f for f in now.figures if ours(f)])


@pytest.mark.parametrize("factor", [0.5, 1.0, 1.3, 2.0, 5.0])
def test_a_slower_or_quicker_machine_is_not_taken_for_a_change(now: Bench, factor: float) -> None:
    assert {change.verdict for change in compare(now, times(now, factor, timed)).changes} == {"same"}


def test_what_became_slower_on_a_slower_machine_is_found(now: Bench) -> None:
    frames = times(now, 1.8, lambda f: f.subject.section == "frame")
    found = compare(now, times(frames, 2, timed)).regressions
    assert {change.subject.section for change in found} == {"frame"}
    assert len(found) >= 0.75 * len(now.of("frame"))


def test_what_was_gained_between_two_real_runs_is_seen_and_no_whole_frame_called_slower(
    before: Bench, now: Bench
) -> None:
    verdicts = {change.subject: change.verdict for change in compare(before, now).changes}
    (step,) = (s for s in verdicts if s.section == "step")
    large = [s for s in verdicts if (s.what, s.size) == (ALL_STAGES, "3840x2160")]
    assert {verdicts[s] for s in (step, *large)} == {"better"}
    whole = [s for s in verdicts if (s.section, s.what) in (("frame", ALL_STAGES), ("file", ALL_STAGES))]
    assert "worse" not in {verdicts[s] for s in whole}


def test_going_back_to_the_earlier_form_is_a_regression(before: Bench, now: Bench) -> None:
    slower: set[Subject] = {change.subject for change in compare(now, before).regressions}
    assert {(s.what, s.size) for s in slower} >= {(ALL_STAGES, "3840x2160"), ("curve and dither", "1920x1080")}
