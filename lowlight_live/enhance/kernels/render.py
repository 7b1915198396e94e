"""Smooths an estimate where it is still noisy, applies the curves and dithers; the plain form is `denoise.render`.

Smoothing runs along the row and then down the column, five pixels each. Work goes row by row, in short loops over few
arrays, because only those become vector instructions.
"""

from __future__ import annotations

import numpy as np

from lowlight_live.enhance.denoise import (
    ALIKE,
    GREY_NOISE,
    PLAIN_AT,
    SMALLEST_RATIO,
    SPATIAL_RADIUS,
    TINT_NOISE,
    VISIBLE,
)
from lowlight_live.enhance.kernels.compiling import (
    CODES,
    HALF,
    ONE,
    RATIO_STEPS,
    STEPS,
    ZERO,
    Bytes,
    Floats,
    Words,
    compiled,
)
from lowlight_live.enhance.kernels.curve import bend_row, between, place_columns, place_row, store_row

SPAN = 2 * SPATIAL_RADIUS + 1
THIRD = np.float32(1 / 3)
QUARTER = np.float32(0.25)
GREY_SCALE = np.float32(0.5 / GREY_NOISE)
TINT_SCALE = np.float32(0.5 / TINT_NOISE)
ALIKE_SCALE = np.float32(1 / (2 * ALIKE))
LEAST = np.float32(SMALLEST_RATIO)
VISIBLE_FROM = np.float32(VISIBLE)
VISIBLE_SCALE = np.float32(1 / (PLAIN_AT - VISIBLE))


@compiled(
    "UniTuple(int64, 2)(uint16[:,:,::1], uint16[:,::1], float32[:,::1], float32[::1], float32, int64, float32[:,::1],"
    " float32[:,::1])"
)
def judge_row(
    state: Words, ratio: Words, noise: Floats, slope: Floats, amount: float, y: int, row: Floats, guide: Floats
) -> tuple[int, int]:
    """Prepare one row for smoothing.

    Args:
        state: (3, H, W), see `render_rows`; likewise the next two.
        ratio: (H, W).
        noise: (3, 6).
        slope: (W,) of the curves in this row.
        amount: Of smoothing.
        y: Row.
        row: (3, W) filled with the estimate, in codes.
        guide: (4, W) filled with grey and tint, by which pixels are compared, one over the squared difference that
            noise may make, and the strength of smoothing.

    Returns:
        First column that is to be smoothed, and one after the last.
    """
    width = slope.shape[0]
    strength, scale = guide[3], guide[2]
    strength[:] = ZERO
    for c in range(3):
        into, out_of = row[c], state[c, y]
        constant, linear, square, cube, least, most = noise[c]
        for x in range(width):
            into[x] = np.float32(out_of[x]) / STEPS
        for x in range(width):
            root = np.sqrt(into[x])
            strength[x] += min(max(constant + root * (linear + root * (square + root * cube)), least), most) * THIRD
    line = ratio[y]
    for x in range(width):
        scale[x] = min(np.float32(line[x]) / RATIO_STEPS, ONE)
    for x in range(width):
        share, inverse_sigma = scale[x], strength[x]
        scale[x] = ALIKE_SCALE * inverse_sigma * inverse_sigma / max(share, LEAST)
        seen = np.sqrt(share) * slope[x] / inverse_sigma
        strength[x] = amount * min(max((seen - VISIBLE_FROM) * VISIBLE_SCALE, ZERO), ONE)
    red, green, blue = row[0], row[1], row[2]
    grey, tint = guide[0], guide[1]
    for x in range(width):
        grey[x] = (red[x] + green[x] + green[x] + blue[x]) * QUARTER
    for x in range(width):
        tint[x] = (red[x] - blue[x]) * HALF
    start, end = 0, width
    while start < end and strength[start] <= ZERO:
        start += 1
    while end > start and strength[end - 1] <= ZERO:
        end -= 1
    return start, end


@compiled("void(float32[::1], float32[::1], float32[::1], float32[::1], float32[::1], float32[::1], float32[::1])")
def alike_row(
    grey: Floats, tint: Floats, near_grey: Floats, near_tint: Floats, scale: Floats, strength: Floats, weight: Floats
) -> None:
    """The weight of a neighbour for each pixel of a row; all are (W,), `weight` is filled."""
    for x in range(weight.shape[0]):
        one, two = near_grey[x] - grey[x], near_tint[x] - tint[x]
        weight[x] = (one * one * GREY_SCALE + two * two * TINT_SCALE) * scale[x]
    for x in range(weight.shape[0]):
        weight[x] = max(ONE - weight[x], ZERO) * strength[x]


@compiled("void(float32[::1], float32[::1])")
def add_rows(total: Floats, more: Floats) -> None:
    """Add one row to another."""
    for x in range(total.shape[0]):
        total[x] += more[x]


@compiled("void(float32[::1], float32[::1], float32[::1])")
def add_product(total: Floats, one: Floats, other: Floats) -> None:
    """Add the product of two rows to a third."""
    for x in range(total.shape[0]):
        total[x] += one[x] * other[x]


@compiled("void(float32[::1], float32[::1])")
def divide_rows(value: Floats, by: Floats) -> None:
    """Divide one row by another."""
    for x in range(value.shape[0]):
        value[x] /= by[x]


