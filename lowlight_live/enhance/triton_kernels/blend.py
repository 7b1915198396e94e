"""Blends a frame into the estimate along the motion; the plain form is `denoise.blend`, which says how."""

# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

from typing import Any

import torch
import triton.language as tl
from torch import Tensor

from lowlight_live.enhance.denoise import DRIFT_SCALE, RADIUS, RAMP, SIZE_SCALE, UNKNOWN, Estimate
from lowlight_live.enhance.motion import BLOCK
from lowlight_live.enhance.triton_kernels.compiling import (
    FACTORS,
    OPTIONS,
    TILE_COLUMNS,
    TILE_ROWS,
    inverse_sigma,
    kernel,
    tile_columns,
    tile_rows,
    tiles,
)

BLOCK_SIDE = tl.constexpr(BLOCK)
REACH = tl.constexpr(RADIUS)
NOTHING_KNOWN = tl.constexpr(float(UNKNOWN))
SIZE = tl.constexpr(float(SIZE_SCALE))
DRIFT = tl.constexpr(float(DRIFT_SCALE))
STEEP = tl.constexpr(float(RAMP))


def blend(rgb: Tensor, before: Estimate, field: Tensor, factors: Tensor, floor: Tensor, after: Estimate) -> None:
    """Blend a frame into the estimate before it and write the estimate after it.

    Args:
        rgb: (H, W, 3) uint8.
        before: The estimate, which stays as it is.
        field: (rows, columns, 2) int16, see `motion.Field`.
        factors: (3, 9), see `device_plan`.
        floor: (1,), smallest weight of the new frame.
        after: Is written.
    """
    height, width = before.ratio.shape
    size, drift = torch.empty_like(before.ratio), torch.empty_like(before.ratio)
    grid, shape = tiles(height, width), (height, width, field.shape[1])
    compare[grid](
        rgb, before.state, before.ratio, field, factors, size, drift, *shape, TILE_ROWS, TILE_COLUMNS, **OPTIONS
    )
    weigh[grid](
        rgb,
        before.state,
        before.ratio,
        field,
        factors,
        floor,
        size,
        drift,
        after.state,
        after.ratio,
        *shape,
        TILE_ROWS,
        TILE_COLUMNS,
        **OPTIONS,
    )


@kernel
def compare(
    rgb: tl.tensor,
    state: tl.tensor,
    ratio: tl.tensor,
    field: tl.tensor,
    factors: tl.tensor,
    size: tl.tensor,
    drift: tl.tensor,
    height: int,
    width: int,
    blocks: int,
    rows: tl.constexpr,
    columns: tl.constexpr,
) -> None:
    """Write how the frame differs from the estimate, over what noise makes: by size, and with its sign."""
    y, x = tile_rows(rows), tile_columns(columns)
    here = (y < height) & (x < width)
    source, inside = origin(field, y, x, height, width, blocks, here)
    shares = tl.load(ratio + source, mask=inside, other=NOTHING_KNOWN)
    absolute, signed = shares * 0, shares * 0
    for channel in tl.static_range(3):
        frame, known = pair(rgb, state, factors, source, inside, y, x, height, width, here, channel)
        flicker = tl.load(factors + channel * FACTORS + 2)
        difference = (frame - known * flicker) * inverse_sigma(known, factors, channel)
        absolute += tl.abs(difference)
        signed += difference
    scale = 1 / (3 * tl.sqrt(1 + tl.minimum(shares, 1.0)))
    tl.store(size + y * width + x, absolute * scale, mask=here)
    tl.store(drift + y * width + x, signed * scale, mask=here)


@kernel
def weigh(
    rgb: tl.tensor,
    state: tl.tensor,
    ratio: tl.tensor,
    field: tl.tensor,
    factors: tl.tensor,
    floor: tl.tensor,
    size: tl.tensor,
    drift: tl.tensor,
    new_state: tl.tensor,
    new_ratio: tl.tensor,
    height: int,
    width: int,
    blocks: int,
    rows: tl.constexpr,
    columns: tl.constexpr,
) -> None:
    """Sum the differences over the window, which gives the weight of the frame, and blend."""
    y, x = tile_rows(rows), tile_columns(columns)
    here = (y < height) & (x < width)
    sizes, drifts = tl.full((rows, columns), 0.0, tl.float32), tl.full((rows, columns), 0.0, tl.float32)
    for down in tl.static_range(-REACH, REACH + 1):
        for along in tl.static_range(-REACH, REACH + 1):
            near = here & (y + down >= 0) & (y + down < height) & (x + along >= 0) & (x + along < width)
            place = (y + down) * width + x + along
            sizes += tl.load(size + place, mask=near, other=0.0)
            drifts += tl.load(drift + place, mask=near, other=0.0)
    down = tl.minimum(y + REACH, height - 1) - tl.maximum(y - REACH, 0) + 1
    along = tl.minimum(x + REACH, width - 1) - tl.maximum(x - REACH, 0) + 1
    # Beyond the picture a tile may count none; nothing is stored there.
    count = tl.maximum(down * along, 1).to(tl.float32)
    excess = tl.maximum(sizes / count * SIZE, tl.abs(drifts) / tl.sqrt(count) * DRIFT)
    moved = tl.minimum(tl.maximum((excess - 1) * STEEP, 0.0), 1.0)
    source, inside = origin(field, y, x, height, width, blocks, here)
    shares = tl.load(ratio + source, mask=inside, other=NOTHING_KNOWN)
    weight = tl.maximum(tl.maximum(shares / (shares + 1), tl.load(floor)), moved)
    place = y * width + x
    for channel in tl.static_range(3):
        frame, known = pair(rgb, state, factors, source, inside, y, x, height, width, here, channel)
        tl.store(new_state + channel * height * width + place, known + weight * (frame - known), mask=here)
    tl.store(new_ratio + place, (1 - weight) * (1 - weight) * shares + weight * weight, mask=here)


@kernel
def origin(field: tl.tensor, y: tl.tensor, x: tl.tensor, height: int, width: int, blocks: int, here: tl.tensor) -> Any:
    """Where in the estimate each pixel comes from, and whether that lies inside the picture."""
    block = field + ((y // BLOCK_SIDE) * blocks + x // BLOCK_SIDE) * 2
    from_y = y + tl.load(block, mask=here, other=0)
    from_x = x + tl.load(block + 1, mask=here, other=0)
    inside = here & (from_y >= 0) & (from_y < height) & (from_x >= 0) & (from_x < width)
    return from_y * width + from_x, inside


@kernel
def pair(
    rgb: tl.tensor,
    state: tl.tensor,
    factors: tl.tensor,
    source: tl.tensor,
    inside: tl.tensor,
    y: tl.tensor,
    x: tl.tensor,
    height: int,
    width: int,
    here: tl.tensor,
    channel: tl.constexpr,
) -> Any:
    """A channel of the frame, and what is known of it: of what nothing is known the frame is all there is."""
    gain, dim = tl.load(factors + channel * FACTORS), tl.load(factors + channel * FACTORS + 1)
    codes = tl.load(rgb + (y * width + x) * 3 + channel, mask=here, other=0).to(tl.float32)
    frame = tl.minimum(codes * dim, 255.0)
    known = tl.minimum(tl.load(state + channel * height * width + source, mask=inside, other=0.0) * gain, 255.0)
    return frame, tl.where(inside, known, frame)
