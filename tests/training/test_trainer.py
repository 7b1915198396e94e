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
from lowlight_live.networks.live import DCELive
from lowlight_live.training.config import LossWeights, PhotoLossWeights, TrainConfig, config_of_recipe
from lowlight_live.training.dataset import draw_batch, load_photos, split_photos
from lowlight_live.training.state import config_of_checkpoint
from lowlight_live.training.trainer import TrainProgress, TrainResult, train
from lowlight_live.training.validation import validate, validation_pairs

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


@pytest.mark.parametrize(
    ("architecture", "kind"), [("dce-net", DCENet), ("dce-net++", DCENetPlus), ("dce-live", DCELive)]
)
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
    train(config, on_progress=lambda progress: seen.append(progress.losses["exposure"]))
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


@pytest.fixture
def photo_config_of(photos: Path, tmp_path: Path) -> ConfigOf:
    """The recipe free-photos in a run of seconds."""

    def make(**changes: Any) -> TrainConfig:
        small: dict[str, Any] = {"batch_size": 2, "device": "cpu", "lines": 36, "crop": 24, "darkest_photo": 0.0}
        brief: dict[str, Any] = {"steps": 6, "warm_up": 2, "validation_share": 0.4, "validation_interval": 2}
        out = changes.pop("out", tmp_path / "runs" / "weights.safetensors")
        return config_of_recipe("free-photos", photos, out, **small | brief | changes)

    return make


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


def test_the_undarkened_photo_is_learnt(photo_config_of: ConfigOf) -> None:
    seen: list[float] = []
    config = photo_config_of(steps=60, dark_share=1.0, crop=16, max_gamma=3.0, validation_interval=60)
    train(config, on_progress=lambda progress: seen.append(progress.losses["difference"]))
    assert np.mean(seen[-15:]) < 0.75 * np.mean(seen[:15])


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

    def watched(photos: Any, config: TrainConfig, step: int) -> Any:
        batch = draw(photos, config, step)
        drawn.update(batch.names)
        return batch

    monkeypatch.setattr(trainer, "draw_batch", watched)
    config = photo_config_of(steps=12)
    train(config)
    everything = load_photos(config.data, lines=config.lines, smallest=config.crop)
    assert len(everything) == 5
    assert drawn == {photo.name for photo in split_photos(everything, config)[0]}
    assert len(drawn) == 3


def test_the_average_follows_the_weights_slowly(photo_config_of: ConfigOf) -> None:
    config = photo_config_of(steps=3, averaging=0.9)
    train(config)
    state = torch.load(config.checkpoint, weights_only=True)
    first = trainer.new_network(config).state_dict()
    network, average = state["network"]["fine.weight"], state["average"]["fine.weight"]
    moved, followed = (network - first["fine.weight"]).norm(), (average - first["fine.weight"]).norm()
    assert 0.5 * moved < followed < moved


def test_the_learning_rate_rises_straight_and_falls_as_a_cosine(photo_config_of: ConfigOf) -> None:
    config = photo_config_of(steps=103, warm_up=3, learning_rate=1.0, final_rate=0.1)
    assert [config.learning_rate_at(step) for step in range(4)] == pytest.approx([0.25, 0.5, 0.75, 1.0])
    assert config.learning_rate_at(53) == pytest.approx(0.55)
    assert config.learning_rate_at(103) == pytest.approx(0.1)


def test_the_learning_rate_of_the_papers_recipe_is_constant(config_of: ConfigOf) -> None:
    assert {config_of().learning_rate_at(step) for step in range(4)} == {1e-4}


def test_a_cosine_cannot_be_given_more_steps(photo_config_of: ConfigOf) -> None:
    config = photo_config_of(steps=2)
    train(config)
    with pytest.raises(TrainingError, match="steps is 4"):
        train(replace(config, steps=4), resume=True, overwrite=True)


def test_validation_pairs_are_the_same_in_every_run(photo_config_of: ConfigOf) -> None:
    config = photo_config_of()
    photos = load_photos(config.data, lines=config.lines, smallest=config.crop)
    once, again = validation_pairs(photos, config), validation_pairs(photos, config)
    assert len(once) == 4 * len(photos)
    for (dark, bright), (dark_again, bright_again) in zip(once, again, strict=True):
        assert torch.equal(dark, dark_again)
        assert torch.equal(bright, bright_again)
        assert dark.shape == bright.shape
    untouched = sum(torch.equal(dark, bright) for dark, bright in once)
    darker = sum(float(dark.mean()) < 0.9 * float(bright.mean()) for dark, bright in once)
    assert untouched >= 1
    assert darker > len(once) / 2


def test_validation_is_the_mean_psnr_of_the_enhanced_picture() -> None:
    network = trainer.new_network(config_of_recipe("free-photos", Path("photos"), Path("a.safetensors")))
    with torch.no_grad():
        network.get_parameter("last.weight").zero_()
    # With alpha 0 the picture stays as it is: errors of 0.1 and 0.05 are 20 and 26.02 dB.
    grey = torch.full((1, 3, 16, 16), 0.5)
    pairs = [(grey, grey + 0.1), (grey, grey - 0.05)]
    assert validate(network, pairs, torch.device("cpu")) == pytest.approx(23.01, abs=1e-2)
    assert network.training


@pytest.mark.parametrize("difference", [0.0, 1e-4])
def test_what_nobody_sees_is_not_rewarded(difference: float) -> None:
    network = trainer.new_network(config_of_recipe("free-photos", Path("photos"), Path("a.safetensors")))
    with torch.no_grad():
        network.get_parameter("last.weight").zero_()
    grey = torch.full((1, 3, 16, 16), 0.5)
    assert validate(network, [(grey, grey + difference)], torch.device("cpu")) == 40


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
        numbers = {"step": progress.step, "total": progress.total, **progress.losses}
        assert {name: float(value) for name, value in row.items()} == numbers
        terms = progress.losses
        weighted = 2 * terms["spatial"] + 3 * terms["exposure"] + 4 * terms["colour"] + 5 * terms["smoothness"]
        assert progress.total == pytest.approx(weighted, rel=1e-5)
        assert terms["exposure"] > 0
        assert progress.validation_db is None


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
    with pytest.raises(ConfigError, match="'paired'") as caught:
        config_of_recipe("paired", Path("photos"), Path("weights.safetensors"))
    assert "zero-reference or free-photos" in caught.value.hint
