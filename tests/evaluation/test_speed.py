"""Speed is told as it was: whoever is compared takes turns, ratios are of one run, and a busy day is no regression."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from lowlight_live.evaluation.speed import (
    ALL_STAGES,
    TRANSCODE,
    Figure,
    Subject,
    figure,
    over_cycles,
    seconds_of,
    take_turns,
)
from lowlight_live.evaluation.speed_reference import plain_form, plain_onnx_forms
from lowlight_live.evaluation.speed_report import cost_line, per_pixel, times_a_transcode, times_faster
from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import DCENetPlus
from tests.evaluation.speeds import FRAME, HD, REFERENCE, SMALL, FakeClock, bench, of


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


def test_seconds_are_those_of_the_work() -> None:
    clock = FakeClock()
    assert seconds_of(lambda: clock.pass_(0.25), clock) == 0.25


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


def test_what_is_done_on_some_frames_only_counts_its_share_on_each() -> None:
    assert over_cycles([6, 2, 8, 2, 7], 2) == [4, 5]
    assert over_cycles([6, 2], 1) == [6, 2]
