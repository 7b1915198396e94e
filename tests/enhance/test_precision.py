"""Half precision is not visible: with the shipped networks, on the sample clip."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lowlight_live.assets import asset_dir
from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.protocols import Executor
from lowlight_live.frame import Rgb
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.video.reader import VideoReader
from lowlight_live.weights import resolve_weights, shipped_weights

LINES = 180


@pytest.fixture(scope="module")
def dark_picture() -> Rgb:
    reader = VideoReader(asset_dir("samples") / "night-dog.mp4")
    try:
        return next(iter(reader)).rgb
    finally:
        reader.close()


def rendered(executor: Executor, rgb: Rgb) -> np.ndarray:
    try:
        executor.load(rgb)
        return executor.render(executor.estimate().maps).result().astype(int)
    finally:
        executor.close()


HALVES = [
    pytest.param(
        lambda network: CpuExecutor(network, lines=LINES, threads=2, precision="bfloat16"), 4, 50.0, id="cpu-bfloat16"
    ),
    pytest.param(
        lambda network: TorchExecutor(network, lines=LINES, device="cpu", precision="float16"), 2, 55.0, id="float16"
    ),
    pytest.param(
        lambda network: TorchExecutor(network, lines=LINES, device="cuda", precision="float16"),
        2,
        55.0,
        id="cuda-float16",
        marks=pytest.mark.gpu,
    ),
]


@pytest.mark.parametrize("model", sorted(shipped_weights()))
@pytest.mark.parametrize(("build", "largest", "psnr_db"), HALVES)
def test_half_precision_is_invisible(
    build: Callable[[CurveNetwork], Executor], largest: int, psnr_db: float, model: str, dark_picture: Rgb
) -> None:
    network = load_network(resolve_weights(model))
    exact = rendered(TorchExecutor(network, lines=LINES, device="cpu", precision="float32"), dark_picture)
    half = rendered(build(network), dark_picture)
    difference = half - exact
    psnr = 10 * np.log10(255**2 / max(np.mean(difference.astype(float) ** 2), 1e-9))
    assert np.abs(difference).max() <= largest
    assert psnr >= psnr_db
