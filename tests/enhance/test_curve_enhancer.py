"""The enhancer keeps what belongs to a frame and runs its network only when it has to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.enhance.protocols import Glance
from lowlight_live.errors import DeviceError, WeightsNotFound
from lowlight_live.frame import ColorInfo, Frame
from lowlight_live.settings import EnhanceSettings
from tests.models import save_flat_weights

DEFAULTS = EnhanceSettings()


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return save_flat_weights(tmp_path / "flat.safetensors")


@pytest.fixture
def enhancer(weights: Path) -> Iterator[CurveEnhancer]:
    built = CurveEnhancer(EnhancerSpec(model=str(weights), device="cpu", thumbnail_lines=20, threads=2))
    yield built
    built.close()


@pytest.fixture
def network_runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one entry each time the network looks at a frame."""
    runs: list[int] = []
    estimate = CpuExecutor.estimate

    def counted(self: CpuExecutor, exposure: float = 0.0) -> Glance:
        runs.append(1)
        return estimate(self, exposure)

    monkeypatch.setattr(CpuExecutor, "estimate", counted)
    return runs


def dark_frame(seed: int = 0) -> Frame:
    rgb = np.random.default_rng(seed).integers(0, 60, (48, 64, 3), dtype=np.uint8)
    return Frame(rgb, 123, Fraction(1, 90000), 3003, 5.0, ColorInfo(matrix=6, full_range=True), discontinuity=True)


def test_enhanced_frame_is_brighter_and_keeps_size_time_and_colour(enhancer: CurveEnhancer) -> None:
    frame = dark_frame()
    before = frame.rgb.copy()
    pair = enhancer.enhance(frame, DEFAULTS)
    assert pair.original is frame
    assert pair.enhanced.rgb.mean() > 2 * frame.rgb.mean()
    assert np.array_equal(frame.rgb, before), "the original was written to"
    for name in ("pts", "time_base", "duration", "captured_at", "color", "discontinuity"):
        assert getattr(pair.enhanced, name) == getattr(frame, name)


def test_the_published_sign_brightens_by_the_papers_curve(enhancer: CurveEnhancer) -> None:
    frame = dark_frame()
    alpha = np.tanh(0.3)
    x = frame.rgb / 255
    for _ in range(8):
        x = x + alpha * x * (1 - x)
    result = enhancer.enhance(frame, EnhanceSettings(denoise=0)).enhanced.rgb
    assert np.abs(result - x * 255).max() <= 1.5


@pytest.mark.parametrize("exposure", [-3.0, 0.0, 3.0])
def test_strength_zero_returns_the_input_bit_for_bit(enhancer: CurveEnhancer, exposure: float) -> None:
    frame = dark_frame()
    pair = enhancer.enhance(frame, EnhanceSettings(strength=0, exposure=exposure))
    assert np.array_equal(pair.enhanced.rgb, frame.rgb)


def test_exposure_moves_the_darks_by_its_stops(enhancer: CurveEnhancer) -> None:
    dark = replace(dark_frame(), rgb=np.full((48, 64, 3), 1, np.uint8))
    gain = (1 + np.tanh(0.3)) ** 8
    for stops in (-1.0, 0.0, 1.0, 2.0):
        result = enhancer.enhance(dark, EnhanceSettings(exposure=stops)).enhanced.rgb
        # Half a code of rounding, and the beginning of the shoulder of the curve.
        assert result.mean() == pytest.approx(gain * 2 ** (stops / 2.2), abs=0.5, rel=0.06)


def test_a_moved_slider_on_the_same_frame_does_not_run_the_network(
    enhancer: CurveEnhancer, network_runs: list[int]
) -> None:
    frame = dark_frame()
    enhancer.enhance(frame, DEFAULTS)
    network_runs.clear()
    results = [enhancer.enhance(frame, EnhanceSettings(exposure=stops)) for stops in (-1.0, 0.5, 2.0)]
    assert network_runs == []
    means = [pair.enhanced.rgb.mean() for pair in results]
    assert means == sorted(means)
    assert means[0] < means[-1]
    enhancer.enhance(dark_frame(seed=1), DEFAULTS)
    assert len(network_runs) == 1


