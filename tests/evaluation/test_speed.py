"""Speed is told as it was: whoever is compared takes turns, ratios are of one run, and a busy day is no regression."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn.modules import module as torch_modules

from lowlight_live.errors import ConfigError
from lowlight_live.evaluation import machine
from lowlight_live.evaluation.speed import (
    ALL_STAGES,
    NETWORK,
    TRANSCODE,
    Figure,
    Subject,
    figure,
    reference_for,
    seconds_of,
    take_turns,
)
from lowlight_live.evaluation.speed_compare import compare
from lowlight_live.evaluation.speed_plot import stage_chart
from lowlight_live.evaluation.speed_reference import plain_form, plain_onnx_forms
from lowlight_live.evaluation.speed_report import (
    FORMAT,
    Bench,
    about_this_run,
    cost_line,
    from_json,
    per_pixel,
    stage_times,
    times_a_transcode,
    times_faster,
    to_json,
)
from lowlight_live.evaluation.speed_stages import EXECUTOR_STAGES, StageClock, network_watched
from lowlight_live.evaluation.speed_tables import comparison_table, tables
from lowlight_live.networks.curves import CurveMaps, apply_curves
from lowlight_live.networks.dce import CurveNetwork, DCENetPlus
from tests.evaluation.speeds import FRAME, HD, MACHINE, REFERENCE, SMALL, bench, of


class FakeClock:
    """Every look at it costs nothing; `pass_` moves it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_contestants_take_turns_and_the_first_turn_does_not_count() -> None:
    order: list[str] = []

    def contestant(name: str, values: Iterator[float]) -> Callable[[], dict[Subject, list[float]]]:
        def turn() -> dict[Subject, list[float]]:
            order.append(name)
            return {replace(FRAME, what=name): [next(values)]}

        return turn

    told: list[None] = []
    works = [contestant("a", count(100.0)), contestant("b", count(7.0))]
    first, second = take_turns(works, 3, on_turn=lambda: told.append(None))
    assert order == ["a", "b"] * 4
    assert len(told) == 8
    assert (first.subject.what, first.p50, first.low, first.high, first.runs) == ("a", 102e3, 101e3, 103e3, 3)
    assert (second.subject.what, second.p50) == ("b", 9e3)


def test_what_could_not_be_measured_gives_no_figure() -> None:
    assert take_turns([lambda: {FRAME: []}, dict], 2) == []


def test_the_spread_is_that_of_the_turns_not_of_the_frames() -> None:
    found = figure(FRAME, [[0.010, 0.001, 0.020], [0.011, 0.030, 0.002], [0.012, 0.012, 0.012]])
    assert (found.low, found.high) == pytest.approx((10, 12))
    assert found.p50 == pytest.approx(12)
    assert found.p95 == pytest.approx(np.percentile([10, 1, 20, 11, 30, 2, 12, 12, 12], 95))
    assert found.spread == pytest.approx(2 / 12)


def test_memory_is_told_in_megabytes() -> None:
    assert figure(FRAME, [[600_000_000.0]], "MB").p50 == 600


def test_seconds_are_those_of_the_work(clock: FakeClock) -> None:
    assert seconds_of(lambda: clock.pass_(0.25), clock) == 0.25


def test_an_inner_stage_is_no_share_of_the_outer_one(clock: FakeClock) -> None:
    stages = StageClock(clock)
    with stages.stage("outer"):
        clock.pass_(1)
        for _ in range(2):
            with stages.stage("inner"):
                clock.pass_(2)
                with stages.stage("innermost"):
                    clock.pass_(10)
        clock.pass_(3)
    assert stages.take() == {"innermost": 20, "inner": 4, "outer": 4}
    assert stages.take() == {}, "each frame begins anew"


def test_a_stage_that_fails_has_taken_its_time_and_the_next_is_right(clock: FakeClock) -> None:
    stages = StageClock(clock)

    def failing() -> None:
        with stages.stage("outer"), stages.stage("bad"):
            clock.pass_(5)
            raise ValueError("bad")

    with pytest.raises(ValueError, match="bad"):
        failing()
    with stages.stage("good"):
        clock.pass_(1)
    assert stages.take() == {"bad": 5, "outer": 0, "good": 1}


