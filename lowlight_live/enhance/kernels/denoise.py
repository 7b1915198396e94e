"""Blends a frame with what the frames before it showed; the plain form is `enhance.denoise.blend`."""

from __future__ import annotations

import numpy as np

from lowlight_live.enhance.denoise import DRIFT_SCALE, RADIUS, RAMP, SIZE_SCALE, UNKNOWN
from lowlight_live.enhance.kernels.compiling import (
    CODES,
    HALF,
    ONE,
    RATIO_STEPS,
    STEPS,
    ZERO,
    Bytes,
    Floats,
    Number,
    Shorts,
    Words,
    compiled,
)
from lowlight_live.enhance.kernels.noise import inverse_sigma

THIRD = np.float32(1 / 3)
SPAN = 2 * RADIUS + 1

RED, GREEN, BLUE, OLD_RED, OLD_GREEN, OLD_BLUE, KNOWN = range(7)
"""What is kept of a row: the new frame in codes, the estimate where the frame shows it, and that estimate's ratio."""
PLANES = 7


@compiled("void(uint8[:,:,::1], int64, float32[::1], float32[:,::1])")
def load_row(rgb: Bytes, y: int, dim: Floats, row: Floats) -> None:
    """Bring one row of the new frame, (H, W, 3) times `dim` (3,), into the planes of `row`, (7, W)."""
    line = rgb[y]
    red, green, blue = dim
    for x in range(line.shape[0]):
        row[RED, x] = min(np.float32(line[x, 0]) * red, CODES)
        row[GREEN, x] = min(np.float32(line[x, 1]) * green, CODES)
        row[BLUE, x] = min(np.float32(line[x, 2]) * blue, CODES)


