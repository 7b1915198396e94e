"""Steadies the curve maps of a file with the frames after as well as those before: no lag, no pumping.

A first pass over the file notes small copies of all maps. In the second, each frame's maps are moved to where the
average of the frames around it lies, within its shot, weighted by nearness in time and by how alike the place looks.
The maps keep their own detail; only their course over time is changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from lowlight_live.enhance.protocols import Glance
from lowlight_live.networks.curves import CurveMaps

_SHRINK = 8
"""The notes are this many times smaller than the thumbnail: 6 kB a frame."""
_REACH = 3.0
"""Time constants to look ahead and back."""
_ALIKE = 0.15
"""Relative difference of the local brightness at which another frame counts e times less."""
_DARKEST = 0.02
"""Added to a brightness that is divided by, in units of white."""

Note = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True, eq=False)
class _Moment:
    """One frame's note: `alpha` (3, h, w), mean of all iterations; `brightness` (h, w)."""

    time_s: float
    shot: int
    alpha: Note
    brightness: Note


class MapSurvey:
    """The course of the maps of one file. Filled in the first pass, asked in the second."""

    def __init__(self) -> None:
        self._moments: list[_Moment] = []
        self._places: dict[int, int] = {}
        self._shots = 0

    def __len__(self) -> int:
        return len(self._moments)

    def add(self, pts: int, time_s: float, glance: Glance, *, begins: bool) -> None:
        """Note the next frame.

        Args:
            pts: By which `steady` will ask for it.
            time_s: Its presentation time.
            glance: What the network saw and said.
            begins: A new shot begins with it.
        """
        self._shots += begins
        alpha = _shrunk(glance.maps.alpha[0].float().mean(0))
        brightness = _shrunk(glance.small[0].float().mean(0, keepdim=True))[0]
        self._places[pts] = len(self._moments)
        self._moments.append(_Moment(time_s, self._shots, alpha, brightness))

    def steady(self, pts: int, maps: CurveMaps, time_constant_s: float) -> CurveMaps:
        """Move a frame's maps to the average around it.

        Args:
            pts: A frame of the first pass; another one's maps are returned as they are.
            maps: (1, K, 3, h, w).
            time_constant_s: A frame this far away counts e times less.
        """
        place = self._places.get(pts)
        if place is None:
            return maps
        here = self._moments[place]
        total, weight = np.zeros(here.alpha.shape, np.float32), np.zeros(here.brightness.shape, np.float32)
        for other in self._around(place, time_constant_s):
            level = np.maximum(here.brightness, other.brightness).astype(np.float32) + _DARKEST
            unlike = (here.brightness.astype(np.float32) - other.brightness) / (level * _ALIKE)
            share = np.exp(-abs(here.time_s - other.time_s) / time_constant_s - unlike**2)
            total += share * other.alpha
            weight += share
        change = torch.from_numpy(total / weight - here.alpha).to(maps.alpha.device)
        grown = functional.interpolate(change[None], maps.alpha.shape[-2:], mode="bilinear", align_corners=False)
        return CurveMaps((maps.alpha + grown[:, None].to(maps.alpha.dtype)).clamp(-1, 1), maps.iterations)

    def _around(self, place: int, time_constant_s: float) -> list[_Moment]:
        """The moments of the same shot within reach, the one asked for included."""
        here, near = self._moments[place], []
        for step in (-1, 1):
            other = place if step < 0 else place + 1
            while 0 <= other < len(self._moments):
                moment = self._moments[other]
                if moment.shot != here.shot or abs(moment.time_s - here.time_s) > _REACH * time_constant_s:
                    break
                near.append(moment)
                other += step
        return near


def _shrunk(planes: Tensor) -> Note:
    height, width = max(1, planes.shape[-2] // _SHRINK), max(1, planes.shape[-1] // _SHRINK)
    small = functional.adaptive_avg_pool2d(planes[None], (height, width))[0]
    note: Note = small.cpu().numpy().astype(np.float16)
    return note
