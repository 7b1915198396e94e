"""What a run begins with."""

from __future__ import annotations

from pathlib import Path

import pytest

from lowlight_live.networks.checkpoints import load_network
from lowlight_live.training.preparation import first_network
from lowlight_live.training.recipes import config_of_recipe
from lowlight_live.weights import resolve_weights


@pytest.mark.parametrize("recipe", ["free-photos", "paired"])
def test_lamps_count_in_a_training_and_are_left_out_afterwards(recipe: str, tmp_path: Path) -> None:
    """From scratch and from weights; steps are compared as they were trained, or the recipe gave other weights."""
    network = first_network(config_of_recipe(recipe, tmp_path, tmp_path / "out.safetensors"))
    assert not network.leaves_lamps_out
    assert load_network(resolve_weights("dce-live")).leaves_lamps_out
