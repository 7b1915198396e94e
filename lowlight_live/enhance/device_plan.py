"""What the analysis on the CPU says about a frame, as small tensors that stay where they are on the device."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import torch

from lowlight_live.enhance.denoise import BlendPlan
from lowlight_live.enhance.light import Light
from lowlight_live.enhance.motion import still
from lowlight_live.enhance.noise import NoiseCurve, flat_noise
from lowlight_live.enhance.transfer import Upload


class DevicePlan:
    """A `BlendPlan` on the device, for pictures of one size.

    Attributes:
        field: (rows, columns, 2) int16, see `motion.Field`.
        factors: (3, 9) float32, for each channel: gain, dim and flicker of the light, and the noise curve.
        floor: (1,) float32, smallest weight of the new frame.
    """

    def __init__(self, height: int, width: int, device: torch.device) -> None:
        self._field = Upload(still(height, width).shape, torch.int16, device)
        self._factors = Upload((3, 9), torch.float32, device)
        self.field, self.factors = self._field.there, self._factors.there
        self.floor = torch.zeros(1, device=device)
        self.send_noise(flat_noise(1.0))

    def send(self, plan: BlendPlan) -> None:
        """Take what the next frame is to be blended with."""
        self._field.send(plan.field)
        light = np.stack([plan.light.gain, plan.light.dim, plan.light.flicker], 1)
        self._factors.send(np.concatenate([light, plan.noise], 1))
        self.floor.fill_(plan.floor)

    def send_noise(self, noise: NoiseCurve) -> None:
        """Take the noise alone, for a frame that is not blended."""
        self._factors.send(np.concatenate([np.ones((3, 3), np.float32), noise], 1))

    def as_blend_plan(self) -> BlendPlan:
        """The same for the plain form, which takes tensors for arrays and numbers: nothing is copied."""
        gain, dim, flicker = cast(Any, self.factors[:, :3].unbind(1))
        light = Light(gain, dim, flicker, changed=False)
        return BlendPlan(cast(Any, self.field), light, cast(Any, self.factors[:, 3:]), cast(Any, self.floor))
