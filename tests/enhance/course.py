"""A short clip with the plan for each of its frames: everything that an executor is asked for, one after the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from lowlight_live.enhance.denoise import BlendPlan
from lowlight_live.enhance.light import Light
from lowlight_live.enhance.motion import still
from lowlight_live.enhance.noise import NoiseCurve
from lowlight_live.enhance.protocols import Executor
from lowlight_live.frame import Rgb
from lowlight_live.networks.curves import CurveMaps, adjust_maps

ONES = np.ones(3, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One frame, and what is asked for: no plan lets an estimate begin, no noise has the frame rendered as it is."""

    rgb: Rgb
    plan: BlendPlan | None
    noise: NoiseCurve | None
    smoothing: float
    exposure: float
    saturation: float
    maps: CurveMaps | None = None


def course(height: int, width: int, length: int, seed: int = 5) -> list[Moment]:
    """Frames of a textured scene with noise, moved blocks, another light, flicker, a cut, and moved sliders."""
    rng = np.random.default_rng(seed)
    base = np.kron(rng.integers(0, 120, (height // 6 + 1, width // 6 + 1, 3)), np.ones((6, 6, 1)))[:height, :width]
    noise = np.tile(np.array([0.2, 0.03, -0.001, 1e-5, 0.22, 0.4], np.float32), (3, 1))
    noise[1] *= 1.3
    field = rng.integers(-4, 5, still(height, width).shape).astype(np.int16)
    moments = []
    for step in range(length):
        rgb = (base + rng.normal(0, 4, base.shape)).round().clip(0, 255).astype(np.uint8)
        turned = [rng.uniform(0.8, 1.2, 3).astype(np.float32) if step % 3 == turn else ONES for turn in range(3)]
        light = Light(*turned, changed=False)
        own = (noise * rng.uniform(0.8, 1.2)).astype(np.float32)
        plan = BlendPlan(field if step % 2 else still(height, width), light, own, float(rng.uniform(0.05, 0.9)))
        begins = step in (0, length - 3)
        smoothing = float(rng.uniform(0.4, 1)) if step % 4 else 0.0
        saturation = (1.0, 1.5, 0.3)[step // 3 % 3]
        moments.append(Moment(rgb, None if begins else plan, own, smoothing, float(rng.uniform(-1, 1)), saturation))
    return moments


def shown(executor: Executor, moments: list[Moment]) -> list[Rgb]:
    """What an executor makes of a course, with the maps of its own network unless a moment has others."""
    pictures = []
    for moment in moments:
        executor.load(moment.rgb)
        if moment.plan is None:
            executor.begin(moment.noise)
        else:
            executor.blend(moment.plan)
        glance = executor.estimate(moment.exposure)
        maps = moment.maps or adjust_maps(glance.maps, strength=0.9, exposure=0.3)
        pictures.append(executor.render(maps, moment.smoothing, moment.saturation).result())
    return pictures


def largest_difference(some: list[Rgb], others: list[Rgb]) -> int:
    """In codes, over all pictures."""
    return max(int(np.abs(a.astype(int) - b).max()) for a, b in zip(some, others, strict=True))


def steep_maps(alpha: float = 0.4) -> CurveMaps:
    """The same steep curve everywhere: noise shows, so that it is smoothed."""
    return CurveMaps(torch.full((1, 1, 3, 4, 5), alpha), 8)
