"""Fast kernels are used where they work, do the same and are faster; why, or why not, is told."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
import torch
from torch import Tensor

from lowlight_live.enhance import forms
from lowlight_live.enhance.denoise import Estimate
from lowlight_live.enhance.device_plan import DevicePlan
from lowlight_live.enhance.forms import Appearance, Form, PlainForm, choose_form
from lowlight_live.networks.curves import CurveMaps


class Clock:
    """Goes only when it is told to."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def perf_counter(self) -> float:
        return self.now_s


class Other(PlainForm):
    """Takes its time by the clock, and gives something else by so many codes."""

    name = "other kernels"

    def __init__(self, clock: Clock, takes_s: float, *, off: int = 0, where: str = "render") -> None:
        super().__init__(torch.float32)
        self._clock, self._takes_s, self._off, self._where = clock, takes_s, off, where
        self._first = True

    def blend(self, rgb: Tensor, before: Estimate, plan: DevicePlan, after: Estimate) -> None:
        super().blend(rgb, before, plan, after)
        # The first run, in which kernels are compiled, is not to count.
        self._clock.now_s += 100 if self._first else self._takes_s
        self._first = False
        if self._where == "blend":
            after.state.add_(self._off)

    def render(self, scene: Estimate, appearance: Appearance, plan: DevicePlan, codes: Tensor) -> None:
        super().render(scene, appearance, plan, codes)
        if self._where == "render":
            codes[3, 2, 1] += self._off

    def bend(self, rgb: Tensor, maps: CurveMaps, codes: Tensor, saturation: float = 1.0) -> None:
        super().bend(rgb, maps, codes, saturation)
        if self._where == "bend":
            codes[3, 2, 1] += self._off


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(forms, "time", SimpleNamespace(perf_counter=clock.perf_counter))
    return clock


def chosen(clock: Clock, build: Callable[[], Form], plain_s: float = 0.010) -> tuple[str, str]:
    plain = Other(clock, plain_s)
    plain.name = "plain torch"
    form, why = choose_form(plain, build, 40, 60, torch.device("cpu"))
    return form.name, why


def test_faster_kernels_that_do_the_same_are_chosen(clock: Clock) -> None:
    name, why = chosen(clock, lambda: Other(clock, 0.002))
    assert name == "other kernels"
    assert why == "other kernels took 2.00 ms in a probe, plain torch 10.00 ms"


def test_slower_kernels_are_not(clock: Clock) -> None:
    name, why = chosen(clock, lambda: Other(clock, 0.030))
    assert name == "plain torch"
    assert why == "plain torch took 10.00 ms in a probe, other kernels 30.00 ms"


@pytest.mark.parametrize("where", ["blend", "render", "bend"])
def test_kernels_that_give_something_else_are_not_used_however_fast(clock: Clock, where: str) -> None:
    name, why = chosen(clock, lambda: Other(clock, 0.0001, off=9, where=where))
    assert name == "plain torch"
    assert "since other kernels gave something else" in why


@pytest.mark.parametrize(
    "error", [ImportError("No module named 'triton'"), RuntimeError("Failed to find C compiler\n..."), KeyError()]
)
def test_kernels_that_cannot_be_had_are_done_without(clock: Clock, error: Exception) -> None:
    def build() -> Form:
        raise error

    name, why = chosen(clock, build)
    assert name == "plain torch"
    reason = str(error).splitlines()[0] if str(error) else "KeyError"
    assert why == f"plain torch, since other kernels failed: {reason}"


def test_kernels_that_fail_when_they_are_first_run_are_done_without(clock: Clock) -> None:
    class Broken(Other):
        def render(self, scene: Estimate, appearance: Appearance, plan: DevicePlan, codes: Tensor) -> None:
            raise ValueError("cannot be compiled")

    name, why = chosen(clock, lambda: Broken(clock, 0.001))
    assert name == "plain torch"
    assert "cannot be compiled" in why


@pytest.mark.parametrize("error", [torch.OutOfMemoryError("8 GiB"), torch.AcceleratorError("gone")])
def test_a_device_that_fails_is_no_matter_of_kernels(clock: Clock, error: Exception) -> None:
    def build() -> Form:
        raise error

    with pytest.raises(type(error)):
        chosen(clock, build)


def test_the_probe_would_notice_kernels_that_do_not_smooth_or_do_not_blend(clock: Clock) -> None:
    class Lazy(Other):
        def render(self, scene: Estimate, appearance: Appearance, plan: DevicePlan, codes: Tensor) -> None:
            super().render(scene, Appearance(appearance.maps, appearance.slope, 0.0, appearance.dither), plan, codes)

    class Lazier(Other):
        def blend(self, rgb: Tensor, before: Estimate, plan: DevicePlan, after: Estimate) -> None:
            after.state.copy_(rgb.permute(2, 0, 1))
            after.ratio.fill_(1)

    for lazy in (Lazy, Lazier):
        name, why = chosen(clock, lambda lazy=lazy: lazy(clock, 0.0001))
        assert name == "plain torch", why
