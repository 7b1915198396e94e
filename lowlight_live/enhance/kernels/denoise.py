"""Blends a frame with what the frames before it showed; the plain form is `enhance.denoise.blend`."""

from __future__ import annotations

import numpy as np

from lowlight_live.compiling import (
    CODES,
    HALF,
    ONE,
    THIRD,
    ZERO,
    Bytes,
    Floats,
    Indices,
    Integers,
    Number,
    Shorts,
    Words,
    compiled,
)
from lowlight_live.enhance.denoise import DRIFT_SCALE, RADIUS, RAMP, SIZE_SCALE, UNKNOWN
from lowlight_live.enhance.kernels.noise import inverse_sigma
from lowlight_live.enhance.kernels.steps import RATIO_STEPS, STEPS
from lowlight_live.enhance.kernels.thumbnail import shrink_state_rows
from lowlight_live.interleaving import split_row

BLOCK = 16
SPAN = 2 * RADIUS + 1

RED, GREEN, BLUE, OLD_RED, OLD_GREEN, OLD_BLUE, KNOWN = range(7)
"""What is kept of a row: the new frame in codes, the estimate where the frame shows it, and that estimate's ratio."""
PLANES = 7


@compiled("void(uint8[::1], float32, float32[::1])")
def dim_row(codes: Bytes, factor: Number, into: Floats) -> None:
    """Bring a channel of a row of the new frame, (W,) times a factor, into a plane, (W,)."""
    for x in range(into.shape[0]):
        into[x] = min(np.float32(codes[x]) * factor, CODES)


@compiled("UniTuple(int64, 5)(int16[:,::1], int64, int64)")
def next_run(vectors: Shorts, block: int, width: int) -> tuple[int, int, int, int, int]:
    """Neighbouring blocks with the same motion, which are copied as one.

    Args:
        vectors: (w, 2) of a row of blocks.
        block: The first.
        width: Of the picture.

    Returns:
        First column and one after the last; rows and columns to where they are in the estimate; the next block.
    """
    rows, columns = np.int64(vectors[block, 0]), np.int64(vectors[block, 1])
    left = block * BLOCK
    while block < vectors.shape[0] and vectors[block, 0] == rows and vectors[block, 1] == columns:
        block += 1
    return left, min(block * BLOCK, width), int(rows), int(columns), block


@compiled("UniTuple(int64, 2)(int64, int64, int64, int64, int64, int64)")
def inside_of(left: int, right: int, source: int, columns: int, height: int, width: int) -> tuple[int, int]:
    """Which columns from `left` to before `right` come from inside the picture, from row `source` and so many right."""
    if source < 0 or source >= height:
        return right, right
    inside_left = min(max(left, -columns), right)
    return inside_left, max(min(right, width - columns), inside_left)


@compiled("void(uint16[::1], uint16[::1])")
def copy_run(source: Words, into: Words) -> None:
    """Copy a piece of a row; a slice that is assigned is slower."""
    for x in range(into.shape[0]):
        into[x] = source[x]


@compiled("void(uint16[:,::1], float32[::1], float32[:,::1])")
def light_row(words: Words, gain: Floats, row: Floats) -> None:
    """Bring a row of the estimate, (4, W) with its ratio, into the last planes of `row`, (7, W), times `gain` (3,)."""
    reds, greens, blues, shares = words[0], words[1], words[2], words[3]
    old_red, old_green, old_blue, known = row[OLD_RED], row[OLD_GREEN], row[OLD_BLUE], row[KNOWN]
    red_gain, green_gain, blue_gain = gain[0] / STEPS, gain[1] / STEPS, gain[2] / STEPS
    for x in range(known.shape[0]):
        old_red[x] = min(np.float32(reds[x]) * red_gain, CODES)
        old_green[x] = min(np.float32(greens[x]) * green_gain, CODES)
        old_blue[x] = min(np.float32(blues[x]) * blue_gain, CODES)
        known[x] = np.float32(shares[x]) / RATIO_STEPS


