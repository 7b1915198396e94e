"""The losses that train a curve network on pictures whose well-lit original is known.

All pictures are (B, 3, H, W) in [0, 1]; every loss is a scalar, the mean over the batch.
"""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from lowlight_live.networks.curves import CurveMaps
from lowlight_live.training.losses import illumination_smoothness

EXPOSURE_REGION = 16
STRUCTURE_WINDOW = 7
COLOUR_REGION = 4
_DARKEST_COLOUR = 0.02


def photo_losses(enhanced: Tensor, target: Tensor, maps: CurveMaps) -> dict[str, Tensor]:
    """All losses of a batch, unweighted, by the names of their weights.

    Args:
        enhanced: What the curves made of the dark pictures.
        target: The well-lit originals.
        maps: The curves.
    """
    return {
        "difference": (enhanced - target).abs().mean(),
        "exposure": exposure_difference(enhanced, target),
        "structure": 1 - structural_similarity(enhanced, target),
        "colour": colour_angle(enhanced, target),
        "smoothness": illumination_smoothness(maps),
    }


def exposure_difference(enhanced: Tensor, target: Tensor) -> Tensor:
    """Mean squared difference of the means of regions of 16x16 pixels, channel by channel.

    How bright a dark picture was can only be guessed. The absolute difference is smallest at the median of the guesses,
    which is too dark; the square at their mean.
    """
    one, other = (functional.avg_pool2d(image, EXPOSURE_REGION) for image in (enhanced, target))
    return (one - other).square().mean()


def structural_similarity(x: Tensor, y: Tensor) -> Tensor:
    """SSIM (Wang et al. 2004) with square windows, every second one of them: for training, not for a table."""
    mean_x, mean_y = _windowed(x), _windowed(y)
    variance_x, variance_y = _windowed(x * x) - mean_x**2, _windowed(y * y) - mean_y**2
    covariance = _windowed(x * y) - mean_x * mean_y
    c1, c2 = 0.01**2, 0.03**2
    luminance = (2 * mean_x * mean_y + c1) / (mean_x**2 + mean_y**2 + c1)
    return (luminance * (2 * covariance + c2) / (variance_x + variance_y + c2)).mean()


def colour_angle(enhanced: Tensor, target: Tensor) -> Tensor:
    """How far apart hue and saturation are: 1 - cos of the angle between the colours of regions of 4x4 pixels.

    Brightness does not count, noise is averaged away, and where the target is nearly black the angle counts little.
    """
    one = functional.avg_pool2d(enhanced, COLOUR_REGION) + _DARKEST_COLOUR
    other = functional.avg_pool2d(target, COLOUR_REGION) + _DARKEST_COLOUR
    return 1 - functional.cosine_similarity(one, other, dim=1).mean()


def _windowed(x: Tensor) -> Tensor:
    return functional.avg_pool2d(x, STRUCTURE_WINDOW, stride=2)
