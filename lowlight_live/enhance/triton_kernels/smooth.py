"""Smooths an estimate in space where it is still noisy; the plain form is `denoise.smoothed`, which says how."""

# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

import torch
import triton.language as tl
from torch import Tensor

from lowlight_live.enhance import denoise
from lowlight_live.enhance.denoise import Estimate
from lowlight_live.enhance.triton_kernels.compiling import (
    OPTIONS,
    TILE_COLUMNS,
    TILE_ROWS,
    between,
    inverse_sigma,
    kernel,
    tile_columns,
    tile_rows,
    tiles,
)

REACH = tl.constexpr(denoise.SPATIAL_RADIUS)
USUAL = tl.constexpr(denoise.USUAL)
HEAVY, HEAVY_SCALE = tl.constexpr(denoise.HEAVY), tl.constexpr(1 / (denoise.HEAVIEST_AT - denoise.HEAVY))
VISIBLE, VISIBLE_SCALE = tl.constexpr(denoise.VISIBLE), tl.constexpr(1 / (denoise.PLAIN_AT - denoise.VISIBLE))
BLUR, BLUR_GAIN = tl.constexpr(denoise.BLUR), tl.constexpr(denoise.BLUR_GAIN)
ALIKE_SCALE = tl.constexpr(1 / (2 * denoise.ALIKE))
SECOND_SCALE = tl.constexpr(denoise.SECOND_SCALE)
SMALLEST = tl.constexpr(denoise.SMALLEST_RATIO)
GREY_SCALE, TINT_SCALE = tl.constexpr(0.5 / denoise.GREY_NOISE), tl.constexpr(0.5 / denoise.TINT_NOISE)


def smoothed(estimate: Estimate, slope: Tensor, factors: Tensor, amount: float, *, alone: bool = True) -> Tensor:
    """Smooth with a hop of 1, and one of 2 where the frame stands alone; four planes of notes lie between the kernels.

    Args:
        estimate: Of the scene; stays as it is.
        slope: (h, w) of the curves.
        factors: (3, 9), see `device_plan`.
        amount: Of smoothing, from 0 to 1.
        alone: See `denoise.render`.

    Returns:
        (3, H, W) in codes.
    """
    height, width = estimate.ratio.shape
    grid, sizes, tile = tiles(height, width), (height, width), (TILE_ROWS, TILE_COLUMNS)
    notes = torch.empty((4, height, width), device=slope.device)
    state, freed = estimate.state, torch.empty_like(estimate.state)
    for hop in (1, 2) if alone else (1,):
        known = (state, estimate.ratio, slope, factors, float(amount))
        judge[grid](*known, notes, freed, *sizes, *slope.shape, hop, *tile, **OPTIONS)
        state = freed if hop == 1 else state
        for down in (False, True):
            averaged = torch.empty_like(state)
            average[grid](state, notes, averaged, *sizes, down, hop, *tile, **OPTIONS)
            state = averaged
    return state


