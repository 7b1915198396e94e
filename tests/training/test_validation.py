"""Photos kept out: to choose the weights by, and never to train on."""

from __future__ import annotations

import csv
import math
from typing import Any

import numpy as np
import pytest
import torch

import lowlight_live.training.collection as collection
import lowlight_live.training.trainer as trainer
from lowlight_live.training.collection import collect
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.dataset import Example, draw_batch
from lowlight_live.training.photos import load_photos, split_photos
from lowlight_live.training.trainer import train
from lowlight_live.training.validation import validate
from tests.training.runs import ConfigOf, bits, network_that_changes_nothing


def test_the_weights_that_did_best_on_the_photos_kept_out_are_written(
    photo_config_of: ConfigOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = photo_config_of(averaging=0.0)
    scores = iter([20.0, 24.0, 22.0])
    networks: list[dict[str, torch.Tensor]] = []

    def validate(network: torch.nn.Module, *_: Any) -> float:
        networks.append({key: tensor.clone() for key, tensor in network.state_dict().items()})
        return next(scores)

    monkeypatch.setattr(trainer, "validate", validate)
    result = train(config)
    assert result.best is not None
    assert (result.best.step, result.best.psnr_db) == (4, 24.0)
    assert torch.equal(bits(config.out)["last.weight"], networks[1]["last.weight"])
    assert not torch.equal(bits(config.out)["last.weight"], networks[2]["last.weight"])


def test_validation_is_in_the_log_at_its_interval_and_after_the_last_step(photo_config_of: ConfigOf) -> None:
    config = photo_config_of(steps=5)
    seen: list[float | None] = []
    train(config, on_progress=lambda progress: seen.append(progress.validation_db))
    assert [score is not None for score in seen] == [False, True, False, True, True]
    with config.log.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["validation_db"]) if row["validation_db"] else None for row in rows] == seen
    assert {"difference", "exposure", "structure", "colour", "smoothness"} < rows[0].keys()


def test_photos_kept_out_are_never_trained_on(photo_config_of: ConfigOf, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: set[str] = set()
    draw = draw_batch

    def watched(photos: Any, config: TrainConfig, step: int, **others: Any) -> Any:
        batch = draw(photos, config, step, **others)
        drawn.update(batch.names)
        return batch

    monkeypatch.setattr(collection, "draw_batch", watched)
    config = photo_config_of(steps=12)
    train(config)
    everything = load_photos(config.data, lines=config.lines, smallest=config.crop)
    assert len(everything) == 5
    assert drawn == {photo.name for photo in split_photos(everything, config)[0]}
    assert len(drawn) == 3


def test_what_is_chosen_by_is_the_same_in_every_run(photo_config_of: ConfigOf) -> None:
    config = photo_config_of()
    once, again = collect(config), collect(config)
    assert len(once.to_choose_by) == 4 * 2
    assert once.identity == again.identity
    for one, other in zip(once.to_choose_by, again.to_choose_by, strict=True):
        np.testing.assert_array_equal(one.image, other.image)
        np.testing.assert_array_equal(one.target, other.target)
        assert one.image.shape == one.target.shape
        assert one.exposure == 0
    untouched = sum(bool((example.image == example.target).all()) for example in once.to_choose_by)
    darker = sum(float(example.image.mean()) < 0.9 * float(example.target.mean()) for example in once.to_choose_by)
    assert untouched >= 1
    assert darker >= 3


def test_validation_is_the_mean_psnr_of_the_enhanced_picture() -> None:
    network = network_that_changes_nothing()
    grey = np.full((16, 16, 3), 100, np.uint8)
    examples = [Example(grey, grey + np.uint8(51)), Example(grey, grey - np.uint8(26))]
    expected = (-20 * math.log10(51 / 255) - 20 * math.log10(26 / 255)) / 2
    assert validate(network, examples, torch.device("cpu")) == pytest.approx(expected, abs=1e-3)
    assert network.training


def test_what_nobody_sees_is_not_rewarded() -> None:
    network = network_that_changes_nothing()
    grey = np.full((16, 16, 3), 100, np.uint8)
    one_code_in_one_place = grey.copy()
    one_code_in_one_place[0, 0, 0] = 101
    for reference in (grey, one_code_in_one_place):
        assert validate(network, [Example(grey, reference)], torch.device("cpu")) == 40
