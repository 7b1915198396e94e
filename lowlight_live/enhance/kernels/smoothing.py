"""Steadies curve maps from one frame to the next on the CPU; the plain form is `enhance.smoothing.steadied`."""

from __future__ import annotations

import numpy as np

from lowlight_live.compiling import ONE, ZERO, Floats, compiled


@compiled("void(float32[:,::1], float32, float32, int64, float32[::1], float32[::1])")
def moved_row(plane: Floats, rows: float, columns: float, y: int, between: Floats, into: Floats) -> None:
    """Sample a row of a plane that has moved, bilinearly; the edge continues outwards.

    Args:
        plane: (h, w).
        rows: From a place in the row to its place in the plane; likewise the next.
        columns: To the right.
        y: Row.
        between: (w,) to work in.
        into: (w,), filled.
    """
    height, width = plane.shape
    if rows == ZERO and columns == ZERO:
        into[:] = plane[y]
        return
    position = min(max(np.float32(y) + rows, ZERO), np.float32(height - 1))
    above = np.int64(position)
    share = position - np.float32(above)
    upper, lower = plane[above], plane[min(above + 1, height - 1)]
    for x in range(width):
        between[x] = upper[x] + share * (lower[x] - upper[x])
    whole = np.int64(np.floor(columns))
    part = columns - np.float32(whole)
    # All columns lie equally far between two, but for those beyond the edges.
    first = min(max(-whole, 0), width)
    last = max(min(width - 1 - whole, width), first)
    into[:first] = between[0]
    into[last:] = between[width - 1]
    inside = into[first:last]
    left, right = between[first + whole : last + whole], between[first + whole + 1 : last + whole + 1]
    for x in range(inside.shape[0]):
        inside[x] = left[x] + part * (right[x] - left[x])


@compiled("void(float32[::1], float32[::1], float32, float32, float32, float32, float32[::1], float32[::1])")
def weigh_row(
    brightness: Floats,
    past: Floats,
    least: float,
    darkest: float,
    changed_from: float,
    scale: float,
    weight: Floats,
    new_brightness: Floats,
) -> None:
    """How much of a row of new maps is taken, by the change of the brightness; all rows are (w,)."""
    for x in range(weight.shape[0]):
        now, then = brightness[x], past[x]
        change = abs(now - then) / (max(now, then) + darkest)
        weight[x] = max(min(max((change - changed_from) * scale, ZERO), ONE), least)
        new_brightness[x] = then + weight[x] * (now - then)


@compiled("void(float32[::1], float32[::1], float32[::1], float32[::1])")
def lerp_row(past: Floats, now: Floats, weight: Floats, result: Floats) -> None:
    """Go from the past towards now by a weight; all are (w,)."""
    for x in range(result.shape[0]):
        result[x] = past[x] + weight[x] * (now[x] - past[x])


@compiled(
    "void(float32[:,:,::1], float32[:,:,::1], float32[:,::1], float32[:,::1], float32, float32, float32, float32,"
    " float32, float32, float32[:,:,::1], float32[:,::1])"
)
def steady_maps(
    alpha: Floats,
    past_alpha: Floats,
    brightness: Floats,
    past_brightness: Floats,
    rows: float,
    columns: float,
    least: float,
    darkest: float,
    changed_from: float,
    scale: float,
    new_alpha: Floats,
    new_brightness: Floats,
) -> None:
    """Let the steadied maps follow those of a new frame.

    Args:
        alpha: (P, h, w) every map of every channel.
        past_alpha: (P, h, w) the steadied ones of the frame before.
        brightness: (h, w) local mean.
        past_brightness: (h, w) steadied.
        rows: From a place in this frame to its place in the last, in pixels of the maps; likewise the next.
        columns: To the right.
        least: Smallest weight of the new maps.
        darkest: Added to the brightness that is divided by.
        changed_from: Relative change of the brightness from which on the weight rises.
        scale: By how much it rises with the change.
        new_alpha: (P, h, w), filled.
        new_brightness: (h, w), filled.
    """
    height, width = brightness.shape
    before = np.empty(width, dtype=np.float32)
    between = np.empty(width, dtype=np.float32)
    weight = np.empty(width, dtype=np.float32)
    for y in range(height):
        moved_row(past_brightness, rows, columns, y, between, before)
        weigh_row(brightness[y], before, least, darkest, changed_from, scale, weight, new_brightness[y])
        for k in range(alpha.shape[0]):
            moved_row(past_alpha[k], rows, columns, y, between, before)
            lerp_row(before, alpha[k, y], weight, new_alpha[k, y])


@compiled("void(float32[:,:,::1], float32, float32, float32[:,:,::1])")
def move_planes(planes: Floats, rows: float, columns: float, moved: Floats) -> None:
    """Sample planes, (P, h, w), that have moved, see `moved_row`; `moved` (P, h, w) filled."""
    between = np.empty(planes.shape[2], dtype=np.float32)
    for k in range(planes.shape[0]):
        for y in range(planes.shape[1]):
            moved_row(planes[k], rows, columns, y, between, moved[k, y])
