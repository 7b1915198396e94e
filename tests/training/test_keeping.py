"""What a stopped or killed run has learnt can be kept, by the same measure as at the end of a whole one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

import lowlight_live.training.trainer as trainer
from lowlight_live.errors import TrainingError
from lowlight_live.networks.checkpoints import load_network, save_network
from lowlight_live.networks.live import DCENano
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.keeping import keep_best
from lowlight_live.training.trainer import train
from tests.training.runs import bits, stop_after

ConfigOf = Callable[..., TrainConfig]


def stopped(config: TrainConfig, step: int) -> TrainConfig:
    stop, watch = stop_after(step)
    train(config, stop=stop, on_progress=watch)
    assert not config.out.exists()
    return config


def scores(monkeypatch: pytest.MonkeyPatch, *values: float) -> None:
    said = iter(values)
    monkeypatch.setattr(trainer, "validate", lambda *_: next(said))


def assert_holds(weights: Path, expected: dict[str, torch.Tensor]) -> None:
    kept = bits(weights)
    assert kept.keys() == expected.keys()
    for key, tensor in expected.items():
        assert torch.equal(kept[key], tensor), key


def beginning_with_weights(config: TrainConfig, folder: Path) -> TrainConfig:
    save_network(DCENano(), folder / "start.safetensors")
    return replace(config, architecture="dce-nano", start=str(folder / "start.safetensors"))


def test_the_best_weights_are_kept_not_the_last(photo_config_of: ConfigOf, monkeypatch: pytest.MonkeyPatch) -> None:
    scores(monkeypatch, 21.0, 20.0)
    config = stopped(photo_config_of(), 5)  # looked at the photos kept out at steps 2 and 4
    result = keep_best(config.checkpoint)
    assert result.best is not None
    assert (result.step, result.best.step, result.best.psnr_db, result.accepted) == (5, 2, 21.0, True)
    assert_holds(config.out, torch.load(config.checkpoint, weights_only=True)["best"]["weights"])


def test_without_photos_to_choose_by_the_last_weights_are_kept(config_of: ConfigOf) -> None:
    config = stopped(config_of(), 2)
    result = keep_best(config.checkpoint)
    assert (result.step, result.best, result.accepted) == (2, None, True)
    assert_holds(config.out, torch.load(config.checkpoint, weights_only=True)["network"])


def test_of_averaged_weights_the_average_is_kept(config_of: ConfigOf) -> None:
    config = stopped(config_of(averaging=0.9), 3)
    keep_best(config.checkpoint)
    assert_holds(config.out, torch.load(config.checkpoint, weights_only=True)["average"])


@pytest.mark.parametrize(("score", "is_kept"), [(20.05, False), (20.5, True)])
def test_weights_that_a_run_began_with_are_replaced_by_better_ones_only(
    photo_config_of: ConfigOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, score: float, is_kept: bool
) -> None:
    scores(monkeypatch, 20.0, score)
    config = stopped(beginning_with_weights(photo_config_of(), tmp_path), 3)
    config.out.write_bytes(Path(config.start).read_bytes())
    result = keep_best(config.checkpoint)
    assert (result.before_db, result.accepted) == (20.0, is_kept)
    assert config.previous.exists() == is_kept
    is_as_before = config.out.read_bytes() == Path(config.start).read_bytes()
    assert is_as_before == (not is_kept)


def test_a_run_that_began_with_weights_and_was_not_judged_yet_keeps_nothing(
    photo_config_of: ConfigOf, tmp_path: Path
) -> None:
    config = stopped(beginning_with_weights(photo_config_of(), tmp_path), 1)
    assert not keep_best(config.checkpoint).accepted
    assert not config.out.exists()


def test_a_checkpoint_that_was_moved_keeps_its_weights_beside_it(config_of: ConfigOf, tmp_path: Path) -> None:
    config = stopped(config_of(), 1)
    moved = config.checkpoint.rename(tmp_path / "elsewhere.checkpoint")
    keep_best(moved)
    assert load_network(tmp_path / "elsewhere.safetensors").architecture == config.architecture
    assert not config.out.exists()


def test_what_is_no_checkpoint_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.checkpoint").write_bytes(b"no")
    with pytest.raises(TrainingError):
        keep_best(tmp_path / "a.checkpoint")
    with pytest.raises(TrainingError):
        keep_best(tmp_path / "none.checkpoint")
