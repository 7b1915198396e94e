"""A device that fails in mid-stream hands over to the next, and that is told."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from lowlight_live.enhance import ladder
from lowlight_live.enhance.analysis import Look
from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.enhance.protocols import Glance
from lowlight_live.enhance.transfer import Download
from lowlight_live.enhancing import Enhancing
from lowlight_live.errors import DeviceError
from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.pending import Pending
from lowlight_live.settings import EnhanceSettings
from lowlight_live.stats import StatsRecorder
from tests.enhance.course import largest_difference
from tests.enhance.tape import ASKS_FOR_A_VALUE
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


class Going:
    """Results of a device that is lost while it is at work.

    Args:
        patch: Of the test.
        after: Results that still come.
        asked: The loss shows already when somebody asks whether a result is there.
    """

    def __init__(self, patch: pytest.MonkeyPatch, after: int, *, asked: bool) -> None:
        self._fetched = 0
        fetch = Download.fetch

        def going(download: Download, tensor: torch.Tensor) -> Pending[Rgb]:
            pending = fetch(download, tensor)
            if tensor.dtype != torch.uint8:
                return pending
            self._fetched += 1
            if self._fetched <= after:
                return Pending(pending.result, lambda: False)
            return Pending(gone, gone if asked else lambda: False)

        def gone() -> Any:
            raise torch.AcceleratorError("unspecified launch failure")

        patch.setattr(Download, "fetch", going)


def through(enhancer: CurveEnhancer, count: int) -> list[FramePair]:
    """A file of so many frames, as the pipeline has them enhanced."""
    enhancing = Enhancing(enhancer, StatsRecorder(), live=False)
    return list(enhancing.pairs(map(steady, range(count)), EnhanceSettings))


def steady(pts: int) -> Frame:
    """The same scene each time, with other noise."""
    scene = np.kron(np.random.default_rng(7).integers(5, 50, (12, 16, 3)), np.ones((4, 4, 1)))
    noise = np.random.default_rng(pts).normal(0, 4, scene.shape)
    return Frame((scene + noise).clip(0, 255).astype(np.uint8), pts, Fraction(1, 30))


@pytest.mark.parametrize("asked", [False, True])
def test_what_a_lost_device_was_at_work_on_is_begun_again_in_order(
    enhancer: CurveEnhancer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: bool
) -> None:
    Going(monkeypatch, after=2, asked=asked)
    looked: list[int] = []
    look = enhancer._analysis.look

    def noted(frame: Frame, denoise: float) -> Look:
        looked.append(frame.pts)
        return look(frame, denoise)

    monkeypatch.setattr(enhancer._analysis, "look", noted)
    pairs = through(enhancer, 8)
    assert [pair.original.pts for pair in pairs] == list(range(8))
    begun_in_vain = [2] if asked else [2, 3]
    assert looked == [0, 1, *begun_in_vain, *range(2, 8)], "what is blended into the past comes in order"
    assert isinstance(enhancer._executor, CpuExecutor)
    assert enhancer.warnings == ("cuda:0 was lost: the CPU took over.",)
    spec = EnhancerSpec(model=str(tmp_path / "flat.safetensors"), device="cpu", thumbnail_lines=LINES, threads=1)
    alone = CurveEnhancer(spec)
    try:
        expected = [alone.enhance(steady(pts), EnhanceSettings()).enhanced.rgb for pts in range(2, 8)]
    finally:
        alone.close()
    assert largest_difference([pair.enhanced.rgb for pair in pairs[2:]], expected) <= 3


def test_a_device_without_memory_for_the_next_frame_still_brings_the_last(
    enhancer: CurveEnhancer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = EnhanceSettings()
    first = enhancer.begin(frame(0), settings)
    fail(monkeypatch, lambda lines: torch.OutOfMemoryError("8 GiB") if lines == LINES else None)
    second = enhancer.begin(frame(1), settings)
    monkeypatch.setattr(enhancer._analysis, "look", None)
    assert [first.result().original.pts, second.result().original.pts] == [0, 1]


def test_what_a_lost_device_held_is_never_given_back(enhancer: CurveEnhancer, monkeypatch: pytest.MonkeyPatch) -> None:
    enhancer.enhance(frame(0), EnhanceSettings())
    lost = weakref.ref(enhancer._executor)
    fail(monkeypatch, lambda _: torch.AcceleratorError("gone"))
    enhancer.enhance(frame(1), EnhanceSettings())
    enhancer.close()
    gc.collect()
    executor = lost()
    assert isinstance(executor, Gpu), "nobody refers to it any more, and still it is there"
    assert executor._room is not None
    assert not executor.closed, "its allocators would ask the device"


def test_a_device_that_was_lost_unnoticed_does_not_keep_the_rest_from_closing(
    monkeypatch: pytest.MonkeyPatch, enhancer: CurveEnhancer
) -> None:
    enhancer.enhance(frame(0), EnhanceSettings())
    lost = weakref.ref(enhancer._executor)

    def gone(_self: Gpu) -> None:
        raise torch.AcceleratorError("gone")

    monkeypatch.setattr(Gpu, "close", gone)
    enhancer.close()
    assert enhancer.maps is None
    gc.collect()
    assert lost() is not None


@pytest.mark.usefixtures("compiler_cache")
def test_while_a_device_works_nobody_asks_it_for_a_value(enhancer: CurveEnhancer) -> None:
    asked: list[str] = []

    class Watch(TorchDispatchMode):
        def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            if function in ASKS_FOR_A_VALUE:
                asked.append(str(function))
            return function(*args, **(kwargs or {}))

    with Watch():
        for pts in range(4):
            enhancer.begin(steady(pts), EnhanceSettings()).result()
    assert not asked


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
