"""What a network costs to run, counted and not timed: the same on every machine."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn

from lowlight_live.networks.dce import CurveNetwork

THUMBNAIL = (180, 320)
"""Height and width of the picture that the networks are compared on."""


def multiply_adds(network: CurveNetwork, height: int = THUMBNAIL[0], width: int = THUMBNAIL[1]) -> int:
    """Multiplications, each with its addition, of all convolutions and matrices for one picture, in inference.

    What the rest costs (activations, shrinking and enlarging) is left out, as is usual.
    """
    counted = 0

    def count(module: nn.Module, _inputs: Any, output: Tensor) -> None:
        nonlocal counted
        weight = module.get_parameter("weight")
        # Each output is a sum over one row of the weights.
        counted += output.numel() * math.prod(weight.shape[1:])

    hooks = [
        module.register_forward_hook(count) for module in network.modules() if isinstance(module, nn.Conv2d | nn.Linear)
    ]
    was_training = network.training
    try:
        with torch.no_grad():
            network.eval()(torch.zeros(1, 3, height, width, device=next(network.parameters()).device))
    finally:
        network.train(was_training)
        for hook in hooks:
            hook.remove()
    return counted
