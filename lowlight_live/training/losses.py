"""The four losses that train a curve network without reference pictures (Guo et al., CVPR 2020, sec. 3.3).

Nobody says what the bright picture should look like; the losses say what any well-exposed picture looks like: contrast
between neighbours is kept, regions are exposed to a middle grey, the channels are balanced, and the curves change
smoothly from place to place. All pictures are (B, 3, H, W) in [0, 1]; every loss is a scalar, the mean over the batch.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from lowlight_live.networks.curves import ENCODED_STOP, CurveMaps
from lowlight_live.training.config import AnyLossWeights

SPATIAL_REGION = 4
EXPOSURE_REGION = 16
WELL_EXPOSED = 0.6
"""E in the paper: the grey level of a well-exposed region."""
_BRIGHTEST = 0.95


def zero_reference_losses(
    image: Tensor, enhanced: Tensor, maps: CurveMaps, exposure: Tensor | float = 0.0
) -> dict[str, Tensor]:
    """All four losses of a batch, unweighted, by the names of their weights.

    Args:
        image: The dark pictures.
        enhanced: What the curves made of them.
        maps: The curves.
        exposure: By how many stops brighter than well exposed they are to be, one for all or (B, 1).
    """
    return {
        "spatial": spatial_consistency(image, enhanced),
        "exposure": exposure_control(enhanced, exposure),
        "colour": colour_constancy(enhanced),
        "smoothness": illumination_smoothness(maps),
    }


def weighted_sum(losses: dict[str, Tensor], weights: AnyLossWeights) -> Tensor:
    """What the optimiser makes small."""
    first, *others = (getattr(weights, name) * loss for name, loss in losses.items())
    total: Tensor = sum(others, first)
    return total


def spatial_consistency(image: Tensor, enhanced: Tensor) -> Tensor:
    """Keep the contrast between neighbouring regions.

    L = 1/K sum_i sum_(j in neighbours of i) (|Y_i - Y_j| - |I_i - I_j|)**2, where I and Y are the means of input and
    enhanced picture, over the channels, in each of the K regions of 4x4 pixels, and the neighbours are the regions
    above, below, left and right. Regions at the edge have fewer; the published code pads with black instead, which
    asks for dark borders.

    The absolute values are the paper's; the published code leaves them out and so also keeps the order of neighbours.
    """
    before, after = _region_means(image, SPATIAL_REGION), _region_means(enhanced, SPATIAL_REGION)
    regions = before[0].numel()
    total = before.new_zeros(())
    for dim in (-2, -1):
        change = (after.diff(dim=dim).abs() - before.diff(dim=dim).abs()).square()
        # Each pair of neighbours counts twice in the formula: once as (i, j) and once as (j, i).
        total = total + 2 * change.sum()
    return total / (regions * len(before))


def exposure_control(enhanced: Tensor, exposure: Tensor | float = 0.0) -> Tensor:
    """Bring each region near the well-exposed level E = 0.6; by some stops above or below, where that is asked for.

    L = 1/M sum_k (Y_k - E)**2, where Y_k is the mean intensity, over the channels, of the k-th of M regions of 16x16
    pixels.

    The paper writes |Y_k - E|, the code published with it squares. We square: its weight of 10 was found with the
    square, and the absolute value pulls a region that is nearly right as hard as a black one, which greys the picture.
    """
    stops = torch.as_tensor(exposure, dtype=enhanced.dtype, device=enhanced.device).expand(len(enhanced), 1)
    level = (WELL_EXPOSED * ENCODED_STOP**stops).clamp(max=_BRIGHTEST)[..., None, None]
    loss: Tensor = (_region_means(enhanced, EXPOSURE_REGION) - level).square().mean()
    return loss


def colour_constancy(enhanced: Tensor) -> Tensor:
    """Balance the channels: on average over a picture the world is grey.

    L = sum over (p, q) in {(R, G), (R, B), (G, B)} of (J_p - J_q)**2, where J_p is the mean of channel p.

    The published code takes the root of the sum of fourth powers instead, which has no derivative for a grey picture.
    """
    red, green, blue = enhanced.mean(dim=(-2, -1)).unbind(dim=1)
    return ((red - green).square() + (red - blue).square() + (green - blue).square()).mean()


def illumination_smoothness(maps: CurveMaps) -> Tensor:
    """Keep the curves of neighbouring pixels alike, so that the order of their intensities is kept.

    L = sum_n sum_(c in {R, G, B}) (|dx A_n_c| + |dy A_n_c|)**2, where A_n_c is the curve map of iteration n and channel
    c, and dx and dy are the differences to the pixel to the right and below. The formula leaves open how pixels are
    gathered; this is their mean, so that the loss does not grow with the picture.

    The paper divides by the N iterations, the code published with it does not. We don't either: the weights are the
    code's. Eight maps at 200 then weigh as much as one shared map at 1600; divided, they would weigh an eighth.
    """
    horizontal = maps.alpha.diff(dim=-1).abs()[..., :-1, :]
    vertical = maps.alpha.diff(dim=-2).abs()[..., :, :-1]
    return (horizontal + vertical).square().mean(dim=(-2, -1)).sum(dim=(1, 2)).mean()


def _region_means(image: Tensor, size: int) -> Tensor:
    """Mean intensity of each size x size region, (B, 1, H // size, W // size); a rest at the edge is left out."""
    return functional.avg_pool2d(image.mean(dim=1, keepdim=True), size)