@compiled("void(float32[:,::1], float32[:,::1], int64, int64, float32[:,::1], float32[::1], float32[::1])")
def smooth_along(
    row: Floats, guide: Floats, start: int, end: int, smooth: Floats, weight: Floats, total: Floats
) -> None:
    """Smooth one row along itself: `row` (3, W), `guide` (4, W), `smooth` (3, W) filled.

    Only the columns from `start` to `end` are smoothed, the others copied.
    """
    width = total.shape[0]
    smooth[:] = row
    total[start:end] = ONE
    for hop in range(-SPATIAL_RADIUS, SPATIAL_RADIUS + 1):
        left, right = max(start, -hop), min(end, width - hop)
        if hop == 0 or left >= right:
            continue
        alike_row(
            guide[0, left:right],
            guide[1, left:right],
            guide[0, left + hop : right + hop],
            guide[1, left + hop : right + hop],
            guide[2, left:right],
            guide[3, left:right],
            weight[left:right],
        )
        alike = weight[left:right]
        add_rows(total[left:right], alike)
        for c in range(3):
            add_product(smooth[c, left:right], alike, row[c, left + hop : right + hop])
    for c in range(3):
        divide_rows(smooth[c, start:end], total[start:end])


@compiled(
    "void(float32[:,:,::1], float32[:,:,::1], int64, int64, int64, int64, float32[:,::1], float32[::1], float32[::1])"
)
def smooth_down(
    rows: Floats,
    guides: Floats,
    y: int,
    height: int,
    start: int,
    end: int,
    values: Floats,
    weight: Floats,
    total: Floats,
) -> None:
    """Smooth one row across its neighbours: row `y` lies in slot `y % 5`; `values` (3, W) is filled.

    Only the columns from `start` to `end` are smoothed, the others copied.
    """
    here = y % SPAN
    values[:] = rows[here]
    total[start:end] = ONE
    for near in range(max(y - SPATIAL_RADIUS, 0), min(y + SPATIAL_RADIUS, height - 1) + 1):
        if near == y or start == end:
            continue
        there = near % SPAN
        alike_row(
            guides[here, 0, start:end],
            guides[here, 1, start:end],
            guides[there, 0, start:end],
            guides[there, 1, start:end],
            guides[here, 2, start:end],
            guides[here, 3, start:end],
            weight[start:end],
        )
        alike = weight[start:end]
        add_rows(total[start:end], alike)
        for c in range(3):
            add_product(values[c, start:end], alike, rows[there, c, start:end])
    for c in range(3):
        divide_rows(values[c, start:end], total[start:end])


@compiled(
    "void(uint16[:,:,::1], uint16[:,::1], float32[:,::1], float32[:,:,:,::1], int64, float32[:,:,:,::1], float32,"
    " float32[:,:,::1], uint8[:,:,::1], int64, int64)"
)
def render_rows(
    state: Words,
    ratio: Words,
    noise: Floats,
    alpha: Floats,
    iterations: int,
    slope: Floats,
    amount: float,
    dither: Floats,
    out: Bytes,
    first: int,
    last: int,
) -> None:
    """Smooth what is still noisy, apply the curves and dither to 8 bit, for some rows.

    Args:
        state: (3, H, W) in 256ths of a code.
        ratio: (H, W) variance of its noise over that of a frame, in 32768ths.
        noise: (3, 6) of a frame, see `noise.NoiseCurve`.
        alpha: (K, 3, h, w) in [-1, 1].
        iterations: How often the curve is applied.
        slope: (1, 1, h, w) of the curves at the thumbnail's values.
        amount: Of smoothing in space, from 0 to 1.
        dither: (n, 3, W) in [0, 1), repeated downwards.
        out: (H, W, 3), filled.
        first: First row to fill.
        last: One after the last.
    """
    height, width = ratio.shape
    left = np.empty(width, dtype=np.int32)
    right_share = np.empty(width, dtype=np.float32)
    place_columns(alpha.shape[3], left, right_share)
    held = np.full(2, -1, dtype=np.int64)
    wide = np.empty((2, alpha.shape[0], 3, width), dtype=np.float32)
    slope_left = np.empty(width, dtype=np.int32)
    slope_share = np.empty(width, dtype=np.float32)
    place_columns(slope.shape[3], slope_left, slope_share)
    slope_held = np.full(2, -1, dtype=np.int64)
    slope_wide = np.empty((2, 1, 1, width), dtype=np.float32)
    sampled = np.empty(width, dtype=np.float32)
    row = np.empty((3, width), dtype=np.float32)
    rows = np.empty((SPAN, 3, width), dtype=np.float32)
    guides = np.empty((SPAN, 4, width), dtype=np.float32)
    weight = np.empty(width, dtype=np.float32)
    total = np.empty(width, dtype=np.float32)
    values = np.empty((3, width), dtype=np.float32)
    starts = np.zeros(SPAN, dtype=np.int64)
    ends = np.zeros(SPAN, dtype=np.int64)
    size = dither.shape[0]
    for y in range(max(first - SPATIAL_RADIUS, 0), last + SPATIAL_RADIUS):
        if y < height:
            share = place_row(slope, y, height, slope_left, slope_share, slope_held, slope_wide)
            between(slope_wide[0, 0, 0], slope_wide[1, 0, 0], share, sampled)
            start, end = judge_row(state, ratio, noise, sampled, amount, y, row, guides[y % SPAN])
            smooth_along(row, guides[y % SPAN], start, end, rows[y % SPAN], weight, total)
            starts[y % SPAN], ends[y % SPAN] = start, end
        centre = y - SPATIAL_RADIUS
        if centre < first:
            continue
        slot = centre % SPAN
        smooth_down(rows, guides, centre, height, starts[slot], ends[slot], values, weight, total)
        share = place_row(alpha, centre, height, left, right_share, held, wide)
        for c in range(3):
            value = values[c]
            for x in range(width):
                value[x] /= CODES
            bend_row(wide, share, iterations, c, sampled, value)
        store_row(values, dither[centre % size], out[centre])
