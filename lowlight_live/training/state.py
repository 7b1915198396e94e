"""Keeps the state of a run in one file, so that a stopped run can go on as if it had never stopped.

The file is written by `torch.save` and read with `weights_only`: tensors, numbers and text, never code.
"""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer

from lowlight_live import __version__
from lowlight_live.errors import TrainingError
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.provenance import commit
from lowlight_live.training.config import TrainConfig, loss_weights_of

_FORMAT = "lowlight-live checkpoint 3"


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """The weights that did best on the photos kept out.

    Attributes:
        step: After how many steps.
        psnr_db: What they reached.
        weights: A copy of theirs.
    """

    step: int
    psnr_db: float
    weights: dict[str, Tensor] = field(repr=False)


@dataclass(slots=True, eq=False)
class RunState:
    """All that a run changes as it goes; owned by the loop.

    Attributes:
        network: Its weights so far.
        optimizer: Its moments so far.
        average: Of the weights over the last steps; None where the config asks for none.
        best: None until the photos kept out have been looked at.
        before_db: What the weights that the run began with reach on the photos kept out; None where it drew them.
        step: How many steps are done.
    """

    network: CurveNetwork
    optimizer: Optimizer
    average: CurveNetwork | None
    best: Best | None = None
    before_db: float | None = None
    step: int = 0

    @property
    def result(self) -> CurveNetwork:
        """The network that is validated and shipped: the average if there is one."""
        return self.average or self.network


def save_checkpoint(config: TrainConfig, run: RunState, photos_hash: str, processes: int) -> None:
    """Write the state to `config.checkpoint`; the file appears whole or not at all.

    Args:
        config: Of the run.
        run: Where it stands.
        photos_hash: Which photos it trains on.
        processes: In how many, each with a batch of its own.

    Raises:
        TrainingError: It cannot be written; the file from before stays.
    """
    state = {
        "format": _FORMAT,
        "config": json.dumps(asdict(config), default=str),
        "step": run.step,
        "commit": commit(),
        "version": __version__,
        "photos": photos_hash,
        "processes": processes,
        "network": run.network.state_dict(),
        "optimizer": run.optimizer.state_dict(),
        "average": run.average.state_dict() if run.average else None,
        "before_db": run.before_db,
        "best": {"step": run.best.step, "psnr_db": run.best.psnr_db, "weights": run.best.weights} if run.best else None,
    }
    # Into memory first, of which it takes a few megabytes: `torch.save` does not say why a file could not be written.
    content = io.BytesIO()
    torch.save(state, content)
    part = config.checkpoint.with_name(f".{config.checkpoint.name}.part")
    with or_refused(config.checkpoint):
        try:
            part.write_bytes(content.getbuffer())
            part.replace(config.checkpoint)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise


@contextmanager
def or_refused(path: Path) -> Iterator[None]:
    """Turn what the system has against the writing of a file into an error that says what to do.

    Raises:
        TrainingError: It could not be written.
    """
    try:
        yield
    except OSError as error:
        raise TrainingError(
            f"{path} cannot be written ({error.strerror}).",
            hint="Free some space there, or look whether you may write there; then go on from the last checkpoint.",
        ) from error


def restore_checkpoint(config: TrainConfig, run: RunState, photos_hash: str, processes: int) -> None:
    """Put the state of `config.checkpoint` into a run that has just been set up.

    Args:
        config: Of the run.
        run: Filled.
        photos_hash: Which photos it trains on.
        processes: In how many.

    Raises:
        TrainingError: There is no such file, it is damaged, or it belongs to another recipe, other photos or another
            number of processes.
    """
    state = _read(config.checkpoint)
    then, now = config_of_checkpoint(config.checkpoint).decisive(), config.decisive()
    for name, value in now.items():
        if then.get(name) != value:
            raise TrainingError(
                f"{name} is {value}, but {config.checkpoint.name} was trained with {then.get(name)}.",
                hint="Resume with the same value, or start a new run.",
            )
    if state["photos"] != photos_hash:
        raise TrainingError(
            f"The photos in {config.data} are not those that {config.checkpoint.name} was trained with.",
            hint="Give the same folder, or start a new run.",
        )
    if (before := state.get("processes", 1)) != processes:
        raise TrainingError(
            f"{config.checkpoint.name} was trained by {before} processes together, not by {processes}.",
            hint="Start as many of them again, or start a new run.",
        )
    step: int = state["step"]
    if step > config.steps:
        raise TrainingError(
            f"{config.checkpoint.name} is already at step {step}, past the {config.steps} asked for.",
            hint="Ask for more steps.",
        )
    run.network.load_state_dict(state["network"])
    run.optimizer.load_state_dict(state["optimizer"])
    if run.average:
        run.average.load_state_dict(state["average"])
    run.best = Best(**state["best"]) if state["best"] else None
    run.before_db = state["before_db"]
    run.step = step


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
            "stock": Path(stored["stock"]) if stored["stock"] else None,
            "track": tuple(stored["track"]),
            "loss_weights": loss_weights_of(stored["loss"], weights) if weights else None,
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
