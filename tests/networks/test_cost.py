"""Counting multiply-adds, against counts by hand."""

from __future__ import annotations

import pytest

from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.cost import multiply_adds
from lowlight_live.networks.dce import DCENet, DCENetPlus
from lowlight_live.networks.live import DCELive
from lowlight_live.weights import shipped_weights


def test_a_plain_network_costs_its_weights_at_every_pixel_border_included() -> None:
    network = DCENet(features=4)
    weights = sum(p.numel() for name, p in network.named_parameters() if name.endswith("weight"))
    # In inference the picture is continued by seven pixels to each side.
    assert multiply_adds(network, 20, 30) == weights * 34 * 44


def test_separable_convolutions_cost_one_row_of_weights_a_result() -> None:
    network = DCENetPlus(features=4)
    # (inputs of each depthwise layer) * 9 and the pointwise matrices.
    depth = (3 + 4 + 4 + 4 + 8 + 8 + 8) * 9
    point = 3 * 4 + 4 * 4 + 4 * 4 + 4 * 4 + 8 * 4 + 8 * 4 + 8 * 3
    assert multiply_adds(network, 20, 30) == (depth + point) * 34 * 44


def test_the_small_scales_of_dce_live_cost_less() -> None:
    network = DCELive(features=2)
    fine, middle, coarse = 16 * 24, 8 * 12, 4 * 6
    convolutions = (6 * 2 + 2 * 3) * 9 * fine + 2 * (2 * 2 * 9) * middle + 2 * (2 * 2 * 9) * coarse
    assert multiply_adds(network, 32, 48) == convolutions + 5 * 2 + 2 * 9


def test_the_network_comes_back_in_its_mode_and_without_hooks() -> None:
    network = DCELive(features=2).train()
    once = multiply_adds(network, 32, 48)
    assert network.training
    assert multiply_adds(network, 32, 48) == once


@pytest.mark.parametrize("name", list(shipped_weights()))
def test_the_manifest_says_what_a_network_costs(name: str) -> None:
    entry = shipped_weights()[name]
    network = load_network(entry.path)
    assert (entry.parameters, entry.multiply_adds) == (network.parameter_count, multiply_adds(network))
