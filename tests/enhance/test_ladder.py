"""A device that fails in mid-stream hands over to the next, and that is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from lowlight_live.enhance import ladder
from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.enhance.protocols import Glance
from lowlight_live.enhance.transfer import FrameDownload
from lowlight_live.errors import DeviceError
from lowlight_live.frame import Frame, Rgb
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.pending import Pending
from lowlight_live.settings import EnhanceSettings
from tests.models import save_flat_weights

LINES = 36
Fails = Callable[[int], BaseException | None]


class Gpu(TorchExecutor):
    """A CUDA device as far as the ladder can see; it fails when it is told to."""

    fails: Fails

    def __init__(self, network: CurveNetwork, *, lines: int, device: str, precision: str) -> None:
        super().__init__(network, lines=lines, device="cpu", precision="float32")
        self.lines, self.closed = lines, False

    def estimate(self, exposure: float = 0.0) -> Glance:
        error = type(self).fails(self.lines)
        if error is not None:
            raise error
        return super().estimate(exposure)

    def close(self) -> None:
        self.closed = True
        super().close()


@pytest.fixture
def enhancer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CurveEnhancer]:
    weights = save_flat_weights(tmp_path / "flat.safetensors")
    monkeypatch.setattr(ladder, "_choose_device", lambda _: ("cuda:0", "a GPU of a test"))
    monkeypatch.setattr(ladder, "TorchExecutor", Gpu)
    monkeypatch.setattr(Gpu, "fails", staticmethod(lambda _: None), raising=False)
    built = CurveEnhancer(EnhancerSpec(model=str(weights), thumbnail_lines=LINES, threads=1))
    yield built
    built.close()


def fail(monkeypatch: pytest.MonkeyPatch, fails: Fails) -> None:
    monkeypatch.setattr(Gpu, "fails", staticmethod(fails))


def frame(pts: int) -> Frame:
    rng = np.random.default_rng(pts)
    return Frame(rng.integers(5, 60, (48, 64, 3)).astype(np.uint8), pts, Fraction(1, 30))


def test_out_of_memory_is_answered_by_a_smaller_thumbnail(
    enhancer: CurveEnhancer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = enhancer.enhance(frame(0), EnhanceSettings())
    assert not enhancer.warnings
    first = enhancer._executor
    fail(monkeypatch, lambda lines: torch.OutOfMemoryError("8 GiB") if lines == LINES else None)
    after = enhancer.enhance(frame(1), EnhanceSettings())
    assert after.enhanced.rgb.shape == before.enhanced.rgb.shape
    assert enhancer.warnings == ("cuda:0 ran out of memory: cuda:0 with a thumbnail of 24 lines took over.",)
    assert "ran out of memory" in enhancer.info.reason
    assert isinstance(enhancer._executor, Gpu)
    assert isinstance(first, Gpu)
    assert first.closed, "the device memory is still held"


def test_without_memory_for_that_either_the_cpu_takes_over_in_the_same_frame(
    enhancer: CurveEnhancer, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, lambda _: torch.OutOfMemoryError("8 GiB"))
    pair = enhancer.enhance(frame(0), EnhanceSettings())
    assert pair.enhanced.rgb.mean() > pair.original.rgb.mean()
    assert isinstance(enhancer._executor, CpuExecutor)
    assert len(enhancer.warnings) == 2


def test_a_device_that_cannot_hold_even_the_smaller_one_is_passed_over(
    enhancer: CurveEnhancer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_network: CurveNetwork, **_: object) -> Gpu:
        raise DeviceError("The device cuda:0 cannot hold the network.")

    monkeypatch.setattr(ladder, "TorchExecutor", full)
    fail(monkeypatch, lambda _: torch.OutOfMemoryError("8 GiB"))
    pair = enhancer.enhance(frame(0), EnhanceSettings())
    assert pair.enhanced.rgb.mean() > pair.original.rgb.mean()
    assert isinstance(enhancer._executor, CpuExecutor)
    assert enhancer.warnings == ("cuda:0 ran out of memory: the CPU took over.",)


def test_a_lost_device_is_not_tried_again(enhancer: CurveEnhancer, monkeypatch: pytest.MonkeyPatch) -> None:
    enhancer.enhance(frame(0), EnhanceSettings())
    asked: list[int] = []

    def lost(lines: int) -> BaseException:
        asked.append(lines)
        return torch.AcceleratorError("device-side assert")

    fail(monkeypatch, lost)
    enhancer.enhance(frame(1), EnhanceSettings())
    assert asked == [LINES]
    assert enhancer.warnings == ("cuda:0 was lost: the CPU took over.",)


def test_the_result_after_a_step_down_is_that_of_the_device_that_took_over(
    enhancer: CurveEnhancer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enhancer.enhance(frame(0), EnhanceSettings())
    fail(monkeypatch, lambda _: torch.AcceleratorError("gone"))
    result = enhancer.enhance(frame(1), EnhanceSettings()).enhanced.rgb
    monkeypatch.undo()
    spec = EnhancerSpec(model=str(tmp_path / "flat.safetensors"), device="cpu", thumbnail_lines=LINES, threads=1)
    alone = CurveEnhancer(spec)
    try:
        assert np.abs(alone.enhance(frame(1), EnhanceSettings()).enhanced.rgb.astype(int) - result).max() <= 1
    finally:
        alone.close()


def test_what_a_lost_device_was_still_at_work_on_is_begun_again_in_order(
    enhancer: CurveEnhancer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each frame alone, so that it does not matter to the others which device it was begun on.
    settings = EnhanceSettings(denoise=0, temporal_smoothing=0, auto=False)
    expected = [enhancer.enhance(frame(pts), settings).enhanced.rgb for pts in range(4)]
    enhancer.reset()
    begun = [enhancer.begin(frame(pts), settings) for pts in range(2)]
    lost = FrameDownload.fetch

    def fetch(self: FrameDownload, picture: torch.Tensor) -> Pending[Rgb]:
        lost(self, picture)

        def gone() -> Rgb:
            raise torch.AcceleratorError("gone")

        return Pending(gone, lambda: False)

    pairs = [begun[0].result()]
    monkeypatch.setattr(FrameDownload, "fetch", fetch)
    third = enhancer.begin(frame(2), settings)
    pairs.append(begun[1].result())
    fourth = enhancer.begin(frame(3), settings)
    pairs += [third.result(), fourth.result()]
    assert [pair.original.pts for pair in pairs] == [0, 1, 2, 3]
    for pair, rgb in zip(pairs, expected, strict=True):
        assert np.abs(pair.enhanced.rgb.astype(int) - rgb).max() <= 1
    assert isinstance(enhancer._executor, CpuExecutor)
    assert enhancer.warnings == ("cuda:0 was lost: the CPU took over.",)


def test_the_last_device_that_fails_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = save_flat_weights(tmp_path / "flat.safetensors")
    enhancer = CurveEnhancer(EnhancerSpec(model=str(weights), device="cpu", thumbnail_lines=LINES, threads=1))

    def full(_self: object, _exposure: float) -> Glance:
        raise torch.OutOfMemoryError("8 GiB")

    monkeypatch.setattr(type(enhancer._executor), "estimate", full)
    with pytest.raises(DeviceError, match="cpu failed: 8 GiB"):
        enhancer.enhance(frame(0), EnhanceSettings())
    enhancer.close()


def test_a_survey_steps_down_as_well(enhancer: CurveEnhancer, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, lambda _: torch.AcceleratorError("gone"))
    enhancer.survey([frame(0), frame(1)], EnhanceSettings())
    assert enhancer.warnings == ("cuda:0 was lost: the CPU took over.",)
    assert enhancer.enhance(frame(0), EnhanceSettings()).enhanced.rgb.shape == (48, 64, 3)


def test_what_is_no_picture_is_a_mistake_in_a_survey_too(enhancer: CurveEnhancer) -> None:
    with pytest.raises(ValueError, match="must be uint8"):
        enhancer.survey([Frame(np.zeros((4, 4), np.uint8), 0, Fraction(1, 30))], EnhanceSettings())
