"""What is slower beyond the spread is found, and a busy day or another machine is not taken for it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from lowlight_live.evaluation.speed import ALL_STAGES, COPY, TRANSCODE, Section, Subject
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
    assert (change.unit, change.machine, change.verdict) == ("ms", 1, "worse")


def test_slower_within_the_spread_of_both_is_none() -> None:
    found = compare(run(10, 500, spread=0.15), run(12, 500, spread=0.15))
    assert found.regressions == []
    assert found.changes[0].limit == pytest.approx(math.hypot(0.15, 0.15, 0.10, 0.05), rel=1e-6)


def test_a_trifle_is_none_however_close_the_turns_lie() -> None:
    assert compare(run(10, 500, spread=0), run(10.4, 500, spread=0)).regressions == []


def test_a_busy_machine_is_no_regression() -> None:
    assert compare(run(10, 500), run(30, 1500)).changes[0].verdict == "same"


@pytest.mark.parametrize("reference", [150, 500, 1500])
def test_a_reference_that_swings_hides_no_slowdown_and_makes_none(reference: float) -> None:
    """The plain form took a third or three times as long: an unsteady thing says nothing beside a steady one."""
    copy = Subject("reference", COPY, threads=1, size=HD)

    def swinging(frame: float, plain: float) -> Bench:
        return bench(of(FRAME, frame), of(REFERENCE, plain, spread=1.2), of(copy, 0.05))

    assert [c.verdict for c in compare(swinging(10, 500), swinging(10, reference)).changes] == ["same"]
    assert [c.verdict for c in compare(swinging(10, 500), swinging(13, reference)).changes] == ["worse"]


def test_the_same_machine_is_compared_as_it_is_within_what_the_references_are_off() -> None:
    assert compare(run(10, 500, spread=0.3), run(12, 540, spread=0.3)).changes[0].machine == 1
    assert compare(run(10, 500, spread=0.3), run(12, 1000, spread=0.3)).changes[0].machine == pytest.approx(2 / 1.1)


def test_references_of_another_machine_that_contradict_each_other_prove_nothing() -> None:
    """Its memory is twice as quick and its arithmetic half: what a frame needs of each nobody knows."""
    copy = Subject("reference", COPY, threads=1, size=HD)
    old = bench(of(FRAME, 10), of(REFERENCE, 500), of(copy, 0.05))
    new = bench(of(FRAME, 14), of(REFERENCE, 1000), of(copy, 0.025), machine=MACHINE | {"processor": "another"})
    assert compare(old, new).changes[0].verdict == "same"


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
    assert compare(bench(*old, of(REFERENCE, 500)), bench(*new, of(REFERENCE, 1000))).regressions[0].subject == memory
    elsewhere = compare(bench(*old), bench(*new, machine=MACHINE | {"cores": 8}))
    assert [c.subject for c in elsewhere.regressions] == [memory]
    assert elsewhere.left_out == 1
    assert "machines differ" in verdict(elsewhere)


def test_on_cuda_only_what_ran_there_tells_how_busy_it_was() -> None:
    on_cuda, copy = replace(FRAME, device="cuda:0"), Subject("reference", COPY, device="cuda:0", size=HD)
    found = compare(bench(of(on_cuda, 1), of(REFERENCE, 500)), bench(of(on_cuda, 2), of(REFERENCE, 1000)))
    assert found.regressions[0].factor == 2
    assert not compare(bench(of(on_cuda, 1), of(copy, 0.1)), bench(of(on_cuda, 2), of(copy, 0.2))).regressions


def test_a_file_is_compared_by_the_transcode_of_its_film() -> None:
    def filmed(took: float, phone: float) -> Bench:
        file, transcode = Subject("file", ALL_STAGES, "net", size=HD, clip="phone"), Subject("file", TRANSCODE, size=HD)
        films = (of(replace(transcode, clip=clip), took) for clip, took in (("camera", 2000), ("phone", phone)))
        return bench(of(file, took), of(REFERENCE, 500), *films)

    assert compare(filmed(3000, 2000), filmed(6000, 4000)).regressions == []
    assert compare(filmed(3000, 2000), filmed(4000, 2000)).regressions[0].factor == pytest.approx(4 / 3)


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


def test_a_reference_that_only_one_run_has_says_nothing() -> None:
    old, new = bench(of(FRAME, 10), of(REFERENCE, 500)), bench(of(FRAME, 10))
    (change,) = compare(old, new).changes
    assert (change.machine, change.verdict) == (1, "same")


def test_a_stage_that_no_frame_went_through_is_not_compared() -> None:
    stage = Subject("stage", "blend", "net", "cpu", 2, HD)
    found = compare(bench(of(stage, 0), of(REFERENCE, 500)), bench(of(stage, 1), of(REFERENCE, 500)))
    assert (found.changes, found.left_out) == ([], 1)
