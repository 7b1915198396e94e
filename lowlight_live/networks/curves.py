"""The light-enhancement curve in plain torch: the reference that every faster form must match.

The sign is the paper's: LE(x) = x + alpha * x * (1 - x), so a positive alpha brightens (Guo et al., "Zero-Reference
Deep Curve Estimation for Low-Light Image Enhancement", CVPR 2020, eq. 1 and 4).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from lowlight_live.sensor import ENCODING_GAMMA

# A stop doubles linear light; in encoded samples that is this factor.
ENCODED_STOP = 2.0 ** (1.0 / ENCODING_GAMMA)


@dataclass(frozen=True, slots=True)
class CurveMaps:
    """What a network says about a picture: how strongly to bend the curve at each place.

    Attributes:
        alpha: (B, K, 3, h, w) in [-1, 1]; K is `iterations` (a map for each) or 1 (one map used by all).
        iterations: How often the curve is applied.

    Raises:
        ValueError: K fits neither.
    """

    alpha: Tensor
    iterations: int

    def __post_init__(self) -> None:
        if self.alpha.ndim != 5 or self.alpha.shape[1] not in (1, self.iterations) or self.alpha.shape[2] != 3:
            raise ValueError(f"alpha is {tuple(self.alpha.shape)}, must be (B, 1 or {self.iterations}, 3, h, w)")


def apply_curve(image: Tensor, alpha: Tensor) -> Tensor:
    """Brighten by one light-enhancement curve, x + alpha * x * (1 - x) (Guo et al. 2020, eq. 1).

    Args:
        image: (B, 3, H, W), in [0, 1].
        alpha: (B, 3, H, W), in [-1, 1]; positive brightens. In this range the curve is monotone.

    Returns:
        Same shape, in [0, 1].
    """
    return image + alpha * image * (1 - image)


def apply_curves(image: Tensor, maps: CurveMaps) -> Tensor:
    """Apply all iterations of the curve to every pixel (Guo et al. 2020, eq. 4).

    Maps of another size are sampled bilinearly with pixel centres aligned.

    Args:
        image: (B, 3, H, W), in [0, 1].
        maps: Of the same batch.

    Returns:
        (B, 3, H, W), in [0, 1].
    """
    count = maps.alpha.shape[1]
    alpha = maps.alpha.flatten(1, 2)
    if alpha.shape[-2:] != image.shape[-2:]:
        alpha = functional.interpolate(alpha, size=image.shape[-2:], mode="bilinear", align_corners=False)
    alpha = alpha.reshape(image.shape[0], count, *image.shape[1:])
    for iteration in range(maps.iterations):
        image = apply_curve(image, alpha[:, iteration if count > 1 else 0])
    return image


def curve_slope(image: Tensor, maps: CurveMaps) -> Tensor:
    """How steep the curves are at the picture's own brightness: by how much they amplify a small difference, and noise.

    The derivative of each iteration is 1 + alpha * (1 - 2x); the chain rule multiplies them. Of the mean of the
    channels, which is near enough to judge noise by.

    Args:
        image: (B, 3, h, w), in [0, 1].
        maps: Of the same batch; of another size they are sampled as in `apply_curves`.

    Returns:
        (B, h, w).
    """
    grey = image.mean(1)
    slope = torch.ones_like(grey)
    alpha = maps.alpha.mean(2)
    if alpha.shape[-2:] != grey.shape[-2:]:
        alpha = functional.interpolate(alpha, size=grey.shape[-2:], mode="bilinear", align_corners=False)
    for iteration in range(maps.iterations):
        bend = alpha[:, iteration if alpha.shape[1] > 1 else 0]
        slope = slope * (1 + bend * (1 - 2 * grey))
        grey = apply_curve(grey, bend)
    return slope


def adjust_maps(maps: CurveMaps, *, strength: float, exposure: float) -> CurveMaps:
    """Weaken or shift the curves without running the network again.

    In the darks n iterations multiply by (1 + alpha) ** n; exposure multiplies this gain by 2 ** (1 / 2.2) a stop,
    spread evenly over the iterations. Black stays black and white stays white, so nothing clips. The result is
    clamped to [-1, 1], where the curve is monotone.

    Args:
        maps: As the network gave them.
        strength: In [0, 1]; scales alpha after the exposure, so that 0 is the identity whatever the exposure.
        exposure: In stops of linear light in the darks.

    Returns:
        New maps; the given ones are unchanged.
    """
    gain = ENCODED_STOP ** (exposure / maps.iterations)
    alpha = ((1 + maps.alpha) * gain - 1).clamp(-1, 1) * strength
    return CurveMaps(alpha, maps.iterations)