@compiled("void(uint16[:,:,::1], uint16[:,::1], int16[:,:,::1], float32[::1], int64, float32[:,::1])")
def fetch_row(state: Words, ratio: Words, field: Shorts, gain: Floats, y: int, row: Floats) -> None:
    """Bring one row of the estimate to where the new frame shows it; that frame stands in where nothing is known.

    Args:
        state: (3, H, W), see `denoise_rows`; likewise the next three.
        ratio: (H, W).
        field: (h, w, 2).
        gain: (3,).
        y: Row.
        row: (7, W) whose planes of the frame are filled; the others are filled here.
    """
    height, width = ratio.shape
    vectors = field[y // 16]
    block = 0
    while block < vectors.shape[0]:
        # Neighbouring blocks with the same motion are copied as one.
        rows, columns = vectors[block, 0], np.int64(vectors[block, 1])
        left = block * 16
        while block < vectors.shape[0] and vectors[block, 0] == rows and vectors[block, 1] == columns:
            block += 1
        right = min(block * 16, width)
        source = y + rows
        inside_left = min(max(left, -columns), right) if 0 <= source < height else right
        inside_right = max(min(right, width - columns), inside_left)
        for c in range(3):
            factor = gain[c] / STEPS
            into, instead = row[OLD_RED + c], row[c]
            into[left:inside_left] = instead[left:inside_left]
            into[inside_right:right] = instead[inside_right:right]
            if inside_left < inside_right:
                inside = into[inside_left:inside_right]
                out_of = state[c, source, inside_left + columns : inside_right + columns]
                for x in range(inside.shape[0]):
                    inside[x] = min(np.float32(out_of[x]) * factor, CODES)
        known = row[KNOWN]
        known[left:inside_left] = UNKNOWN
        known[inside_right:right] = UNKNOWN
        if inside_left < inside_right:
            inside = known[inside_left:inside_right]
            line = ratio[source, inside_left + columns : inside_right + columns]
            for x in range(inside.shape[0]):
                inside[x] = np.float32(line[x]) / RATIO_STEPS


@compiled("void(float32[:,::1], float32[::1], float32[:,::1], float32[::1], float32[::1])")
def compare_row(row: Floats, flicker: Floats, noise: Floats, size: Floats, drift: Floats) -> None:
    """Difference of frame and estimate in units of its noise: its size and with its sign, mean of the channels.

    Args:
        row: (7, W).
        flicker: (3,), see `denoise_rows`; likewise the next.
        noise: (3, 6).
        size: (W,) filled; likewise the next.
        drift: (W,).
    """
    r0, r1, r2, r3, r_least, r_most = noise[0]
    g0, g1, g2, g3, g_least, g_most = noise[1]
    b0, b1, b2, b3, b_least, b_most = noise[2]
    red_light, green_light, blue_light = flicker
    for x in range(size.shape[0]):
        old_red, old_green, old_blue = row[OLD_RED, x], row[OLD_GREEN, x], row[OLD_BLUE, x]
        red = (row[RED, x] - old_red * red_light) * inverse_sigma(old_red, r0, r1, r2, r3, r_least, r_most)
        green = (row[GREEN, x] - old_green * green_light) * inverse_sigma(old_green, g0, g1, g2, g3, g_least, g_most)
        blue = (row[BLUE, x] - old_blue * blue_light) * inverse_sigma(old_blue, b0, b1, b2, b3, b_least, b_most)
        scale = THIRD / np.sqrt(ONE + min(row[KNOWN, x], ONE))
        size[x] = (abs(red) + abs(green) + abs(blue)) * scale
        drift[x] = (red + green + blue) * scale


@compiled("void(float32[:,::1], float32[::1], float32[::1])")
def window_row(lines: Floats, column: Floats, total: Floats) -> None:
    """Sum over a window of 5x5: `lines` (5, W), `column` (W + 4) with a margin of zeros, `total` (W,) filled."""
    for x in range(total.shape[0]):
        column[x + RADIUS] = lines[0, x] + lines[1, x] + lines[2, x] + lines[3, x] + lines[4, x]
    for x in range(total.shape[0]):
        total[x] = column[x] + column[x + 1] + column[x + 2] + column[x + 3] + column[x + 4]


@compiled(
    "void(float32[:,::1], float32[::1], float32[::1], float32[::1], float32, float32, uint16[::1], uint16[::1],"
    " uint16[::1], uint16[::1])"
)
def blend_row(
    row: Floats,
    size: Floats,
    drift: Floats,
    inverse_columns: Floats,
    inverse_rows: Number,
    floor: Number,
    new_red: Words,
    new_green: Words,
    new_blue: Words,
    new_ratio: Words,
) -> None:
    """Blend one row with the weight that its differences call for; see `enhance.denoise.blend`.

    Args:
        row: (7, W).
        size: (W,) sums over the window of what `compare_row` gives; likewise the next.
        drift: (W,).
        inverse_columns: (W,) one over the columns of the window that lie inside the picture.
        inverse_rows: The same of its rows.
        floor: Smallest weight of the new frame.
        new_red: (W,) filled, see `denoise_rows`; likewise the next three.
        new_green: (W,).
        new_blue: (W,).
        new_ratio: (W,).
    """
    for x in range(size.shape[0]):
        known, share = row[KNOWN, x], inverse_columns[x] * inverse_rows
        moved = max(size[x] * share * SIZE_SCALE, abs(drift[x]) * np.sqrt(share) * DRIFT_SCALE)
        moved = min(max((moved - ONE) * RAMP, ZERO), ONE)
        weight = max(max(known / (known + ONE), floor), moved)
        rest = ONE - weight
        new_ratio[x] = np.uint16((rest * rest * known + weight * weight) * RATIO_STEPS + HALF)
        new_red[x] = np.uint16((row[OLD_RED, x] + weight * (row[RED, x] - row[OLD_RED, x])) * STEPS + HALF)
        new_green[x] = np.uint16((row[OLD_GREEN, x] + weight * (row[GREEN, x] - row[OLD_GREEN, x])) * STEPS + HALF)
        new_blue[x] = np.uint16((row[OLD_BLUE, x] + weight * (row[BLUE, x] - row[OLD_BLUE, x])) * STEPS + HALF)


@compiled(
    "void(uint8[:,:,::1], uint16[:,:,::1], uint16[:,::1], int16[:,:,::1], float32[::1], float32[::1], float32[::1],"
    " float32[:,::1], float32, uint16[:,:,::1], uint16[:,::1], int64, int64)"
)
def denoise_rows(
    rgb: Bytes,
    state: Words,
    ratio: Words,
    field: Shorts,
    gain: Floats,
    dim: Floats,
    flicker: Floats,
    noise: Floats,
    floor: float,
    new_state: Words,
    new_ratio: Words,
    first: int,
    last: int,
) -> None:
    """Blend a frame into the estimate that the frames before it gave, where it shows the same.

    Args:
        rgb: (H, W, 3) the new frame.
        state: (3, H, W) the estimate so far, in 256ths of a code.
        ratio: (H, W) variance of its noise over that of a frame, in 32768ths.
        field: (h, w, 2) where each block comes from, see `motion`.
        gain: (3,) factor on the estimate; this one and the next two: see `light.Light`.
        dim: (3,) factor on the frame.
        flicker: (3,) light of the frame over that of the estimate, after both.
        noise: (3, 6) of a frame, see `noise.NoiseCurve`.
        floor: Smallest weight of the new frame.
        new_state: (3, H, W), filled.
        new_ratio: (H, W), filled.
        first: First row to fill.
        last: One after the last.
    """
    height, width = ratio.shape
    rows = np.empty((SPAN, PLANES, width), dtype=np.float32)
    size = np.zeros((SPAN, width), dtype=np.float32)
    drift = np.zeros((SPAN, width), dtype=np.float32)
    column = np.zeros(width + 2 * RADIUS, dtype=np.float32)
    size_sum = np.empty(width, dtype=np.float32)
    drift_sum = np.empty(width, dtype=np.float32)
    inverse_columns = np.empty(width, dtype=np.float32)
    for x in range(width):
        inverse_columns[x] = ONE / np.float32(min(x + RADIUS, width - 1) - max(x - RADIUS, 0) + 1)
    for y in range(first - RADIUS, last + RADIUS):
        slot = y % SPAN
        if 0 <= y < height:
            load_row(rgb, y, dim, rows[slot])
            fetch_row(state, ratio, field, gain, y, rows[slot])
            compare_row(rows[slot], flicker, noise, size[slot], drift[slot])
        else:
            size[slot, :] = ZERO
            drift[slot, :] = ZERO
        centre = y - RADIUS
        if centre < first:
            continue
        inverse_rows = ONE / np.float32(min(centre + RADIUS, height - 1) - max(centre - RADIUS, 0) + 1)
        window_row(size, column, size_sum)
        window_row(drift, column, drift_sum)
        blend_row(
            rows[centre % SPAN],
            size_sum,
            drift_sum,
            inverse_columns,
            inverse_rows,
            floor,
            new_state[0, centre],
            new_state[1, centre],
            new_state[2, centre],
            new_ratio[centre],
        )
