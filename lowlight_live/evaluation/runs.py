"""Runs an enhancer over a clip, and the clean clip through the very curves that it chose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
import torch

from lowlight_live.evaluation.clips import DarkClip, Picture
from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.networks.curves import CurveMaps, apply_curves
from lowlight_live.settings import EnhanceSettings


class MappedEnhancer(Protocol):
    """An enhancer that tells which curve maps it has rendered the last frame with."""

    @property
    def maps(self) -> CurveMaps | None: ...

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair: ...

    def survey(self, frames: Iterable[Frame], settings: EnhanceSettings) -> None: ...

    def reset(self) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What an enhancer made of a clip.

    Attributes:
        outputs: The enhanced frames.
        references: The clean frames under the curve maps of the outputs.
    """

    outputs: Sequence[Rgb]
    references: Sequence[Picture]


def run_clip(
    clip: DarkClip,
    enhancer: MappedEnhancer,
    settings: EnhanceSettings,
    *,
    two_pass: bool = False,
    on_frame: Callable[[], None] = lambda: None,
) -> Run:
    """Enhance a clip from its beginning, and its clean version with the same curves.

    Args:
        clip: What to enhance.
        enhancer: Told to forget earlier frames first.
        settings: For all frames.
        two_pass: Look through the clip first.
        on_frame: Called after each frame.

    Raises:
        ModelError: The network or its device failed.
    """
    enhancer.reset()
    time_base = 1 / Fraction(clip.frame_rate)
    frames = [Frame(dark, index, time_base, 1) for index, dark in enumerate(clip.dark)]
    if two_pass:
        enhancer.survey(frames, settings)
    outputs: list[Rgb] = []
    references: list[Picture] = []
    for frame, clean in zip(frames, clip.clean, strict=True):
        pair = enhancer.enhance(frame, settings)
        outputs.append(pair.enhanced.rgb)
        references.append(clean if enhancer.maps is None else _under_curves(clean, enhancer.maps))
        on_frame()
    return Run(outputs, references)


def _under_curves(clean: Picture, maps: CurveMaps) -> Picture:
    alpha = maps.alpha.detach().float().cpu()
    with torch.inference_mode():
        image = torch.from_numpy(clean).permute(2, 0, 1)[None]
        bright: Picture = apply_curves(image, CurveMaps(alpha, maps.iterations))[0].permute(1, 2, 0).numpy()
    return np.ascontiguousarray(bright)
