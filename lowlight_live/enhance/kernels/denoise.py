"""Blends a frame with what the frames before it showed; the plain form is `enhance.denoise.blend`.

Work goes row by row, in short loops over few arrays, because only those become vector instructions.
"""

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
    Shorts,
    Words,
    compiled,
)

THIRD = np.float32(1 / 3)
SPAN = 2 * RADIUS + 1


@compiled(
    "void(uint16[:,:,::1], uint16[:,::1], int16[:,:,::1], float32[::1], int64, float32[:,::1], float32[:,::1],"
    " float32[::1])"
)
def fetch_row(
    state: Words, ratio: Words, field: Shorts, gain: Floats, y: int, frame: Floats, before: Floats, known: Floats
) -> None:
    """Bring one row of the estimate to where the new frame shows it.

    Args:
        state: (3, H, W), see `denoise_rows`; likewise the next three.
        ratio: (H, W).
        field: (h, w, 2).
        gain: (3,).
        y: Row.
        frame: (3, W) that row of the new frame, which stands in where nothing is known.
        before: (3, W) filled with the estimate.
        known: (W,) filled with its ratio.
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
            into, instead = before[c], frame[c]
            into[left:inside_left] = instead[left:inside_left]
            into[inside_right:right] = instead[inside_right:right]
            if inside_left < inside_right:
                inside = into[inside_left:inside_right]
                out_of = state[c, source, inside_left + columns : inside_right + columns]
                for x in range(inside.shape[0]):
                    inside[x] = min(np.float32(out_of[x]) * factor, CODES)
        known[left:inside_left] = UNKNOWN
        known[inside_right:right] = UNKNOWN
        if inside_left < inside_right:
            inside = known[inside_left:inside_right]
            line = ratio[source, inside_left + columns : inside_right + columns]
            for x in range(inside.shape[0]):
                inside[x] = np.float32(line[x]) / RATIO_STEPS


@compiled(
    "void(float32[:,::1], float32[:,::1], float32[::1], float32[::1], float32[:,::1], float32[::1], float32[::1])"
)
def compare_row(
    frame: Floats, before: Floats, known: Floats, flicker: Floats, noise: Floats, size: Floats, drift: Floats
) -> None:
    """Difference of frame and estimate in units of its noise: its size and with its sign, mean of the channels."""
    width = size.shape[0]
    for c in range(3):
        new, old, light = frame[c], before[c], flicker[c]
        constant, linear, square, cube, least, most = noise[c]
        if c == 0:
            size[:] = ZERO
            drift[:] = ZERO
        for x in range(width):
            root = np.sqrt(old[x])
            inverse_sigma = min(max(constant + root * (linear + root * (square + root * cube)), least), most)
            difference = (new[x] - old[x] * light) * inverse_sigma
            size[x] += abs(difference)
            drift[x] += difference
    for x in range(width):
        scale = THIRD / np.sqrt(ONE + min(known[x], ONE))
        size[x] *= scale
        drift[x] *= scale


@compiled("void(float32[:,::1], float32[::1], float32[::1])")
def window_row(lines: Floats, column: Floats, total: Floats) -> None:
    """Sum over a window of 5x5: `lines` (5, W), `column` (W + 4) with a margin of zeros, `total` (W,) filled."""
    width = total.shape[0]
    for x in range(width):
        column[x + RADIUS] = lines[0, x] + lines[1, x] + lines[2, x] + lines[3, x] + lines[4, x]
    for x in range(width):
        total[x] = column[x] + column[x + 1] + column[x + 2] + column[x + 3] + column[x + 4]


@compiled("void(float32[::1], float32[::1], float32[::1], float32[::1], float32, float32[::1], uint16[::1])")
def weigh_row(
    size: Floats, drift: Floats, inverse_count: Floats, known: Floats, floor: float, weight: Floats, new_ratio: Words
) -> None:
    """The weight of the new frame, and the ratio that it leaves; see `enhance.denoise.blend`."""
    for x in range(weight.shape[0]):
        moved = max(size[x] * inverse_count[x] * SIZE_SCALE, abs(drift[x]) * np.sqrt(inverse_count[x]) * DRIFT_SCALE)
        moved = min(max((moved - ONE) * RAMP, ZERO), ONE)
        weight[x] = max(max(known[x] / (known[x] + ONE), floor), moved)
    for x in range(weight.shape[0]):
        rest = ONE - weight[x]
        new_ratio[x] = np.uint16((rest * rest * known[x] + weight[x] * weight[x]) * RATIO_STEPS + HALF)


@compiled(
    "void(uint8[:,:,::1], uint16[:,:,::1], uint16[:,::1], int16[:,:,::1], float32[::1], float32[::1], float32[:,::1],"
    " float32, uint16[:,:,::1], uint16[:,::1], int64, int64)"
)
def denoise_rows(
    rgb: Bytes,
    state: Words,
    ratio: Words,
    field: Shorts,
    gain: Floats,
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
        gain: (3,) by how much the light has changed since.
        flicker: (3,) the light of this frame over that of the estimate, after the gain.
        noise: (3, 6) of a frame, see `noise.NoiseCurve`.
        floor: Smallest weight of the new frame.
        new_state: (3, H, W), filled.
        new_ratio: (H, W), filled.
        first: First row to fill.
        last: One after the last.
    """
    height, width = ratio.shape
    frame = np.empty((SPAN, 3, width), dtype=np.float32)
    before = np.empty((SPAN, 3, width), dtype=np.float32)
    known = np.empty((SPAN, width), dtype=np.float32)
    size = np.zeros((SPAN, width), dtype=np.float32)
    drift = np.zeros((SPAN, width), dtype=np.float32)
    column = np.zeros(width + 2 * RADIUS, dtype=np.float32)
    size_sum = np.empty(width, dtype=np.float32)
    drift_sum = np.empty(width, dtype=np.float32)
    weight = np.empty(width, dtype=np.float32)
    inverse_count = np.empty(width, dtype=np.float32)
    for y in range(first - RADIUS, last + RADIUS):
        slot = y % SPAN
        if 0 <= y < height:
            red, green, blue, line = frame[slot, 0], frame[slot, 1], frame[slot, 2], rgb[y]
            for x in range(width):
                red[x] = line[x, 0]
                green[x] = line[x, 1]
                blue[x] = line[x, 2]
            fetch_row(state, ratio, field, gain, y, frame[slot], before[slot], known[slot])
            compare_row(frame[slot], before[slot], known[slot], flicker, noise, size[slot], drift[slot])
        else:
            size[slot, :] = ZERO
            drift[slot, :] = ZERO
        centre = y - RADIUS
        if centre < first:
            continue
        rows = min(centre + RADIUS, height - 1) - max(centre - RADIUS, 0) + 1
        for x in range(width):
            columns = min(x + RADIUS, width - 1) - max(x - RADIUS, 0) + 1
            inverse_count[x] = ONE / np.float32(rows * columns)
        window_row(size, column, size_sum)
        window_row(drift, column, drift_sum)
        slot = centre % SPAN
        weigh_row(size_sum, drift_sum, inverse_count, known[slot], floor, weight, new_ratio[centre])
        for c in range(3):
            new, old, into = frame[slot, c], before[slot, c], new_state[c, centre]
            for x in range(width):
                into[x] = np.uint16((old[x] + weight[x] * (new[x] - old[x])) * STEPS + HALF)
