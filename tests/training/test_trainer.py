"""Training runs of seconds: what they write, how they stop, and that they go on exactly."""

from __future__ import annotations

import csv
import json
import math
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
import torch

import lowlight_live.training.trainer as trainer
from lowlight_live.errors import ConfigError, DeviceError, TrainingError
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import DCENet, DCENetPlus
from lowlight_live.training.config import LossWeights, TrainConfig
from lowlight_live.training.dataset import draw_batch
from lowlight_live.training.state import config_of_checkpoint
from lowlight_live.training.trainer import TrainProgress, TrainResult, train

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


@pytest.mark.parametrize(("architecture", "kind"), [("dce-net", DCENet), ("dce-net++", DCENetPlus)])
def test_a_run_writes_weights_checkpoint_and_log(config_of: ConfigOf, architecture: str, kind: type) -> None:
    config = config_of(architecture=architecture)
    assert train(config) == TrainResult(step=4, finished=True)
    assert type(load_network(config.out)) is kind
    assert sorted(path.name for path in config.out.parent.iterdir()) == [
        "weights.checkpoint",
        "weights.csv",
        "weights.safetensors",
    ]


def test_training_brightens_dark_pictures(config_of: ConfigOf) -> None:
    seen: list[float] = []
    config = config_of(steps=40, learning_rate=3e-3, architecture="dce-net++", dark_share=1.0, lines=20, crop=16)
    train(config, on_progress=lambda progress: seen.append(progress.exposure))
    assert np.mean(seen[-10:]) < 0.7 * np.mean(seen[:10])
    dark = torch.full((1, 3, 16, 16), 0.1)
    with torch.no_grad():
        assert apply_curves(dark, load_network(config.out)(dark)).mean() > 0.15


def test_same_seed_gives_the_same_bits_and_another_seed_others(config_of: ConfigOf, tmp_path: Path) -> None:
    one, again, other = (config_of(out=tmp_path / f"{name}.safetensors") for name in ("one", "again", "other"))
    state = torch.get_rng_state()
    train(one)
    torch.manual_seed(99)
    train(again)
    train(replace(other, seed=1))
    assert_same_bits(one.out, again.out)
    assert not torch.equal(bits(one.out)["conv1.weight"], bits(other.out)["conv1.weight"])
    torch.set_rng_state(state)


def test_training_leaves_the_random_state_of_torch_alone(config_of: ConfigOf) -> None:
    before = torch.get_rng_state()
    train(config_of(steps=1))
    assert torch.equal(torch.get_rng_state(), before)


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


def test_log_and_progress_hold_the_same_numbers_and_the_total_is_weighted(config_of: ConfigOf) -> None:
    weights = LossWeights(spatial=2, exposure=3, colour=4, smoothness=5)
    config = config_of(loss_weights=weights)
    seen: list[TrainProgress] = []
    train(config, on_progress=seen.append)
    with config.log.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [progress.step for progress in seen] == [1, 2, 3, 4]
    for row, progress in zip(rows, seen, strict=True):
        assert {name: float(value) for name, value in row.items()} == {
            name: getattr(progress, name) for name in TrainProgress.__slots__
        }
        weighted = 2 * progress.spatial + 3 * progress.exposure + 4 * progress.colour + 5 * progress.smoothness
        assert progress.total == pytest.approx(weighted, rel=1e-5)
        assert progress.exposure > 0


def test_checkpoint_holds_weights_optimiser_config_step_and_commit(config_of: ConfigOf) -> None:
    config = config_of(seed=3)
    train(config)
    state = torch.load(config.checkpoint, weights_only=True)
    assert state["step"] == 4
    assert state["commit"]
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


def test_gradients_are_clipped(config_of: ConfigOf, monkeypatch: pytest.MonkeyPatch) -> None:
    norms: list[float] = []
    adam_step = torch.optim.Adam.step

    def watched(self: torch.optim.Adam, closure: Any = None) -> Any:
        gradients = [p.grad for group in self.param_groups for p in group["params"]]
        norms.append(float(torch.stack([g.square().sum() for g in gradients]).sum().sqrt()))
        return adam_step(self, closure)

    monkeypatch.setattr(torch.optim.Adam, "step", watched)
    train(config_of(gradient_clip=0.01))
    assert norms == pytest.approx([0.01] * 4, rel=1e-3)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_loss_that_is_not_finite_names_step_and_pictures(
    config_of: ConfigOf, monkeypatch: pytest.MonkeyPatch, value: float
) -> None:
    config = config_of(steps=6, checkpoint_interval=2)
    draw = draw_batch
    spoiled: list[str] = []

    def spoil(photos: Any, config: TrainConfig, step: int) -> Any:
        batch = draw(photos, config, step)
        if step != 2:
            return batch
        spoiled.extend(batch.names)
        return replace(batch, image=torch.full_like(batch.image, value))

    monkeypatch.setattr(trainer, "draw_batch", spoil)
    with pytest.raises(TrainingError, match=r"loss became nan at step 3") as caught:
        train(config)
    assert len(spoiled) == 2
    assert all(name in caught.value.hint for name in spoiled)
    state = torch.load(config.checkpoint, weights_only=True)
    assert state["step"] == 2
    assert all(bool(torch.isfinite(tensor).all()) for tensor in state["network"].values())


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"seed": 1}, "seed"),
        ({"architecture": "dce-net++"}, "architecture"),
        ({"batch_size": 3}, "batch_size"),
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


@pytest.mark.gpu
def test_training_on_cuda_ends_near_the_cpu(config_of: ConfigOf, tmp_path: Path) -> None:
    on_cpu, on_cuda = config_of(), config_of(device="cuda", out=tmp_path / "cuda.safetensors")
    train(on_cpu)
    train(on_cuda)
    second = bits(on_cuda.out)
    for key, tensor in bits(on_cpu.out).items():
        torch.testing.assert_close(tensor, second[key], atol=1e-3, rtol=0)


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
