"""Of what colour the light of a picture seems to be.

The mean colour (grey world) takes a red hat for red light and turns the face under it green; the brightest colour is
decided by one place. A power mean lies between and errs least ("shades of grey": Finlayson & Trezzi, CIC 2004): what is
bright shows the colour of the light, and there is more of it than one place.
"""

from __future__ import annotations

import torch
from torch import Tensor

_POWER = 4
_DARKEST = 0.004
_LARGEST = 0.5
"""What looks further from grey is taken for the colour of things, and only this much of it for that of the light."""


def cast_of(image: Tensor) -> Tensor:
    """How far each channel is too low in the colour of the light, as a natural logarithm; no gradient flows.

    Args:
        image: (B, 3, h, w), in [0, 1].

    Returns:
        (B, 3, 1, 1) float32; 0 for grey, positive where the channel is too low.
    """
    with torch.no_grad():
        means = image.float().pow(_POWER).mean((2, 3), keepdim=True).pow(1 / _POWER).clamp(min=_DARKEST)
        return (means.mean(1, keepdim=True) / means).log().clamp(-_LARGEST, _LARGEST)
