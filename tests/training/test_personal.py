"""Runs that begin with weights: they must do better than those, or nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import lowlight_live.training.trainer as trainer
from lowlight_live.errors import TrainingError, WeightsNotFound
from lowlight_live.networks.checkpoints import load_network, save_network
from lowlight_live.networks.live import DCENano
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.dataset import draw_batch
from lowlight_live.training.photos import Photo
from lowlight_live.training.recipes import config_of_recipe
from lowlight_live.training.state import config_of_checkpoint
from lowlight_live.training.trainer import train
from tests.training.conftest import write_photo
from tests.training.runs import assert_same_bits, bits, stop_after

PersonalOf = Callable[..., TrainConfig]


@pytest.fixture
def personal_of(tmp_path: Path) -> PersonalOf:
    """The recipe in a run of seconds, beginning with weights of its own."""
    mine = tmp_path / "mine"
    mine.mkdir()
    for index in range(8):
        write_photo(mine / f"{index}.png", index)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        save_network(DCENano(), tmp_path / "start.safetensors")

    def make(**changes: Any) -> TrainConfig:
        small: dict[str, Any] = {
            "architecture": "dce-nano",
            "start": str(tmp_path / "start.safetensors"),
            "steps": 4,
            "batch_size": 4,
            "device": "cpu",
            "lines": 36,
            "crop": 24,
            "warm_up": 0,
            "validation_interval": 2,
            "validation_runs": 2,
        }
        return config_of_recipe("personal", mine, tmp_path / "out" / "weights.safetensors", **small | changes)

    return make


def scores(monkeypatch: pytest.MonkeyPatch, *values: float) -> None:
    """Let the photos kept out say this, beginning with what the first weights reach."""
    said = iter(values)
    monkeypatch.setattr(trainer, "validate", lambda *_: next(said))


def test_better_weights_are_written(personal_of: PersonalOf, monkeypatch: pytest.MonkeyPatch) -> None:
    scores(monkeypatch, 20.0, 20.5, 20.3)
    config = personal_of()
    result = train(config)
    assert (result.before_db, result.accepted) == (20.0, True)
    assert result.best is not None
    assert result.best.step == 2
    assert load_network(config.out).architecture == "dce-nano"
    assert not config.previous.exists()


def test_weights_that_are_no_better_are_not_written_and_the_earlier_stay(
    personal_of: PersonalOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores(monkeypatch, 20.0, 20.05, 19.0)
    config = personal_of()
    config.out.parent.mkdir()
    config.out.write_bytes(Path(config.start).read_bytes())
    result = train(config, overwrite=True)
    assert result.finished
    assert not result.accepted
    assert config.out.read_bytes() == Path(config.start).read_bytes()
    assert not config.previous.exists()


def test_weights_that_are_replaced_stay_beside_the_better_ones(
    personal_of: PersonalOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores(monkeypatch, 20.0, 21.0, 20.5)
    config = personal_of()
    config.out.parent.mkdir()
    config.out.write_bytes(Path(config.start).read_bytes())
    train(config, overwrite=True)
    assert config.previous.read_bytes() == Path(config.start).read_bytes()
    assert not torch.equal(bits(config.out)["last.weight"], bits(config.previous)["last.weight"])


def test_a_resumed_run_still_knows_what_it_began_with(personal_of: PersonalOf, tmp_path: Path) -> None:
    unbroken = personal_of()
    whole = train(unbroken)
    stop, watch = stop_after(3)
    broken = replace(personal_of(), out=tmp_path / "broken.safetensors")
    train(broken, stop=stop, on_progress=watch)
    assert config_of_checkpoint(broken.checkpoint).start == broken.start
    rest = train(broken, resume=True)
    assert (rest.before_db, rest.accepted) == (whole.before_db, whole.accepted)
    assert whole.before_db is not None
    if whole.accepted:
        assert_same_bits(broken.out, unbroken.out)


def test_the_best_weights_may_be_from_before_the_pause(
    personal_of: PersonalOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores(monkeypatch, 20.0, 23.0, 21.0, 22.0)
    unbroken = personal_of(steps=6)
    whole = train(unbroken)
    scores(monkeypatch, 20.0, 23.0, 21.0, 22.0)
    stop, watch = stop_after(3)
    broken = replace(unbroken, out=tmp_path / "broken.safetensors")
    train(broken, stop=stop, on_progress=watch)
    rest = train(broken, resume=True)
    assert whole.best is not None
    assert rest.best is not None
    assert (rest.best.step, rest.best.psnr_db) == (whole.best.step, whole.best.psnr_db) == (2, 23.0)
    assert_same_bits(broken.out, unbroken.out)


def test_it_begins_with_the_weights_given(personal_of: PersonalOf) -> None:
    config = personal_of(steps=1, learning_rate=0.0, averaging=0.0)
    train(config)
    state = torch.load(config.checkpoint, weights_only=True)["network"]
    for key, tensor in bits(Path(config.start)).items():
        assert torch.equal(state[key], tensor), key


def test_weights_of_another_network_are_refused(personal_of: PersonalOf) -> None:
    with pytest.raises(TrainingError, match="holds weights of dce-nano") as caught:
        train(personal_of(architecture="dce-live"))
    assert "dce-live" in caught.value.hint
    with pytest.raises(WeightsNotFound):
        train(personal_of(start="nowhere.safetensors"))


def test_half_of_a_batch_comes_from_the_stock(personal_of: PersonalOf) -> None:
    mine, stock = ([Photo(f"{kind}{index}", np.zeros((36, 36, 3), np.uint8)) for index in range(9)] for kind in "ms")
    config = personal_of(batch_size=6)
    for step in range(5):
        names = draw_batch(mine, config, step, stock=stock).names
        assert [name[0] for name in names] == ["m"] * 3 + ["s"] * 3
        assert len(set(names)) == 6


def test_a_run_with_stock_is_another_run(personal_of: PersonalOf, tmp_path: Path) -> None:
    stock = tmp_path / "stock"
    stock.mkdir()
    write_photo(stock / "s.png", 20)
    config = personal_of(stock=stock)
    train(config)
    with pytest.raises(TrainingError, match="photos"):
        train(personal_of(), resume=True)
    (stock / "s.png").unlink()
    with pytest.raises(TrainingError, match="stock holds no photo"):
        train(config, overwrite=True)
