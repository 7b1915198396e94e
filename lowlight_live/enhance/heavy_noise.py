"""Finds the rows of a picture whose noise is so heavy that smoothing once is not enough."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from lowlight_live.enhance.denoise import HEAVIEST_AT, HEAVY
from lowlight_live.enhance.kernels.steps import RATIO_STEPS, STEPS
from lowlight_live.enhance.noise import NoiseCurve

BLOCK = 64
"""Rows that are judged as one."""
_SPARSE = 32
"""Pixels from one place to the next where noise is looked at."""
_ENOUGH = 0.01
"""Mean heaviness of the noise in a block from which on it is smoothed again."""


def heavy_blocks(
    state: npt.NDArray[np.uint16], ratio: npt.NDArray[np.uint16], noise: NoiseCurve, slope: npt.NDArray[np.float32]
) -> npt.NDArray[np.bool_]:
    """In which blocks of rows enough noise is heavy, see `denoise.HEAVY`, on a sparse grid.

    Args:
        state: (3, H, W) in 256ths of a code.
        ratio: (H, W) variance of its noise over that of a frame, in 32768ths.
        noise: Of a frame.
        slope: (h, w) of the curves at the thumbnail's values.

    Returns:
        (ceil(H / 64),).
    """
    height, width = ratio.shape
    step = _SPARSE
    while step > 1 and step * 8 > min(height, width):
        step //= 2  # divides a block, so that every block has rows that are looked at
    rows, columns = np.arange(0, height, step), np.arange(0, width, step)
    root = np.sqrt(state[:, ::step, ::step] / STEPS)
    constant, linear, square, cube, least, most = noise.T[:, :, None, None]
    inverse = np.clip(constant + root * (linear + root * (square + root * cube)), least, most).mean(0)
    near = slope[rows * slope.shape[0] // height][:, columns * slope.shape[1] // width]
    share = np.minimum(ratio[::step, ::step] / RATIO_STEPS, 1)
    heaviness = np.clip((np.sqrt(share) * near / inverse - HEAVY) / (HEAVIEST_AT - HEAVY), 0, 1).mean(1)
    blocks = rows // BLOCK
    means: npt.NDArray[np.float64] = np.bincount(blocks, heaviness) / np.bincount(blocks)
    return means > _ENOUGH


def runs(heavy: npt.NDArray[np.bool_], first: int, last: int) -> Iterator[tuple[int, int, bool]]:
    """Rows from `first` to before `last` in pieces of one kind: first row, one after the last, whether it is heavy."""
    start = first
    for block in range(first // BLOCK, -(-last // BLOCK)):
        end = min((block + 1) * BLOCK, last)
        if end == last or heavy[block] != heavy[block + 1]:
            yield start, end, bool(heavy[block])
            start = end