def test_a_stage_begins_and_ends_when_the_device_is_idle(clock: FakeClock) -> None:
    stages = StageClock(clock, settle=lambda: clock.pass_(100))
    with stages.stage("kernel"):
        clock.pass_(1)
    assert stages.take() == {"kernel": 101}, "waiting before it belongs to what came before"


def test_what_another_thread_does_is_a_share_of_what_waits_for_it(clock: FakeClock) -> None:
    stages = StageClock(clock)

    def work() -> None:
        with stages.stage("helper"):
            clock.pass_(2)

    with stages.stage("ours"):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert stages.take() == {"ours": 2}


class FakeExecutor:
    """Takes its time by the clock."""

    device = "cpu"

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock

    def load(self, rgb: int) -> int:
        self._clock.pass_(1)
        return rgb + 1

    def render(self, *, smoothing: float) -> float:
        self._clock.pass_(4)
        return smoothing

    def brand_new(self) -> None:
        self._clock.pass_(8)


def test_a_stand_in_does_what_it_stands_for_and_overlooks_nothing(clock: FakeClock) -> None:
    stages = StageClock(clock)
    executor = stages.watching(FakeExecutor(clock), EXECUTOR_STAGES)
    assert (executor.load(1), executor.render(smoothing=0.5), executor.device) == (2, 0.5, "cpu")
    executor.brand_new()
    assert stages.take() == {"load": 1, "render": 4, "brand_new": 8}
    with pytest.raises(AttributeError):
        executor.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_methods_of_one_stage_are_added_up(clock: FakeClock) -> None:
    stages = StageClock(clock)
    executor = stages.watching(FakeExecutor(clock), {}, "everything")
    executor.load(1)
    executor.brand_new()
    assert stages.take() == {"everything": 9}


class SlowNetwork(CurveNetwork):
    """Takes two seconds by the clock, one of them in a layer; may fail."""

    architecture = "dce-net"

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(features=1, iterations=1)
        self.layer = nn.Identity()
        self.clock, self.fails = clock, False

    def forward(self, image: Tensor) -> CurveMaps:
        self.clock.pass_(1)
        self.layer(image)
        self.clock.pass_(1)
        if self.fails:
            raise RuntimeError
        return CurveMaps(torch.zeros(1, 1, 3, 2, 2), 1)


def test_a_network_is_a_stage_of_its_own_inside_and_nothing_is_left_behind(clock: FakeClock) -> None:
    stages, network, image = StageClock(clock), SlowNetwork(clock), torch.zeros(1, 3, 2, 2)
    hooks = len(torch_modules._global_forward_hooks), len(torch_modules._global_forward_pre_hooks)
    with network_watched(stages), stages.stage("thumbnail"):
        clock.pass_(5)
        network(image)
        nn.Identity()(image)
    assert stages.take() == {NETWORK: 2, "thumbnail": 5}
    network.fails = True
    with network_watched(stages), pytest.raises(RuntimeError):
        network(image)
    assert stages.take() == {NETWORK: 2}
    network.fails = False
    network(image)
    assert stages.take() == {}
    assert (len(torch_modules._global_forward_hooks), len(torch_modules._global_forward_pre_hooks)) == hooks


def test_a_ratio_is_to_the_plain_form_of_the_same_size_and_threads() -> None:
    run = bench(
        of(FRAME, 10),
        of(replace(FRAME, threads=1), 20),
        of(replace(FRAME, size=SMALL), 4),
        of(replace(FRAME, device="cuda:0"), 1),
        of(REFERENCE, 500),
        of(replace(REFERENCE, threads=1), 900),
    )
    assert [times_faster(f, run) for f in run.figures] == [50, 45, None, None, None, None]


def test_another_size_of_the_plain_form_will_do_where_runs_are_compared() -> None:
    figures = [of(replace(REFERENCE, threads=1), 9), of(REFERENCE, 5), of(replace(REFERENCE, size=SMALL), 2)]
    found = reference_for(replace(FRAME, size="3840x2160"), figures, same_size=False)
    assert found is figures[1]
    assert reference_for(replace(FRAME, size=SMALL), figures, same_size=False) is figures[2]


