"""Steadies the curve maps over time, with a time constant in seconds.

The maps answer to the whole picture, so something bright that enters changes them everywhere. They follow with the
given time constant, whatever the frame rate; at once where the picture itself has really changed there; and they move
along with a panning camera.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from lowlight_live.enhance.protocols import Glance
from lowlight_live.networks.curves import CurveMaps

_CHANGED_FROM, _CHANGED_TO = 0.15, 0.40
"""Relative difference of the local brightness from which on the maps follow faster, and at which at once."""
_DARKEST = 0.02
"""Added to a brightness that is divided by, in units of white: what is nearly black is not compared closely."""
_NEIGHBOURHOOD = 9
"""Side of the window, in thumbnail pixels, over which brightness is compared."""


@dataclass(frozen=True, slots=True, eq=False)
class _Past:
    alpha: Tensor
    brightness: Tensor


class MapSmoother:
    """Smooths the maps of one clip. Not for use from two threads."""

    def __init__(self) -> None:
        self._past: _Past | None = None

    def reset(self) -> None:
        """Forget: the next maps are taken as they are."""
        self._past = None

    def smooth(
        self, glance: Glance, *, elapsed_s: float, time_constant_s: float, shift: tuple[float, float]
    ) -> CurveMaps:
        """Smooth the maps of the next frame.

        Args:
            glance: What the network saw and said.
            elapsed_s: Since the frame before, by its own timestamps.
            time_constant_s: After this time a step has been followed to 63 %.
            shift: Rows and columns, in thumbnail pixels, from a place in this frame to its place in the last.
        """
        maps = glance.maps
        brightness = _local_mean(glance.small.float().mean(1, keepdim=True))
        if self._past is None or self._past.alpha.shape != maps.alpha.shape:
            self._past = _Past(maps.alpha, brightness)
            return maps
        alpha, past_brightness = _moved(self._past.alpha, shift), _moved(self._past.brightness, shift)
        change = (brightness - past_brightness).abs() / (torch.maximum(brightness, past_brightness) + _DARKEST)
        changed = ((change - _CHANGED_FROM) / (_CHANGED_TO - _CHANGED_FROM)).clamp(0, 1)
        weight = changed.clamp(min=1 - math.exp(-elapsed_s / time_constant_s))
        alpha = torch.lerp(alpha, maps.alpha, weight[:, None].to(alpha.dtype))
        self._past = _Past(alpha, torch.lerp(past_brightness, brightness, weight))
        return CurveMaps(alpha, maps.iterations)


def _local_mean(plane: Tensor) -> Tensor:
    size, radius = _NEIGHBOURHOOD, _NEIGHBOURHOOD // 2
    # Along the rows, then down the columns: a quarter of the work of a square window.
    along = functional.avg_pool2d(plane, (1, size), 1, (0, radius), count_include_pad=False)
    return functional.avg_pool2d(along, (size, 1), 1, (radius, 0), count_include_pad=False)


def _moved(maps: Tensor, shift: tuple[float, float]) -> Tensor:
    """Move maps of shape (..., h, w) by a vector, sampled bilinearly; the edge continues outwards."""
    if shift == (0.0, 0.0):
        return maps
    height, width = maps.shape[-2:]
    planes = maps.reshape(1, -1, height, width)
    rows = torch.arange(height, device=maps.device, dtype=torch.float32) + shift[0]
    columns = torch.arange(width, device=maps.device, dtype=torch.float32) + shift[1]
    # grid_sample counts from -1 at the first pixel's centre to 1 at the last's.
    y = rows * (2 / max(height - 1, 1)) - 1
    x = columns * (2 / max(width - 1, 1)) - 1
    grid = torch.stack(torch.meshgrid(x, y, indexing="xy"), -1)[None]
    moved = functional.grid_sample(planes.float(), grid, padding_mode="border", align_corners=True)
    return moved.to(maps.dtype).reshape(maps.shape)
