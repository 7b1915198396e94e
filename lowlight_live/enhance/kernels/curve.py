"""Applies the curves to every pixel; the plain form is `networks.curves.apply_curves`."""

from __future__ import annotations

import numpy as np

from lowlight_live.compiling import CODES, HALF, ONE, THIRD, ZERO, Bytes, Floats, Indices, Integers, Words, compiled
from lowlight_live.enhance.kernels.steps import STEPS
from lowlight_live.enhance.saturation import LUMA
from lowlight_live.interleaving import split_row

LUMA_RED, LUMA_GREEN, LUMA_BLUE = (np.float32(weight) for weight in LUMA)


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


@compiled("void(float32[:,:,:,::1], int64, int32[::1], float32[::1], float32[:,:,::1])")
def widen_row(maps: Floats, row: int, left: Indices, right_share: Floats, wide: Floats) -> None:
    """Sample one row of some maps at the width of the picture.

    Args:
        maps: (K, C, h, w).
        row: Of the maps.
        left: See `place_columns`.
        right_share: See `place_columns`.
        wide: (K, C, W) filled.
    """
    last = maps.shape[3] - 1
    for k in range(maps.shape[0]):
        for c in range(maps.shape[1]):
            line, into = maps[k, c, row], wide[k, c]
            for x in range(into.shape[0]):
                start = line[left[x]]
                into[x] = start + right_share[x] * (line[min(left[x] + 1, last)] - start)


@compiled("float32(float32[:,:,:,::1], int64, int64, int32[::1], float32[::1], int64[::1], float32[:,:,:,::1])")
def place_row(
    maps: Floats, y: int, height: int, left: Indices, right_share: Floats, held: Integers, wide: Floats
) -> np.float32:
    """Hold the two rows of the maps between which a row of the picture lies, at the picture's width.

    Going down the picture each row of the maps is widened once.

    Args:
        maps: (K, C, h, w).
        y: Row of the picture.
        height: Rows of the picture.
        left: See `place_columns`.
        right_share: See `place_columns`.
        held: (2,) which rows of the maps are held; -1 for none.
        wide: (2, K, C, W) the rows that are held.

    Returns:
        The share of the lower row.
    """
    map_height = maps.shape[2]
    position = (np.float32(y) + HALF) * np.float32(map_height) / np.float32(height) - HALF
    position = min(max(position, ZERO), np.float32(map_height - 1))
    above = int(position)
    below = min(above + 1, map_height - 1)
    if held[0] != above:
        if held[1] == above:
            wide[0] = wide[1]
        else:
            widen_row(maps, above, left, right_share, wide[0])
        held[0] = above
    if held[1] != below:
        widen_row(maps, below, left, right_share, wide[1])
        held[1] = below
    return position - np.float32(above)


@compiled("Tuple((int32[::1], float32[::1], int64[::1], float32[:,:,:,::1]))(float32[:,:,:,::1], int64)")
def ready_to_place(maps: Floats, width: int) -> tuple[Indices, Floats, Integers, Floats]:
    """What `place_row` needs to sample some maps, (K, C, h, w), for a picture that is so wide, after the height."""
    left = np.empty(width, dtype=np.int32)
    right_share = np.empty(width, dtype=np.float32)
    place_columns(maps.shape[3], left, right_share)
    held = np.full(2, -1, dtype=np.int64)
    return left, right_share, held, np.empty((2, maps.shape[0], maps.shape[1], width), dtype=np.float32)


@compiled("void(float32[::1], float32[::1], float32, float32[::1])")
def between(upper: Floats, lower: Floats, share: np.float32, result: Floats) -> None:
    """Interpolate between two rows."""
    for x in range(result.shape[0]):
        result[x] = upper[x] + share * (lower[x] - upper[x])


@compiled("void(float32[::1], float32[::1])")
def bend_once(alpha: Floats, value: Floats) -> None:
    """Apply one iteration of the curve: `alpha` (W,), `value` (W,) changed."""
    for x in range(value.shape[0]):
        value[x] += alpha[x] * (value[x] - value[x] * value[x])


