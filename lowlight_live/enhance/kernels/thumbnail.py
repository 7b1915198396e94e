"""Shrinks a picture: to the thumbnail that the network sees (the plain form is `networks.thumbnail.shrink`), and by a
whole number to what frames are compared on.
"""

from __future__ import annotations

import numpy as np

from lowlight_live.compiling import CODES, HALF, ONE, ZERO, Bytes, Floats, Indices, Words, compiled
from lowlight_live.enhance.kernels.steps import STEPS


@compiled(
    "void(uint8[:,:,::1], int32[::1], float32[:,::1], int32[::1], float32[:,::1], float32[:,:,::1], int64, int64)"
)
def shrink_rows(
    rgb: Bytes,
    row_start: Indices,
    row_weights: Floats,
    column_start: Indices,
    column_weights: Floats,
    thumbnail: Floats,
    first: int,
    last: int,
) -> None:
    """Area-average a picture into some rows of its thumbnail.

    Args:
        rgb: (H, W, 3).
        row_start: (h,) first source row of each thumbnail row.
        row_weights: (h, n) share of that source row and the n - 1 after it; rows beyond the picture have share 0.
        column_start: (w,) as `row_start`.
        column_weights: (w, m) as `row_weights`.
        thumbnail: (3, h, w), filled in [0, 1].
        first: First thumbnail row to fill.
        last: One after the last.
    """
    width = rgb.shape[1]
    sums = np.empty((width, 3), dtype=np.float32)
    for y in range(first, last):
        sums[:] = ZERO
        for i in range(row_weights.shape[1]):
            weight = row_weights[y, i]
            if weight > ZERO:
                row = rgb[row_start[y] + i]
                for x in range(width):
                    for c in range(3):
                        sums[x, c] += weight * np.float32(row[x, c])
        for x in range(thumbnail.shape[2]):
            red, green, blue = ZERO, ZERO, ZERO
            for i in range(column_weights.shape[1]):
                weight = column_weights[x, i]
                if weight > ZERO:
                    column = column_start[x] + i
                    red += weight * sums[column, 0]
                    green += weight * sums[column, 1]
                    blue += weight * sums[column, 2]
            thumbnail[0, y, x] = red / CODES
            thumbnail[1, y, x] = green / CODES
            thumbnail[2, y, x] = blue / CODES


@compiled(
    "void(uint16[:,:,::1], int32[::1], float32[:,::1], int32[::1], float32[:,::1], float32[:,:,::1], int64, int64)"
)
def shrink_state_rows(
    state: Words,
    row_start: Indices,
    row_weights: Floats,
    column_start: Indices,
    column_weights: Floats,
    thumbnail: Floats,
    first: int,
    last: int,
) -> None:
    """As `shrink_rows`, of an estimate: `state` is (3, H, W) in 256ths of a code."""
    width = state.shape[2]
    sums = np.empty(width, dtype=np.float32)
    for c in range(3):
        for y in range(first, last):
            sums[:] = ZERO
            for i in range(row_weights.shape[1]):
                weight = row_weights[y, i]
                if weight > ZERO:
                    row = state[c, row_start[y] + i]
                    for x in range(width):
                        sums[x] += weight * np.float32(row[x])
            for x in range(thumbnail.shape[2]):
                total = ZERO
                for i in range(column_weights.shape[1]):
                    weight = column_weights[x, i]
                    if weight > ZERO:
                        total += weight * sums[column_start[x] + i]
                thumbnail[c, y, x] = total / (CODES * STEPS)


@compiled("void(uint8[:,:,::1], int64, int64, uint8[:,:,::1])")
def shrink_by(rgb: Bytes, scale: int, step: int, small: Bytes) -> None:
    """Average squares of a picture.

    Args:
        rgb: (H, W, 3).
        scale: Side of a square, up to 256.
        step: Of its rows every so many count.
        small: (h, w, 3) with h * scale <= H and w * scale <= W, filled.
    """
    sums = np.empty(small.shape[1] * scale * 3, dtype=np.uint16)
    share = ONE / np.float32((scale + step - 1) // step * scale)
    for y in range(small.shape[0]):
        sums[:] = 0
        for row in range(y * scale, (y + 1) * scale, step):
            line = rgb[row].reshape(-1)
            for x in range(sums.shape[0]):
                sums[x] += np.uint16(line[x])
        out = small[y]
        for x in range(out.shape[0]):
            red, green, blue = np.int64(0), np.int64(0), np.int64(0)
            for i in range(x * scale * 3, (x + 1) * scale * 3, 3):
                red += sums[i]
                green += sums[i + 1]
                blue += sums[i + 2]
            out[x, 0] = np.uint8(np.float32(red) * share + HALF)
            out[x, 1] = np.uint8(np.float32(green) * share + HALF)
            out[x, 2] = np.uint8(np.float32(blue) * share + HALF)