@kernel
def judge(
    state: tl.tensor,
    ratio: tl.tensor,
    slope: tl.tensor,
    factors: tl.tensor,
    amount: float,
    notes: tl.tensor,
    freed: tl.tensor,
    height: int,
    width: int,
    lines: int,
    samples: int,
    hop: tl.constexpr,
    rows: tl.constexpr,
    columns: tl.constexpr,
) -> None:
    """Note of each pixel by what it is compared (grey, tint), how closely, and how strongly it is smoothed.

    With a hop of 1 the estimate, freed of single specks, is written as well.
    """
    y, x = tile_rows(rows), tile_columns(columns)
    here, plane = (y < height) & (x < width), height * width
    place = y * width + x
    red = tl.load(state + place, mask=here, other=0.0)
    green = tl.load(state + plane + place, mask=here, other=0.0)
    blue = tl.load(state + 2 * plane + place, mask=here, other=0.0)
    inverse = inverse_sigma(red, factors, 0) + inverse_sigma(green, factors, 1) + inverse_sigma(blue, factors, 2)
    inverse = inverse / 3
    share = tl.minimum(tl.load(ratio + place, mask=here, other=1.0), 1.0)
    steep = between(slope, y, x, height, width, lines, samples)
    seen = tl.sqrt(share) * steep / inverse
    heavy = tl.minimum(amount / USUAL, 1.0) * tl.minimum(tl.maximum((seen - HEAVY) * HEAVY_SCALE, 0.0), 1.0)
    strength = amount * tl.minimum(tl.maximum((seen - VISIBLE) * VISIBLE_SCALE, 0.0), 1.0)
    scale = inverse * inverse * ALIKE_SCALE / tl.maximum(share, SMALLEST) * (1 + BLUR_GAIN * heavy) / (1 + heavy)
    if hop == 2:
        scale, strength = scale * SECOND_SCALE, strength * heavy
    greys, tints = (red + 2 * green + blue) / 4, (red - blue) / 2
    red_least, green_least, blue_least = red * 0 + 255, green * 0 + 255, blue * 0 + 255
    red_most, green_most, blue_most = red * 0, green * 0, blue * 0
    for down in tl.static_range(-1, 2):
        for along in tl.static_range(-1, 2):
            # The border continues outwards.
            near_y = tl.minimum(tl.maximum(y + down, 0), height - 1)
            near_x = tl.minimum(tl.maximum(x + along, 0), width - 1)
            if down != 0 or along != 0:
                near = state + near_y * width + near_x
                near_red, near_green, near_blue = tl.load(near), tl.load(near + plane), tl.load(near + 2 * plane)
                greys += (near_red + 2 * near_green + near_blue) / 4
                tints += (near_red - near_blue) / 2
                red_least, red_most = tl.minimum(red_least, near_red), tl.maximum(red_most, near_red)
                green_least, green_most = tl.minimum(green_least, near_green), tl.maximum(green_most, near_green)
                blue_least, blue_most = tl.minimum(blue_least, near_blue), tl.maximum(blue_most, near_blue)
    if hop == 1:
        red += heavy * (tl.minimum(tl.maximum(red, red_least), red_most) - red)
        green += heavy * (tl.minimum(tl.maximum(green, green_least), green_most) - green)
        blue += heavy * (tl.minimum(tl.maximum(blue, blue_least), blue_most) - blue)
        tl.store(freed + place, red, mask=here)
        tl.store(freed + plane + place, green, mask=here)
        tl.store(freed + 2 * plane + place, blue, mask=here)
    grey, tint = (red + 2 * green + blue) / 4, (red - blue) / 2
    tl.store(notes + place, grey + BLUR * heavy * (greys / 9 - grey), mask=here)
    tl.store(notes + plane + place, tint + BLUR * heavy * (tints / 9 - tint), mask=here)
    tl.store(notes + 2 * plane + place, scale, mask=here)
    tl.store(notes + 3 * plane + place, strength, mask=here)


@kernel
def average(
    state: tl.tensor,
    notes: tl.tensor,
    averaged: tl.tensor,
    height: int,
    width: int,
    downwards: tl.constexpr,
    hop: tl.constexpr,
    rows: tl.constexpr,
    columns: tl.constexpr,
) -> None:
    """Average each pixel with those like it before and after it, along the rows or down the columns."""
    y, x = tile_rows(rows), tile_columns(columns)
    here, plane = (y < height) & (x < width), height * width
    place = y * width + x
    grey = tl.load(notes + place, mask=here, other=0.0)
    tint = tl.load(notes + plane + place, mask=here, other=0.0)
    scale = tl.load(notes + 2 * plane + place, mask=here, other=0.0)
    strength = tl.load(notes + 3 * plane + place, mask=here, other=0.0)
    total = tl.full((rows, columns), 1.0, tl.float32)
    red = tl.load(state + place, mask=here, other=0.0)
    green = tl.load(state + plane + place, mask=here, other=0.0)
    blue = tl.load(state + 2 * plane + place, mask=here, other=0.0)
    for i in tl.static_range(-REACH, REACH + 1):
        if i != 0:
            if downwards:
                near, there = here & (y + i * hop >= 0) & (y + i * hop < height), place + i * hop * width
            else:
                near, there = here & (x + i * hop >= 0) & (x + i * hop < width), place + i * hop
            grey_there = tl.load(notes + there, mask=near, other=0.0)
            tint_there = tl.load(notes + plane + there, mask=near, other=0.0)
            unlike = (grey_there - grey) * (grey_there - grey) * GREY_SCALE
            unlike += (tint_there - tint) * (tint_there - tint) * TINT_SCALE
            weight = tl.where(near, tl.maximum(1 - unlike * scale, 0.0) * strength, 0.0)
            total += weight
            red += weight * tl.load(state + there, mask=near, other=0.0)
            green += weight * tl.load(state + plane + there, mask=near, other=0.0)
            blue += weight * tl.load(state + 2 * plane + there, mask=near, other=0.0)
    tl.store(averaged + place, red / total, mask=here)
    tl.store(averaged + plane + place, green / total, mask=here)
    tl.store(averaged + 2 * plane + place, blue / total, mask=here)
