"""Every executor does what the plain form in `networks` does, on pictures of every shape."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.protocols import Executor
from lowlight_live.frame import Rgb
from lowlight_live.networks.curves import CurveMaps, adjust_maps, apply_curves
from lowlight_live.networks.dce import CurveNetwork, DCENet, DCENetPlus
from lowlight_live.networks.live import DCELive
from lowlight_live.networks.thumbnail import shrink, thumbnail_size

LINES = 24
SHAPES = [(90, 160), (91, 133), (200, 40), (20, 30), (1, 1), (3, 400)]

Build = Callable[[CurveNetwork], Executor]

EXECUTORS = [
    pytest.param(
        lambda network: CpuExecutor(network, lines=LINES, threads=2, precision="float32"), 1, id="cpu-float32"
    ),
    pytest.param(
        lambda network: TorchExecutor(network, lines=LINES, device="cpu", precision="float32"), 1, id="torch-float32"
    ),
    pytest.param(
        lambda network: TorchExecutor(network, lines=LINES, device="cuda", precision="float16"),
        2,
        id="cuda-float16",
        marks=pytest.mark.gpu,
    ),
]


def strong_network(architecture: type[CurveNetwork]) -> CurveNetwork:
    """A network whose curves bend much, differently in each channel, iteration and place."""
    torch.manual_seed(7)
    network = architecture()
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if name.startswith(("conv7", "last")):
                parameter.normal_(0, 0.4)
    return network.eval()


@pytest.fixture(scope="module", params=[DCENet, DCENetPlus, DCELive])
def network(request: pytest.FixtureRequest) -> CurveNetwork:
    return strong_network(request.param)


def random_picture(height: int, width: int, seed: int = 0) -> Rgb:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def plain(network: CurveNetwork, rgb: Rgb) -> Rgb:
    """The whole enhancement in the plain form."""
    image = torch.from_numpy(rgb).permute(2, 0, 1)[None] / 255
    with torch.inference_mode():
        maps = network(shrink(image, *thumbnail_size(*rgb.shape[:2], LINES)))
        codes = (apply_curves(image, maps) * 255).round().clamp(0, 255)
    return codes[0].permute(1, 2, 0).to(torch.uint8).numpy()


@pytest.mark.parametrize(("build", "tolerance"), EXECUTORS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_executor_matches_the_plain_form(
    build: Build, tolerance: int, shape: tuple[int, int], network: CurveNetwork
) -> None:
    rgb = random_picture(*shape)
    expected = plain(network, rgb)
    executor = build(network)
    try:
        executor.load(rgb)
        result = executor.render(executor.estimate().maps).result()
    finally:
        executor.close()
    assert result.dtype == np.uint8
    assert np.abs(result.astype(int) - expected).max() <= tolerance
    # The comparison would be empty if the curves changed nothing.
    assert np.abs(expected.astype(int) - rgb).mean() > 3


@pytest.mark.parametrize(("build", "tolerance"), EXECUTORS)
def test_executor_takes_frames_of_changing_size_and_keeps_no_old_result(
    build: Build, tolerance: int, network: CurveNetwork
) -> None:
    executor = build(network)
    try:
        pictures = [random_picture(*shape, seed=seed) for seed, shape in enumerate([(60, 90), (90, 60), (60, 90)])]
        results = []
        for rgb in pictures:
            executor.load(rgb)
            results.append(executor.render(executor.estimate().maps).result())
    finally:
        executor.close()
    for rgb, result in zip(pictures, results, strict=True):
        assert np.abs(result.astype(int) - plain(network, rgb)).max() <= tolerance


@pytest.mark.parametrize(("build", "tolerance"), EXECUTORS)
@pytest.mark.parametrize("strength", [1.0, -1.0], ids=["brightest", "darkest"])
def test_the_strongest_curves_stay_in_range_and_keep_black_and_white(
    build: Build, tolerance: int, strength: float, network: CurveNetwork
) -> None:
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    executor = build(network)
    try:
        executor.load(np.repeat(ramp, 8, axis=0))
        device = executor.estimate().maps.alpha.device
        maps = CurveMaps(torch.full((1, 1, 3, 2, 2), strength, device=device), iterations=8)
        result = executor.render(maps).result()[0, :, 1].astype(int)
    finally:
        executor.close()
    x = np.arange(256) / 255
    for _ in range(8):
        x = x + strength * x * (1 - x)
    assert np.abs(result - (x * 255).round()).max() <= tolerance
    assert (result[0], result[-1]) == (0, 255)
    assert (np.diff(result) >= 0).all()


def test_cpu_probe_says_what_it_measured(
    network: CurveNetwork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # nothing is known of this machine yet
    executor = CpuExecutor(network, lines=LINES, threads=1)
    try:
        executor.load(random_picture(60, 90))
        assert executor.precision in ("float32", "bfloat16")
        assert executor.reason.startswith(f"{executor.precision} took")
        assert {"bfloat16", "float32"} <= set(executor.reason.replace(",", "").split())
    finally:
        executor.close()


def test_a_thumbnail_is_the_exact_area_average() -> None:
    rgb = random_picture(31, 47)
    executor = CpuExecutor(strong_network(DCENetPlus), lines=9, threads=2, precision="float32")
    try:
        executor.load(rgb)
        height, width = executor.thumbnail
        executor.estimate()
        # Repeating every sample until the thumbnail's pixels cover whole ones makes the average plain.
        fine = rgb.repeat(height, axis=0).repeat(width, axis=1).astype(np.float64) / 255
        expected = fine.reshape(height, 31, width, 47, 3).mean(axis=(1, 3)).transpose(2, 0, 1)
        assert executor.small == pytest.approx(expected, abs=1e-6)
    finally:
        executor.close()


def test_exposure_and_strength_are_the_same_on_every_executor(network: CurveNetwork) -> None:
    rgb = random_picture(40, 60)
    results = []
    for build in (EXECUTORS[0].values[0], EXECUTORS[1].values[0]):
        executor = build(network)
        executor.load(rgb)
        results.append(
            executor.render(adjust_maps(executor.estimate().maps, strength=0.6, exposure=1.3)).result().astype(int)
        )
        executor.close()
    assert np.abs(results[0] - results[1]).max() <= 1
