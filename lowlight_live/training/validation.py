"""Scores a network on photos that it is not trained on, so that a run can choose its weights."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.dataset import Photo, maybe_darkened, to_image

DRAWS = 4
"""How often each photo is darkened, each time in another way."""

_ENOUGH_DB = 40.0
"""Closer than this nobody sees; without a limit the pictures that were not darkened would decide alone."""


def validation_pairs(photos: list[Photo], config: TrainConfig) -> list[tuple[Tensor, Tensor]]:
    """Whole photos as the network gets to see them, and as they should look; the same ones in every run of a seed.

    Returns:
        Pairs of (1, 3, H, W) float32 in [0, 1], on the CPU.
    """
    pairs = []
    for index, photo in enumerate(photos):
        for draw in range(DRAWS):
            rng = np.random.default_rng((config.seed, index, draw))
            pairs.append((to_image(maybe_darkened(photo.rgb, config, rng)[None]), to_image(photo.rgb[None])))
    return pairs


def validate(network: CurveNetwork, pairs: list[tuple[Tensor, Tensor]], device: torch.device) -> float:
    """Mean peak signal-to-noise ratio in dB, at most 40 for a picture.

    The network comes back in the mode it was in.
    """
    was_training = network.training
    network.eval()
    scores = []
    with torch.no_grad():
        for image, target in pairs:
            dark = image.to(device, memory_format=torch.channels_last)
            error = (apply_curves(dark, network(dark)) - target.to(device)).square().mean().item()
            scores.append(min(_ENOUGH_DB, -10 * np.log10(error)) if error else _ENOUGH_DB)
    network.train(was_training)
    return float(np.mean(scores))
