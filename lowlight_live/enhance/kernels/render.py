"""Smooths an estimate where it is still noisy, applies the curves and dithers; the plain form is `denoise.render`.

Smoothing runs along the row and then down the column, five pixels each.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lowlight_live.compiling import CODES, HALF, ONE, THIRD, ZERO, Bytes, Floats, Number, Words, compiled
from lowlight_live.enhance.denoise import (
    ALIKE,
    BLUR,
    BLUR_GAIN,
    GREY_NOISE,
    HEAVIEST_AT,
    HEAVY,
    PLAIN_AT,
    SECOND_SCALE,
    SMALLEST_RATIO,
    SPATIAL_RADIUS,
    TINT_NOISE,
    USUAL,
    VISIBLE,
)
from lowlight_live.enhance.kernels.curve import between, brighten_row, place_row, ready_to_place
from lowlight_live.enhance.kernels.noise import inverse_sigma
from lowlight_live.enhance.kernels.steps import RATIO_STEPS, STEPS

MARGIN = 2 * SPATIAL_RADIUS
REACH = MARGIN + 1
"""Rows above and below that the second smoothing looks at."""
SPAN = 2 * MARGIN + 3
"""Rows that are held: those that are averaged with a hop of 2, and one more on each side for the blur."""
NINTH = np.float32(1 / 9)
QUARTER = np.float32(0.25)
GREY_SCALE = np.float32(0.5 / GREY_NOISE)
TINT_SCALE = np.float32(0.5 / TINT_NOISE)
ALIKE_SCALE = np.float32(1 / (2 * ALIKE))
LEAST = np.float32(SMALLEST_RATIO)
VISIBLE_FROM = np.float32(VISIBLE)
VISIBLE_SCALE = np.float32(1 / (PLAIN_AT - VISIBLE))
HEAVY_FROM = np.float32(HEAVY)
HEAVY_SCALE = np.float32(1 / (HEAVIEST_AT - HEAVY))
PER_USUAL = np.float32(1 / USUAL)
MOST_BLUR = np.float32(BLUR)
MOST_BLUR_GAIN = np.float32(BLUR_GAIN)
SECOND = np.float32(SECOND_SCALE)
NOWHERE = np.float32(1e6)
"""Grey of what lies beyond the edge: unlike everything, so its weight is 0."""

RED, GREEN, BLUE, GREY, TINT, SCALE, STRENGTH, HEAVINESS, RAW_RED, RAW_GREEN, RAW_BLUE, RAW_GREY, RAW_TINT = range(13)
"""What is kept of a row: the estimate in codes, without specks; by what pixels are compared; one over the squared
difference that noise may make; the strength of smoothing; how heavy noise is; the first five as they came in."""
PLANES = 13


@compiled("void(uint16[:,:,::1], uint16[:,::1], int64, float32[:,::1], float32[::1], float32, int64, float32[:,::1])")
def judge_row(
    state: Words, ratio: Words, y: int, noise: Floats, slope: Floats, amount: Number, hop: int, row: Floats
) -> None:
    """Prepare one row for smoothing.

    Args:
        state: (3, H, W), see `render_rows`; likewise the next.
        ratio: (H, W).
        y: Row.
        noise: (3, 6).
        slope: (W,) of the curves in this row.
        amount: Of smoothing.
        hop: 1 or 2.
        row: (13, W + 8) filled, but for the first five planes.
    """
    r0, r1, r2, r3, r_least, r_most = noise[0]
    g0, g1, g2, g3, g_least, g_most = noise[1]
    b0, b1, b2, b3, b_least, b_most = noise[2]
    reds, greens, blues, shares = state[0, y], state[1, y], state[2, y], ratio[y]
    most = min(np.float32(amount) * PER_USUAL, ONE)
    finer = SECOND if hop == 2 else ONE
    light = ZERO if hop == 2 else ONE
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
        heavy = most * min(max((seen - HEAVY_FROM) * HEAVY_SCALE, ZERO), ONE)
        strength = amount * min(max((seen - VISIBLE_FROM) * VISIBLE_SCALE, ZERO), ONE)
        scale = finer * ALIKE_SCALE * inverse * inverse * (ONE + MOST_BLUR_GAIN * heavy)
        row[RAW_RED, x + MARGIN] = red
        row[RAW_GREEN, x + MARGIN] = green
        row[RAW_BLUE, x + MARGIN] = blue
        row[RAW_GREY, x + MARGIN] = (red + green + green + blue) * QUARTER
        row[RAW_TINT, x + MARGIN] = (red - blue) * HALF
        row[SCALE, x + MARGIN] = scale / (max(share, LEAST) * (ONE + heavy))
        row[STRENGTH, x + MARGIN] = strength * max(heavy, light)
        row[HEAVINESS, x + MARGIN] = heavy
    last = slope.shape[0] + MARGIN
    for plane in (RAW_RED, RAW_GREEN, RAW_BLUE, RAW_GREY, RAW_TINT):
        row[plane, MARGIN - 1] = row[plane, MARGIN]
        row[plane, last] = row[plane, last - 1]


@compiled("void(float32[:,::1], float32[:,::1], float32[:,::1], int64)")
def despeckle_row(above: Floats, row: Floats, below: Floats, plane: int) -> None:
    """Fill a plane of colour from the raw one, without what no neighbour comes up to; all are (13, W + 8)."""
    one, two, three, into, heavy = (
        above[plane + RAW_RED],
        row[plane + RAW_RED],
        below[plane + RAW_RED],
        row[plane],
        row[HEAVINESS],
    )
    for x in range(row.shape[1] - 2 * MARGIN):
        left, right = two[x + 3], two[x + 5]
        least = min(min(min(one[x + 3], one[x + 4]), min(one[x + 5], left)), right)
        least = min(least, min(min(three[x + 3], three[x + 4]), three[x + 5]))
        most = max(max(max(one[x + 3], one[x + 4]), max(one[x + 5], left)), right)
        most = max(most, max(max(three[x + 3], three[x + 4]), three[x + 5]))
        into[x + MARGIN] = two[x + 4] + heavy[x + 4] * (min(max(two[x + 4], least), most) - two[x + 4])


@compiled("void(float32[:,::1])")
def keep_colour(row: Floats) -> None:
    """Fill the planes of colour from the raw ones: (13, W + 8)."""
    for c in range(3):
        row[RED + c, MARGIN:-MARGIN] = row[RAW_RED + c, MARGIN:-MARGIN]


@compiled("void(float32[:,::1], float32[:,::1], float32[:,::1])")
def blur_row(above: Floats, row: Floats, below: Floats) -> None:
    """Fill the planes by which pixels are compared; all are (13, W + 8)."""
    for x in range(row.shape[1] - 2 * MARGIN):
        grey = above[RAW_GREY, x + 3] + above[RAW_GREY, x + 4] + above[RAW_GREY, x + 5]
        grey += row[RAW_GREY, x + 3] + row[RAW_GREY, x + 4] + row[RAW_GREY, x + 5]
        grey += below[RAW_GREY, x + 3] + below[RAW_GREY, x + 4] + below[RAW_GREY, x + 5]
        tint = above[RAW_TINT, x + 3] + above[RAW_TINT, x + 4] + above[RAW_TINT, x + 5]
        tint += row[RAW_TINT, x + 3] + row[RAW_TINT, x + 4] + row[RAW_TINT, x + 5]
        tint += below[RAW_TINT, x + 3] + below[RAW_TINT, x + 4] + below[RAW_TINT, x + 5]
        mix = row[HEAVINESS, x + 4] * MOST_BLUR
        own_grey = (row[RED, x + 4] + row[GREEN, x + 4] + row[GREEN, x + 4] + row[BLUE, x + 4]) * QUARTER
        own_tint = (row[RED, x + 4] - row[BLUE, x + 4]) * HALF
        row[GREY, x + 4] = own_grey + mix * (grey * NINTH - own_grey)
        row[TINT, x + 4] = own_tint + mix * (tint * NINTH - own_tint)


@compiled("float32(float32, float32, float32, float32)")
def likeness(grey: Number, tint: Number, scale: Number, strength: Number) -> np.float32:
    """The weight of a neighbour that differs by so much."""
    return np.float32(max(ONE - (grey * grey * GREY_SCALE + tint * tint * TINT_SCALE) * scale, ZERO) * strength)


def along_with(hop: int) -> Callable[[Floats, Floats], None]:
    """Compile the smoothing of a row along itself for one hop, a constant: only then it becomes vector instructions."""
    far_left, left, right, far_right = MARGIN - 2 * hop, MARGIN - hop, MARGIN + hop, MARGIN + 2 * hop

    @compiled("void(float32[:,::1], float32[:,::1])")
    def smooth_along(row: Floats, smooth: Floats) -> None:
        """Smooth one row along itself: `row` (13, W + 8), `smooth` (3, W) filled."""
        for x in range(smooth.shape[1]):
            grey, tint, scale, strength = row[GREY, x + 4], row[TINT, x + 4], row[SCALE, x + 4], row[STRENGTH, x + 4]
            a = likeness(row[GREY, x + far_left] - grey, row[TINT, x + far_left] - tint, scale, strength)
            b = likeness(row[GREY, x + left] - grey, row[TINT, x + left] - tint, scale, strength)
            c = likeness(row[GREY, x + right] - grey, row[TINT, x + right] - tint, scale, strength)
            d = likeness(row[GREY, x + far_right] - grey, row[TINT, x + far_right] - tint, scale, strength)
            share = ONE / (ONE + a + b + c + d)
            red = row[RED, x + 4] + a * row[RED, x + far_left] + b * row[RED, x + left]
            red += c * row[RED, x + right] + d * row[RED, x + far_right]
            green = row[GREEN, x + 4] + a * row[GREEN, x + far_left] + b * row[GREEN, x + left]
            green += c * row[GREEN, x + right] + d * row[GREEN, x + far_right]
            blue = row[BLUE, x + 4] + a * row[BLUE, x + far_left] + b * row[BLUE, x + left]
            blue += c * row[BLUE, x + right] + d * row[BLUE, x + far_right]
            smooth[RED, x], smooth[GREEN, x], smooth[BLUE, x] = red * share, green * share, blue * share

    return smooth_along


smooth_along_near = along_with(1)
smooth_along_far = along_with(2)


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
    """Smooth one row across two above and two below.

    Args:
        top_row: (13, W + 8) by which pixels are compared; likewise the next four.
        upper_row: (13, W + 8).
        row: (13, W + 8).
        lower_row: (13, W + 8).
        bottom_row: (13, W + 8).
        top: (3, W) what is averaged, smoothed along the row; likewise the next four.
        upper: (3, W).
        centre: (3, W).
        lower: (3, W).
        bottom: (3, W).
        values: (3, W) filled, in codes.
    """
    for x in range(values.shape[1]):
        grey, tint, scale, strength = row[GREY, x + 4], row[TINT, x + 4], row[SCALE, x + 4], row[STRENGTH, x + 4]
        a = likeness(top_row[GREY, x + 4] - grey, top_row[TINT, x + 4] - tint, scale, strength)
        b = likeness(upper_row[GREY, x + 4] - grey, upper_row[TINT, x + 4] - tint, scale, strength)
        c = likeness(lower_row[GREY, x + 4] - grey, lower_row[TINT, x + 4] - tint, scale, strength)
        d = likeness(bottom_row[GREY, x + 4] - grey, bottom_row[TINT, x + 4] - tint, scale, strength)
        share = ONE / (ONE + a + b + c + d)
        red = centre[RED, x] + a * top[RED, x] + b * upper[RED, x] + c * lower[RED, x] + d * bottom[RED, x]
        green = centre[GREEN, x] + a * top[GREEN, x] + b * upper[GREEN, x] + c * lower[GREEN, x] + d * bottom[GREEN, x]
        blue = centre[BLUE, x] + a * top[BLUE, x] + b * upper[BLUE, x] + c * lower[BLUE, x] + d * bottom[BLUE, x]
        values[RED, x], values[GREEN, x], values[BLUE, x] = red * share, green * share, blue * share


@compiled("void(float32[:,::1], uint16[:,:,::1], int64)")
def keep_row(values: Floats, state: Words, y: int) -> None:
    """Write a row of codes, (3, W), into an estimate, (3, H, W)."""
    for c in range(3):
        value, into = values[c], state[c, y]
        for x in range(into.shape[0]):
            into[x] = np.uint16(value[x] * STEPS + HALF)


@compiled(
    "void(uint16[:,:,::1], uint16[:,::1], float32[:,::1], float32[:,:,:,::1], int64, float32[:,:,:,::1], float32,"
    " int64, uint16[:,:,::1], float32, float32[:,:,::1], uint8[:,:,::1], int64, int64)"
)
def render_rows(
    state: Words,
    ratio: Words,
    noise: Floats,
    alpha: Floats,
    iterations: int,
    slope: Floats,
    amount: float,
    hop: int,
    smoothed: Words,
    saturation: float,
    dither: Floats,
    out: Bytes,
    first: int,
    last: int,
) -> None:
    """Smooth what is still noisy, for some rows; then apply the curves and dither to 8 bit, or keep it as it is.

    Args:
        state: (3, H, W) in 256ths of a code.
        ratio: (H, W) variance of its noise over that of a frame, in 32768ths.
        noise: (3, 6) of a frame, see `noise.NoiseCurve`.
        alpha: (K, 3, h, w) in [-1, 1].
        iterations: How often the curve is applied.
        slope: (1, 1, h, w) of the curves at the thumbnail's values.
        amount: Of smoothing in space, from 0 to 1.
        hop: 1 or 2, see `denoise.smoothed`.
        smoothed: (3, H, W), filled where the result is to be smoothed again; without rows for the last time.
        saturation: Of the last time, see `saturation.saturated`.
        dither: (n, 3, W) in [0, 1), repeated downwards.
        out: (H, W, 3), filled the last time.
        first: First row to fill.
        last: One after the last.
    """
    height, width = ratio.shape
    left, right_share, held, wide = ready_to_place(alpha, width)
    slope_left, slope_share, slope_held, slope_wide = ready_to_place(slope, width)
    sampled = np.empty(width, dtype=np.float32)
    rows = np.empty((SPAN, PLANES, width + 2 * MARGIN), dtype=np.float32)
    rows[:, :, :MARGIN] = NOWHERE
    rows[:, :, width + MARGIN :] = NOWHERE
    smooth = np.zeros((SPAN, 3, width), dtype=np.float32)
    values = np.empty((3, width), dtype=np.float32)
    reach = SPATIAL_RADIUS * hop
    for newest in range(first - reach - 1, last + reach + 1):
        if 0 <= newest < height:
            share = place_row(slope, newest, height, slope_left, slope_share, slope_held, slope_wide)
            between(slope_wide[0, 0, 0], slope_wide[1, 0, 0], share, sampled)
            judge_row(state, ratio, newest, noise, sampled, amount, hop, rows[newest % SPAN])
        y = newest - 1
        if y < first - reach:
            continue
        row = rows[y % SPAN]
        if 0 <= y < height:
            above, below = rows[max(y - 1, 0) % SPAN], rows[min(y + 1, height - 1) % SPAN]
            if hop == 1:
                for plane in (RED, GREEN, BLUE):
                    despeckle_row(above, row, below, plane)
            else:
                keep_colour(row)
            blur_row(above, row, below)
            if hop == 1:
                smooth_along_near(row, smooth[y % SPAN])
            else:
                smooth_along_far(row, smooth[y % SPAN])
        else:
            row[GREY], row[TINT] = NOWHERE, ZERO
        centre = y - reach
        if centre < first:
            continue
        top, upper, here = (centre - 2 * hop) % SPAN, (centre - hop) % SPAN, centre % SPAN
        lower, bottom = (centre + hop) % SPAN, (centre + 2 * hop) % SPAN
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
        if smoothed.shape[1]:
            keep_row(values, smoothed, centre)
            continue
        share = place_row(alpha, centre, height, left, right_share, held, wide)
        for c in range(3):
            value = values[c]
            for x in range(width):
                value[x] /= CODES
        threshold = dither[centre % dither.shape[0]]
        brighten_row(values, wide, share, iterations, saturation, sampled, threshold, out[centre])
