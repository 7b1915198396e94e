"""Runs that cannot start, or must not go on."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

import lowlight_live.training.collection as collection
from lowlight_live.errors import DeviceError, TrainingError
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.dataset import draw_batch
from lowlight_live.training.trainer import train
from tests.training.runs import ConfigOf, stop_after


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_loss_that_is_not_finite_names_step_and_pictures(
    config_of: ConfigOf, monkeypatch: pytest.MonkeyPatch, value: float
) -> None:
    config = config_of(steps=6, checkpoint_interval=2)
    draw = draw_batch
    spoiled: list[str] = []

    def spoil(photos: Any, config: TrainConfig, step: int, **others: Any) -> Any:
        batch = draw(photos, config, step, **others)
        if step != 2:
            return batch
        spoiled.extend(batch.names)
        return replace(batch, image=torch.full_like(batch.image, value))

    monkeypatch.setattr(collection, "draw_batch", spoil)
    with pytest.raises(TrainingError, match=r"loss became nan at step 3") as caught:
        train(config)
    assert len(spoiled) == 2
    assert all(name in caught.value.hint for name in spoiled)
    state = torch.load(config.checkpoint, weights_only=True)
    assert state["step"] == 2
    assert all(bool(torch.isfinite(tensor).all()) for tensor in state["network"].values())


def test_existing_weights_are_not_replaced_unasked(config_of: ConfigOf) -> None:
    config = config_of(steps=1)
    config.out.parent.mkdir()
    config.out.write_text("precious")
    with pytest.raises(TrainingError, match="already there") as caught:
        train(config)
    assert "--overwrite" in caught.value.hint
    assert config.out.read_text() == "precious"
    train(config, overwrite=True)
    assert load_network(config.out)


def test_the_checkpoint_of_an_earlier_run_is_not_replaced_unasked(config_of: ConfigOf) -> None:
    config = config_of()
    stop, watch = stop_after(2)
    train(config, stop=stop, on_progress=watch)
    with pytest.raises(TrainingError, match="earlier run") as caught:
        train(config)
    assert "--resume" in caught.value.hint
    assert train(config, overwrite=True).finished


def test_a_place_that_cannot_be_written_is_found_before_training(config_of: ConfigOf, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TrainingError, match="cannot be written"):
        train(config_of(out=tmp_path / "file" / "weights.safetensors"))


@pytest.mark.skipif(torch.cuda.is_available(), reason="has CUDA")
def test_a_missing_cuda_device_is_said(config_of: ConfigOf) -> None:
    with pytest.raises(DeviceError, match="CUDA"):
        train(config_of(device="cuda"))


def test_a_run_that_is_refused_leaves_no_log_behind(config_of: ConfigOf, tmp_path: Path) -> None:
    config = config_of(data=tmp_path / "nowhere")
    with pytest.raises(TrainingError, match="There is no folder"):
        train(config)
    assert not list(config.out.parent.iterdir())


def test_the_log_of_an_earlier_run_outlives_a_run_that_is_refused(config_of: ConfigOf) -> None:
    config = config_of(steps=2)
    train(config)
    before = config.log.read_text()
    with pytest.raises(TrainingError, match="There is no folder"):
        train(replace(config, data=config.data / "nowhere"), overwrite=True)
    assert config.log.read_text() == before
