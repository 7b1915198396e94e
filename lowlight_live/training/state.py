"""Keeps the state of a run in one file, so that a stopped run can go on as if it had never stopped.

The file is written by `torch.save` and read with `weights_only`: tensors, numbers and text, never code.
"""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import torch
from torch.optim import Optimizer

from lowlight_live import __version__
from lowlight_live.errors import TrainingError
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.training.config import LossWeights, TrainConfig

_FORMAT = "lowlight-live checkpoint 1"


def save_checkpoint(
    config: TrainConfig, network: CurveNetwork, optimizer: Optimizer, step: int, photos_hash: str
) -> None:
    """Write the state to `config.checkpoint`; the file appears whole or not at all.

    Args:
        config: Of the run.
        network: Its weights so far.
        optimizer: Its moments so far.
        step: How many steps are done.
        photos_hash: Which photos it trains on.
    """
    state = {
        "format": _FORMAT,
        "config": json.dumps(asdict(config) | {"data": str(config.data), "out": str(config.out)}),
        "step": step,
        "commit": _commit(),
        "photos": photos_hash,
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
    }
    part = config.checkpoint.with_name(f".{config.checkpoint.name}.part")
    torch.save(state, part)
    part.replace(config.checkpoint)


def restore_checkpoint(config: TrainConfig, network: CurveNetwork, optimizer: Optimizer, photos_hash: str) -> int:
    """Put the state of `config.checkpoint` into a network and its optimiser.

    Returns:
        How many steps are done.

    Raises:
        TrainingError: There is no such file, it is damaged, or it belongs to another recipe or other photos.
    """
    state = _read(config.checkpoint)
    then, now = config_of_checkpoint(config.checkpoint).recipe(), config.recipe()
    for name, value in now.items():
        if then[name] != value:
            raise TrainingError(
                f"{name} is {value}, but {config.checkpoint.name} was trained with {then[name]}.",
                hint="Resume with the same value, or start a new run.",
            )
    if state["photos"] != photos_hash:
        raise TrainingError(
            f"The photos in {config.data} are not those that {config.checkpoint.name} was trained with.",
            hint="Give the same folder, or start a new run.",
        )
    step: int = state["step"]
    if step > config.steps:
        raise TrainingError(
            f"{config.checkpoint.name} is already at step {step}, past the {config.steps} asked for.",
            hint="Ask for more steps.",
        )
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return step


def config_of_checkpoint(checkpoint: Path) -> TrainConfig:
    """The config that a run was started with.

    Raises:
        TrainingError: There is no such file or it is no checkpoint.
    """
    stored = json.loads(_read(checkpoint)["config"])
    known = {f.name for f in fields(TrainConfig)}
    if set(stored) != known:
        raise _not_a_checkpoint(checkpoint)
    weights = stored["loss_weights"]
    return TrainConfig(
        **stored
        | {
            "data": Path(stored["data"]),
            "out": Path(stored["out"]),
            "loss_weights": LossWeights(**weights) if weights else None,
        }
    )


def _read(checkpoint: Path) -> dict[str, Any]:
    if not checkpoint.is_file():
        raise TrainingError(
            f"There is no checkpoint {checkpoint}.", hint="Start the run without --resume; checkpoints come as it runs."
        )
    try:
        state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError, OSError) as error:
        # torch.load has no error of its own: a damaged file raises whatever the damage led to.
        raise _not_a_checkpoint(checkpoint) from error
    if not isinstance(state, dict) or state.get("format") != _FORMAT:
        raise _not_a_checkpoint(checkpoint)
    return state


def _not_a_checkpoint(path: Path) -> TrainingError:
    return TrainingError(
        f"{path} is not a checkpoint that this version can go on from.", hint="Remove it and start a new run."
    )


def _commit() -> str:
    """The commit of the code that trains; the version where it does not run from a checkout."""
    root = Path(__file__).resolve().parents[2]
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        return __version__
    described = subprocess.run(  # noqa: S603 - a fixed command line
        [git, "describe", "--always", "--dirty"], cwd=root, capture_output=True, text=True, check=False
    )
    return described.stdout.strip() or __version__
