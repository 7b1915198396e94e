"""What was measured is kept with the machine it was measured on, read again, and shown in tables and a chart."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lowlight_live.errors import ConfigError
from lowlight_live.evaluation import machine
from lowlight_live.evaluation.speed import COPY, Figure, Subject
from lowlight_live.evaluation.speed_compare import compare
from lowlight_live.evaluation.speed_plot import stage_chart
from lowlight_live.evaluation.speed_report import (
    FORMAT,
    Bench,
    about_this_run,
    from_json,
    stage_times,
    times_a_copy,
    to_json,
)
from lowlight_live.evaluation.speed_tables import comparison_table, tables
from tests.evaluation.speeds import FRAME, HD, MACHINE, REFERENCE, SMALL, bench, of


def test_stages_stand_in_the_order_of_a_frame_and_sizes_smallest_first() -> None:
    stages = [of(Subject("stage", what, "net", "cpu", 2, HD), 1.0) for what in ("odd", "render", "analysis")]
    small = of(Subject("stage", "render", "net", "cpu", 2, SMALL), 1.0)
    on_cuda = of(Subject("stage", "render", "net", "cuda:0", 2, HD), 1.0)
    found = stage_times(bench(*stages, small, on_cuda))
    assert list(found) == [SMALL, HD, f"{HD} cuda:0"]
    assert list(found[HD]) == ["analysis", "render", "odd"]


def test_a_run_that_was_kept_is_read_again_with_its_ratios(tmp_path: Path) -> None:
    kept = Bench([of(FRAME, 12.5), of(REFERENCE, 500)], about_this_run(seed=3))
    path = tmp_path / "bench.json"
    path.write_text(to_json(kept))
    content = json.loads(path.read_text())
    assert content["seed"] == 3
    assert set(content) >= {"commit", "versions", "machine"}
    assert content["figures"][0]["times_faster"] == 40
    again = from_json(path)
    assert [f.subject for f in again.figures] == [FRAME, REFERENCE]
    assert again.figures[0].p50 == 12.5
    assert to_json(again) == to_json(kept)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"format": "something else"}',
        json.dumps({"format": FORMAT, "figures": []}),
        json.dumps({"format": FORMAT, "commit": "", "versions": {}, "machine": {}, "figures": [{"section": "frame"}]}),
    ],
    ids=["empty", "list", "other", "no machine", "half a figure"],
)
def test_what_is_no_result_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "old.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"old\.json") as refusal:
        from_json(path)
    assert "lowlight-live bench --json" in refusal.value.hint


def test_a_figure_without_a_time_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(to_json(bench(of(FRAME, 10))).replace('"p50": 10.0', '"p50": NaN'))
    with pytest.raises(ConfigError, match="damaged"):
        from_json(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        from_json(tmp_path / "none.json")


def test_the_tables_show_every_section_that_was_measured() -> None:
    stage = Subject("stage", "render", "net", "cpu", 2, HD)
    step = Subject("step", "curve and dither", "net", "cpu", 1, HD)
    run = bench(of(FRAME, 10), of(replace(FRAME, size=SMALL), 4), of(REFERENCE, 500), of(stage, 6), of(step, 5))
    titles = [str(table.title) for table in tables(run)]
    assert [title.split()[0] for title in titles] == ["A", "Stage", "Cost", "For", "The"]
    assert comparison_table(compare(run, run).changes).row_count == 4


def staged(blend: float, **conversions: float) -> Bench:
    figures = [of(Subject("stage", what, "net", "cpu", 2, HD), p50) for what, p50 in (("blend", blend), ("odd", 2.0))]
    return bench(*figures, *converted(**conversions))


def converted(**times: float) -> list[Figure]:
    return [of(Subject("conversion", what.replace("_", " "), "", "cpu", 1, HD), p50) for what, p50 in times.items()]


def test_conversions_stand_beside_the_stages_of_every_device_and_are_no_share_of_them() -> None:
    on_cuda = of(Subject("stage", "blend", "net", "cuda:0", 2, HD), 0.5)
    run = bench(*staged(3.0, to_RGB=1.25, to_YUV=0.75).figures, on_cuda)
    (table,) = (table for table in tables(run) if str(table.title).startswith("Stage by stage"))
    assert "in the threads that read and write" in str(table.title)
    shown = {str(column.header): list(column.cells) for column in table.columns}
    assert shown["together"] == ["5.00", "0.50"]
    assert (shown["to RGB"], shown["to YUV"]) == (["1.25", "1.25"], ["0.75", "0.75"])
    (earlier,) = (table for table in tables(staged(3.0)) if str(table.title).startswith("Stage by stage"))
    assert "to RGB" not in [column.header for column in earlier.columns]


def test_the_curve_kernel_of_a_gpu_is_told_against_a_copy_on_it() -> None:
    curve = of(Subject("step", "curve kernel", "net", "cuda:0", size=HD), 0.006)
    copy = Subject("reference", COPY, size=HD)
    run = bench(
        curve,
        of(replace(copy, threads=1), 0.05),
        of(replace(copy, device="cuda:1"), 0.003),
        of(replace(copy, device="cuda:0", size=SMALL), 0.001),
        of(replace(copy, device="cuda:0"), 0.005),
        of(Subject("step", "curve and dither", "net", "cpu", 1, HD), 4.3),
    )
    assert [times_a_copy(f, run) for f in run.figures] == [pytest.approx(1.2), *[None] * 5]
    assert json.loads(to_json(run))["figures"][0]["times_a_copy"] == 1.2
    (table,) = (table for table in tables(run) if str(table.title).startswith("The full-size step"))
    assert [list(column.cells) for column in table.columns if column.header == "x copy"] == [["1.20", ""]]


def test_a_slower_conversion_is_a_regression() -> None:
    (worse,) = compare(staged(3.0, to_RGB=1.0, to_YUV=1.0), staged(3.0, to_RGB=1.5, to_YUV=1.0)).regressions
    assert worse.subject.what == "to RGB"


def test_the_chart_shows_both_runs_and_is_the_same_every_time() -> None:
    pytest.importorskip("matplotlib", reason="the extra `evaluation` is not installed")
    drawn = stage_chart({"before": staged(7.5), "now": staged(3.0)}, "svg").decode()
    for text in ("before", "now", "blend", "odd", "7.5", "9.5 ms", "5 ms"):
        assert f"<!-- {text}" in drawn or f"{text} -->" in drawn, text
    assert stage_chart({"now": staged(3.0)}, "png").startswith(b"\x89PNG")
    assert stage_chart({"now": staged(3.0)}, "svg") == stage_chart({"now": staged(3.0)}, "svg")


def test_the_chart_shows_conversions_beside_what_the_stages_take_together() -> None:
    pytest.importorskip("matplotlib", reason="the extra `evaluation` is not installed")
    drawn = stage_chart({"before": staged(7.5), "now": staged(3.0, to_RGB=1.25, to_YUV=0.75)}, "svg").decode()
    for text in ("9.5 ms", "5 ms, 2 beside", "to RGB (reading thread)", "to YUV (writing thread)"):
        assert f"<!-- {text} -->" in drawn, text
    assert "thread)" not in stage_chart({"now": staged(3.0)}, "svg").decode()


def test_a_chart_without_matplotlib_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ConfigError, match="matplotlib") as refusal:
        stage_chart({"now": staged(3.0)}, "svg")
    assert "lowlight-live[evaluation]" in refusal.value.hint


def test_machines_are_told_apart_by_what_decides_over_speed() -> None:
    assert machine.same_processor(MACHINE, dict(MACHINE, memory_gb=1))
    for key, value in {"processor": "other", "cores": 4, "features": [], "gpus": ["one"]}.items():
        assert not machine.same_processor(MACHINE, MACHINE | {key: value})


def test_the_machine_says_what_it_is() -> None:
    said = machine.machine()
    assert said["processor"]
    assert said["cores"] >= 1
    assert machine.same_processor(said, json.loads(json.dumps(said)))
