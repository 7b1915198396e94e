"""The network of this project: it sees how dark the whole picture is before it says how to bend a curve anywhere.

A network that sees a few pixels cannot tell a dark room from a black cat in sunshine. This one shrinks the picture
three times, gathers the mean and the power mean of every feature over all places, and lets them, and the exposure asked
for, steer the layers between (as feature-wise affine modulation: Perez et al., "FiLM", AAAI 2018). They also decide how
far the colour of the light goes to grey: a sensor's cast is to go, the colour of a candle is to stay.

What shines itself counts less in all that is said of the whole picture, so that a lamp in a dark room does not pass for
good light. In a training everything counts alike: a network trained with lamps left out learnt to follow what little
was left of them, and fell for lamps nearly as much as without.
"""

from __future__ import annotations

from typing import Self

import torch
from torch import Tensor, nn
from torch.nn import functional

from lowlight_live.networks.cast import cast_of, dimness, lit_share
from lowlight_live.networks.curves import CurveMaps
from lowlight_live.networks.dce import ITERATIONS, Architecture, CurveNetwork

_POWER = 6
"""Of the power mean: high enough to tell white from light grey, low enough that no single noisy place decides."""

_MOST_BALANCING = 0.3

_LIT_CONTEXT = (1.5, 1)
_LIT_CAST = (2.0, 6)
"""Of `lit_share`: gently where a bright sky does say how dark a picture is, steeply where a neon sign says nothing."""


class DCELive(CurveNetwork):
    """One curve map of three channels, at half the size of the picture, shared by all iterations; it may also darken.

    The exposure is an input: what to do about highlights and noise when a picture is to be brighter or darker than well
    lit is learnt, not calculated afterwards.

    Args:
        features: Channels of the hidden layers.
        iterations: How often the curve is applied.

    """

    architecture: Architecture = "dce-live"
    takes_exposure = True

    def __init__(self, features: int = 24, iterations: int = ITERATIONS) -> None:
        super().__init__(features=features, iterations=iterations)
        self.leaves_lamps_out = True
        f = features
        self.fine = _convolution(6, f)
        self.middle = _convolution(f, f)
        self.coarse = _convolution(f, f)
        self.context = nn.Sequential(nn.Linear(2 * f + 1, f), nn.ReLU(), nn.Linear(f, 4 * f + 1))
        self.deep = _convolution(f, f)
        self.join = _convolution(f, f)
        self.last = _convolution(f, 3)
        _start_near_identity(self)

    def forward(self, image: Tensor, exposure: Tensor | float = 0.0) -> CurveMaps:
        """Estimate the curve maps of a picture of any size.

        Args:
            image: (B, 3, h, w), in [0, 1].
            exposure: How much brighter than well lit the result is to be, in stops in the darks, one for all pictures
                or (B, 1); learnt from -2 to 2.

        Returns:
            Maps of the same height and width in inference, enlarged from half of it; in training of half the height
            and width, rounded up, so that the loss on their smoothness is on what the network itself says.
        """
        small = _half(image)
        # The fourth root spreads out the darks, in which nearly all that matters lies.
        fine = torch.relu(self.fine(torch.cat([small, small.sqrt().sqrt()], 1)))
        middle = torch.relu(self.middle(_half(fine)))
        coarse = torch.relu(self.coarse(_half(middle)))
        dim = dimness(small) if self.leaves_lamps_out else None
        lit = None if dim is None else lit_share(dim, *_LIT_CONTEXT)
        cast = cast_of(small, None if dim is None else lit_share(dim, *_LIT_CAST))
        steer_deep, steer_join, trust = self._steering(coarse, lit, exposure)
        deep = torch.relu(_steered(self.deep(coarse), steer_deep))
        join = torch.relu(_steered(self.join(middle + _enlarged(deep, middle)), steer_join))
        alpha = torch.tanh(self.last(fine + _enlarged(join, fine)).float() + trust * cast)
        if not self.training:
            alpha = _enlarged(alpha, image)
        return CurveMaps(alpha[:, None], self.iterations)

    def placed(self, device: str, dtype: torch.dtype) -> Self:
        """A copy for inference; the context stays in float32, since its rounding would show in every pixel at once."""
        twin = super().placed(device, dtype)
        twin.context.float()
        return twin

    def _steering(self, x: Tensor, lit: Tensor | None, exposure: Tensor | float) -> tuple[Tensor, Tensor, Tensor]:
        """What the whole picture says to the layers.

        Args:
            x: (B, features, h, w).
            lit: (B, 1, 4h, 4w), rounded, how much each place counts; None counts all alike.
            exposure: As in `forward`.

        Returns:
            For the two middle ones (B, 2 * features, 1, 1) each, factors then offsets; and (B, 1, 1, 1), how much of
            the light's colour is taken for a cast.
        """
        features = x.float()
        asked = torch.as_tensor(exposure, dtype=torch.float32, device=x.device).expand(len(x), 1)
        weights = None if lit is None else _half(_half(lit))
        gathered = torch.cat([_mean(features, weights), _power_mean(features, weights), asked], 1)
        said = self.context(gathered)[..., None, None]
        split = 2 * self.features
        return said[:, :split], said[:, split : 2 * split], _MOST_BALANCING * torch.sigmoid(said[:, 2 * split :])


