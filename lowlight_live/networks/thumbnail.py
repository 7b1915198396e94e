"""The small picture that the network looks at: an exact area average, so that noise and fine detail cancel.

Estimating on a thumbnail costs no quality, and one that is not anti-aliased lets the curves tremble from frame to
frame.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

_ASPECT = 16 / 9


def thumbnail_size(height: int, width: int, lines: int) -> tuple[int, int]:
    """Height and width of the thumbnail of a picture.

    The thumbnail has the picture's shape and as many pixels as a 16:9 picture of `lines` lines, so that the network
    costs the same whatever the shape; a picture that is smaller already keeps its size.
    """
    scale = math.sqrt(lines * lines * _ASPECT / (height * width))
    if scale >= 1:
        return height, width
    return max(1, round(height * scale)), max(1, round(width * scale))


def area_weights(inputs: int, outputs: int) -> npt.NDArray[np.float32]:
    """Share of each input sample in each output sample when a line is shrunk by area averaging.

    Args:
        inputs: Samples before.
        outputs: Samples after; at most `inputs`.

    Returns:
        (outputs, inputs); each row sums to 1.
    """
    edges = np.arange(outputs + 1) * (inputs / outputs)
    start = np.arange(inputs)
    overlap = np.minimum(edges[1:, None], start + 1) - np.maximum(edges[:-1, None], start)
    weights: npt.NDArray[np.float32] = (overlap.clip(min=0) * (outputs / inputs)).astype(np.float32)
    return weights


def shrink(image: Tensor, height: int, width: int) -> Tensor:
    """Shrink a picture by area averaging; the plain form that the fast ones must match.

    Args:
        image: (B, 3, H, W).
        height: Of the result, at most H.
        width: Of the result, at most W.

    Returns:
        (B, 3, height, width).
    """
    rows = torch.from_numpy(area_weights(image.shape[2], height)).to(image)
    columns = torch.from_numpy(area_weights(image.shape[3], width)).to(image)
    return rows @ (image @ columns.T)
