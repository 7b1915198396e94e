"""Pictures and enhancers that the evaluation's tests are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np
import torch

from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.networks.curves import CurveMaps
from lowlight_live.settings import EnhanceSettings


def texture(height: int = 96, width: int = 160, *, seed: int = 0) -> Rgb:
    """Patches of several sizes, so that there is an outline to follow and fine detail everywhere."""
    rng = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    for cell in (32, 8, 3):
        patches = rng.uniform(0, 255, (height // cell + 2, width // cell + 2, 3)).astype(np.float32)
        picture += cv2.resize(patches, (width, height), interpolation=cv2.INTER_CUBIC) / 3
    return np.clip(picture, 0, 255).astype(np.uint8)


def flat(code: int, height: int = 16, width: int = 24) -> Rgb:
    return np.full((height, width, 3), code, np.uint8)


class FakeEnhancer:
    """Multiplies the darks by 2 ** (1 + alpha) ... through one curve, and averages frames where it may look back.

    `share` of each new frame goes into the average; 1 forgets at once. `strength` 0 stands for frame by frame.
    """

    def __init__(self, share: float = 0.25, alpha: float = 1.0) -> None:
        self.resets = 0
        self.surveyed = 0
        self._share = share
        self._alpha = alpha
        self._average: np.ndarray | None = None

    @property
    def maps(self) -> CurveMaps | None:
        return CurveMaps(torch.full((1, 1, 3, 1, 1), self._alpha), 1)

    def survey(self, frames: Iterable[Frame], settings: EnhanceSettings) -> None:
        self.surveyed = len(list(frames))

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        new = frame.rgb.astype(np.float64) / 255
        looks_back = settings.strength > 0 and self._average is not None
        self._average = new if not looks_back else self._average + self._share * (new - self._average)
        bright = self._average + self._alpha * self._average * (1 - self._average)
        return FramePair(frame, replace(frame, rgb=np.rint(bright * 255).astype(np.uint8)))

    def reset(self) -> None:
        self.resets += 1
        self._average = None
