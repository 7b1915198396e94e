"""Compares the light of two thumbnails."""

from __future__ import annotations

import numpy as np

from lowlight_live.compiling import Doubles, Floats, Number, compiled


@compiled("Tuple((float64[::1], float64, float64))(float32[:,:,::1], float32[:,:,::1], float32)")
def compare_light(now: Floats, estimate: Floats, darkest: Number) -> tuple[Doubles, float, float]:
    """The light of one thumbnail over that of another, and how far the cells agree on it.

    Args:
        now: (h, w, 3) in codes.
        estimate: (h, w, 3).
        darkest: A cell with less than this in a channel of either does not count.

    Returns:
        (3,) medians of the logarithms, the median of how far a cell is from them, and the share of cells that count.
    """
    ratios = np.empty((3, now.shape[0] * now.shape[1]), dtype=np.float32)
    count = np.int64(0)
    for y in range(now.shape[0]):
        for x in range(now.shape[1]):
            least = min(min(now[y, x, 0], now[y, x, 1]), now[y, x, 2])
            least = min(least, min(min(estimate[y, x, 0], estimate[y, x, 1]), estimate[y, x, 2]))
            if least >= darkest:
                for c in range(3):
                    ratios[c, count] = np.log(now[y, x, c] / estimate[y, x, c])
                count += 1
    light = np.zeros(3, dtype=np.float64)
    if count == 0:
        return light, 0.0, 0.0
    apart = np.empty(3 * count, dtype=np.float32)
    for c in range(3):
        light[c] = np.median(ratios[c, :count])
        apart[c * count : (c + 1) * count] = np.abs(ratios[c, :count] - np.float32(light[c]))
    return light, float(np.median(apart)), float(count) / float(ratios.shape[1])


@compiled("float64[::1](float32[:,:,::1], float32[:,:,::1], float32)")
def change_of_light(now: Floats, before: Floats, darkest: Number) -> Doubles:
    """The light of one thumbnail over that of the one before: (3,) medians of the ratios of all cells.

    Args:
        now: (h, w, 3) in codes.
        before: (h, w, 3).
        darkest: Added to both sides of a ratio.
    """
    change = np.zeros(3, dtype=np.float64)
    ratios = np.empty(now.shape[0] * now.shape[1], dtype=np.float32)
    for c in range(3):
        for y in range(now.shape[0]):
            for x in range(now.shape[1]):
                ratios[y * now.shape[1] + x] = (now[y, x, c] + darkest) / (before[y, x, c] + darkest)
        change[c] = np.median(ratios)
    return change
