"""Small helpers around training runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import torch

from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.live import DCENano
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.log import TrainProgress

ConfigOf = Callable[..., TrainConfig]


def bits(path: Path) -> dict[str, torch.Tensor]:
    return load_network(path).state_dict()


def assert_same_bits(one: Path, other: Path) -> None:
    first, second = bits(one), bits(other)
    assert first.keys() == second.keys()
    for key, tensor in first.items():
        assert torch.equal(tensor, second[key]), key


def stop_after(steps: int) -> tuple[Event, Callable[[TrainProgress], None]]:
    stop = Event()

    def watch(progress: TrainProgress) -> None:
        if progress.step == steps:
            stop.set()

    return stop, watch


def network_that_changes_nothing() -> DCENano:
    """A network whose curves are straight, in training."""
    network = DCENano().train()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.zero_()
        # What is left is the trust in the colour of the light.
        network.context.get_parameter("2.bias")[-1] = -100.0
    return network
