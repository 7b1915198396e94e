"""Denoises over time, and over space where time cannot, in plain torch: the form that the kernels must match.

Each pixel keeps an estimate and the variance of its noise, as a share of a single frame's. A new frame is blended in
with the weight of a Kalman filter: a half at first, then a third, down to a floor that a time constant sets. Where the
frame shows something else than the estimate, along the motion, the weight rises to 1: no trails. Two tests over a 5x5
window decide that. The mean absolute difference finds texture that moves; the mean signed difference, which noise
averages away, finds faint changes of level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from lowlight_live.enhance.light import Light
from lowlight_live.enhance.motion import BLOCK, Field
from lowlight_live.enhance.noise import NoiseCurve
from lowlight_live.enhance.saturation import saturated
from lowlight_live.networks.curves import CurveMaps, apply_curves

RADIUS = 2
UNKNOWN = np.float32(1e3)
"""Ratio of a pixel of which nothing is known: its first frame gets all the weight."""

_EXPECTED = 0.8
"""Mean absolute value of a normal distribution with standard deviation 1."""
_SIZE_FROM, _SIZE_TO = 1.3, 2.0
"""Mean absolute difference over what noise makes, from which on a pixel counts as changed: a little, entirely."""
_DRIFT_FROM = 4.5
"""The same for the mean signed difference, in its standard deviations."""

SIZE_SCALE = np.float32(1 / (_EXPECTED * _SIZE_FROM))
DRIFT_SCALE = np.float32(3**0.5 / _DRIFT_FROM)
RAMP = np.float32(_SIZE_FROM / (_SIZE_TO - _SIZE_FROM))

SPATIAL_RADIUS = 2
VISIBLE, PLAIN_AT = 1.0, 3.0
"""Standard deviation of the output's noise, in codes, from which on it is smoothed in space, and at which fully."""
HEAVY, HEAVIEST_AT = 4.0, 10.0
"""And from which on, and at which fully, it is smoothed harder: by pixels compared less closely, and a frame that
stands alone twice."""
USUAL = 0.8
"""Amount of smoothing, the default of the setting, from which on that is done to the full."""
ALIKE = 3.0
"""Neighbours count as alike up to this many times the squared difference that noise makes; where heavy, twice that."""
BLUR = 0.7
"""Where noise is heavy pixels are compared after they have gone so far towards the mean of their 3x3."""
BLUR_GAIN = 8 * BLUR
"""By which share less noise is then left in the comparison, plus one."""
SECOND_SCALE = 4.0
"""How many times less noise, as variance, the first smoothing leaves for the second, which looks twice as far."""
SMALLEST_RATIO = 1e-3
GREY_NOISE, TINT_NOISE = 0.375, 0.5
"""Variance of (r + 2g + b) / 4 and of (r - b) / 2, by which pixels are compared, over that of a channel."""


@dataclass(frozen=True, slots=True, eq=False)
class BlendPlan:
    """What the analysis of a frame says about how to blend it in.

    Attributes:
        field: Where each block comes from.
        light: What to do about another light.
        noise: Of a frame.
        floor: Smallest weight of the new frame.
    """

    field: Field
    light: Light
    noise: NoiseCurve
    floor: float


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """What is known of the scene after some frames.

    Attributes:
        state: (3, H, W) float32 in codes.
        ratio: (H, W) float32, variance of its noise over that of a frame.
    """

    state: Tensor
    ratio: Tensor


def first_estimate(rgb: Tensor) -> Estimate:
    """What one frame alone says. `rgb` is (H, W, 3) uint8."""
    return Estimate(rgb.permute(2, 0, 1).float().contiguous(), torch.ones(rgb.shape[:2], device=rgb.device))


