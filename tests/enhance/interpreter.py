"""Triton's kernels without a GPU: its interpreter runs them, program by program, in numpy."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType

import pytest
from torch import Tensor

from lowlight_live.enhance.denoise import Estimate
from lowlight_live.enhance.device_plan import DevicePlan
from lowlight_live.enhance.forms import Appearance, Form
from lowlight_live.networks.curves import CurveMaps

PACKAGE = "lowlight_live.enhance.triton_kernels"

needs_triton = pytest.mark.skipif(
    importlib.util.find_spec("triton") is None, reason="Triton is not installed (pip install triton, on Linux)"
)


@cache
def interpreted_form() -> Interpreted:
    """The kernels as a form, beside those that the program itself would load."""
    loaded = {name: module for name, module in sys.modules.items() if name.startswith(PACKAGE)}
    for name in loaded:
        del sys.modules[name]
    try:
        with interpreting():
            return Interpreted(
                importlib.import_module(f"{PACKAGE}.form").TritonForm(), importlib.import_module(f"{PACKAGE}.smooth")
            )
    finally:
        for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
            del sys.modules[name]
        sys.modules.update(loaded)


@contextmanager
def interpreting() -> Iterator[None]:
    """Triton asks for this when it reads a kernel and when it runs one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRITON_INTERPRET", "1")
        yield


class Interpreted:
    """A `Form`."""

    name = "interpreted kernels"

    def __init__(self, form: Form, smooth: ModuleType) -> None:
        self._form = form
        self._smooth = smooth

    def blend(self, rgb: Tensor, before: Estimate, plan: DevicePlan, after: Estimate) -> None:
        with interpreting():
            self._form.blend(rgb, before, plan, after)

    def render(self, scene: Estimate, appearance: Appearance, plan: DevicePlan, codes: Tensor) -> None:
        with interpreting():
            self._form.render(scene, appearance, plan, codes)

    def bend(self, rgb: Tensor, maps: CurveMaps, codes: Tensor, saturation: float = 1.0) -> None:
        with interpreting():
            self._form.bend(rgb, maps, codes, saturation)

    def smoothed(self, scene: Estimate, slope: Tensor, factors: Tensor, amount: float) -> Tensor:
        """The part of `render` before the curves."""
        with interpreting():
            smooth: Tensor = self._smooth.smoothed(scene, slope, factors, amount)
        return smooth