def test_after_a_reset_the_same_frame_is_looked_at_again(enhancer: CurveEnhancer, network_runs: list[int]) -> None:
    frame = dark_frame()
    enhancer.enhance(frame, DEFAULTS)
    network_runs.clear()
    enhancer.reset()
    enhancer.enhance(frame, DEFAULTS)
    assert len(network_runs) == 1


def test_info_says_what_runs_and_why(enhancer: CurveEnhancer, weights: Path) -> None:
    enhancer.enhance(dark_frame(), DEFAULTS)
    info = enhancer.info
    assert (info.model, info.architecture, info.device) == (str(weights), "dce-net++", "cpu")
    assert info.thumbnail == (23, 31)
    assert "the CPU was asked for" in info.reason
    assert "probe" in info.reason


def test_closing_twice_is_harmless(weights: Path) -> None:
    enhancer = CurveEnhancer(EnhancerSpec(model=str(weights), device="cpu"))
    enhancer.enhance(dark_frame(), DEFAULTS)
    enhancer.close()
    enhancer.close()
    assert enhancer.info.device == "cpu"


def test_an_unknown_model_names_those_that_are_there() -> None:
    with pytest.raises(WeightsNotFound, match="no-such-model") as caught:
        CurveEnhancer(EnhancerSpec(model="no-such-model"))
    assert "zero-dce" in caught.value.hint


@pytest.mark.parametrize("device", ["gpu", "cuda:x", "cpu:0", ""])
def test_an_unknown_device_names_the_choices(weights: Path, device: str) -> None:
    with pytest.raises(DeviceError) as caught:
        CurveEnhancer(EnhancerSpec(model=str(weights), device=device))
    assert "cuda:N" in caught.value.hint


def test_a_cuda_device_that_is_not_there_is_refused_not_replaced(weights: Path) -> None:
    with pytest.raises(DeviceError, match="cuda:99") as caught:
        CurveEnhancer(EnhancerSpec(model=str(weights), device="cuda:99"))
    assert "--device cpu" in caught.value.hint


@pytest.mark.parametrize("kind", ["read-only", "view"])
def test_arrays_of_any_layout_are_welcome(enhancer: CurveEnhancer, kind: str) -> None:
    plain = dark_frame().rgb
    odd = np.flip(np.flip(plain, 2).copy(), 2) if kind == "view" else plain.copy()
    odd.flags.writeable = kind == "view"
    results = []
    for rgb in (plain, odd):
        enhancer.reset()
        results.append(
            [enhancer.enhance(Frame(rgb, pts, Fraction(1, 30)), EnhanceSettings()).enhanced.rgb for pts in range(3)]
        )
    assert np.array_equal(*results)


@pytest.mark.parametrize(
    "rgb", [np.zeros((4, 4, 3), np.float32), np.zeros((4, 4), np.uint8), np.zeros((0, 4, 3), np.uint8)], ids=str
)
def test_what_is_no_picture_is_a_mistake(enhancer: CurveEnhancer, rgb: np.ndarray) -> None:
    with pytest.raises(ValueError, match="must be uint8"):
        enhancer.enhance(Frame(rgb, 0, Fraction(1, 30)), DEFAULTS)


def test_a_device_that_fails_is_named_with_a_cure(enhancer: CurveEnhancer, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: CpuExecutor, exposure: float) -> Glance:
        raise torch.OutOfMemoryError("out of memory: tried 8 GiB")

    monkeypatch.setattr(CpuExecutor, "estimate", full)
    with pytest.raises(DeviceError, match="out of memory") as caught:
        enhancer.enhance(dark_frame(), DEFAULTS)
    assert "CPU" in caught.value.hint


@pytest.mark.parametrize("wrong", [{"precision": "half"}, {"thumbnail_lines": 0}, {"threads": -1}])
def test_a_spec_that_cannot_be_is_a_mistake(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        EnhancerSpec(**wrong)  # type: ignore[arg-type]
