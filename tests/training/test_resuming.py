"""Checkpoints: that a run goes on exactly, and what it refuses to go on with."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from lowlight_live.errors import TrainingError
from lowlight_live.provenance import commit
from lowlight_live.training.config import LossWeights
from lowlight_live.training.log import TrainProgress
from lowlight_live.training.state import config_of_checkpoint
from lowlight_live.training.trainer import TrainResult, train
from tests.training.runs import ConfigOf, assert_same_bits, bits, stop_after


@pytest.mark.parametrize("architecture", ["dce-net", "dce-net++"])
def test_a_resumed_run_ends_in_the_bits_of_an_unbroken_one(
    config_of: ConfigOf, tmp_path: Path, architecture: str
) -> None:
    unbroken = config_of(architecture=architecture, steps=7, out=tmp_path / "unbroken.safetensors")
    train(unbroken)

    broken = config_of(architecture=architecture, steps=7, out=tmp_path / "broken.safetensors")
    stop, watch = stop_after(3)
    assert train(broken, stop=stop, on_progress=watch) == TrainResult(step=3, finished=False)
    assert not broken.out.exists()
    assert train(broken, resume=True) == TrainResult(step=7, finished=True)

    assert_same_bits(broken.out, unbroken.out)
    assert broken.log.read_text() == unbroken.log.read_text()


def test_a_resumed_run_against_photos_ends_in_the_bits_of_an_unbroken_one(
    photo_config_of: ConfigOf, tmp_path: Path
) -> None:
    unbroken = photo_config_of(steps=7, out=tmp_path / "unbroken.safetensors")
    whole = train(unbroken)

    broken = photo_config_of(steps=7, out=tmp_path / "broken.safetensors")
    stop, watch = stop_after(3)
    train(broken, stop=stop, on_progress=watch)
    rest = train(broken, resume=True)

    assert rest.best is not None
    assert whole.best is not None
    assert (rest.best.step, rest.best.psnr_db) == (whole.best.step, whole.best.psnr_db)
    assert_same_bits(broken.out, unbroken.out)
    assert broken.log.read_text() == unbroken.log.read_text()
    states = [torch.load(config.checkpoint, weights_only=True) for config in (broken, unbroken)]
    for part in ("network", "average"):
        for key, tensor in states[0][part].items():
            assert torch.equal(tensor, states[1][part][key]), (part, key)


def test_an_error_keeps_the_checkpoint_and_the_log_goes_on_from_there(config_of: ConfigOf, tmp_path: Path) -> None:
    unbroken = config_of(steps=6, out=tmp_path / "unbroken.safetensors")
    train(unbroken)

    def fail(progress: TrainProgress) -> None:
        if progress.step == 5:
            raise RuntimeError("the window has gone")

    broken = config_of(steps=6, out=tmp_path / "broken.safetensors", checkpoint_interval=2)
    with pytest.raises(RuntimeError, match="the window has gone"):
        train(broken, on_progress=fail)
    seen: list[int] = []
    train(broken, resume=True, on_progress=lambda progress: seen.append(progress.step))
    assert seen == [5, 6]
    assert_same_bits(broken.out, unbroken.out)
    assert broken.log.read_text() == unbroken.log.read_text()


def test_a_finished_run_can_be_given_more_steps(config_of: ConfigOf, tmp_path: Path) -> None:
    long = config_of(steps=5, out=tmp_path / "long.safetensors")
    train(long)
    short = config_of(steps=2, out=tmp_path / "short.safetensors")
    train(short)
    train(replace(short, steps=5), resume=True, overwrite=True)
    assert_same_bits(short.out, long.out)


def test_a_cosine_cannot_be_given_more_steps(photo_config_of: ConfigOf) -> None:
    config = photo_config_of(steps=2)
    train(config)
    with pytest.raises(TrainingError, match="steps is 4"):
        train(replace(config, steps=4), resume=True, overwrite=True)


def test_checkpoint_holds_weights_optimiser_config_step_and_commit(config_of: ConfigOf) -> None:
    config = config_of(seed=3)
    train(config)
    state = torch.load(config.checkpoint, weights_only=True)
    assert state["step"] == 4
    assert state["commit"] == commit()
    assert state["optimizer"]["state"][0]["step"] == 4
    assert state["optimizer"]["param_groups"][0]["lr"] == 1e-4
    assert state["optimizer"]["param_groups"][0]["weight_decay"] == 1e-4
    assert torch.equal(state["network"]["conv1.weight"], bits(config.out)["conv1.weight"])
    assert json.loads(state["config"])["seed"] == 3
    assert config_of_checkpoint(config.checkpoint) == config


def test_checkpoints_come_at_their_interval(config_of: ConfigOf) -> None:
    config = config_of(steps=5, checkpoint_interval=2)
    steps: list[int] = []

    def look(progress: TrainProgress) -> None:
        if config.checkpoint.exists():
            steps.append(torch.load(config.checkpoint, weights_only=True)["step"])

    train(config, on_progress=look)
    assert steps == [2, 2, 4]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"seed": 1}, "seed"),
        ({"architecture": "dce-net++"}, "architecture"),
        ({"batch_size": 3}, "batch_size"),
        ({"loss": "photo"}, "loss"),
        ({"averaging": 0.9}, "averaging"),
        ({"loss_weights": LossWeights(exposure=1)}, "loss_weights"),
    ],
)
def test_resuming_with_another_recipe_names_what_differs(
    config_of: ConfigOf, change: dict[str, Any], word: str
) -> None:
    config = config_of(steps=2)
    train(config)
    with pytest.raises(TrainingError, match=f"^{word} is"):
        train(replace(config, steps=4, **change), resume=True, overwrite=True)


def test_resuming_with_other_photos_is_refused(config_of: ConfigOf) -> None:
    config = config_of(steps=2)
    train(config)
    (config.data / "a.png").unlink()
    with pytest.raises(TrainingError, match="photos"):
        train(replace(config, steps=4), resume=True, overwrite=True)


def test_resuming_in_another_number_of_processes_is_refused(config_of: ConfigOf) -> None:
    config = config_of()
    train(config)
    state = torch.load(config.checkpoint, weights_only=True)
    assert state["processes"] == 1
    torch.save(state | {"processes": 2}, config.checkpoint)
    with pytest.raises(TrainingError, match="by 2 processes together, not by 1"):
        train(config, resume=True)


def test_resuming_past_the_end_is_refused(config_of: ConfigOf) -> None:
    config = config_of(steps=3)
    train(config)
    with pytest.raises(TrainingError, match="already at step 3"):
        train(replace(config, steps=2), resume=True, overwrite=True)


def test_resuming_without_a_checkpoint_is_refused(config_of: ConfigOf) -> None:
    with pytest.raises(TrainingError, match=r"There is no checkpoint .*weights\.checkpoint"):
        train(config_of(), resume=True)


class _Trap:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.path),)


def test_a_checkpoint_with_code_is_refused_and_not_run(config_of: ConfigOf, tmp_path: Path) -> None:
    config = config_of(steps=1)
    train(config)
    state = torch.load(config.checkpoint, weights_only=True)
    torch.save(state | {"step": _Trap(tmp_path / "sprung")}, config.checkpoint)
    with pytest.raises(TrainingError, match="not a checkpoint"):
        train(replace(config, steps=2), resume=True, overwrite=True)
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("damage", ["text", "cut", "other"])
def test_a_damaged_checkpoint_is_refused(config_of: ConfigOf, damage: str) -> None:
    config = config_of(steps=1)
    train(config)
    if damage == "text":
        config.checkpoint.write_text("no checkpoint")
    elif damage == "cut":
        config.checkpoint.write_bytes(config.checkpoint.read_bytes()[:4000])
    else:
        torch.save({"conv1.weight": torch.zeros(1)}, config.checkpoint)
    with pytest.raises(TrainingError, match="not a checkpoint") as caught:
        train(replace(config, steps=2), resume=True, overwrite=True)
    assert caught.value.hint


def test_going_on_with_a_finished_run_needs_no_permission_and_changes_nothing(config_of: ConfigOf) -> None:
    config = config_of(steps=3)
    train(config)
    before, log = bits(config.out), config.log.read_text()
    assert train(config, resume=True) == TrainResult(step=3, finished=True)
    after = bits(config.out)
    assert all(torch.equal(tensor, after[key]) for key, tensor in before.items())
    assert config.log.read_text() == log


def test_weights_without_their_checkpoint_are_not_replaced_by_going_on(config_of: ConfigOf) -> None:
    config = config_of(steps=3)
    train(config)
    config.checkpoint.unlink()
    with pytest.raises(TrainingError, match="already there"):
        train(config, resume=True)