class DCENano(DCELive):
    """The same with 9 features: for a machine that has little time, or many pictures.

    Args:
        features: Channels of the hidden layers.
        iterations: How often the curve is applied.
    """

    architecture: Architecture = "dce-nano"

    def __init__(self, features: int = 9, iterations: int = ITERATIONS) -> None:
        super().__init__(features, iterations)


def _mean(x: Tensor, weights: Tensor | None) -> Tensor:
    """Over all places, of (B, C, h, w), weighted by (B, 1, h, w) if given."""
    return x.mean((2, 3)) if weights is None else (x * (weights / weights.mean((2, 3), keepdim=True))).mean((2, 3))


def _power_mean(x: Tensor, weights: Tensor | None) -> Tensor:
    """Like `_mean` for x not below 0, but near the largest value; no single place decides it."""
    largest = x.amax((2, 3)).detach() + 1e-4
    relative = _mean((x / largest[..., None, None]).pow(_POWER), weights)
    return (relative + 1e-6).pow(1 / _POWER) * largest


def _convolution(inputs: int, outputs: int) -> nn.Conv2d:
    """3x3, the border continued by its own values: black beyond it would show as a vignette."""
    return nn.Conv2d(inputs, outputs, 3, padding=1, padding_mode="replicate")


def _half(x: Tensor) -> Tensor:
    """Average to half the height and width, rounded up, in which no pixel is left out."""
    return functional.adaptive_avg_pool2d(x, ((x.shape[2] + 1) // 2, (x.shape[3] + 1) // 2))


def _enlarged(x: Tensor, like: Tensor) -> Tensor:
    return functional.interpolate(x, size=like.shape[2:], mode="bilinear", align_corners=False)


def _steered(x: Tensor, steering: Tensor) -> Tensor:
    factor, offset = steering.chunk(2, 1)
    # In float32 whatever the precision: a factor rounded to 8 bits would move the whole picture in steps.
    return (x.float() * (1 + factor) + offset).to(x.dtype)


def _start_near_identity(network: DCELive) -> None:
    """Draw the weights so that the first curves are nearly straight and the context first steers nothing."""
    for name, parameter in network.named_parameters():
        if name.endswith("bias"):
            nn.init.zeros_(parameter)
        elif name in ("last.weight", "context.2.weight"):
            nn.init.normal_(parameter, 0.0, 0.005)
        else:
            nn.init.kaiming_normal_(parameter, nonlinearity="relu")
