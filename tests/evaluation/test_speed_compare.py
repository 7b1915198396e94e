"""What is slower beyond the spread is found, and a busy day or another machine is not taken for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lowlight_live.evaluation.speed import Section, Subject
from lowlight_live.evaluation.speed_compare import compare
from lowlight_live.evaluation.speed_report import Bench
from lowlight_live.evaluation.speed_tables import verdict
from tests.evaluation.speeds import FRAME, HD, MACHINE, REFERENCE, SMALL, bench, of


def run(frame: float, reference: float, spread: float = 0.02, **about: Any) -> Bench:
    return bench(of(FRAME, frame, spread=spread), of(REFERENCE, reference, spread=spread), **about)


def test_slower_than_the_spread_of_both_is_a_regression() -> None:
    found = compare(run(10, 500), run(12, 500))
    (change,) = found.regressions
    assert change.subject == FRAME
    assert change.factor == pytest.approx(1.2)
    assert (change.unit, change.verdict) == ("x", "worse")


def test_slower_within_the_spread_of_both_is_none() -> None:
    found = compare(run(10, 500, spread=0.08), run(12, 500, spread=0.08))
    assert found.regressions == []
    assert found.changes[0].spread == pytest.approx(0.32)


def test_a_trifle_is_none_however_close_the_turns_lie() -> None:
    assert compare(run(10, 500, spread=0), run(10.4, 500, spread=0)).regressions == []


def test_a_busy_machine_is_no_regression() -> None:
    assert compare(run(10, 500), run(30, 1500)).changes[0].verdict == "same"


def test_a_regression_on_a_faster_machine_is_found() -> None:
    faster = run(8, 250, machine=MACHINE | {"processor": "another"})
    found = compare(run(10, 500), faster)
    assert not found.same_machine
    assert found.regressions[0].factor == pytest.approx(1.6)


def test_what_is_faster_is_told_and_is_no_regression() -> None:
    found = compare(run(10, 500), run(5, 500))
    assert found.changes[0].verdict == "better"
    assert found.regressions == []


def test_the_plain_form_itself_is_not_compared() -> None:
    assert [change.subject for change in compare(run(10, 500), run(10, 900)).changes] == [FRAME]


def test_without_a_reference_only_the_same_machine_is_compared_but_memory_always() -> None:
    start = Subject("start", "first frame", "net", "cpu", size=HD)
    memory = Subject("memory", "enhance", "net", "cpu", size=HD)
    old, new = ([of(start, p50 * 1000), of(memory, p50 * 500, unit="MB")] for p50 in (1, 2))
    here = compare(bench(*old), bench(*new))
    assert [(c.subject, c.unit) for c in here.regressions] == [(start, "ms"), (memory, "MB")]
    elsewhere = compare(bench(*old), bench(*new, machine=MACHINE | {"cores": 8}))
    assert [c.subject for c in elsewhere.regressions] == [memory]
    assert elsewhere.left_out == 1
    assert "machines differ" in verdict(elsewhere)


def test_on_cuda_times_count_for_themselves() -> None:
    on_cuda = replace(FRAME, device="cuda:0")
    found = compare(bench(of(on_cuda, 1), of(REFERENCE, 500)), bench(of(on_cuda, 2), of(REFERENCE, 1000)))
    assert found.regressions[0].factor == 2


@pytest.mark.parametrize(("section", "what"), [("stage", "blend"), ("thread", "capture")])
def test_work_that_moved_to_another_place_is_told_and_is_no_regression(section: Section, what: str) -> None:
    share = Subject(section, what, "net", "cpu", 2, HD)
    found = compare(bench(of(share, 1), of(REFERENCE, 500)), bench(of(share, 3), of(REFERENCE, 500)))
    assert found.changes[0].verdict == "worse"
    assert found.regressions == []


def test_what_only_one_run_has_measured_is_counted() -> None:
    new = bench(of(FRAME, 10), of(replace(FRAME, size=SMALL), 3), of(REFERENCE, 500))
    old = bench(of(FRAME, 10), of(replace(FRAME, threads=1), 18), of(REFERENCE, 500))
    assert compare(old, new).left_out == 2


def test_a_reference_that_only_one_run_has_is_not_divided_by() -> None:
    old, new = bench(of(FRAME, 10), of(REFERENCE, 500)), bench(of(FRAME, 10))
    (change,) = compare(old, new).changes
    assert (change.unit, change.verdict) == ("ms", "same")


def test_both_runs_are_divided_by_the_same_reference() -> None:
    """A 4K frame has none of its own; then that of one size is taken in both runs, whatever each has first."""
    large = replace(FRAME, size="3840x2160")
    old = bench(of(large, 100), of(REFERENCE, 500), of(replace(REFERENCE, size=SMALL), 200))
    new = bench(of(large, 100), of(replace(REFERENCE, size=SMALL), 200), of(REFERENCE, 500))
    (change,) = compare(old, new).changes
    assert change.factor == pytest.approx(1)
