"""Stronger or weaker colours, in plain torch; brightness stays what it is, as far as it can be said by luma."""

from __future__ import annotations

import torch
from torch import Tensor

LUMA = (0.2126, 0.7152, 0.0722)
"""Weights of red, green and blue in the luma of ITU-R BT.709."""


def saturated(bright: Tensor, amount: float) -> Tensor:
    """Move each pixel away from the grey of its luma, or towards it.

    Args:
        bright: (3, H, W) in [0, 1].
        amount: 0 for grey, 1 for the picture as it is, 2 for colours twice as strong.

    Returns:
        The same shape, in [0, 1].
    """
    if amount == 1:
        return bright
    grey = LUMA[0] * bright[0] + LUMA[1] * bright[1] + LUMA[2] * bright[2]
    return torch.lerp(grey.expand_as(bright), bright, amount).clamp(0, 1)
