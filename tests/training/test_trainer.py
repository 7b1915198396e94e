"""Training runs of seconds: what they write, and that they learn."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import DCENet, DCENetPlus
from lowlight_live.networks.live import DCELive, DCENano
from lowlight_live.training.config import LossWeights
from lowlight_live.training.log import TrainProgress
from lowlight_live.training.preparation import first_network
from lowlight_live.training.trainer import TrainResult, train
from tests.training.runs import ConfigOf, assert_same_bits, bits


@pytest.mark.parametrize(
    ("architecture", "kind"),
    [("dce-net", DCENet), ("dce-net++", DCENetPlus), ("dce-live", DCELive), ("dce-nano", DCENano)],
)
def test_a_run_writes_weights_checkpoint_and_log(config_of: ConfigOf, architecture: str, kind: type) -> None:
    config = config_of(architecture=architecture)
    assert train(config) == TrainResult(step=4, finished=True)
    assert type(load_network(config.out)) is kind
    assert sorted(path.name for path in config.out.parent.iterdir()) == [
        "weights.checkpoint",
        "weights.csv",
        "weights.png",
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


def test_the_undarkened_photo_is_learnt(photo_config_of: ConfigOf) -> None:
    seen: list[float] = []
    config = photo_config_of(steps=60, dark_share=1.0, crop=16, max_gamma=3.0, validation_interval=60)
    train(config, on_progress=lambda progress: seen.append(progress.losses["difference"]))
    assert np.mean(seen[-15:]) < 0.75 * np.mean(seen[:15])


def test_the_average_follows_the_weights_slowly(photo_config_of: ConfigOf) -> None:
    config = photo_config_of(steps=3, averaging=0.9)
    train(config)
    state = torch.load(config.checkpoint, weights_only=True)
    first = first_network(config).state_dict()
    network, average = state["network"]["fine.weight"], state["average"]["fine.weight"]
    moved, followed = (network - first["fine.weight"]).norm(), (average - first["fine.weight"]).norm()
    assert 0.5 * moved < followed < moved


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


@pytest.mark.gpu
def test_training_on_cuda_ends_near_the_cpu(config_of: ConfigOf, tmp_path: Path) -> None:
    on_cpu, on_cuda = config_of(), config_of(device="cuda", out=tmp_path / "cuda.safetensors")
    train(on_cpu)
    train(on_cuda)
    second = bits(on_cuda.out)
    for key, tensor in bits(on_cpu.out).items():
        torch.testing.assert_close(tensor, second[key], atol=1e-3, rtol=0)


@pytest.mark.parametrize("architecture", ["dce-net++", "dce-live"])
def test_in_bfloat16_the_network_learns_nearly_the_same_and_its_weights_are_float32(
    config_of: ConfigOf, tmp_path: Path, architecture: str
) -> None:
    full = config_of(architecture=architecture, learning_rate=1e-3)
    half = replace(full, precision="bfloat16", out=tmp_path / "half.safetensors")
    totals: dict[str, list[float]] = {"float32": [], "bfloat16": []}
    for config in (full, half):
        train(config, on_progress=lambda progress, said=totals[config.precision]: said.append(progress.total))
    assert totals["bfloat16"] == pytest.approx(totals["float32"], rel=0.03)
    assert totals["bfloat16"] != totals["float32"]
    state = torch.load(half.checkpoint, weights_only=True)["network"]
    assert {tensor.dtype for tensor in state.values()} == {torch.float32}
