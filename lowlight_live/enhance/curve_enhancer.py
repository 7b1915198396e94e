"""The enhancer: a network looks at a thumbnail and says how to bend the curves, which then bend every pixel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypedDict

import numpy as np

from lowlight_live.cores import usable_cores
from lowlight_live.enhance.analysis import FrameAnalysis, Look
from lowlight_live.enhance.auto_strength import AutoStrength, overridden
from lowlight_live.enhance.ladder import Ladder
from lowlight_live.enhance.pacing import Pace
from lowlight_live.enhance.protocols import EnhancerInfo, Executor
from lowlight_live.enhance.relay import Relay
from lowlight_live.enhance.row_threads import RowThreads
from lowlight_live.enhance.smoothing import MapSmoother
from lowlight_live.enhance.survey import MapSurvey
from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.curves import CurveMaps, adjust_maps
from lowlight_live.pending import Pending
from lowlight_live.settings import EnhanceSettings
from lowlight_live.weights import DEFAULT_MODEL, resolve_weights

PRECISIONS = ("auto", "float32", "bfloat16", "float16")
_LEARNT_STOPS = 2.0
"""Exposures that networks have been trained for, on both sides of 0."""
_LIGHT_SETTLES_S = 0.5
"""After another light the maps follow faster for so long."""
_FIRST_SHARE = 0.1
"""Of their time constant, right after another light; it grows to all of it."""


class _CourseOptions(TypedDict):
    elapsed_s: float
    time_constant_s: float
    shift: tuple[float, float]


@dataclass(frozen=True, slots=True)
class EnhancerSpec:
    """What an enhancer is built from; another spec means another enhancer.

    Attributes:
        model: A name from `models/manifest.toml` or the path of a weight file.
        device: "auto" (CUDA where there is one), "cpu", "onnx" (the CPU with onnxruntime), "cuda" or "cuda:N".
        precision: "auto" (half on CUDA, a timed probe on the CPU), "float32", "bfloat16" (CPU) or "float16" (CUDA).
        thumbnail_lines: Height of the network's picture if it were 16:9.
        threads: On the CPU; 0 for all cores that this process may use.
        network_every: On the CPU the network runs on every so manyth frame, and whenever the scene or its light are
            others; 0 lets a timed probe choose, which makes results differ from machine to machine.

    Raises:
        ValueError: A value is none of these.
    """

    model: str = DEFAULT_MODEL
    device: str = "auto"
    precision: str = "auto"
    thumbnail_lines: int = 180
    threads: int = 0
    network_every: int = 2

    def __post_init__(self) -> None:
        if self.precision not in PRECISIONS:
            raise ValueError(f"precision is {self.precision!r}, must be one of {', '.join(PRECISIONS)}")
        if self.thumbnail_lines < 1 or self.threads < 0:
            raise ValueError(f"{self.thumbnail_lines} lines and {self.threads} threads: must be at least 1 and 0")
        if self.network_every < 0:
            raise ValueError(f"network_every is {self.network_every}, must be at least 0")


class CurveEnhancer:
    """Enhances frames with light-enhancement curves that a network estimates (Zero-DCE, Guo et al. 2020).

    On the CPU it leaves torch with one thread in the thread that it works in.

    Attributes:
        maps: What the last frame was rendered with, strength and exposure included; None before the first.

    Raises:
        WeightsNotFound: The spec names a model that is not there.
        WeightsMismatch: Its file holds no network known here.
        DeviceError: The device asked for is not there.
    """

    def __init__(self, spec: EnhancerSpec) -> None:
        network = load_network(resolve_weights(spec.model))
        self._model = spec.model
        self._architecture = network.architecture
        self._takes_exposure = network.takes_exposure
        self._ladder = Ladder(
            network, device=spec.device, precision=spec.precision, lines=spec.thumbnail_lines, threads=spec.threads
        )
        self._relay = Relay(self._ladder, self._rendered, self.reset)
        self._row_threads = RowThreads(min(spec.threads or usable_cores(), 2))
        self._analysis = FrameAnalysis(self._row_threads)
        self._smoother = MapSmoother()
        self._pace = Pace(spec.network_every)
        self._auto = AutoStrength()
        self._survey = MapSurvey()
        self._frame: Frame | None = None
        self._looked_with = EnhanceSettings()
        self._network_maps: CurveMaps | None = None
        self.maps: CurveMaps | None = None

    @property
    def info(self) -> EnhancerInfo:
        """What enhances, and why."""
        executor = self._executor
        reasons = [reason for reason in (self._ladder.reason, executor.reason) if reason]
        return EnhancerInfo(
            model=self._model,
            architecture=self._architecture,
            device=executor.device,
            precision=executor.precision,
            thumbnail=executor.thumbnail,
            reason="; ".join(reasons),
            network_every=self._pace.every(executor.network_s),
        )

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        """Enhance one frame; see `Enhancer.enhance`.

        What was estimated for the last frame is kept: enhancing it again with another strength (a slider moved on a
        paused picture) does not run the network again; nor does another exposure, unless the network takes one.

        Raises:
            ValueError: The frame's rgb is not (H, W, 3) uint8.
            DeviceError: The device ran out of memory or was lost, and no other is left, see `ladder`.
        """
        return self.begin(frame, settings).result()

    def begin(self, frame: Frame, settings: EnhanceSettings) -> Pending[FramePair]:
        """Begin to enhance one frame; see `Enhancer.begin`, and `enhance` for what it raises."""
        if settings.strength == 0:
            if frame.discontinuity:
                self.reset()
            return Pending.of(FramePair(frame, frame))
        _check(frame)
        return self._relay.begin(frame, settings)

    @property
    def warnings(self) -> tuple[str, ...]:
        """See `Enhancer.warnings`."""
        return self._ladder.warnings

    @property
    def _executor(self) -> Executor:
        return self._ladder.executor

    def _rendered(self, frame: Frame, settings: EnhanceSettings) -> Pending[Rgb]:
        if self._network_maps is None or self._frame is not frame:
            self._network_maps = self._next(frame, settings)
        elif self._looks_other(settings):
            self._network_maps = self._again(frame, settings)
        self._frame, self._looked_with = frame, settings
        _, left = self._exposures(settings)
        automatic = overridden(self._auto.strength, settings.exposure) if settings.auto else 1.0
        self.maps = adjust_maps(self._network_maps, strength=settings.strength * automatic, exposure=left)
        return self._executor.render(self.maps, settings.denoise, settings.saturation)

    def reset(self) -> None:
        """Forget all earlier frames; see `Enhancer.reset`."""
        self._executor.forget()
        self._forget_course()

    def _forget_course(self) -> None:
        self._analysis.reset()
        self._smoother.reset()
        self._frame = self._network_maps = self.maps = None

    def survey(self, frames: Iterable[Frame], settings: EnhanceSettings) -> None:
        """First of two passes over a file: note the maps of all its frames, render nothing.

        The same frames are then enhanced with what comes after them known. A file surveyed before is forgotten.

        Args:
            frames: All of them, in order.
            settings: Those that they will be enhanced with.

        Raises:
            ValueError: As `enhance` does; likewise `DeviceError`.
        """
        self.reset()
        survey = MapSurvey()
        self._survey = MapSurvey()

        def note(frame: Frame) -> None:
            look = self._look(frame, settings)
            glance = self._executor.estimate(self._exposures(settings)[0])
            survey.add(frame.pts, frame.time_s, glance, begins=look is None or not look.continues)

        for frame in frames:
            _check(frame)
            self._relay.take(partial(note, frame))
        self.reset()
        self._survey = survey

    def _look(self, frame: Frame, settings: EnhanceSettings) -> Look | None:
        """Denoise the next frame over time.

        Returns:
            What it is to the one before; None where nobody needs to know.
        """
        # The kernels want rows without gaps and no flag that says read-only; most frames are like that.
        frame = replace(frame, rgb=np.require(frame.rgb, requirements=["C", "W"]))
        self._executor.load(frame.rgb)
        if settings.denoise == settings.temporal_smoothing == 0:
            self._analysis.reset()
            self._executor.forget()
            return None
        look = self._analysis.look(frame, settings.denoise)
        if settings.denoise == 0:
            self._executor.forget()
        elif look.blend is None:
            self._executor.begin(look.noise)
        else:
            self._executor.blend(look.blend)
        return look

    def _next(self, frame: Frame, settings: EnhanceSettings) -> CurveMaps:
        """Estimate the maps of the next frame, steadied over time."""
        look = self._look(frame, settings)
        other_exposure = self._exposures(settings)[0] != self._exposures(self._looked_with)[0]
        if look is None or not look.continues or settings.temporal_smoothing == 0 or other_exposure:
            # A slider is followed at once.
            self._smoother.reset()
        if look is not None and self._may_rest(look) and self._pace.rests(self._executor.network_s, look.elapsed_s):
            return self._smoother.go_on(**self._course(look, settings, frame))
        glance = self._executor.estimate(self._exposures(settings)[0])
        rested_s = self._pace.end_rest()
        if look is None or not look.continues:
            self._auto.begin(self._executor.brightness())
        else:
            elapsed_s = rested_s + look.elapsed_s
            self._auto.follow(self._executor.brightness(), elapsed_s=elapsed_s, light_for_s=look.light_for_s)
        if look is None or settings.temporal_smoothing == 0:
            return glance.maps
        if len(self._survey):
            return self._survey.steady(frame.pts, glance.maps, settings.temporal_smoothing)
        return self._smoother.smooth(glance, **self._course(look, settings, frame))

    def _may_rest(self, look: Look) -> bool:
        """Whether what the network said last still holds: the same scene, whose light has been steady for a while."""
        return self._smoother.can_go_on and look.steady_for_s >= _LIGHT_SETTLES_S

    def _course(self, look: Look, settings: EnhanceSettings, frame: Frame) -> _CourseOptions:
        """How the maps follow from the last frame to this one."""
        scale = self._executor.thumbnail[0] / frame.rgb.shape[0]
        share = min(max(look.light_for_s / _LIGHT_SETTLES_S, _FIRST_SHARE), 1.0)
        return {
            "elapsed_s": look.elapsed_s,
            "time_constant_s": settings.temporal_smoothing * share,
            "shift": (look.shift[0] * scale, look.shift[1] * scale),
        }

    def _looks_other(self, settings: EnhanceSettings) -> bool:
        """Whether a setting has changed that acts before the curve maps are there."""
        return _stages(settings) != _stages(self._looked_with) or (
            self._exposures(settings)[0] != self._exposures(self._looked_with)[0]
        )

    def _again(self, frame: Frame, settings: EnhanceSettings) -> CurveMaps:
        """Look at the last frame again, as what it was blended to; where denoising was off until now, alone."""
        denoises, denoised = settings.denoise > 0, self._looked_with.denoise > 0
        if denoised and not denoises:
            self._executor.forget()
        elif denoises and not denoised:
            self._executor.begin(self._analysis.noise_of(np.require(frame.rgb, requirements=["C", "W"])))
        if denoised != denoises:
            self._analysis.lose_estimate()
        self._smoother.reset()
        glance = self._executor.estimate(self._exposures(settings)[0])
        if settings.temporal_smoothing == 0:
            return glance.maps
        if len(self._survey):
            return self._survey.steady(frame.pts, glance.maps, settings.temporal_smoothing)
        # The next frame goes on from here.
        return self._smoother.smooth(glance, elapsed_s=0.0, time_constant_s=1.0, shift=(0.0, 0.0))

    def _exposures(self, settings: EnhanceSettings) -> tuple[float, float]:
        """In stops: what the network is asked for, and what is left for the curves."""
        asked = min(max(settings.exposure, -_LEARNT_STOPS), _LEARNT_STOPS) if self._takes_exposure else 0.0
        return asked, settings.exposure - asked

    def close(self) -> None:
        """Release threads and device memory; see `Enhancer.close`."""
        self._row_threads.close()
        self._ladder.close()
        self._forget_course()


def _stages(settings: EnhanceSettings) -> tuple[bool, bool]:
    """Which of the temporal stages are on."""
    return settings.denoise > 0, settings.temporal_smoothing > 0


def _check(frame: Frame) -> None:
    rgb = frame.rgb
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or not rgb.size:
        raise ValueError(f"rgb is {rgb.dtype} of shape {rgb.shape}, must be uint8 (H, W, 3)")
