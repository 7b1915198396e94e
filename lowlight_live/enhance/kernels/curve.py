"""Applies the curves to every pixel.

The plain forms are `networks.curves.apply_curves` and `enhance.denoise.render`.
"""

from __future__ import annotations

import numpy as np

from lowlight_live.enhance.denoise import ALIKE, PLAIN_AT, SPATIAL_RADIUS, VISIBLE
from lowlight_live.enhance.kernels.compiling import CODES, HALF, ONE, ZERO, Bytes, Floats, Indices, compiled

SEGMENT = 16
"""Pixels of a row that are smoothed in space together, or not at all."""
SMALLEST_RATIO = np.float32(1e-3)
THIRD = np.float32(1 / 3)
ALIKE_SCALE = np.float32(1 / (2 * 3 * ALIKE))
VISIBLE_FROM = np.float32(VISIBLE)
VISIBLE_SCALE = np.float32(1 / (PLAIN_AT - VISIBLE))


@compiled("void(int64, int32[::1], float32[::1])")
def place_columns(map_width: int, left: Indices, right_share: Floats) -> None:
    """Where each pixel of a row falls in a row of a map, pixel centres aligned.

    Args:
        map_width: Columns of the map.
        left: (W,) filled with the map's column to the left.
        right_share: (W,) filled with the share of the column after it.
    """
    width = left.shape[0]
    for x in range(width):
        position = (np.float32(x) + HALF) * np.float32(map_width) / np.float32(width) - HALF
        position = min(max(position, ZERO), np.float32(map_width - 1))
        left[x] = min(int(position), max(map_width - 2, 0))
        right_share[x] = position - np.float32(left[x])


@compiled("void(float32[:,::1], int64, int64, int32[::1], float32[::1], float32[::1], float32[::1])")
def sample_row(
    plane: Floats, y: int, height: int, left: Indices, right_share: Floats, line: Floats, sampled: Floats
) -> None:
    """Sample one row of a map bilinearly.

    Args:
        plane: (h, w).
        y: Row of the picture.
        height: Rows of the picture.
        left: See `place_columns`.
        right_share: See `place_columns`.
        line: (w + 1) to work in.
        sampled: (W,) filled.
    """
    map_height, map_width = plane.shape
    position = (np.float32(y) + HALF) * np.float32(map_height) / np.float32(height) - HALF
    position = min(max(position, ZERO), np.float32(map_height - 1))
    above = np.int64(position)
    below = min(above + 1, map_height - 1)
    below_share = position - np.float32(above)
    for x in range(map_width):
        upper = plane[above, x]
        line[x] = upper + below_share * (plane[below, x] - upper)
    # One more than the map is wide, so that a map of one column has a right neighbour too.
    line[map_width] = line[map_width - 1]
    for x in range(left.shape[0]):
        start = line[left[x]]
        sampled[x] = start + right_share[x] * (line[left[x] + 1] - start)


@compiled(
    "void(float32[:,:,:,::1], int64, int64, int64, int64, int32[::1], float32[::1], float32[::1], float32[::1],"
    " float32[::1])"
)
def bend_row(
    alpha: Floats,
    iterations: int,
    c: int,
    y: int,
    height: int,
    left: Indices,
    right_share: Floats,
    line: Floats,
    sampled: Floats,
    value: Floats,
) -> None:
    """Apply all iterations of the curve to one row of one channel.

    Args:
        alpha: (K, 3, h, w) in [-1, 1], K being `iterations` or 1.
        iterations: How often the curve is applied.
        c: Channel.
        y: Row of the picture.
        height: Rows of the picture.
        left: See `place_columns`.
        right_share: See `place_columns`.
        line: (w + 1) to work in.
        sampled: (W,) to work in.
        value: (W,) in [0, 1], changed.
    """
    for k in range(iterations):
        if k < alpha.shape[0]:
            sample_row(alpha[k, c], y, height, left, right_share, line, sampled)
        for x in range(value.shape[0]):
            value[x] += sampled[x] * (value[x] - value[x] * value[x])


@compiled("void(uint8[:,:,::1], float32[:,:,:,::1], int64, uint8[:,:,::1], int64, int64)")
def curve_rows(rgb: Bytes, alpha: Floats, iterations: int, out: Bytes, first: int, last: int) -> None:
    """Apply the curves to some rows of a picture.

    Args:
        rgb: (H, W, 3).
        alpha: (K, 3, h, w) in [-1, 1], K being `iterations` or 1.
        iterations: How often the curve is applied.
        out: (H, W, 3), filled.
        first: First row to fill.
        last: One after the last.
    """
    height, width = rgb.shape[0], rgb.shape[1]
    left = np.empty(width, dtype=np.int32)
    right_share = np.empty(width, dtype=np.float32)
    place_columns(alpha.shape[3], left, right_share)
    line = np.empty(alpha.shape[3] + 1, dtype=np.float32)
    sampled = np.empty(width, dtype=np.float32)
    value = np.empty(width, dtype=np.float32)
    for y in range(first, last):
        for c in range(3):
            for x in range(width):
                value[x] = np.float32(rgb[y, x, c]) / CODES
            bend_row(alpha, iterations, c, y, height, left, right_share, line, sampled, value)
            for x in range(width):
                out[y, x, c] = np.uint8(min(max(value[x], ZERO), ONE) * CODES + HALF)


