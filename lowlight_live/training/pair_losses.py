"""The losses that train a curve network on real pairs: those against a photo, and two that suit real pairs better.

All pictures are (B, 3, H, W) in [0, 1]; every loss is a scalar, the mean over the batch.
"""

from __future__ import annotations

from torch import Tensor

from lowlight_live.networks.curves import CurveMaps
from lowlight_live.training.photo_losses import photo_losses

_CHARBONNIER_EPSILON = 1e-3
_MOST_BALANCED = 4.0


def pair_losses(enhanced: Tensor, target: Tensor, maps: CurveMaps) -> dict[str, Tensor]:
    """All losses of a batch, unweighted, by the names of their weights.

    Args:
        enhanced: What the curves made of the dark pictures.
        target: The well-lit pictures of the same places.
        maps: The curves.
    """
    return {
        "charbonnier": charbonnier(enhanced, target),
        "balanced": balanced_difference(enhanced, target),
        **photo_losses(enhanced, target, maps),
    }


def charbonnier(enhanced: Tensor, target: Tensor) -> Tensor:
    """Mean of sqrt(d² + ε²): the absolute difference, but smooth at 0 (Charbonnier et al., ICIP 1994)."""
    return ((enhanced - target).square() + _CHARBONNIER_EPSILON**2).sqrt().mean()


def balanced_difference(enhanced: Tensor, target: Tensor) -> Tensor:
    """Charbonnier once each result is scaled to the mean of its reference.

    How bright the photographer made the reference can hardly be known, and that error hides all others: without it the
    network goes on learning colour and contrast. The scale is at most 4.
    """
    means = [picture.mean(dim=(1, 2, 3), keepdim=True) for picture in (enhanced, target)]
    scale = (means[1] / means[0].clamp(min=1e-3)).clamp(max=_MOST_BALANCED)
    return charbonnier(enhanced * scale, target)
