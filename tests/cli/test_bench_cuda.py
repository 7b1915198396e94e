"""The curve of a GPU is timed as its executor bends a frame, beside a copy of as many bytes."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from lowlight_live.cli import bench_run
from lowlight_live.cli.bench_cuda import CURVE, curve_works
from lowlight_live.cli.bench_plan import FULL_HD, UHD, Plan
from lowlight_live.enhance import cuda
from lowlight_live.enhance.forms import PlainForm
from lowlight_live.evaluation.speed import COPY, Subject
from lowlight_live.evaluation.speed_launches import LAUNCHES
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.curves import CurveMaps
from tests.cli.test_bench import plan

RGB = np.random.default_rng(0).integers(0, 90, (64, 96, 3), np.uint8)


def test_the_curve_is_timed_as_the_executor_bends_a_frame_beside_a_copy_of_it(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bent: list[tuple[Tensor, CurveMaps, Tensor]] = []

    class Noted(PlainForm):
        def bend(self, rgb: Tensor, maps: CurveMaps, codes: Tensor, saturation: float = 1.0) -> None:
            super().bend(rgb, maps, codes, saturation)
            bent.append((rgb, maps, codes))

    monkeypatch.setattr(cuda, "PlainForm", Noted)
    works, how = curve_works(str(model), RGB, "cpu", runs=1)
    assert how == "as asked for"
    bent.clear()
    taken = [work() for work in works]
    assert [list(one) for one in taken] == [
        [Subject("step", CURVE, str(model), "cpu", size="96x64")],
        [Subject("reference", COPY, device="cpu", size="96x64")],
    ]
    assert len(bent) == LAUNCHES
    rgb, maps, _ = bent[0]
    assert np.array_equal(rgb.numpy(), RGB)
    network = load_network(model)
    expected = torch.empty_like(rgb)
    PlainForm(torch.float32).bend(rgb, maps, expected)
    assert maps.iterations == network.iterations
    assert not torch.equal(expected, rgb), "the curve of the network does something"
    # The copies came last, over what the curve had left there.
    assert all(torch.equal(codes, rgb) for _, _, codes in bent)


def test_the_kernels_of_every_gpu_are_measured_at_the_sizes_whose_bound_is_told(
    clip: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoEnhancer:
        def __init__(self, _spec: object) -> None: ...
        def close(self) -> None: ...

    asked: list[tuple[str, tuple[int, ...], str, int]] = []

    def noted(model: str, rgb: Any, device: str, runs: int) -> tuple[list[Any], str]:
        asked.append((model, rgb.shape, device, runs))
        return [], "some kernels"

    monkeypatch.setattr(bench_run, "CurveEnhancer", NoEnhancer)
    monkeypatch.setattr(bench_run, "curve_works", noted)
    wanted = plan(clip, model, sizes=[(64, 96), FULL_HD], devices=["cpu", "cuda:1"])
    with ExitStack() as opened:
        run = bench_run._Run(wanted, tmp_path, opened)
        parts = [part for part in run.parts() if "curve" in part.title]
        assert [part.title for part in parts] == ["the curve kernel on cuda:1, 1920x1080"]
        assert parts[0].build(opened) == []
        assert asked == [(str(model), (*FULL_HD, 3), "cuda:1", wanted.frames)]
        assert run._found["curve_forms"] == {"cuda:1 1920x1080": "some kernels"}


def test_where_neither_1080p_nor_4k_is_asked_for_the_kernel_sees_the_main_size(clip: Path, model: Path) -> None:
    small: Plan = plan(clip, model)
    assert small.kernel_sizes == [(64, 96)]
    assert replace(small, sizes=[(480, 640), FULL_HD, UHD]).kernel_sizes == [FULL_HD, UHD]


@pytest.mark.gpu
def test_on_a_gpu_each_launch_of_the_curve_and_of_the_copy_has_its_time(model: Path) -> None:
    works, form = curve_works(str(model), np.zeros((*FULL_HD, 3), np.uint8), "cuda:0", runs=3)
    assert form
    # The third run of each plays a recording.
    taken = [seconds for work in works for seconds in work().values()]
    assert [len(seconds) for seconds in taken] == [3, 3]
    assert all(took > 0 for seconds in taken for took in seconds)
