"""What every curve network shares, and the two of the Zero-DCE papers.

A curve network looks at a small picture and says how to bend its curves.

Weights keep the convention of the published code, whose last layer gives r in x + r * (x**2 - x); that is the
paper's alpha with the opposite sign. The flip to the paper's sign is here and nowhere else.
"""

from __future__ import annotations

import copy
from typing import Literal, Self

import torch
from torch import Tensor, nn
from torch.nn import functional

from lowlight_live.networks.curves import CurveMaps

ITERATIONS = 8

Architecture = Literal["dce-net", "dce-net++", "dce-live", "dce-nano"]

_REACH = 7
"""Seven 3x3 convolutions see this many pixels to each side."""


class CurveNetwork(nn.Module):
    """A network that estimates curve maps: `forward` takes (B, 3, h, w) in [0, 1] and returns `CurveMaps`.

    Attributes:
        architecture: Its name in weight files.
        takes_exposure: Whether `forward` takes the exposure as a second argument, in stops; for the others
            `curves.adjust_maps` bends the curves afterwards.
        features: Channels of the hidden layers.
        iterations: How often the curve is applied.
        leaves_lamps_out: What shines itself counts less in what is said of the whole picture, see `cast.lit_share`; for
            networks that say such a thing. Off in a training and where its steps are compared.
    """

    architecture: Architecture
    takes_exposure = False
    leaves_lamps_out = False

    def __init__(self, *, features: int, iterations: int) -> None:
        super().__init__()
        self.features = features
        self.iterations = iterations

    def placed(self, device: str, dtype: torch.dtype) -> Self:
        """A copy for inference on a device and in a precision, laid out channels last, as convolutions like it."""
        twin = copy.deepcopy(self).eval().to(device=device, dtype=dtype)
        for parameter in twin.parameters():
            if parameter.ndim == 4:
                parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)
        return twin

    @property
    def parameter_count(self) -> int:
        """Number of trained values."""
        return sum(p.numel() for p in self.parameters())


class SymmetricNetwork(CurveNetwork):
    """What both published networks share: the order of the layers and the reading of their output as curve maps.

    Seven layers of which the last three see, beside the layer before them, the matching early layer (symmetric
    concatenation): layer 5 sees 3 and 4, layer 6 sees 2 and 5, layer 7 sees 1 and 6.
    """

    map_count: int

    def __init__(self, layers: list[nn.Module], *, features: int, map_count: int, iterations: int) -> None:
        super().__init__(features=features, iterations=iterations)
        self.map_count = map_count
        self.conv1, self.conv2, self.conv3, self.conv4, self.conv5, self.conv6, self.conv7 = layers

    def forward(self, image: Tensor) -> CurveMaps:
        """Estimate the curve maps of a picture.

        The convolutions pad with black, as published, which darkens or brightens the curves along the border. For
        inference the picture is continued by its own border pixels, as far as the layers see, and the maps are cut
        to size again. Training looks at the picture alone, as the published training does.

        Args:
            image: (B, 3, h, w), in [0, 1].

        Returns:
            Maps of the same height and width, in the paper's sign.
        """
        if self.training:
            published = self._published_maps(image)
        else:
            continued = functional.pad(image, (_REACH,) * 4, mode="replicate")
            continued = continued.contiguous(memory_format=torch.channels_last)
            published = self._published_maps(continued)[..., _REACH:-_REACH, _REACH:-_REACH]
        batch, _, height, width = image.shape
        return CurveMaps(-published.reshape(batch, self.map_count, 3, height, width), self.iterations)

    def _published_maps(self, image: Tensor) -> Tensor:
        """(B, 3 * map_count, h, w), in the sign of the published code."""
        x1 = torch.relu(self.conv1(image))
        x2 = torch.relu(self.conv2(x1))
        x3 = torch.relu(self.conv3(x2))
        x4 = torch.relu(self.conv4(x3))
        x5 = torch.relu(self.conv5(torch.cat([x3, x4], 1)))
        x6 = torch.relu(self.conv6(torch.cat([x2, x5], 1)))
        return torch.tanh(self.conv7(torch.cat([x1, x6], 1)))


class DCENet(SymmetricNetwork):
    """DCE-Net (Guo et al., CVPR 2020, sec. 3.2): 3x3 convolutions and a curve map for each iteration.

    Args:
        features: Channels of the hidden layers.
        iterations: How often the curve is applied.
    """

    architecture: Architecture = "dce-net"

    def __init__(self, features: int = 32, iterations: int = ITERATIONS) -> None:
        f = features
        channels = [(3, f), (f, f), (f, f), (f, f), (2 * f, f), (2 * f, f), (2 * f, 3 * iterations)]
        layers: list[nn.Module] = [nn.Conv2d(inputs, outputs, 3, padding=1) for inputs, outputs in channels]
        super().__init__(layers, features=f, map_count=iterations, iterations=iterations)
        _start_near_identity(self)


class SeparableConv(nn.Module):
    """A 3x3 convolution within each channel, then a 1x1 convolution across them."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.depth = nn.Conv2d(inputs, inputs, 3, padding=1, groups=inputs)
        self.point = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.point(self.depth(x))
        return result


class DCENetPlus(SymmetricNetwork):
    """DCE-Net++ (Li et al., TPAMI 2021): depthwise separable, one curve map shared by all iterations.

    Args:
        features: Channels of the hidden layers.
        iterations: How often the curve is applied.
    """

    architecture: Architecture = "dce-net++"

    def __init__(self, features: int = 32, iterations: int = ITERATIONS) -> None:
        f = features
        channels = [(3, f), (f, f), (f, f), (f, f), (2 * f, f), (2 * f, f), (2 * f, 3)]
        layers: list[nn.Module] = [SeparableConv(inputs, outputs) for inputs, outputs in channels]
        super().__init__(layers, features=f, map_count=1, iterations=iterations)
        _start_near_identity(self)


def _start_near_identity(network: SymmetricNetwork) -> None:
    """Draw the weights so that the first curves are nearly straight lines and gradients reach every layer.

    The published training draws all weights from N(0, 0.02); in the separable network that leaves the fourteen layers
    nearly silent for hundreds of steps. Hidden layers keep their variance here (He et al. 2015), and only the last is
    small.
    """
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    for module in network.conv7.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.normal_(module.weight, 0.0, 0.02)
