"""The full-size steps on the CPU, compiled: one pass over the picture each, without the interpreter's lock.

Each has a plain torch form that it must match: `networks.thumbnail.shrink` and `networks.curves.apply_curves`.
Constants are float32 throughout, because one bare 0.5 would turn the whole loop into float64.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]

_ZERO = np.float32(0.0)
_HALF = np.float32(0.5)
_ONE = np.float32(1.0)
_CODES = np.float32(255.0)


def _compiled(signature: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Compile for exactly these types when the module is imported, and keep the machine code for the next start."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        options: dict[str, Any] = {"nogil": True, "fastmath": True, "boundscheck": False}
        try:
            result: Callable[..., None] = numba.njit(signature, cache=True, **options)(function)
        except RuntimeError:
            # Neither the package's folder nor the user's cache can be written to: compile at each start instead.
            result = numba.njit(signature, **options)(function)
        return result

    return decorate


@_compiled(
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
        sums[:] = _ZERO
        for i in range(row_weights.shape[1]):
            weight = row_weights[y, i]
            if weight > _ZERO:
                row = rgb[row_start[y] + i]
                for x in range(width):
                    for c in range(3):
                        sums[x, c] += weight * np.float32(row[x, c])
        for x in range(thumbnail.shape[2]):
            red, green, blue = _ZERO, _ZERO, _ZERO
            for i in range(column_weights.shape[1]):
                weight = column_weights[x, i]
                if weight > _ZERO:
                    column = column_start[x] + i
                    red += weight * sums[column, 0]
                    green += weight * sums[column, 1]
                    blue += weight * sums[column, 2]
            thumbnail[0, y, x] = red / _CODES
            thumbnail[1, y, x] = green / _CODES
            thumbnail[2, y, x] = blue / _CODES


@_compiled("void(uint8[:,:,::1], float32[:,:,:,::1], int64, uint8[:,:,::1], int64, int64)")
def curve_rows(rgb: Bytes, alpha: Floats, iterations: int, out: Bytes, first: int, last: int) -> None:
    """Apply the curves to some rows of a picture.

    Samples the maps bilinearly with pixel centres aligned: down the columns once a row, along the row once a pixel.

    Args:
        rgb: (H, W, 3).
        alpha: (K, 3, h, w) in [-1, 1], K being `iterations` or 1.
        iterations: How often the curve is applied.
        out: (H, W, 3), filled.
        first: First row to fill.
        last: One after the last.
    """
    height, width = rgb.shape[0], rgb.shape[1]
    count, map_height, map_width = alpha.shape[0], alpha.shape[2], alpha.shape[3]
    left = np.empty(width, dtype=np.int32)
    right_share = np.empty(width, dtype=np.float32)
    for x in range(width):
        position = (np.float32(x) + _HALF) * np.float32(map_width) / np.float32(width) - _HALF
        position = min(max(position, _ZERO), np.float32(map_width - 1))
        left[x] = min(np.int32(position), max(map_width - 2, 0))
        right_share[x] = position - np.float32(left[x])
    # One more than the map is wide, so that a map of one column has a right neighbour too.
    line = np.empty(map_width + 1, dtype=np.float32)
    sampled = np.empty(width, dtype=np.float32)
    value = np.empty(width, dtype=np.float32)
    for y in range(first, last):
        position = (np.float32(y) + _HALF) * np.float32(map_height) / np.float32(height) - _HALF
        position = min(max(position, _ZERO), np.float32(map_height - 1))
        above = np.int64(position)
        below = min(above + 1, map_height - 1)
        below_share = position - np.float32(above)
        for c in range(3):
            for x in range(width):
                value[x] = np.float32(rgb[y, x, c]) / _CODES
            for k in range(iterations):
                if k < count:
                    for x in range(map_width):
                        upper = alpha[k, c, above, x]
                        line[x] = upper + below_share * (alpha[k, c, below, x] - upper)
                    line[map_width] = line[map_width - 1]
                    for x in range(width):
                        start = line[left[x]]
                        sampled[x] = start + right_share[x] * (line[left[x] + 1] - start)
                for x in range(width):
                    value[x] += sampled[x] * (value[x] - value[x] * value[x])
            for x in range(width):
                out[y, x, c] = np.uint8(min(max(value[x], _ZERO), _ONE) * _CODES + _HALF)