def blend(rgb: Tensor, before: Estimate, plan: BlendPlan) -> Estimate:
    """Blend a frame into the estimate that the frames before it gave.

    Args:
        rgb: (H, W, 3) uint8.
        before: Of the same size and device.
        plan: How.
    """
    gain, dim, flicker = (
        torch.as_tensor(factors, device=rgb.device)[:, None, None]
        for factors in (plan.light.gain, plan.light.dim, plan.light.flicker)
    )
    frame = (rgb.permute(2, 0, 1).float() * dim).clamp(max=255)
    known, ratio = _along_motion(frame, before, plan.field, gain)
    difference = (frame - known * flicker) * _inverse_sigma(known, plan.noise)
    scale = 1 / (3 * torch.sqrt(1 + ratio.clamp(max=1)))
    count = _window_sum(torch.ones_like(ratio))
    size = _window_sum(difference.abs().sum(0) * scale) / count
    drift = _window_sum(difference.sum(0) * scale).abs() / count.sqrt()
    excess = torch.maximum(size * float(SIZE_SCALE), drift * float(DRIFT_SCALE))
    moved = ((excess - 1) * float(RAMP)).clamp(0, 1)
    weight = torch.maximum((ratio / (ratio + 1)).clamp(min=plan.floor), moved)
    return Estimate(known + weight * (frame - known), (1 - weight) ** 2 * ratio + weight**2)