@compiled("void(float32[::1], float32[::1])")
def bend_four_times(alpha: Floats, value: Floats) -> None:
    """Apply four iterations of the same curve in one pass: `alpha` (W,), `value` (W,) changed."""
    for x in range(value.shape[0]):
        bend, v = alpha[x], value[x]
        v += bend * (v - v * v)
        v += bend * (v - v * v)
        v += bend * (v - v * v)
        v += bend * (v - v * v)
        value[x] = v


@compiled("void(float32[:,:,:,::1], float32, int64, int64, float32[::1], float32[::1])")
def bend_row(wide: Floats, share: np.float32, iterations: int, c: int, sampled: Floats, value: Floats) -> None:
    """Apply all iterations of the curve to one row of one channel.

    Args:
        wide: (2, K, 3, W), see `place_row`; K being `iterations` or 1.
        share: Of the lower row.
        iterations: How often the curve is applied.
        c: Channel.
        sampled: (W,) to work in.
        value: (W,) in [0, 1], changed.
    """
    if wide.shape[1] == 1:
        between(wide[0, 0, c], wide[1, 0, c], share, sampled)
        for _ in range(iterations // 4):
            bend_four_times(sampled, value)
        for _ in range(iterations % 4):
            bend_once(sampled, value)
        return
    for k in range(iterations):
        between(wide[0, k, c], wide[1, k, c], share, sampled)
        bend_once(sampled, value)


@compiled("void(float32[:,::1], float32)")
def saturate_row(values: Floats, amount: float) -> None:
    """Move a row's pixels, (3, W), away from their grey or towards it, in place; see `saturation.saturated`."""
    red, green, blue = values[0], values[1], values[2]
    for x in range(red.shape[0]):
        r, g, b = min(max(red[x], ZERO), ONE), min(max(green[x], ZERO), ONE), min(max(blue[x], ZERO), ONE)
        grey = LUMA_RED * r + LUMA_GREEN * g + LUMA_BLUE * b
        red[x] = grey + amount * (r - grey)
        green[x] = grey + amount * (g - grey)
        blue[x] = grey + amount * (b - grey)


@compiled("void(float32[:,::1], float32[:,::1], uint8[:,::1])")
def store_row(values: Floats, threshold: Floats, out: Bytes) -> None:
    """Write one row as bytes: `values` (3, W) in [0, 1], `threshold` (3, W) in [0, 1), `out` (W, 3) filled."""
    red, green, blue, flat = values[0], values[1], values[2], out.reshape(out.size)
    for c in range(3):
        value, limit = values[c], threshold[c]
        for x in range(value.shape[0]):
            value[x] = min(min(max(value[x], ZERO), ONE) * CODES + limit[x], CODES)
    for x in range(red.shape[0]):
        flat[3 * x] = np.uint8(red[x])
        flat[3 * x + 1] = np.uint8(green[x])
        flat[3 * x + 2] = np.uint8(blue[x])


@compiled(
    "void(float32[:,::1], float32[:,:,:,::1], float32, int64, float32, float32[::1], float32[:,::1], uint8[:,::1])"
)
def brighten_row(
    values: Floats,
    wide: Floats,
    share: np.float32,
    iterations: int,
    saturation: float,
    sampled: Floats,
    threshold: Floats,
    out: Bytes,
) -> None:
    """Apply the curves to one row and write it as bytes.

    Args:
        values: (3, W) in [0, 1], changed.
        wide: (2, K, 3, W), see `bend_row`; likewise the next two.
        share: Of the lower row.
        iterations: How often the curve is applied.
        saturation: See `saturation.saturated`.
        sampled: (W,) to work in.
        threshold: (3, W), see `store_row`.
        out: (W, 3), filled.
    """
    for c in range(3):
        bend_row(wide, share, iterations, c, sampled, values[c])
    if saturation != ONE:
        saturate_row(values, saturation)
    store_row(values, threshold, out)


@compiled("void(uint8[:,:,::1], float32[:,:,:,::1], int64, float32, uint8[:,:,::1], int64, int64)")
def curve_rows(
    rgb: Bytes, alpha: Floats, iterations: int, saturation: float, out: Bytes, first: int, last: int
) -> None:
    """Apply the curves to some rows of a picture.

    Args:
        rgb: (H, W, 3).
        alpha: (K, 3, h, w) in [-1, 1], K being `iterations` or 1.
        iterations: How often the curve is applied.
        saturation: See `saturation.saturated`.
        out: (H, W, 3), filled.
        first: First row to fill.
        last: One after the last.
    """
    height, width = rgb.shape[0], rgb.shape[1]
    left, right_share, held, wide = ready_to_place(alpha, width)
    sampled = np.empty(width, dtype=np.float32)
    values = np.empty((3, width), dtype=np.float32)
    half = np.full((3, width), HALF, dtype=np.float32)
    codes = np.empty((3, width), dtype=np.uint8)
    for y in range(first, last):
        share = place_row(alpha, y, height, left, right_share, held, wide)
        split_row(rgb[y], codes)
        for c in range(3):
            code, value = codes[c], values[c]
            for x in range(width):
                value[x] = np.float32(code[x]) / CODES
        brighten_row(values, wide, share, iterations, saturation, sampled, half, out[y])


@compiled("void(uint16[:,:,::1], float32[:,:,:,::1], int64, float32, float32[:,:,::1], uint8[:,:,::1], int64, int64)")
def curve_state_rows(
    state: Words,
    alpha: Floats,
    iterations: int,
    saturation: float,
    dither: Floats,
    out: Bytes,
    first: int,
    last: int,
) -> None:
    """Apply the curves to some rows of an estimate and dither to 8 bit.

    Args:
        state: (3, H, W) in 256ths of a code.
        alpha: (K, 3, h, w).
        iterations: How often the curve is applied.
        saturation: See `saturation.saturated`.
        dither: (n, 3, W) in [0, 1), repeated downwards.
        out: (H, W, 3), filled.
        first: First row to fill.
        last: One after the last.
    """
    height, width = state.shape[1], state.shape[2]
    left, right_share, held, wide = ready_to_place(alpha, width)
    sampled = np.empty(width, dtype=np.float32)
    values = np.empty((3, width), dtype=np.float32)
    for y in range(first, last):
        share = place_row(alpha, y, height, left, right_share, held, wide)
        for c in range(3):
            line, value = state[c, y], values[c]
            for x in range(width):
                value[x] = np.float32(line[x]) / (CODES * STEPS)
        brighten_row(values, wide, share, iterations, saturation, sampled, dither[y % dither.shape[0]], out[y])


@compiled("void(float32[:,:,::1], float32[:,:,:,::1], int64, float32[:,::1])")
def curve_slopes(small: Floats, alpha: Floats, iterations: int, slope: Floats) -> None:
    """How steep the curves are at a thumbnail's own brightness; the plain form is `networks.curves.curve_slope`.

    Args:
        small: (3, h, w) in [0, 1].
        alpha: (K, 3, h, w), K being `iterations` or 1.
        iterations: How often the curve is applied.
        slope: (h, w), filled.
    """
    grey = np.empty(slope.shape[1], dtype=np.float32)
    bend = np.empty(slope.shape[1], dtype=np.float32)
    for y in range(slope.shape[0]):
        red, green, blue, steep = small[0, y], small[1, y], small[2, y], slope[y]
        for x in range(grey.shape[0]):
            grey[x] = (red[x] + green[x] + blue[x]) * THIRD
            steep[x] = ONE
        for iteration in range(iterations):
            if iteration < alpha.shape[0]:
                red, green, blue = alpha[iteration, 0, y], alpha[iteration, 1, y], alpha[iteration, 2, y]
                for x in range(bend.shape[0]):
                    bend[x] = (red[x] + green[x] + blue[x]) * THIRD
            for x in range(grey.shape[0]):
                steep[x] *= ONE + bend[x] * (ONE - grey[x] - grey[x])
                grey[x] += bend[x] * (grey[x] - grey[x] * grey[x])
