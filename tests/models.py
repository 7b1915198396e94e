"""Weight files that a test can reason about."""

from __future__ import annotations

from pathlib import Path

import torch

from lowlight_live.networks.checkpoints import save_network
from lowlight_live.networks.dce import DCENetPlus


def save_flat_weights(path: Path, *, published: float = -0.3) -> Path:
    """Write a network whose curve is the same everywhere, whatever it sees.

    Args:
        path: Of the file.
        published: What the last layer gives before tanh: in the published sign, the negative of alpha.
    """
    network = DCENetPlus()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.zero_()
        network.conv7.get_parameter("point.bias").fill_(published)
    save_network(network, path)
    return path
