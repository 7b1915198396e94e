"""Scores a network on photos that it is not trained on, so that a run can choose its weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.training.dataset import Example, to_image

_ENOUGH_DB = 40.0
"""Closer than this nobody sees; without a limit the pictures that were not darkened would decide alone."""


def validate(network: CurveNetwork, examples: Sequence[Example], device: torch.device) -> float:
    """Mean peak signal-to-noise ratio in dB, at most 40 for a picture.

    The network comes back in the mode it was in.
    """
    was_training = network.training
    network.eval()
    scores = []
    with torch.no_grad():
        for example in examples:
            dark = to_image(example.image[None]).to(device, memory_format=torch.channels_last)
            target = to_image(example.target[None]).to(device)
            error = (apply_curves(dark, network(dark)) - target).square().mean().item()
            scores.append(min(_ENOUGH_DB, -10 * np.log10(error)) if error else _ENOUGH_DB)
    network.train(was_training)
    return float(np.mean(scores))