def render(
    estimate: Estimate,
    maps: CurveMaps,
    slope: Tensor,
    noise: NoiseCurve,
    amount: float,
    dither: Tensor,
    *,
    alone: bool = True,
    saturation: float = 1.0,
) -> Tensor:
    """Smooth what is still noisy and will be seen, apply the curves and dither to 8 bit.

    Args:
        estimate: Of the scene.
        maps: (1, K, 3, h, w).
        slope: (h, w) of the curves at the thumbnail's values: how much noise is amplified.
        noise: Of a frame.
        amount: Of smoothing in space, from 0 to 1.
        dither: (n, 3, W) in [0, 1), see `dither`.
        alone: The estimate is of a single frame, which nothing but smoothing cleans: it is smoothed twice.
        saturation: See `saturation.saturated`.

    Returns:
        (H, W, 3) uint8.
    """
    height, width = estimate.ratio.shape
    slope = functional.interpolate(slope[None, None], (height, width), mode="bilinear", align_corners=False)[0, 0]
    smooth = smoothed(estimate.state, estimate.ratio, slope, noise, amount, 1)
    if alone:
        smooth = smoothed(smooth, estimate.ratio, slope, noise, amount, 2)
    bright = apply_curves(smooth[None] / 255, maps)[0]
    thresholds = dither.repeat(-(-height // dither.shape[0]), 1, 1)[:height].permute(1, 0, 2)
    codes = saturated(bright.clamp(0, 1), saturation) * 255 + thresholds
    return codes.clamp(max=255).to(torch.uint8).permute(1, 2, 0).contiguous()


def _along_motion(frame: Tensor, before: Estimate, motion: Field, gain: Tensor) -> tuple[Tensor, Tensor]:
    """The estimate moved to where this frame shows it; the frame itself where nothing is known."""
    height, width = before.ratio.shape
    field = torch.as_tensor(motion, device=frame.device, dtype=torch.long)
    pixels = field.repeat_interleave(BLOCK, 0).repeat_interleave(BLOCK, 1)[:height, :width]
    rows = torch.arange(height, device=frame.device)[:, None] + pixels[..., 0]
    columns = torch.arange(width, device=frame.device)[None, :] + pixels[..., 1]
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    rows, columns = rows.clamp(0, height - 1), columns.clamp(0, width - 1)
    known = (before.state[:, rows, columns] * gain).clamp(max=255)
    ratio = before.ratio[rows, columns]
    return torch.where(inside, known, frame), torch.where(inside, ratio, float(UNKNOWN))


def _inverse_sigma(codes: Tensor, noise: NoiseCurve) -> Tensor:
    """One over the standard deviation of the noise at each sample of (3, H, W), see `NoiseCurve`."""
    constant, linear, square, cube, least, most = (
        torch.as_tensor(noise[:, i], device=codes.device)[:, None, None] for i in range(6)
    )
    root = codes.sqrt()
    inverse = constant + root * (linear + root * (square + root * cube))
    return torch.minimum(torch.maximum(inverse, least), most)


def _window_sum(plane: Tensor) -> Tensor:
    size = 2 * RADIUS + 1
    return functional.avg_pool2d(plane[None, None], size, 1, RADIUS, divisor_override=1)[0, 0]


def smoothed(state: Tensor, ratio: Tensor, slope: Tensor, noise: NoiseCurve, amount: float, hop: int) -> Tensor:
    """Average each pixel with those neighbours that noise alone could have made different.

    Once with the next two pixels on each side, a hop of 1; where noise is heavy, in a frame that stands alone, again
    with a hop of 2 over what that has left (after Dammertz et al., "Edge-Avoiding À-Trous Wavelet Transform for fast
    Global Illumination Filtering", HPG 2010); first along the rows, then down the columns. Before the first time single
    specks, which are like none of their neighbours, are made like the nearest of them.

    Args:
        state: (3, H, W) in codes.
        ratio: (H, W), variance of its noise over that of a frame.
        slope: (H, W), how much the curves amplify noise.
        noise: Of a frame.
        amount: From 0 to 1.
        hop: 1 or 2.
    """
    share = ratio.clamp(max=1)
    inverse_sigma = _inverse_sigma(state, noise).mean(0)
    seen = share.sqrt() * slope / inverse_sigma
    heavy = min(amount / USUAL, 1) * ((seen - HEAVY) / (HEAVIEST_AT - HEAVY)).clamp(0, 1)
    strength = amount * ((seen - VISIBLE) / (PLAIN_AT - VISIBLE)).clamp(0, 1)
    scale = inverse_sigma**2 / (2 * ALIKE * share.clamp(min=SMALLEST_RATIO)) * (1 + BLUR_GAIN * heavy) / (1 + heavy)
    if hop == 2:
        scale, strength = scale * SECOND_SCALE, strength * heavy
    blurred = functional.avg_pool2d(_framed(_grey_and_tint(state)), 3, 1)[0]
    if hop == 1:
        state = state + heavy * (_without_specks(state) - state)
    guide = _grey_and_tint(state)
    guide = guide + BLUR * heavy * (blurred - guide)
    for axis in (2, 1):
        state = _averaged(state, guide, scale, strength, axis, hop)
    return state


def _grey_and_tint(state: Tensor) -> Tensor:
    red, green, blue = state
    return torch.stack([(red + 2 * green + blue) / 4, (red - blue) / 2])


def _framed(planes: Tensor) -> Tensor:
    """Planes (C, H, W) with their edge repeated around them: (1, C, H + 2, W + 2)."""
    return functional.pad(planes[None], (1, 1, 1, 1), mode="replicate")


def _without_specks(state: Tensor) -> Tensor:
    """Each sample no brighter and no darker than the brightest and the darkest of its eight neighbours."""
    framed, (height, width) = _framed(state)[0], state.shape[1:]
    around = torch.stack(
        [framed[:, y : y + height, x : x + width] for y in range(3) for x in range(3) if (y, x) != (1, 1)]
    )
    return state.clamp(around.amin(0), around.amax(0))


def _averaged(state: Tensor, guide: Tensor, scale: Tensor, strength: Tensor, axis: int, hop: int) -> Tensor:
    """Average along an axis: `guide` (2, H, W) compares, `scale` is one over the squared difference noise may make."""
    grey, tint = guide
    length = state.shape[axis]
    values, total = state.clone(), torch.ones_like(strength)
    for step in range(-SPATIAL_RADIUS * hop, SPATIAL_RADIUS * hop + 1, hop):
        size = length - abs(step)
        if step == 0 or size <= 0:
            continue
        here = (slice(None), slice(max(0, -step), max(0, -step) + size))
        there = (slice(None), slice(max(0, step), max(0, step) + size))
        here, there = (here[::-1], there[::-1]) if axis == 1 else (here, there)
        unlike = (grey[there] - grey[here]) ** 2 / GREY_NOISE + (tint[there] - tint[here]) ** 2 / TINT_NOISE
        weight = (1 - unlike / 2 * scale[here]).clamp(min=0) * strength[here]
        total[here] += weight
        values[:, *here] += weight * state[:, *there]
    return values / total