@compiled("void(uint16[:,:,::1], uint16[:,::1], int16[:,:,::1], float32[::1], int64, uint16[:,::1], float32[:,::1])")
def fetch_row(state: Words, ratio: Words, field: Shorts, gain: Floats, y: int, words: Words, row: Floats) -> None:
    """Bring one row of the estimate to where the new frame shows it; that frame stands in where nothing is known.

    Args:
        state: (3, H, W), see `denoise_rows`; likewise the next three.
        ratio: (H, W).
        field: (h, w, 2).
        gain: (3,).
        y: Row.
        words: (4, W) to work in.
        row: (7, W) whose planes of the frame are filled; the others are filled here.
    """
    height, width = ratio.shape
    vectors = field[y // BLOCK]
    blocks = vectors.shape[0]
    reaches_out = False
    block = 0
    while block < blocks:
        left, right, rows, columns, block = next_run(vectors, block, width)
        inside_left, inside_right = inside_of(left, right, y + rows, columns, height, width)
        reaches_out |= inside_right - inside_left < right - left
        if inside_left < inside_right:
            for c in range(3):
                line = state[c, y + rows]
                copy_run(line[inside_left + columns : inside_right + columns], words[c, inside_left:inside_right])
            line = ratio[y + rows]
            copy_run(line[inside_left + columns : inside_right + columns], words[3, inside_left:inside_right])
    light_row(words, gain, row)
    block = 0
    while reaches_out and block < blocks:
        left, right, rows, columns, block = next_run(vectors, block, width)
        inside_left, inside_right = inside_of(left, right, y + rows, columns, height, width)
        for first, last in ((left, inside_left), (inside_right, right)):
            for c in range(3):
                row[OLD_RED + c, first:last] = row[RED + c, first:last]
            row[KNOWN, first:last] = UNKNOWN


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
    " float32[:,::1], float32, uint16[:,:,::1], uint16[:,::1], int32[::1], float32[:,::1], int32[::1], float32[:,::1],"
    " float32[:,:,::1], int64[::1], int64, int64)"
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
    row_start: Indices,
    row_weights: Floats,
    column_start: Indices,
    column_weights: Floats,
    thumbnail: Floats,
    row_end: Integers,
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
        row_start: (h,), see `thumbnail.shrink_state_rows`; likewise the next four.
        row_weights: (h, n).
        column_start: (w,).
        column_weights: (w, m).
        thumbnail: (3, h, w) of what is blended, filled where it shows nothing but these rows.
        row_end: (h,) one after the last row that each of its rows shows.
        first: First row to fill.
        last: One after the last.
    """
    height, width = ratio.shape
    rows = np.empty((SPAN, PLANES, width), dtype=np.float32)
    codes = np.empty((3, width), dtype=np.uint8)
    words = np.empty((4, width), dtype=np.uint16)
    size = np.zeros((SPAN, width), dtype=np.float32)
    drift = np.zeros((SPAN, width), dtype=np.float32)
    column = np.zeros(width + 2 * RADIUS, dtype=np.float32)
    size_sum = np.empty(width, dtype=np.float32)
    drift_sum = np.empty(width, dtype=np.float32)
    inverse_columns = np.empty(width, dtype=np.float32)
    for x in range(width):
        inverse_columns[x] = ONE / np.float32(min(x + RADIUS, width - 1) - max(x - RADIUS, 0) + 1)
    next_line = int(np.searchsorted(row_start, first))
    for y in range(first - RADIUS, last + RADIUS):
        slot = y % SPAN
        if 0 <= y < height:
            split_row(rgb[y], codes)
            for c in range(3):
                dim_row(codes[c], dim[c], rows[slot, c])
            fetch_row(state, ratio, field, gain, y, words, rows[slot])
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
        # At once, while the rows that it shows are in the cache.
        while next_line < row_end.shape[0] and row_end[next_line] <= centre + 1:
            shrink_state_rows(
                new_state,
                row_start,
                row_weights,
                column_start,
                column_weights,
                thumbnail,
                next_line,
                next_line + 1,
            )
            next_line += 1
