"""Steadies the curve maps over time, with a time constant in seconds.

The maps answer to the whole picture, so something bright that enters changes them everywhere. They follow with the
given time constant, whatever the frame rate; at once where the picture itself has really changed there; and they move
along with a panning camera.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from lowlight_live.enhance.kernels.smoothing import move_planes, steady_maps
from lowlight_live.enhance.protocols import Glance
from lowlight_live.networks.curves import CurveMaps

_CHANGED_FROM, _CHANGED_TO = 0.15, 0.40
"""Relative difference of the local brightness from which on the maps follow faster, and at which at once."""
_DARKEST = 0.02
"""Added to a brightness that is divided by, in units of white: what is nearly black is not compared closely."""
_NEIGHBOURHOOD = 9
"""Side of the window, in thumbnail pixels, over which brightness is compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The maps of one moment and what they answered to.

    Attributes:
        alpha: (1, K, 3, h, w), see `CurveMaps`.
        brightness: (1, 1, h, w), local mean of what the network saw.
    """

    alpha: Tensor
    brightness: Tensor


class MapSmoother:
    """Smooths the maps of one clip. Not for use from two threads."""

    def __init__(self) -> None:
        self._past: Course | None = None
        self._latest: Course | None = None
        self._iterations = 0

    def reset(self) -> None:
        """Forget: the next maps are taken as they are."""
        self._past = self._latest = None

    @property
    def can_go_on(self) -> bool:
        """Whether there are maps to go on with."""
        return self._latest is not None

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
        brightness = brightness_on_cpu if _on_cpu(maps.alpha) else brightness_of
        self._latest, self._iterations = Course(maps.alpha, brightness(glance.small)), maps.iterations
        if self._past is None or self._past.alpha.shape != maps.alpha.shape:
            self._past = self._latest
            return maps
        return self._follow(self._past, self._latest, elapsed_s, time_constant_s, shift)

    def go_on(self, *, elapsed_s: float, time_constant_s: float, shift: tuple[float, float]) -> CurveMaps:
        """The maps of a frame that the network has not seen: on the way to what it said last, moved along.

        Args:
            elapsed_s: As in `smooth`; likewise the next two.
            time_constant_s: See there.
            shift: See there.

        Raises:
            ValueError: There is nothing to go on with.
        """
        if self._latest is None or self._past is None:
            raise ValueError("nothing to go on with: smooth() comes first")
        move = _moved_on_cpu if _on_cpu(self._latest.alpha) else _moved
        self._latest = Course(move(self._latest.alpha, shift), move(self._latest.brightness, shift))
        return self._follow(self._past, self._latest, elapsed_s, time_constant_s, shift)

    def _follow(
        self, past: Course, now: Course, elapsed_s: float, time_constant_s: float, shift: tuple[float, float]
    ) -> CurveMaps:
        least = 1 - math.exp(-elapsed_s / time_constant_s)
        self._past = (steadied_on_cpu if _on_cpu(now.alpha) else steadied)(past, now, least, shift)
        return CurveMaps(self._past.alpha, self._iterations)


def _on_cpu(maps: Tensor) -> bool:
    return maps.device.type == "cpu"


def brightness_of(small: Tensor) -> Tensor:
    """The local mean of a thumbnail, (1, 3, h, w): (1, 1, h, w), of what lies inside the picture."""
    size, radius = _NEIGHBOURHOOD, _NEIGHBOURHOOD // 2
    plane = small.float().mean(1, keepdim=True)
    # Along the rows, then down the columns: a quarter of the work of a square window.
    along = functional.avg_pool2d(plane, (1, size), 1, (0, radius), count_include_pad=False)
    return functional.avg_pool2d(along, (size, 1), 1, (radius, 0), count_include_pad=False)


def steadied(past: Course, now: Course, least: float, shift: tuple[float, float]) -> Course:
    """Let the steadied maps follow those of a new frame: the plain form, in torch.

    Args:
        past: The steadied ones of the frame before.
        now: The new ones.
        least: Smallest weight of the new ones.
        shift: See `MapSmoother.smooth`.
    """
    alpha, brightness = _moved(past.alpha, shift), _moved(past.brightness, shift)
    change = (now.brightness - brightness).abs() / (torch.maximum(now.brightness, brightness) + _DARKEST)
    weight = ((change - _CHANGED_FROM) / (_CHANGED_TO - _CHANGED_FROM)).clamp(0, 1).clamp(min=least)
    return Course(
        torch.lerp(alpha, now.alpha, weight[:, None].to(alpha.dtype)), torch.lerp(brightness, now.brightness, weight)
    )


def brightness_on_cpu(small: Tensor) -> Tensor:
    """`brightness_of`, faster: torch takes its time over small pictures."""
    red, green, blue = small[0].float().numpy()
    return torch.from_numpy(_window_sums(red + green + blue) * _shares(*red.shape))[None, None]


def _window_sums(plane: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    size = (_NEIGHBOURHOOD, _NEIGHBOURHOOD)
    return np.asarray(cv2.boxFilter(plane, -1, size, normalize=False, borderType=cv2.BORDER_CONSTANT), np.float32)


@lru_cache(maxsize=4)
def _shares(height: int, width: int) -> npt.NDArray[np.float32]:
    """One over how many samples of three channels lie in the window of each pixel: (h, w)."""
    return np.reciprocal(_window_sums(np.full((height, width), 3, np.float32)))


def steadied_on_cpu(past: Course, now: Course, least: float, shift: tuple[float, float]) -> Course:
    """`steadied`, faster, for the same reason."""
    height, width = now.alpha.shape[-2:]
    alpha, past_alpha = (
        np.ascontiguousarray(course.alpha.numpy()).reshape(-1, height, width) for course in (now, past)
    )
    new_alpha, new_brightness = np.empty_like(alpha), np.empty((height, width), np.float32)
    steady_maps(
        alpha,
        past_alpha,
        now.brightness[0, 0].numpy(),
        past.brightness[0, 0].numpy(),
        *shift,
        least,
        _DARKEST,
        _CHANGED_FROM,
        1 / (_CHANGED_TO - _CHANGED_FROM),
        new_alpha,
        new_brightness,
    )
    return Course(torch.from_numpy(new_alpha).view(now.alpha.shape), torch.from_numpy(new_brightness)[None, None])


def _moved_on_cpu(maps: Tensor, shift: tuple[float, float]) -> Tensor:
    """`_moved`, faster."""
    if shift == (0.0, 0.0):
        return maps
    planes = np.ascontiguousarray(maps.numpy()).reshape(-1, *maps.shape[-2:])
    moved = np.empty_like(planes)
    move_planes(planes, *shift, moved)
    return torch.from_numpy(moved).view(maps.shape)


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
