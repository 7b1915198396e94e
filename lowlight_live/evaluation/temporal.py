"""Compares two runs over a clip: how steady an enhancer is over time, as ratios to the same model frame by frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lowlight_live.evaluation.clips import ClipKind, DarkClip, Picture
from lowlight_live.evaluation.measures import (
    cell_difference,
    flicker,
    largest_difference,
    mean_luma,
    overshoot,
    psnr,
    settle_frames,
    sharpness,
    temporal_noise,
)
from lowlight_live.evaluation.motion import Motion, track, warping_error
from lowlight_live.evaluation.runs import Run
from lowlight_live.frame import Rgb

WARM_UP_S = 1.0
"""What averages over time needs time: steady measures begin after this, in both runs, or in the middle of a clip."""

_QUIET: tuple[ClipKind, ...] = ("static",)
_FLICKERING: tuple[ClipKind, ...] = ("static", "flicker")
_TRACKED: tuple[ClipKind, ...] = ("static", "pan", "video")


@dataclass(frozen=True, slots=True)
class RunScores:
    """The measures of one run; None where one says nothing about this kind of clip.

    Attributes:
        temporal_noise: See `measures.temporal_noise`.
        flicker: See `measures.flicker`, in codes.
        warping_error: See `motion.warping_error`.
        psnr_db: Mean of the frames' PSNR against the clean clip under the same curve.
        sharpness: Mean of the frames' `measures.sharpness`.
        faint_sharpness: The same for the half of the pixels with the least detail.
        overshoot: See `measures.overshoot`, in codes.
        mean_luma: Of all frames, in codes: the measures above mean little at another brightness.
    """

    temporal_noise: float | None
    flicker: float | None
    warping_error: float | None
    psnr_db: float
    sharpness: float
    faint_sharpness: float
    overshoot: float | None
    mean_luma: float


@dataclass(frozen=True, slots=True)
class TemporalScores:
    """How our run compares with the frame-by-frame run; None where a measure says nothing about this kind of clip.

    Attributes:
        kind: Of the clip.
        frames: Of the clip.
        measured_from: First frame of the means: after the warm-up, or where something happens.
        frame_by_frame: The plain run.
        ours: The run that looks back.
        noise_ratio: Of temporal noise; below 1 is steadier than frame by frame.
        flicker_ratio: Of flicker.
        warping_ratio: Of the warping error.
        sharpness_ratio: Of sharpness; here the bias cancels that noise gives both runs.
        faint_sharpness_ratio: Of that of the faint detail.
        psnr_gain_db: Of the mean PSNR.
        worst_psnr_gain_db: The least gain of any one frame, warm-up included.
        event_difference: Largest difference of a sample between the two runs in the first frame after a cut, in codes.
        event_cell_difference: The same of the mean luma of a cell, see `measures.cell_difference`: a denoised frame may
            be another in every sample and still show no more of the scene before than it should, nothing.
        settle_frames: See `measures.settle_frames`; counted from the cut, or from the lamp's full light.
        settle_limit: The frames from there on; a run that took as many did not settle.
    """

    kind: ClipKind
    frames: int
    measured_from: int
    frame_by_frame: RunScores
    ours: RunScores
    noise_ratio: float | None
    flicker_ratio: float | None
    warping_ratio: float | None
    sharpness_ratio: float | None
    faint_sharpness_ratio: float | None
    psnr_gain_db: float
    worst_psnr_gain_db: float
    event_difference: int | None
    event_cell_difference: float | None
    settle_frames: int | None
    settle_limit: int | None


def compare_runs(clip: DarkClip, frame_by_frame: Run, ours: Run) -> TemporalScores:
    """Score two runs over the same clip.

    Args:
        clip: That both saw.
        frame_by_frame: Without anything that looks back.
        ours: The same model and settings, looking back.
    """
    count = len(clip.dark)
    warm_up = min(round(WARM_UP_S * clip.frame_rate), count // 2)
    start = warm_up if clip.event is None else clip.event
    motions = track(clip.bright[start:]) if clip.kind in _TRACKED else []
    if not any(motion.known.any() for motion in motions):
        motions = []
    plain_psnr, our_psnr = (_each(psnr, run) for run in (frame_by_frame, ours))
    plain_scores = _score(clip, frame_by_frame, start, motions, plain_psnr)
    our_scores = _score(clip, ours, start, motions, our_psnr)
    event_difference = event_cell_difference = settled_after = settle_limit = None
    if clip.event is not None:
        full_light = next(t for t in range(clip.event, count) if clip.light[t] == clip.light[-1])
        settled_after = settle_frames(ours.outputs[full_light:], frame_by_frame.outputs[full_light:])
        settle_limit = count - full_light
    if clip.event is not None and clip.kind == "cut":
        first, plain_first = ours.outputs[clip.event], frame_by_frame.outputs[clip.event]
        event_difference = largest_difference(first, plain_first)
        event_cell_difference = cell_difference(first, plain_first)
    return TemporalScores(
        kind=clip.kind,
        frames=count,
        measured_from=start,
        frame_by_frame=plain_scores,
        ours=our_scores,
        noise_ratio=_ratio(our_scores.temporal_noise, plain_scores.temporal_noise),
        flicker_ratio=_ratio(our_scores.flicker, plain_scores.flicker),
        warping_ratio=_ratio(our_scores.warping_error, plain_scores.warping_error),
        sharpness_ratio=_ratio(our_scores.sharpness, plain_scores.sharpness),
        faint_sharpness_ratio=_ratio(our_scores.faint_sharpness, plain_scores.faint_sharpness),
        psnr_gain_db=our_scores.psnr_db - plain_scores.psnr_db,
        worst_psnr_gain_db=min(mine - plain for mine, plain in zip(our_psnr, plain_psnr, strict=True)),
        event_difference=event_difference,
        event_cell_difference=event_cell_difference,
        settle_frames=settled_after,
        settle_limit=settle_limit,
    )


def _score(
    clip: DarkClip, run: Run, start: int, motions: Sequence[Motion], psnr_of_frames: Sequence[float]
) -> RunScores:
    steady = Run(run.outputs[start:], run.references[start:])
    return RunScores(
        temporal_noise=temporal_noise(steady.outputs) if clip.kind in _QUIET else None,
        flicker=flicker(steady.outputs) if clip.kind in _FLICKERING else None,
        warping_error=warping_error(steady.outputs, motions) if motions else None,
        psnr_db=float(np.mean(psnr_of_frames[start:])),
        sharpness=float(np.mean(_each(sharpness, steady))),
        faint_sharpness=float(np.mean(_each(_faint_sharpness, steady))),
        overshoot=overshoot(steady.outputs) if clip.kind == "lamp" else None,
        mean_luma=float(np.mean([mean_luma(output) for output in run.outputs])),
    )


def _each(measure: Callable[[Rgb, Picture], float], run: Run) -> list[float]:
    return [measure(output, reference) for output, reference in zip(run.outputs, run.references, strict=True)]


def _faint_sharpness(output: Rgb, reference: Picture) -> float:
    return sharpness(output, reference, faintest=0.5)


def _ratio(ours: float | None, plain: float | None) -> float | None:
    """None where one of them says nothing, or where there is nothing to be better than."""
    return None if ours is None or not plain else ours / plain
