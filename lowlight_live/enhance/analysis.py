"""Looks at each raw frame beside the one before it, and says what the temporal stages should do.

Runs on the CPU, on thumbnails and sparse samples, whatever device does the full-size work.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from lowlight_live.enhance.denoise import BlendPlan
from lowlight_live.enhance.light import LightFollower
from lowlight_live.enhance.motion import MotionEstimator, shrunk
from lowlight_live.enhance.noise import NoiseCurve, NoiseModel
from lowlight_live.enhance.row_threads import RowThreads
from lowlight_live.enhance.scene_cut import SceneCutDetector
from lowlight_live.frame import Frame, Rgb

_LONGEST_MEMORY_S = 0.6
"""Time constant of the denoiser at full strength, once a pixel has settled."""
_UNSTEADY = 0.02
"""Logarithm of a light beside the estimate's from which on it is not steady: noise and motion stay below, a lamp that
swings by 6 % comes above in each swing."""
_SHORTEST_GAP_S = 0.5
_GAP_FRAMES = 4
"""A scene goes on over a pause of so many usual distances of frames, and always over one of half a second."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a frame is to the one before.

    Attributes:
        continues: It shows the same scene. Not so: the first frame, a cut, a discontinuity, a gap, another size.
        elapsed_s: Since that frame; 0 where nothing continues.
        shift: Rows and columns, in pixels, from a place in this frame to its place in that one, of the whole picture.
        light_for_s: How long the scene has had the light that it has, give or take a flicker; infinite where it has had
            no other yet.
        steady_for_s: How long it has not even flickered; infinite likewise.
        blend: How to denoise over time; None where an estimate has to begin.
        noise: Of a frame that stands alone and should be denoised in space; None for one whose successors will be.
    """

    continues: bool
    elapsed_s: float
    shift: tuple[int, int]
    light_for_s: float
    steady_for_s: float
    blend: BlendPlan | None
    noise: NoiseCurve | None


class FrameAnalysis:
    """Analyses the frames of one clip in order.

    Args:
        threads: Shared with nobody who works at the same time.
    """

    def __init__(self, threads: RowThreads) -> None:
        self._cuts = SceneCutDetector()
        self._motion = MotionEstimator(threads)
        self._light = LightFollower()
        self._noise = NoiseModel()
        self._before: Frame | None = None
        self._usual_s = 0.0
        self._light_for_s = self._steady_for_s = math.inf
        self._estimating = False

    def reset(self) -> None:
        """Forget the clip."""
        self._before = None
        self._estimating = False
        self._cuts.reset()
        self._motion.reset()
        self._noise.reset()

    def noise_of(self, rgb: Rgb) -> NoiseCurve:
        """The noise of a frame, (H, W, 3) uint8 without gaps: what is known of the clip's, else a guess from it."""
        self._noise.begin(rgb)
        return self._noise.curve

    def lose_estimate(self) -> None:
        """The estimate of the scene is gone, or began without the analysis: the next frame begins another."""
        self._estimating = False

    def look(self, frame: Frame, denoise: float) -> Look:
        """Compare a frame with the one before.

        Args:
            frame: The next one.
            denoise: Strength from 0 to 1.
        """
        before, self._before = self._before, frame
        elapsed_s = self._elapsed(frame, before)
        if before is None or elapsed_s is None:
            self._cuts.reset()
        small = shrunk(frame.rgb)
        change = self._cuts.look(small)
        if change.cut or before is None or elapsed_s is None:
            self._motion.begin(small)
            self._light.begin(change.now)
            self._light_for_s = self._steady_for_s = math.inf
            self._estimating = denoise > 0
            if frame.discontinuity:
                # Perhaps another camera or another picture: what was learnt may no longer hold.
                self._noise.reset()
            self._noise.begin(frame.rgb)
            # The first frame after a cut is what it would be without a past and is left as it is; a frame that nothing
            # comes before may be a picture alone.
            alone = self._noise.curve if frame.discontinuity or before is None else None
            return Look(False, 0.0, (0, 0), math.inf, math.inf, None, alone)
        field = self._motion.estimate(frame.rgb, before.rgb, small, self._noise.typical)
        noise = self._noise.update(frame.rgb, before.rgb, field)
        began, self._estimating = self._estimating, denoise > 0
        floor = 1 - math.exp(-elapsed_s / (denoise * _LONGEST_MEMORY_S)) if denoise else 1.0
        still = self._motion.whole == (0, 0)
        light = self._light.follow(change.now, floor=floor, elapsed_s=elapsed_s, still=still)
        self._light_for_s = 0.0 if light.changed else self._light_for_s + elapsed_s
        self._steady_for_s = 0.0 if light.swing > _UNSTEADY else self._steady_for_s + elapsed_s
        blend = BlendPlan(field, light, noise, floor) if began and denoise else None
        if blend is None:
            self._light.begin(change.now)
        return Look(True, elapsed_s, self._motion.whole, self._light_for_s, self._steady_for_s, blend, noise)

    def _elapsed(self, frame: Frame, before: Frame | None) -> float | None:
        """Seconds since the frame before, or None where that says nothing about this one."""
        if before is None or frame.discontinuity or frame.rgb.shape != before.rgb.shape:
            self._usual_s = 0.0
            return None
        elapsed_s = frame.time_s - before.time_s
        longest_s = max(_SHORTEST_GAP_S, _GAP_FRAMES * self._usual_s) if self._usual_s else math.inf
        if not 0 < elapsed_s <= longest_s:
            self._usual_s = 0.0
            return None
        self._usual_s = elapsed_s
        return elapsed_s
