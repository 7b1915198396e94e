"""The settings of a run and the recipes."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from lowlight_live.errors import ConfigError
from lowlight_live.training.config import LossWeights, PhotoLossWeights, TrainConfig
from lowlight_live.training.preparation import first_network
from lowlight_live.training.recipes import config_of_recipe
from tests.training.runs import ConfigOf


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"steps": 0}, "steps is 0"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"dark_share": 1.5}, "dark_share is 1.5"),
        ({"learning_rate": math.nan}, "learning_rate is nan"),
        ({"seed": -1}, "seed is -1"),
        ({"crop": 64}, "crop of 64"),
        ({"architecture": "resnet"}, "resnet"),
        ({"device": "tpu"}, "tpu"),
        ({"loss": "perceptual"}, "perceptual"),
        ({"loss_weights": PhotoLossWeights()}, "zero-reference has no use for PhotoLossWeights"),
        ({"loss": "photo", "loss_weights": LossWeights()}, "photo has no use for LossWeights"),
        ({"zoom": 0.5}, "zoom is 0.5"),
        ({"max_gamma": 0.5}, "max_gamma is 0.5"),
        ({"validation_share": 0.9}, "validation_share is 0.9"),
        ({"out": Path("weights.pth")}, r"weights\.pth"),
    ],
)
def test_unusable_settings_are_refused_with_a_hint(config_of: ConfigOf, change: dict[str, Any], word: str) -> None:
    with pytest.raises(ConfigError, match=word) as caught:
        config_of(**change)
    assert caught.value.hint


def test_loss_weights_are_the_papers_unless_given() -> None:
    assert LossWeights.of_paper("dce-net") == LossWeights(spatial=1, exposure=10, colour=5, smoothness=200)
    assert LossWeights.of_paper("dce-net++") == LossWeights(spatial=1, exposure=10, colour=5, smoothness=1600)


def test_optimiser_settings_are_the_papers(config_of: ConfigOf) -> None:
    config = TrainConfig(data=Path("photos"), out=Path("weights.safetensors"))
    assert (config.learning_rate, config.weight_decay, config.gradient_clip) == (1e-4, 1e-4, 0.1)
    assert config.batch_size == 8
    assert config.weights == LossWeights.of_paper("dce-net")
    assert config == config_of_recipe("zero-reference", config.data, config.out)


def test_an_unknown_recipe_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="'diffusion'") as caught:
        config_of_recipe("diffusion", Path("photos"), Path("weights.safetensors"))
    assert "zero-reference, free-photos, paired or personal" in caught.value.hint


@pytest.mark.parametrize(
    ("architecture", "start"), [("dce-nano", "dce-nano"), ("dce-net", "zero-dce"), ("dce-net++", "zero-dce++")]
)
def test_a_recipe_begins_with_the_weights_that_ship_for_the_network(architecture: str, start: str) -> None:
    data, out = Path("pairs"), Path("weights.safetensors")
    config = config_of_recipe("paired", data, out, architecture=architecture)
    assert config.start == start
    assert first_network(config).architecture == architecture
    assert config_of_recipe("paired", data, out, architecture=architecture, start="").start == ""
    assert config_of_recipe("free-photos", data, out, architecture=architecture).start == ""


def test_the_learning_rate_rises_straight_and_falls_as_a_cosine(photo_config_of: ConfigOf) -> None:
    config = photo_config_of(steps=103, warm_up=3, learning_rate=1.0, final_rate=0.1)
    assert [config.learning_rate_at(step) for step in range(4)] == pytest.approx([0.25, 0.5, 0.75, 1.0])
    assert config.learning_rate_at(53) == pytest.approx(0.55)
    assert config.learning_rate_at(103) == pytest.approx(0.1)


def test_the_learning_rate_of_the_papers_recipe_is_constant(config_of: ConfigOf) -> None:
    assert {config_of().learning_rate_at(step) for step in range(4)} == {1e-4}