def test_a_file_is_told_against_the_transcode_of_its_own_clip() -> None:
    file = Subject("file", ALL_STAGES, "net", "cuda:0", size=HD, clip="camera")
    transcode = Subject("file", TRANSCODE, size=HD, clip="camera")
    run = bench(of(replace(transcode, clip="phone"), 50), of(transcode, 200), of(file, 300))
    assert [times_a_transcode(f, run) for f in run.figures] == [None, None, 1.5]
    assert times_faster(run.figures[-1], run) is None


def test_cost_is_per_pixel_of_all_threads_and_the_first_model() -> None:
    def frame(size: str, p50: float, **other: Any) -> Figure:
        return of(replace(FRAME, size=size, **other), p50)

    run = bench(
        frame("200x100", 2.4),
        frame("100x100", 1.0),
        frame("100x100", 9.0, threads=1),
        frame("100x100", 9.0, model="other"),
        frame("100x100", 9.0, what="frame by frame"),
    )
    costs = per_pixel(run)
    assert costs == pytest.approx({"100x100": 100, "200x100": 120})
    assert list(costs) == ["100x100", "200x100"]
    assert per_pixel(bench(frame("100x100", 1.0))) == {}


def test_a_constant_and_a_cost_of_each_pixel_are_a_line() -> None:
    sizes = {"640x480": 640 * 480, "1280x720": 1280 * 720, "1920x1080": 1920 * 1080, "3840x2160": 3840 * 2160}
    line = cost_line({size: (6e6 + 7.0 * area) / area for size, area in sizes.items()})
    assert line.constant_ms == pytest.approx(6)
    assert line.ns_per_pixel == pytest.approx(7)
    assert line.off == pytest.approx(0, abs=1e-9)
    bowed = cost_line({size: (6e6 + 7.0 * area + 4e-7 * area**2) / area for size, area in sizes.items()})
    assert 0.02 < bowed.off < 0.2


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


def test_the_plain_form_is_the_network_on_every_pixel_and_leaves_the_threads_alone() -> None:
    network = DCENetPlus().eval()
    rgb = np.random.default_rng(0).integers(0, 90, (30, 41, 3), np.uint8)
    before = torch.get_num_threads()
    given = plain_form(network, 1)(rgb)
    assert torch.get_num_threads() == before
    with torch.inference_mode():
        image = torch.from_numpy(rgb).permute(2, 0, 1)[None] / 255
        maps = network(image)
        assert maps.alpha.shape[-2:] == (30, 41)
        expected = (apply_curves(image, maps)[0].permute(1, 2, 0) * 255).round().numpy()
    assert np.array_equal(given, expected)


def test_in_onnxruntime_the_plain_form_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))  # else torch makes a folder of its own
    for package in ("onnx", "onnxscript", "onnxruntime"):
        if find_spec(package) is None:  # not importorskip: onnxruntime must be told first to keep its use to itself
            pytest.skip(f"{package} is not installed")
    network = DCENetPlus().eval()
    rgb = np.random.default_rng(0).integers(0, 90, (30, 41, 3), np.uint8)
    forms = plain_onnx_forms(network, [1])
    assert np.abs(forms[1](rgb).astype(int) - plain_form(network, 1)(rgb)).max() <= 1


def staged(blend: float) -> Bench:
    figures = [of(Subject("stage", what, "net", "cpu", 2, HD), p50) for what, p50 in (("blend", blend), ("odd", 2.0))]
    return bench(*figures)


def test_the_chart_shows_both_runs_and_is_the_same_every_time() -> None:
    pytest.importorskip("matplotlib", reason="the extra `evaluation` is not installed")
    drawn = stage_chart({"before": staged(7.5), "now": staged(3.0)}, "svg").decode()
    for text in ("before", "now", "blend", "odd", "7.5", "9.5 ms", "5 ms"):
        assert f"<!-- {text}" in drawn or f"{text} -->" in drawn, text
    assert stage_chart({"now": staged(3.0)}, "png").startswith(b"\x89PNG")
    assert stage_chart({"now": staged(3.0)}, "svg") == stage_chart({"now": staged(3.0)}, "svg")


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