@compiled("void(float32[:,:,::1], float32[:,::1], float32[:,::1], float32[::1], int64, int64, int64, float32[:,::1])")
def smooth_segment(
    state: Floats, ratio: Floats, sigma: Floats, strength: Floats, y: int, start: int, end: int, values: Floats
) -> None:
    """Average a few pixels of a row with those neighbours that noise alone could have made different.

    Args:
        state: (3, H, W) in codes.
        ratio: (H, W) variance of its noise over that of a frame.
        sigma: (3, 256) the noise of a frame in codes.
        strength: (W,) weight of the neighbours, in [0, 1]; where all are 0 the pixels are only copied.
        y: Row.
        start: First column.
        end: One after the last.
        values: (3, W) filled from `start` to `end`, in [0, 1].
    """
    height, width = ratio.shape
    strongest = ZERO
    for x in range(start, end):
        strongest = max(strongest, strength[x])
    if strongest <= ZERO:
        for c in range(3):
            for x in range(start, end):
                values[c, x] = state[c, y, x] / CODES
        return
    total = np.empty(SEGMENT, dtype=np.float32)
    scale = np.empty((3, SEGMENT), dtype=np.float32)
    for x in range(start, end):
        i = x - start
        total[i] = ONE
        for c in range(3):
            known = state[c, y, x]
            values[c, x] = known
            one = ONE / sigma[c, np.int32(known)]
            scale[c, i] = one * one * ALIKE_SCALE / max(min(ratio[y, x], ONE), SMALLEST_RATIO)
    for rows in range(-SPATIAL_RADIUS, SPATIAL_RADIUS + 1):
        for columns in range(-SPATIAL_RADIUS, SPATIAL_RADIUS + 1):
            near_y = min(max(y + rows, 0), height - 1)
            if rows == 0 and columns == 0:
                continue
            for i in range(end - start):
                x = start + i
                near_x = min(max(x + columns, 0), width - 1)
                red = state[0, near_y, near_x] - state[0, y, x]
                green = state[1, near_y, near_x] - state[1, y, x]
                blue = state[2, near_y, near_x] - state[2, y, x]
                unlike = red * red * scale[0, i] + green * green * scale[1, i] + blue * blue * scale[2, i]
                weight = max(ONE - unlike, ZERO) * strength[x]
                total[i] += weight
                values[0, x] += weight * state[0, near_y, near_x]
                values[1, x] += weight * state[1, near_y, near_x]
                values[2, x] += weight * state[2, near_y, near_x]
    for c in range(3):
        for x in range(start, end):
            values[c, x] /= total[x - start] * CODES


@compiled(
    "void(float32[:,:,::1], float32[:,::1], float32[:,::1], float32[:,:,:,::1], int64, float32[:,::1], float32,"
    " float32[:,:,::1], uint8[:,:,::1], int64, int64)"
)
def render_rows(
    state: Floats,
    ratio: Floats,
    sigma: Floats,
    alpha: Floats,
    iterations: int,
    slope: Floats,
    amount: float,
    dither: Floats,
    out: Bytes,
    first: int,
    last: int,
) -> None:
    """Smooth what is still noisy, apply the curves and dither to 8 bit, for some rows; see `enhance.denoise.render`.

    Args:
        state: (3, H, W) in codes.
        ratio: (H, W) variance of its noise over that of a frame.
        sigma: (3, 256) the noise of a frame in codes.
        alpha: (K, 3, h, w) in [-1, 1].
        iterations: How often the curve is applied.
        slope: (h, w) of the curves at the thumbnail's values.
        amount: Of smoothing in space, from 0 to 1.
        dither: (3, n, n) in [0, 1).
        out: (H, W, 3), filled.
        first: First row to fill.
        last: One after the last.
    """
    height, width = ratio.shape
    left = np.empty(width, dtype=np.int32)
    right_share = np.empty(width, dtype=np.float32)
    place_columns(alpha.shape[3], left, right_share)
    slope_left = np.empty(width, dtype=np.int32)
    slope_share = np.empty(width, dtype=np.float32)
    place_columns(slope.shape[1], slope_left, slope_share)
    line = np.empty(max(alpha.shape[3], slope.shape[1]) + 1, dtype=np.float32)
    sampled = np.empty(width, dtype=np.float32)
    strength = np.empty(width, dtype=np.float32)
    values = np.empty((3, width), dtype=np.float32)
    size = dither.shape[1]
    for y in range(first, last):
        sample_row(slope, y, height, slope_left, slope_share, line, sampled)
        for x in range(width):
            deviation = ZERO
            for c in range(3):
                deviation += sigma[c, np.int32(state[c, y, x])]
            deviation *= THIRD * np.sqrt(min(ratio[y, x], ONE)) * sampled[x]
            strength[x] = amount * min(max((deviation - VISIBLE_FROM) * VISIBLE_SCALE, ZERO), ONE)
        for start in range(0, width, SEGMENT):
            smooth_segment(state, ratio, sigma, strength, y, start, min(start + SEGMENT, width), values)
        for c in range(3):
            value = values[c]
            bend_row(alpha, iterations, c, y, height, left, right_share, line, sampled, value)
            for x in range(width):
                code = min(max(value[x], ZERO), ONE) * CODES + dither[c, y % size, x % size]
                out[y, x, c] = np.uint8(min(code, CODES))
