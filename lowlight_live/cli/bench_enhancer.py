"""An enhancer whose stages are timed from outside, for the benchmark alone."""

from __future__ import annotations

from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.evaluation.speed import ANALYSIS, MAPS
from lowlight_live.evaluation.speed_stages import EXECUTOR_STAGES, StageClock, network_watched
from lowlight_live.frame import Frame, FramePair
from lowlight_live.settings import EnhanceSettings


class TimedEnhancer(CurveEnhancer):
    """A `CurveEnhancer` that puts what its parts do on a clock.

    What none of them does is about the curve maps: steadying them, strength and exposure.

    Args:
        spec: As that of the plain one.
        clock: Belongs to this enhancer, and is used from its thread.
    """

    def __init__(self, spec: EnhancerSpec, clock: StageClock) -> None:
        super().__init__(spec)
        self._clock = clock
        self._analysis = clock.watching(self._analysis, {}, ANALYSIS)
        self._ladder.executor = clock.watching(self._ladder.executor, EXECUTOR_STAGES)

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        """Enhance one frame; what it took is then on the clock."""
        with network_watched(self._clock), self._clock.stage(MAPS):
            return super().enhance(frame, settings)
