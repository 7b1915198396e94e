"""Trains a curve network on a folder of photos, from top to bottom: config, data, model, losses, loop.

On a CPU, with the same number of threads, a resumed run ends in the very bits of an unbroken one.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from threading import Event

import torch
from torch import nn

from lowlight_live.errors import DeviceError, TrainingError
from lowlight_live.networks.checkpoints import save_network
from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import CurveNetwork, DCENet, DCENetPlus
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.dataset import Batch, draw_batch, fingerprint, load_photos
from lowlight_live.training.losses import zero_reference_losses
from lowlight_live.training.state import restore_checkpoint, save_checkpoint


@dataclass(frozen=True, slots=True)
class TrainProgress:
    """A finished step and its losses; also a row of the log.

    Attributes:
        step: How many are done, from 1.
        total: The weighted sum of the terms.
        spatial: Unweighted, as the terms after it.
    """

    step: int
    total: float
    spatial: float
    exposure: float
    colour: float
    smoothness: float


@dataclass(frozen=True, slots=True)
class TrainResult:
    """How a run ended.

    Attributes:
        step: How many steps are done; fewer than asked for if it was stopped.
        finished: Whether all are done, and so the weights written.
    """

    step: int
    finished: bool


def train(
    config: TrainConfig,
    *,
    resume: bool = False,
    overwrite: bool = False,
    on_progress: Callable[[TrainProgress], None] | None = None,
    stop: Event | None = None,
) -> TrainResult:
    """Run a training, or go on with one.

    Args:
        config: The run.
        resume: Go on from `config.checkpoint`; it must come from the same recipe and photos.
        overwrite: Replace the files of an earlier run.
        on_progress: Called after each step, in the calling thread; what it raises ends the run.
        stop: Set it, from any thread, to end the run after the step at hand; the checkpoint is written.

    Raises:
        TrainingError: The run cannot start, or a loss is no longer a finite number.
        DeviceError: The device is not there.
    """
    device = _device(config.device)
    _check_files(config, resume=resume, overwrite=overwrite)

    photos = load_photos(config.data, lines=config.lines, smallest=config.crop)
    photos_hash = fingerprint(photos)

    network = _new_network(config).to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.Adam(network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)
    step = restore_checkpoint(config, network, optimizer, photos_hash) if resume else 0

    with _open_log(config.log, keep_steps=step) as log:
        while step < config.steps and not (stop and stop.is_set()):
            batch = draw_batch(photos, config, step)
            image = batch.image.to(device, memory_format=torch.channels_last)
            maps = network(image)
            losses = zero_reference_losses(image, apply_curves(image, maps), maps)
            total = losses.total(config.weights)

            optimizer.zero_grad()
            total.backward()  # type: ignore[no-untyped-call]
            gradient = nn.utils.clip_grad_norm_(network.parameters(), config.gradient_clip)
            _check_finite(total.item(), gradient.item(), step + 1, batch)
            optimizer.step()

            step += 1
            progress = TrainProgress(step, total.item(), *(term.item() for term in losses.terms()))
            log(progress)
            if on_progress:
                on_progress(progress)
            if step % config.checkpoint_interval == 0:
                save_checkpoint(config, network, optimizer, step, photos_hash)

    save_checkpoint(config, network, optimizer, step, photos_hash)
    finished = step == config.steps
    if finished:
        save_network(network, config.out)
    return TrainResult(step, finished)


def _device(name: str) -> torch.device:
    available = torch.cuda.is_available()
    if name == "cuda" and not available:
        raise DeviceError(
            "There is no CUDA device.", hint="Train with --device cpu, or look at `lowlight-live doctor`."
        )
    return torch.device("cuda" if available and name != "cpu" else "cpu")


def _check_files(config: TrainConfig, *, resume: bool, overwrite: bool) -> None:
    """Refuse to lose the files of an earlier run, and find out now whether new ones can be written."""
    if config.out.exists() and not overwrite:
        raise TrainingError(f"{config.out} is already there.", hint="Give --overwrite to replace it, or another --out.")
    if config.checkpoint.exists() and not (resume or overwrite):
        raise TrainingError(
            f"{config.checkpoint} holds an earlier run.",
            hint="Give --resume to go on with it, or --overwrite to start anew.",
        )
    try:
        config.out.parent.mkdir(parents=True, exist_ok=True)
        config.log.open("a").close()
    except OSError as error:
        raise TrainingError(
            f"{config.log} cannot be written ({error.strerror}).", hint="Choose another place with --out."
        ) from error


def _new_network(config: TrainConfig) -> CurveNetwork:
    """A network with first weights that the seed decides, leaving torch's own random state as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        return DCENetPlus() if config.architecture == "dce-net++" else DCENet()


def _check_finite(total: float, gradient: float, step: int, batch: Batch) -> None:
    for name, value in (("loss", total), ("gradient", gradient)):
        if not math.isfinite(value):
            raise TrainingError(
                f"The {name} became {value} at step {step}.",
                hint=f"Look at the photos of that step ({', '.join(sorted(set(batch.names)))}), "
                "or lower the learning rate; the last checkpoint is from before.",
            )


@contextmanager
def _open_log(path: Path, *, keep_steps: int) -> Iterator[Callable[[TrainProgress], None]]:
    """Open the CSV log, keeping the rows of the steps that a resumed run will not do again.

    Yields:
        Writes a row; it is in the file at once, so that the run can be watched.
    """
    with path.open(newline="", encoding="utf-8") as file:
        kept = list(csv.reader(file))[1 : keep_steps + 1]
    with path.open("w", buffering=1, newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in fields(TrainProgress))
        writer.writerows(kept)
        yield lambda progress: writer.writerow(astuple(progress))
