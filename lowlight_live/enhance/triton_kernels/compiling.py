"""How the kernels are compiled and shared out: each program works on one tile of the picture."""

# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import triton
import triton.language as tl

TILE_ROWS, TILE_COLUMNS = 8, 64
"""Pixels of a tile: two for each of a program's threads. With four the window of `weigh` takes twice the registers."""
OPTIONS = {"num_warps": 8, "enable_fp_fusion": False}
"""Without fusion each operation rounds as torch's does; what these kernels wait for is memory anyway."""
FACTORS = tl.constexpr(9)
"""Numbers for each channel, see `device_plan`."""


ANY_SIZE = ("height", "blocks", "lines", "samples", "patterns")
"""Arguments whose value makes no faster code, so that a kernel is not compiled anew for each; the width does."""


def kernel(function: Callable[..., Any]) -> Any:
    """Hand a function to Triton; typed here once, since its own decorator says nothing that mypy understands."""
    return triton.jit(function, do_not_specialize=[name for name in ANY_SIZE if name in function.__annotations__])


def tiles(height: int, width: int) -> tuple[int, int]:
    """How many programs cover a picture: along a row, and down a column."""
    return -(-width // TILE_COLUMNS), -(-height // TILE_ROWS)


@kernel
def tile_rows(rows: tl.constexpr) -> Any:
    """Rows of this program's tile, as a column."""
    return (tl.program_id(1) * rows + tl.arange(0, rows))[:, None]


@kernel
def tile_columns(columns: tl.constexpr) -> Any:
    """Columns of this program's tile, as a row."""
    return (tl.program_id(0) * columns + tl.arange(0, columns))[None, :]


@kernel
def inverse_sigma(codes: tl.tensor, factors: tl.tensor, channel: tl.constexpr) -> Any:
    """One over the standard deviation of the noise at each sample, see `NoiseCurve`; `factors` as in `device_plan`."""
    curve = factors + channel * FACTORS + 3
    root = tl.sqrt(codes)
    inverse = tl.load(curve) + root * (tl.load(curve + 1) + root * (tl.load(curve + 2) + root * tl.load(curve + 3)))
    return tl.minimum(tl.maximum(inverse, tl.load(curve + 4)), tl.load(curve + 5))


@kernel
def between(plane: tl.tensor, y: tl.tensor, x: tl.tensor, height: int, width: int, lines: int, samples: int) -> Any:
    """A small plane, (lines, samples), sampled bilinearly at pixels of a (height, width) picture, centres aligned.

    Its border continues outwards, as in torch's `interpolate`.
    """
    down = tl.maximum((y.to(tl.float32) + 0.5) * (lines / height) - 0.5, 0.0)
    along = tl.maximum((x.to(tl.float32) + 0.5) * (samples / width) - 0.5, 0.0)
    top, left = tl.minimum(down.to(tl.int32), lines - 1), tl.minimum(along.to(tl.int32), samples - 1)
    bottom, right = tl.minimum(top + 1, lines - 1), tl.minimum(left + 1, samples - 1)
    lower, further = down - top, along - left
    above = tl.load(plane + top * samples + left) * (1 - further) + tl.load(plane + top * samples + right) * further
    below = (
        tl.load(plane + bottom * samples + left) * (1 - further) + tl.load(plane + bottom * samples + right) * further
    )
    return above * (1 - lower) + below * lower
