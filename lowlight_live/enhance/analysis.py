"""Looks at each raw frame beside the one before it, and says what the temporal stages should do.

Runs on the CPU, on thumbnails and sparse samples, whatever device does the full-size work.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from lowlight_live.enhance.denoise import BlendPlan
from lowlight_live.enhance.light import LightFollower
from lowlight_live.enhance.motion import MotionEstimator, shrunk
from lowlight_live.enhance.noise import NoiseModel
from lowlight_live.enhance.scene_cut import SceneCutDetector
from lowlight_live.frame import Frame

LONGEST_GAP_S = 0.5
"""After a longer time without a frame the scene is looked at anew."""
_LONGEST_MEMORY_S = 0.6
"""Time constant of the denoiser at full strength, once a pixel has settled."""


@dataclass(frozen=True, slots=True, eq=False)
class Continuation:
    """How a frame goes on from the one before.

    Attributes:
        elapsed_s: Since that frame.
        shift: Rows and columns from a place in this frame to its place in that one, of the picture as a whole.
        blend: How to denoise, for the strength that was asked for.
    """

    elapsed_s: float
    shift: tuple[int, int]
    blend: BlendPlan


class FrameAnalysis:
    """Analyses the frames of one clip in order."""

    def __init__(self) -> None:
        self._cuts = SceneCutDetector()
        self._motion = MotionEstimator()
        self._light = LightFollower()
        self._noise = NoiseModel()
        self._before: Frame | None = None

    def reset(self) -> None:
        """Forget the clip."""
        self._before = None
        self._cuts.reset()
        self._motion.reset()
        self._light.reset()
        self._noise.reset()

    def look(self, frame: Frame, denoise: float) -> Continuation | None:
        """Compare a frame with the one before.

        Args:
            frame: The next one.
            denoise: Strength from 0 to 1.

        Returns:
            None where nothing goes on: the first frame, a cut, a discontinuity, a gap, another size.
        """
        before, self._before = self._before, frame
        elapsed_s = float(frame.pts * frame.time_base - before.pts * before.time_base) if before else 0.0
        if (
            before is None
            or frame.discontinuity
            or frame.rgb.shape != before.rgb.shape
            or not 0 < elapsed_s <= LONGEST_GAP_S
        ):
            self._cuts.reset()
            self._motion.reset()
        small = shrunk(frame.rgb)
        change = self._cuts.look(small)
        if change.cut or before is None:
            self._motion.begin(small)
            self._light.reset()
            return None
        field = self._motion.estimate(frame.rgb, before.rgb, small, self._noise.typical)
        noise = self._noise.update(frame.rgb, before.rgb, field)
        floor = 1 - math.exp(-elapsed_s / (denoise * _LONGEST_MEMORY_S)) if denoise else 1.0
        gain, flicker = self._light.follow(change.light, floor)
        return Continuation(elapsed_s, self._motion.whole, BlendPlan(field, gain, flicker, noise, floor))
