"""Samples the curve maps at every pixel, iterates the curve and stores bytes; the plain form is `curves.apply_curves`.

Samples lie one after the other here, three a pixel, so that bytes are read and written without gaps.
"""

# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

import triton.language as tl
from torch import Tensor

from lowlight_live.enhance.triton_kernels.compiling import (
    OPTIONS,
    TILE_COLUMNS,
    TILE_ROWS,
    between,
    kernel,
    tile_columns,
    tile_rows,
    tiles,
)
from lowlight_live.networks.curves import CurveMaps


def bend_frame(rgb: Tensor, maps: CurveMaps, codes: Tensor, saturation: float) -> None:
    """Bend a frame, (H, W, 3) uint8, and round it to `codes`, which is like it; see `saturation.saturated`."""
    _bend(rgb, maps, rgb, codes, saturation, patterns=0)


def bend_state(state: Tensor, maps: CurveMaps, dither: Tensor, codes: Tensor, saturation: float) -> None:
    """Bend an estimate, (3, H, W) in codes, and dither it to `codes`, (H, W, 3) uint8, by thresholds (n, 3, W)."""
    _bend(state, maps, dither, codes, saturation, patterns=dither.shape[0])


def _bend(samples: Tensor, maps: CurveMaps, dither: Tensor, codes: Tensor, saturation: float, *, patterns: int) -> None:
    height, width = codes.shape[:2]
    alpha = maps.alpha
    bend[tiles(height, 3 * width)](
        samples,
        alpha,
        dither,
        codes,
        height,
        width,
        *alpha.shape[-2:],
        patterns,
        float(saturation),
        alpha.shape[1],
        maps.iterations,
        patterns > 0,
        saturation != 1,
        TILE_ROWS,
        TILE_COLUMNS,
        **OPTIONS,
    )


@kernel
def bent(
    picture: tl.tensor,
    alpha: tl.tensor,
    y: tl.tensor,
    x: tl.tensor,
    channel: tl.tensor,
    here: tl.tensor,
    height: int,
    width: int,
    lines: int,
    samples: int,
    map_count: tl.constexpr,
    iterations: tl.constexpr,
    planar: tl.constexpr,
) -> tl.tensor:
    """Samples, in [0, 1], bent: planar float ones, or bytes."""
    if planar:
        value = tl.load(picture + channel * height * width + y * width + x, mask=here, other=0.0) / 255
    else:
        value = tl.load(picture + (y * width + x) * 3 + channel, mask=here, other=0).to(tl.float32) / 255
    plane = lines * samples
    bow = between(alpha + channel * plane, y, x, height, width, lines, samples)
    for iteration in tl.static_range(iterations):
        if map_count > 1 and iteration > 0:
            bow = between(alpha + (3 * iteration + channel) * plane, y, x, height, width, lines, samples)
        value = value + bow * value * (1 - value)
    return tl.minimum(tl.maximum(value, 0.0), 1.0)


@kernel
def bend(
    picture: tl.tensor,
    alpha: tl.tensor,
    dither: tl.tensor,
    codes: tl.tensor,
    height: int,
    width: int,
    lines: int,
    samples: int,
    patterns: int,
    saturation: float,
    map_count: tl.constexpr,
    iterations: tl.constexpr,
    dithered: tl.constexpr,
    coloured: tl.constexpr,
    rows: tl.constexpr,
    columns: tl.constexpr,
) -> None:
    """Bend planar float samples and dither them, or bytes and round them."""
    y, column = tile_rows(rows), tile_columns(columns)
    here = (y < height) & (column < 3 * width)
    x, channel = column // 3, column % 3
    value = bent(picture, alpha, y, x, channel, here, height, width, lines, samples, map_count, iterations, dithered)
    if coloured:
        # Each sample bends its pixel's other two as well: more work, but no second pass over the picture.
        grey = 0.0 * value
        for other in tl.static_range(3):
            weight = 0.2126 if other == 0 else (0.7152 if other == 1 else 0.0722)
            grey += weight * bent(
                picture,
                alpha,
                y,
                x,
                0 * channel + other,
                here,
                height,
                width,
                lines,
                samples,
                map_count,
                iterations,
                dithered,
            )
        value = tl.minimum(tl.maximum(grey + saturation * (value - grey), 0.0), 1.0)
    value = value * 255
    if dithered:
        value += tl.load(dither + ((y % patterns) * 3 + channel) * width + x, mask=here, other=0.0)
    else:
        value += 0.5
    tl.store(codes + y * 3 * width + column, tl.minimum(value, 255.0).to(tl.uint8), mask=here)
