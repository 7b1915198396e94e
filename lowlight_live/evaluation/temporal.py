"""Measures how steady an enhancer is over time, as ratios to the same model run frame by frame.

Most of these measures reward darkness and blur, so they are read beside PSNR and sharpness, both against the clean clip
given the same curve: that leaves the choice of brightness out and shows what noise, smearing and ghosts do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt
import torch

from lowlight_live.evaluation.clips import ClipKind, DarkClip, Picture
from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.networks.curves import CurveMaps, apply_curves
from lowlight_live.settings import EnhanceSettings

Plane = npt.NDArray[np.float32]
"""(H, W) float32."""

WARM_UP_S = 1.0
"""What averages over time needs time: steady measures begin after this, in both runs, or in the middle of a clip."""

SETTLED_CODES = 1.0
HIGHEST_PSNR = 100.0
"""In dB; what identical pictures get, so that means and differences exist."""

_LUMA = np.array((0.2126, 0.7152, 0.0722))
_DETAIL_SIGMA = 1.5
_GRID = (9, 16)
_QUIET: tuple[ClipKind, ...] = ("static",)
_FLICKERING: tuple[ClipKind, ...] = ("static", "flicker")
_TRACKED: tuple[ClipKind, ...] = ("static", "pan", "video")


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What an enhancer made of a clip.

    Attributes:
        outputs: The enhanced frames.
        references: The clean frames under the curve maps of the outputs.
    """

    outputs: Sequence[Rgb]
    references: Sequence[Picture]


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """Where each pixel of a frame was in the frame before.

    Attributes:
        source: (H, W, 2) float32, the x and y that it comes from.
        known: (H, W) bool; False where the flow back and forth disagree or where it comes from outside the picture.
    """

    source: npt.NDArray[np.float32]
    known: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RunScores:
    """The measures of one run; None where one says nothing about this kind of clip.

    Attributes:
        temporal_noise: See `temporal_noise`.
        flicker: See `flicker`, in codes.
        warping_error: See `warping_error`.
        psnr_db: Mean of the frames' PSNR against the clean clip under the same curve.
        sharpness: Mean of the frames' `sharpness`.
        faint_sharpness: The same for the half of the pixels with the least detail.
        overshoot: See `overshoot`, in codes.
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
        event_cell_difference: The same of the mean luma of a cell, see `cell_difference`: a denoised frame may be
            another in every sample and still show no more of the scene before than it should, nothing.
        settle_frames: See `settle_frames`; counted from the cut, or from the lamp's full light.
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


class MappedEnhancer(Protocol):
    """An enhancer that tells which curve maps it has rendered the last frame with."""

    @property
    def maps(self) -> CurveMaps | None: ...

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair: ...

    def reset(self) -> None: ...


def run_clip(
    clip: DarkClip,
    enhancer: MappedEnhancer,
    settings: EnhanceSettings,
    *,
    on_frame: Callable[[], None] = lambda: None,
) -> Run:
    """Enhance a clip from its beginning, and its clean version with the same curves.

    Args:
        clip: What to enhance.
        enhancer: Told to forget earlier frames first.
        settings: For all frames.
        on_frame: Called after each frame.

    Raises:
        ModelError: The network or its device failed.
    """
    enhancer.reset()
    time_base = 1 / Fraction(clip.frame_rate)
    outputs: list[Rgb] = []
    references: list[Picture] = []
    for index, (dark, clean) in enumerate(zip(clip.dark, clip.clean, strict=True)):
        pair = enhancer.enhance(Frame(dark, index, time_base, 1), settings)
        outputs.append(pair.enhanced.rgb)
        references.append(clean if enhancer.maps is None else _under_curves(clean, enhancer.maps))
        on_frame()
    return Run(outputs, references)


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


def mean_luma(rgb: Rgb) -> float:
    """Mean over the pixels of 0.2126 R + 0.7152 G + 0.0722 B (BT.709, encoded samples), in codes."""
    return float(rgb.reshape(-1, 3).mean(axis=0, dtype=np.float64) @ _LUMA)


def temporal_noise(outputs: Sequence[Rgb]) -> float:
    """How much the pixels of a still scene move, relative to its brightness.

    mean over pixels and channels of std over time / mean of everything, with std² = Σ (x - mean)² / frames.

    Noise that changes slowly moves the mean as well and is measured too low: of a recursion that takes the share a of
    each new frame, std² loses the part (2 - a) / (a frames), an eighth for a = 0.12 over 120 frames. PSNR sees it all.

    Args:
        outputs: Of a static scene in steady light.
    """
    total = np.zeros(outputs[0].shape, np.int64)
    squares = np.zeros(outputs[0].shape, np.int64)
    for output in outputs:
        wide = output.astype(np.int64)
        total += wide
        squares += wide * wide
    # In integers up to here: a difference of large float sums would leave noise where there is none.
    deviation = np.sqrt(len(outputs) * squares - total * total) / len(outputs)
    return float(deviation.mean() / (total.mean() / len(outputs)))


def flicker(outputs: Sequence[Rgb]) -> float:
    """Standard deviation over time of mean luma, in codes."""
    return float(np.std([mean_luma(output) for output in outputs]))


def track(bright: Sequence[Rgb]) -> list[Motion]:
    """Find where each frame's pixels were in the frame before, by dense inverse search (Kroeger et al. 2016).

    With b the flow from a frame back to the one before, and f_w the flow forward, fetched from where b leads, a pixel
    is known where |f_w + b|² <= 0.01 (|f_w|² + |b|²) + 0.5 (Sundaram, Brox & Keutzer 2010) and b stays in the picture.

    Args:
        bright: Frames without noise, in steady light.

    Returns:
        One for each frame but the first.
    """
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    greys = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in bright]
    height, width = bright[0].shape[:2]
    place = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1).astype(np.float32)
    motions: list[Motion] = []
    for before, after in pairwise(greys):
        back = np.asarray(flow.calc(after, before, None), np.float32)  # type: ignore[call-overload]  # None: no guess
        forth = np.asarray(flow.calc(before, after, None), np.float32)  # type: ignore[call-overload]
        source = place + back
        forth_there = _fetch(forth, source)
        disagreement = ((forth_there + back) ** 2).sum(axis=-1)
        agreed = disagreement <= 0.01 * ((forth_there**2).sum(axis=-1) + (back**2).sum(axis=-1)) + 0.5
        inside = ((source >= 0) & (source <= (width - 1, height - 1))).all(axis=-1)
        motions.append(Motion(source, agreed & inside))
    return motions


def warping_error(outputs: Sequence[Rgb], motions: Sequence[Motion]) -> float:
    """Mean squared difference between each frame and the one before, moved to where it should be.

    Mean over the pairs of frames of mean over known pixels and channels of (x_t - warp(x_t-1))², with x in [0, 1] and
    the warp bilinear.

    Args:
        outputs: At least two.
        motions: One for each output but the first.

    Raises:
        ValueError: There is no pair of frames with a known pixel.
    """
    errors: list[float] = []
    for (before, after), motion in zip(pairwise(outputs), motions, strict=True):
        if motion.known.any():
            moved = _fetch(before.astype(np.float32), motion.source)
            difference = (after - moved)[motion.known].astype(np.float64) / 255
            errors.append(float((difference**2).mean()))
    if not errors:
        raise ValueError("no pixel of any frame is known from the frame before")
    return float(np.mean(errors))


def psnr(output: Rgb, reference: Picture) -> float:
    """Peak signal-to-noise ratio, 10 log10(1 / mean (output / 255 - reference)²) in dB, in float64.

    At most `HIGHEST_PSNR`. The reference is not rounded, so rounding the output alone costs: to about 59 dB.
    """
    error = float(((output.astype(np.float64) / 255 - reference.astype(np.float64)) ** 2).mean())
    return HIGHEST_PSNR if error == 0 else min(HIGHEST_PSNR, 10 * math.log10(1 / error))


def sharpness(output: Rgb, reference: Picture, *, faintest: float = 1.0) -> float:
    """How much of the reference's detail energy is in the output.

    Detail h is luma minus its Gaussian blur (sigma 1.5). The output's detail is projected on the reference's,
    s = Σ h(output) h(reference) / Σ h(reference)², and the energy of that projection is s² (0 where s is negative).
    Noise that has nothing to do with the reference does not count; blur and ghosts make it smaller. Where noise shifts
    the mean of dark pixels (cut off at black, bent by the tone curve) it can lie some percent above 1.

    Args:
        output: (H, W, 3).
        reference: Of the same size; 1.0 is as sharp as this.
        faintest: Share of the pixels that count, those with the least detail in the reference (the mean of h² over
            some 9 pixels): strong edges, which carry nearly all the energy, survive what wipes out a faint texture.
    """
    ours, true = _detail((output / 255).astype(np.float32)), _detail(reference)
    product, energy = ours * true, true * true
    if faintest < 1:
        local = cv2.GaussianBlur(energy, (0, 0), 2 * _DETAIL_SIGMA)
        # Without what is quite flat: there is nothing in it to keep.
        counted = (local <= np.quantile(local, faintest)) & (local > 0)
        product, energy = product[counted], energy[counted]
    whole = float(energy.sum(dtype=np.float64))
    if whole == 0:
        return 1.0
    return max(0.0, float(product.sum(dtype=np.float64)) / whole) ** 2


def largest_difference(output: Rgb, other: Rgb) -> int:
    """Largest difference of any sample, in codes."""
    return int(np.abs(output.astype(np.int16) - other).max())


def cell_difference(output: Rgb, other: Rgb) -> float:
    """Largest difference, in codes, of the mean luma of a cell of a 9x16 grid: noise averages out, a ghost stays."""
    return float(np.abs(_grid_luma(output) - _grid_luma(other)).max())


def settle_frames(outputs: Sequence[Rgb], targets: Sequence[Rgb], *, tolerance: float = SETTLED_CODES) -> int:
    """Frames until the outputs stay with the targets.

    A frame is settled where the root mean square, over the cells of a 9x16 grid, of the difference of the cells' mean
    luma is at most the tolerance: noise averages out in a cell, a ghost of the scene before does not.

    Args:
        outputs: From the event on.
        targets: The same frames of the frame-by-frame run.
        tolerance: In codes.

    Returns:
        0 if the first frame is settled and all others are; the number of frames if the last is not.
    """
    last_unsettled = -1
    for index, (output, target) in enumerate(zip(outputs, targets, strict=True)):
        difference = _grid_luma(output) - _grid_luma(target)
        if math.sqrt(float((difference**2).mean())) > tolerance:
            last_unsettled = index
    return last_unsettled + 1


def overshoot(outputs: Sequence[Rgb]) -> float:
    """How far mean luma goes above where it ends, in codes: max(0, max - mean of the last quarter).

    Args:
        outputs: From the event on.
    """
    lumas = np.array([mean_luma(output) for output in outputs])
    return max(0.0, float(lumas.max() - lumas[-max(1, len(lumas) // 4) :].mean()))


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


def _under_curves(clean: Picture, maps: CurveMaps) -> Picture:
    alpha = maps.alpha.detach().float().cpu()
    with torch.inference_mode():
        image = torch.from_numpy(clean).permute(2, 0, 1)[None]
        bright: Picture = apply_curves(image, CurveMaps(alpha, maps.iterations))[0].permute(1, 2, 0).numpy()
    return np.ascontiguousarray(bright)


def _detail(picture: Picture) -> Plane:
    luma = (picture @ _LUMA.astype(np.float32)).astype(np.float32)
    detail: Plane = luma - cv2.GaussianBlur(luma, (0, 0), _DETAIL_SIGMA)
    return detail


def _grid_luma(rgb: Rgb) -> npt.NDArray[np.float64]:
    """Mean luma of each cell, in codes."""
    height, width = _GRID
    cells = cv2.resize(rgb.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)
    luma: npt.NDArray[np.float64] = np.asarray(cells, np.float64) @ _LUMA
    return luma


def _fetch(plane: npt.NDArray[np.float32], source: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.remap(plane, source[..., 0], source[..., 1], cv2.INTER_LINEAR), np.float32)
