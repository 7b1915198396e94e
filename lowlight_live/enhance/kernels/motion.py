"""Compares blocks of two frames: where they moved, and how much of their difference is noise.

Codes become int64 by name: numba's int() of a byte is unsigned, and a difference would wrap around.
"""

from __future__ import annotations

import numpy as np

from lowlight_live.compiling import Bytes, Floats, Shorts, compiled


@compiled(
    "void(uint8[:,:,::1], uint8[:,:,::1], int16[:,:,::1], int16[::1], int64, int64, int64, int16[:,:,::1], int64,"
    " int64)"
)
def search_motion(
    rgb: Bytes,
    previous: Bytes,
    past: Shorts,
    whole: Shorts,
    margin: int,
    enough: int,
    turn: int,
    field: Shorts,
    first: int,
    last: int,
) -> None:
    """Choose a motion vector for each block of 16x16 pixels, see `motion`.

    Compares green at every second row and column. A block moves with the whole picture unless another vector is
    better by a margin.

    Args:
        rgb: (H, W, 3).
        previous: (H, W, 3).
        past: (h, w, 2) vectors of the frame before.
        whole: (2,) rows and columns by which the whole picture moved.
        margin: Sum of differences of 64 samples that noise alone may make.
        enough: A block that moves with the whole picture up to a sum of this is not searched.
        turn: Number of the frame; decides which small change is tried.
        field: (h, w, 2), some rows of which are filled.
        first: First row of blocks to fill; it learns nothing from the row above.
        last: One after the last.
    """
    height, width = rgb.shape[0], rgb.shape[1]
    candidates = np.empty((8, 2), dtype=np.int64)
    for i in range(first, last):
        for j in range(field.shape[1]):
            top, left = i * 16, j * 16
            bottom, right = min(top + 16, height), min(left + 16, width)
            candidates[0, 0], candidates[0, 1] = whole[0], whole[1]
            candidates[1, 0], candidates[1, 1] = 0, 0
            candidates[2, 0], candidates[2, 1] = past[i, j, 0], past[i, j, 1]
            candidates[3, 0], candidates[3, 1] = 0, 0
            candidates[4, 0], candidates[4, 1] = 0, 0
            if j > 0:
                candidates[3, 0], candidates[3, 1] = field[i, j - 1, 0], field[i, j - 1, 1]
            if i > first:
                k = min(j + 1, field.shape[1] - 1)
                candidates[4, 0], candidates[4, 1] = field[i - 1, k, 0], field[i - 1, k, 1]
            below, after = min(i + 1, field.shape[0] - 1), min(j + 1, field.shape[1] - 1)
            candidates[5, 0], candidates[5, 1] = past[below, after, 0], past[below, after, 1]
            # Two small changes of the best guesses, others each time; they let the search follow a new motion.
            hop = (turn * 7 + i * 3 + j * 5) % 8
            step = 1 + (turn + i + j) % 2
            row_step = step * ((hop == 0) + (hop == 4) + (hop == 5) - (hop == 1) - (hop == 6) - (hop == 7))
            column_step = step * ((hop == 2) + (hop == 4) + (hop == 6) - (hop == 3) - (hop == 5) - (hop == 7))
            candidates[6, 0], candidates[6, 1] = candidates[2, 0] + row_step, candidates[2, 1] + column_step
            candidates[7, 0], candidates[7, 1] = candidates[0, 0] + row_step, candidates[0, 1] + column_step
            best = np.int64(1 << 30)
            for n in range(8):
                rows, columns = candidates[n, 0], candidates[n, 1]
                seen = False
                for earlier in range(n):
                    # Where little moves most candidates are the same, and the first was the cheapest.
                    seen |= candidates[earlier, 0] == rows and candidates[earlier, 1] == columns
                if seen:
                    continue
                if top + rows < 0 or left + columns < 0 or bottom + rows > height or right + columns > width:
                    continue
                cost = np.int64(0 if n == 0 else (margin if n < 6 else margin + margin // 4))
                for y in range(top, bottom, 2):
                    for x in range(left, right, 2):
                        cost += abs(np.int64(rgb[y, x, 1]) - np.int64(previous[y + rows, x + columns, 1]))
                    if cost >= best:
                        break
                if cost < best:
                    best = cost
                    field[i, j, 0], field[i, j, 1] = rows, columns
                if best <= (enough if n == 0 else margin):
                    break


@compiled("float64(uint8[:,:,::1], uint8[:,:,::1], int64, int64, int64)")
def mismatch(rgb: Bytes, previous: Bytes, rows: int, columns: int, grid: int) -> float:
    """Mean difference in green, over a sparse grid, if the whole picture had moved by a vector.

    Args:
        rgb: (H, W, 3).
        previous: (H, W, 3).
        rows: From a place in the one to its place in the other; likewise the next.
        columns: To the right.
        grid: Pixels from one sample to the next.

    Returns:
        In codes; infinite where hardly anything would be left to compare.
    """
    top, bottom = max(0, -rows), min(rgb.shape[0], rgb.shape[0] - rows)
    left, right = max(0, -columns), min(rgb.shape[1], rgb.shape[1] - columns)
    if bottom - top < 16 or right - left < 16:
        return np.inf
    total, samples = np.int64(0), np.int64(0)
    for y in range(top, bottom, grid):
        for x in range(left, right, grid):
            total += abs(np.int64(rgb[y, x, 1]) - np.int64(previous[y + rows, x + columns, 1]))
            samples += 1
    return float(total) / float(samples)


@compiled("Tuple((float32[:,::1], float32[:,::1]))(uint8[:,:,::1], uint8[:,:,::1], int16[:,:,::1])")
def block_noise(rgb: Bytes, previous: Bytes, field: Shorts) -> tuple[Floats, Floats]:
    """Brightness and temporal variance of 8x8 blocks, along the motion; one such block of each 16x16.

    Args:
        rgb: (H, W, 3).
        previous: (H, W, 3).
        field: (h, w, 2), see `motion`.

    Returns:
        (N, 3) mean code and (N, 3) variance of the noise in one frame, in codes squared.
    """
    rows, columns = rgb.shape[0] // 16, rgb.shape[1] // 16
    level = np.empty((rows * columns, 3), dtype=np.float32)
    variance = np.empty((rows * columns, 3), dtype=np.float32)
    for i in range(rows):
        for j in range(columns):
            top, left = i * 16 + 4, j * 16 + 4
            for c in range(3):
                total, squares = np.int64(0), np.int64(0)
                for y in range(top, top + 8):
                    for x in range(left, left + 8):
                        code = np.int64(rgb[y, x, c])
                        difference = code - np.int64(previous[y + field[i, j, 0], x + field[i, j, 1], c])
                        total += code
                        squares += difference * difference
                level[i * columns + j, c] = total / np.float32(64.0)
                variance[i * columns + j, c] = squares / np.float32(128.0)
    return level, variance


@compiled("Tuple((float32[:,::1], float32[:,::1]))(uint8[:,:,::1])")
def block_grain(rgb: Bytes) -> tuple[Floats, Floats]:
    """Brightness of 8x8 blocks and the variance of what is neither a slope nor an edge in them.

    By the mask (1 -2 1; -2 4 -2; 1 -2 1), whose answer to white noise has 36 times its variance (Immerkaer, "Fast Noise
    Variance Estimation", Computer Vision and Image Understanding 64(2), 1996).

    Args:
        rgb: (H, W, 3).

    Returns:
        (N, 3) mean code and (N, 3) variance, in codes squared; one such block of each 16x16.
    """
    rows, columns = rgb.shape[0] // 16, rgb.shape[1] // 16
    level = np.empty((rows * columns, 3), dtype=np.float32)
    variance = np.empty((rows * columns, 3), dtype=np.float32)
    for i in range(rows):
        for j in range(columns):
            for c in range(3):
                total, squares = np.int64(0), np.int64(0)
                for y in range(i * 16 + 4, i * 16 + 12):
                    for x in range(j * 16 + 4, j * 16 + 12):
                        corners = np.int64(rgb[y - 1, x - 1, c]) + np.int64(rgb[y - 1, x + 1, c])
                        corners += np.int64(rgb[y + 1, x - 1, c]) + np.int64(rgb[y + 1, x + 1, c])
                        sides = np.int64(rgb[y - 1, x, c]) + np.int64(rgb[y + 1, x, c])
                        sides += np.int64(rgb[y, x - 1, c]) + np.int64(rgb[y, x + 1, c])
                        grain = corners - 2 * sides + 4 * np.int64(rgb[y, x, c])
                        total += np.int64(rgb[y, x, c])
                        squares += grain * grain
                level[i * columns + j, c] = total / np.float32(64.0)
                variance[i * columns + j, c] = squares / np.float32(64.0 * 36.0)
    return level, variance
