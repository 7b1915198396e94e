"""Smooths an estimate where it is still noisy, applies the curves and dithers; the plain form is `denoise.render`.

Smoothing runs along the row and then down the column, five pixels each.
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
from lowlight_live.enhance.kernels.noise import inverse_sigma

SPAN = 2 * SPATIAL_RADIUS + 1
THIRD = np.float32(1 / 3)
QUARTER = np.float32(0.25)
GREY_SCALE = np.float32(0.5 / GREY_NOISE)
TINT_SCALE = np.float32(0.5 / TINT_NOISE)
ALIKE_SCALE = np.float32(1 / (2 * ALIKE))
LEAST = np.float32(SMALLEST_RATIO)
VISIBLE_FROM = np.float32(VISIBLE)
VISIBLE_SCALE = np.float32(1 / (PLAIN_AT - VISIBLE))
NOWHERE = np.float32(1e6)
"""Grey of what lies beyond the edge: unlike everything, so its weight is 0."""

RED, GREEN, BLUE, GREY, TINT, SCALE, STRENGTH = range(7)
"""What is kept of a row: the estimate in codes, by what pixels are compared, one over the squared difference that noise
may make, and the strength of smoothing."""
PLANES = 7


@compiled("void(uint16[:,:,::1], uint16[:,::1], int64, float32[:,::1], float32[::1], float32, float32[:,::1])")
def judge_row(state: Words, ratio: Words, y: int, noise: Floats, slope: Floats, amount: float, row: Floats) -> None:
    """Prepare one row for smoothing.

    Args:
        state: (3, H, W), see `render_rows`; likewise the next.
        ratio: (H, W).
        y: Row.
        noise: (3, 6).
        slope: (W,) of the curves in this row.
        amount: Of smoothing.
        row: (7, W + 4) filled, but for the margins.
    """
    r0, r1, r2, r3, r_least, r_most = noise[0]
    g0, g1, g2, g3, g_least, g_most = noise[1]
    b0, b1, b2, b3, b_least, b_most = noise[2]
    reds, greens, blues, shares = state[0, y], state[1, y], state[2, y], ratio[y]
    for x in range(slope.shape[0]):
        red = np.float32(reds[x]) / STEPS
        green = np.float32(greens[x]) / STEPS
        blue = np.float32(blues[x]) / STEPS
        inverse = inverse_sigma(red, r0, r1, r2, r3, r_least, r_most)
        inverse += inverse_sigma(green, g0, g1, g2, g3, g_least, g_most)
        inverse += inverse_sigma(blue, b0, b1, b2, b3, b_least, b_most)
        inverse *= THIRD
        share = min(np.float32(shares[x]) / RATIO_STEPS, ONE)
        seen = np.sqrt(share) * slope[x] / inverse
        row[RED, x + 2] = red
        row[GREEN, x + 2] = green
        row[BLUE, x + 2] = blue
        row[GREY, x + 2] = (red + green + green + blue) * QUARTER
        row[TINT, x + 2] = (red - blue) * HALF
        row[SCALE, x + 2] = ALIKE_SCALE * inverse * inverse / max(share, LEAST)
        row[STRENGTH, x + 2] = amount * min(max((seen - VISIBLE_FROM) * VISIBLE_SCALE, ZERO), ONE)


@compiled("float32(float32, float32, float32, float32)")
def likeness(grey: float, tint: float, scale: float, strength: float) -> np.float32:
    """The weight of a neighbour that differs by so much."""
    return max(ONE - (grey * grey * GREY_SCALE + tint * tint * TINT_SCALE) * scale, ZERO) * strength


@compiled("void(float32[:,::1], float32[:,::1])")
def smooth_along(row: Floats, smooth: Floats) -> None:
    """Smooth one row along itself: `row` (7, W + 4), `smooth` (3, W) filled."""
    for x in range(smooth.shape[1]):
        grey, tint, scale, strength = row[GREY, x + 2], row[TINT, x + 2], row[SCALE, x + 2], row[STRENGTH, x + 2]
        a = likeness(row[GREY, x] - grey, row[TINT, x] - tint, scale, strength)
        b = likeness(row[GREY, x + 1] - grey, row[TINT, x + 1] - tint, scale, strength)
        c = likeness(row[GREY, x + 3] - grey, row[TINT, x + 3] - tint, scale, strength)
        d = likeness(row[GREY, x + 4] - grey, row[TINT, x + 4] - tint, scale, strength)
        share = ONE / (ONE + a + b + c + d)
        red = row[RED, x + 2] + a * row[RED, x] + b * row[RED, x + 1] + c * row[RED, x + 3] + d * row[RED, x + 4]
        green = row[GREEN, x + 2] + a * row[GREEN, x] + b * row[GREEN, x + 1]
        green += c * row[GREEN, x + 3] + d * row[GREEN, x + 4]
        blue = row[BLUE, x + 2] + a * row[BLUE, x] + b * row[BLUE, x + 1] + c * row[BLUE, x + 3] + d * row[BLUE, x + 4]
        smooth[RED, x], smooth[GREEN, x], smooth[BLUE, x] = red * share, green * share, blue * share


@compiled(
    "void(float32[:,::1], float32[:,::1], float32[:,::1], float32[:,::1], float32[:,::1], float32[:,::1],"
    " float32[:,::1], float32[:,::1], float32[:,::1], float32[:,::1], float32[:,::1])"
)
def smooth_down(
    top_row: Floats,
    upper_row: Floats,
    row: Floats,
    lower_row: Floats,
    bottom_row: Floats,
    top: Floats,
    upper: Floats,
    centre: Floats,
    lower: Floats,
    bottom: Floats,
    values: Floats,
) -> None:
    """Smooth one row across the two above and the two below.

    Args:
        top_row: (7, W + 4) by which pixels are compared; likewise the next four.
        upper_row: (7, W + 4).
        row: (7, W + 4).
        lower_row: (7, W + 4).
        bottom_row: (7, W + 4).
        top: (3, W) what is averaged, smoothed along the row; likewise the next four.
        upper: (3, W).
        centre: (3, W).
        lower: (3, W).
        bottom: (3, W).
        values: (3, W) filled, in [0, 1].
    """
    for x in range(values.shape[1]):
        grey, tint, scale, strength = row[GREY, x + 2], row[TINT, x + 2], row[SCALE, x + 2], row[STRENGTH, x + 2]
        a = likeness(top_row[GREY, x + 2] - grey, top_row[TINT, x + 2] - tint, scale, strength)
        b = likeness(upper_row[GREY, x + 2] - grey, upper_row[TINT, x + 2] - tint, scale, strength)
        c = likeness(lower_row[GREY, x + 2] - grey, lower_row[TINT, x + 2] - tint, scale, strength)
        d = likeness(bottom_row[GREY, x + 2] - grey, bottom_row[TINT, x + 2] - tint, scale, strength)
        share = ONE / ((ONE + a + b + c + d) * CODES)
        red = centre[RED, x] + a * top[RED, x] + b * upper[RED, x] + c * lower[RED, x] + d * bottom[RED, x]
        green = centre[GREEN, x] + a * top[GREEN, x] + b * upper[GREEN, x] + c * lower[GREEN, x] + d * bottom[GREEN, x]
        blue = centre[BLUE, x] + a * top[BLUE, x] + b * upper[BLUE, x] + c * lower[BLUE, x] + d * bottom[BLUE, x]
        values[RED, x], values[GREEN, x], values[BLUE, x] = red * share, green * share, blue * share


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
    rows = np.full((SPAN, PLANES, width + 2 * SPATIAL_RADIUS), NOWHERE, dtype=np.float32)
    smooth = np.zeros((SPAN, 3, width), dtype=np.float32)
    values = np.empty((3, width), dtype=np.float32)
    for y in range(max(first - SPATIAL_RADIUS, 0), last + SPATIAL_RADIUS):
        if y < height:
            share = place_row(slope, y, height, slope_left, slope_share, slope_held, slope_wide)
            between(slope_wide[0, 0, 0], slope_wide[1, 0, 0], share, sampled)
            judge_row(state, ratio, y, noise, sampled, amount, rows[y % SPAN])
            smooth_along(rows[y % SPAN], smooth[y % SPAN])
        else:
            rows[y % SPAN, GREY] = NOWHERE
        centre = y - SPATIAL_RADIUS
        if centre < first:
            continue
        here, lower, bottom = centre % SPAN, (centre + 1) % SPAN, (centre + 2) % SPAN
        top, upper = (centre + 3) % SPAN, (centre + 4) % SPAN
        smooth_down(
            rows[top],
            rows[upper],
            rows[here],
            rows[lower],
            rows[bottom],
            smooth[top],
            smooth[upper],
            smooth[here],
            smooth[lower],
            smooth[bottom],
            values,
        )
        share = place_row(alpha, centre, height, left, right_share, held, wide)
        for c in range(3):
            bend_row(wide, share, iterations, c, sampled, values[c])
        store_row(values, dither[centre % dither.shape[0]], out[centre])
