"""Of what colour the light of a picture seems to be.

The mean colour (grey world) takes a red hat for red light and turns the face under it green; the brightest colour is
decided by one place. A power mean lies between and errs least ("shades of grey": Finlayson & Trezzi, CIC 2004): what is
bright shows the colour of the light, and there is more of it than one place. A lamp or a neon sign in the picture is
far brighter than what it lights, and says nothing of the light there: it can be left out.
"""

from __future__ import annotations

import torch
from torch import Tensor

_POWER = 4
_DARKEST = 0.004
_LARGEST = 0.5
"""What looks further from grey is taken for the colour of things, and only this much of it for that of the light."""

_BLACK = 0.01


def dimness(image: Tensor) -> Tensor:
    """How many times as bright as each place the picture usually is; no gradient flows.

    Usual is the geometric mean of the brightness, which a lamp hardly moves.

    Args:
        image: (B, 3, h, w), in [0, 1].

    Returns:
        (B, 1, h, w) float32, above 0.
    """
    with torch.no_grad():
        brightness = image.float().amax(1, keepdim=True) + _BLACK
        usual: Tensor = brightness.log().mean((2, 3), keepdim=True).exp()
        return usual / brightness


def lit_share(dim: Tensor, most: float, steepness: int) -> Tensor:
    """How far each place belongs to what is lit, and not to what shines: a lamp, a window, a neon sign.

    Where a picture is about equally bright, everything is lit.

    Args:
        dim: (B, 1, h, w), see `dimness`.
        most: How many times as bright as the picture usually is a place may be that counts fully.
        steepness: Twice as bright as that counts 2 ** steepness times less.

    Returns:
        (B, 1, h, w), above 0 and at most 1.
    """
    return (most * dim).clamp(max=1).pow(steepness)


def cast_of(image: Tensor, weights: Tensor | None = None) -> Tensor:
    """How far each channel is too low in the colour of the light, as a natural logarithm; no gradient flows.

    Args:
        image: (B, 3, h, w), in [0, 1].
        weights: (B, 1, h, w), how much each place counts; None counts all alike.

    Returns:
        (B, 3, 1, 1) float32; 0 for grey, positive where the channel is too low.
    """
    with torch.no_grad():
        powers = image.float().pow(_POWER)
        if weights is not None:
            powers = powers * (weights / weights.mean((2, 3), keepdim=True))
        means = powers.mean((2, 3), keepdim=True).pow(1 / _POWER).clamp(min=_DARKEST)
        return (means.mean(1, keepdim=True) / means).log().clamp(-_LARGEST, _LARGEST)
