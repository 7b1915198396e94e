"""The forms that the work on every pixel of a GPU can take, and the probe that chooses between them.

Plain torch always works. Kernels compiled with Triton read and write memory a few times instead of a hundred; whether
they can be compiled on this machine, do the same as the plain form, and are faster is found out on the first frame.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from lowlight_live.enhance import denoise
from lowlight_live.enhance.denoise import BlendPlan, Estimate, first_estimate
from lowlight_live.enhance.device_plan import DevicePlan
from lowlight_live.enhance.dither import dither_pattern
from lowlight_live.enhance.light import Light
from lowlight_live.enhance.motion import still
from lowlight_live.enhance.noise import flat_noise
from lowlight_live.enhance.saturation import saturated
from lowlight_live.networks.curves import CurveMaps, apply_curves
from lowlight_live.networks.dce import ITERATIONS

_LARGEST = (720, 1280)
"""Picture that the probe uses: the plain form needs much memory for more."""
_RUNS = 3
_APART = 2
"""Codes by which a form may differ from the plain one, which bends a frame in half precision."""
_SIGMA, _BOW, _FLOOR = 3.0, 0.4, 0.06


class Form(Protocol):
    """Does the work on every pixel, into tensors that are given to it; keeps nothing and waits for nothing."""

    @property
    def name(self) -> str: ...

    def blend(self, rgb: Tensor, before: Estimate, plan: DevicePlan, after: Estimate) -> None:
        """Blend a frame, (H, W, 3) uint8, into an estimate, and write the one after it; see `denoise.blend`."""
        ...

    def render(self, scene: Estimate, appearance: Appearance, plan: DevicePlan, codes: Tensor) -> None:
        """Smooth an estimate, bend and dither it to `codes`, (H, W, 3) uint8; see `denoise.render`."""
        ...

    def bend(self, rgb: Tensor, maps: CurveMaps, codes: Tensor, saturation: float = 1.0) -> None:
        """Bend a frame alone, (H, W, 3) uint8, and round it to `codes`, which is like it; see `saturation`."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """How an estimate is to be rendered.

    Attributes:
        maps: (1, K, 3, h, w) float32.
        slope: (h, w) of the curves.
        smoothing: In space, from 0 to 1.
        dither: (n, 3, W) thresholds.
        alone: The estimate is of a single frame, see `denoise.render`.
        saturation: See `saturation.saturated`.
    """

    maps: CurveMaps
    slope: Tensor
    smoothing: float
    dither: Tensor
    alone: bool = True
    saturation: float = 1.0


class PlainForm:
    """In torch, as in `denoise` and `curves`.

    Args:
        dtype: Of the curves on a frame alone. Half precision is too coarse for the small steps of an estimate.
    """

    name = "plain torch"

    def __init__(self, dtype: torch.dtype) -> None:
        self._dtype = dtype

    def blend(self, rgb: Tensor, before: Estimate, plan: DevicePlan, after: Estimate) -> None:
        """See `Form.blend`."""
        blended = denoise.blend(rgb, before, plan.as_blend_plan())
        after.state.copy_(blended.state)
        after.ratio.copy_(blended.ratio)

    def render(self, scene: Estimate, appearance: Appearance, plan: DevicePlan, codes: Tensor) -> None:
        """See `Form.render`."""
        noise = plan.as_blend_plan().noise
        look = (appearance.maps, appearance.slope, noise, appearance.smoothing, appearance.dither)
        codes.copy_(denoise.render(scene, *look, alone=appearance.alone, saturation=appearance.saturation))

    def bend(self, rgb: Tensor, maps: CurveMaps, codes: Tensor, saturation: float = 1.0) -> None:
        """See `Form.bend`."""
        image = rgb.permute(2, 0, 1)[None].to(self._dtype) / 255
        bright = apply_curves(image, CurveMaps(maps.alpha.to(self._dtype), maps.iterations))[0]
        colours = saturated(bright.float().clamp(0, 1), saturation).permute(1, 2, 0)
        codes.copy_((colours * 255).round())


def choose_form(
    plain: Form, build: Callable[[], Form], height: int, width: int, device: torch.device
) -> tuple[Form, str]:
    """The faster of two forms that do the same, and why in a sentence.

    Args:
        plain: Always works.
        build: Makes the other, or fails.
        height: Of the frames.
        width: Likewise.
        device: On which they are to work, on the current stream.

    Raises:
        OutOfMemoryError: Of the device; likewise, that it was lost.
    """
    trial = _Trial(min(height, _LARGEST[0]), min(width, _LARGEST[1]), device)
    expected, plain_s = trial.run(plain)
    try:
        fast = build()
        result, fast_s = trial.run(fast)
    except (torch.OutOfMemoryError, torch.AcceleratorError):
        raise
    except Exception as error:  # noqa: BLE001 - a compiler can fail in any way, and then the plain form does the work
        return plain, f"{plain.name}, since other kernels failed: {_first_line(error)}"
    apart = int((result.int() - expected.int()).abs().max())
    if apart > _APART:
        return plain, f"{plain.name}, since {fast.name} gave something else, by {apart} codes"
    faster, slower = (fast, plain) if fast_s < plain_s else (plain, fast)
    shorter_s, longer_s = sorted((fast_s, plain_s))
    took = f"took {shorter_s * 1000:.2f} ms in a probe, {slower.name} {longer_s * 1000:.2f} ms"
    return faster, f"{faster.name} {took}"


class _Trial:
    """The same work for each form: two noisy frames with motion between them, smoothed little here and much there."""

    def __init__(self, height: int, width: int, device: torch.device) -> None:
        rng = np.random.default_rng(0)
        light = np.linspace(20, 120, width, dtype=np.float32)[None, :, None]
        frames = light + _SIGMA * rng.standard_normal((2, height, width, 3), np.float32)
        before, self._rgb = torch.from_numpy(frames.round().clip(0, 255).astype(np.uint8)).to(device)
        self._before = first_estimate(before)
        self._after = Estimate(torch.empty_like(self._before.state), torch.empty_like(self._before.ratio))
        self._plan = DevicePlan(height, width, device)
        field = rng.integers(-3, 4, still(height, width).shape).astype(np.int16)
        gain, dim, flicker = np.array([[1, 1.02, 0.98], [0.99, 1, 1.01], [1, 0.99, 1.01]], np.float32)
        self._plan.send(BlendPlan(field, Light(gain, dim, flicker, changed=False), flat_noise(_SIGMA), _FLOOR))
        maps = CurveMaps(torch.full((1, 1, 3, 2, 3), _BOW, device=device), ITERATIONS)
        slope = torch.tensor([[0.2, 0.6, 1.0], [1.5, 2.5, 5.0]], device=device)
        self._look = Appearance(maps, slope, 1.0, torch.from_numpy(dither_pattern(width)).to(device))
        self._codes = torch.empty((2, height, width, 3), dtype=torch.uint8, device=device)

    def run(self, form: Form) -> tuple[Tensor, float]:
        """What a form gives, and the median of its seconds; the first run, in which it may compile, is not counted."""
        times = []
        for _ in range(1 + _RUNS):
            begin = time.perf_counter()
            form.blend(self._rgb, self._before, self._plan, self._after)
            form.render(self._after, self._look, self._plan, self._codes[0])
            form.bend(self._rgb, self._look.maps, self._codes[1])
            if self._rgb.is_cuda:
                torch.cuda.current_stream(self._rgb.device).synchronize()
            times.append(time.perf_counter() - begin)
        return self._codes.clone(), statistics.median(times[1:])


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
