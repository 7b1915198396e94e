"""Applies the curves to every pixel; the plain form is `networks.curves.apply_curves`."""

from __future__ import annotations

import numpy as np

from lowlight_live.enhance.kernels.compiling import CODES, HALF, ONE, ZERO, Bytes, Floats, Indices, compiled


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
