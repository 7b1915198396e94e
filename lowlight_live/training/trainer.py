"""Trains a curve network on a folder of photos, from top to bottom: config, data, network, losses, loop.

On a CPU, with the same number of threads, a resumed run ends in the very bits of an unbroken one.
"""

from __future__ import annotations

import copy
import csv
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from threading import Event

import torch
from torch import nn

from lowlight_live.errors import DeviceError, TrainingError
from lowlight_live.networks.checkpoints import save_network
from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import CurveNetwork, DCENet, DCENetPlus
from lowlight_live.networks.live import DCELive
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.dataset import Batch, draw_batch, fingerprint, load_photos, split_photos
from lowlight_live.training.losses import weighted_sum, zero_reference_losses
from lowlight_live.training.photo_losses import photo_losses
from lowlight_live.training.state import Best, RunState, restore_checkpoint, save_checkpoint
from lowlight_live.training.validation import validate, validation_pairs


@dataclass(frozen=True, slots=True)
class TrainProgress:
    """A finished step and its losses; also a row of the log.

    Attributes:
        step: How many are done, from 1.
        total: The weighted sum of the losses.
        losses: Each by its name, unweighted.
        validation_db: Mean PSNR on the photos kept out, at the steps that look at them.
    """

    step: int
    total: float
    losses: Mapping[str, float]
    validation_db: float | None = None


@dataclass(frozen=True, slots=True)
class TrainResult:
    """How a run ended.

    Attributes:
        step: How many steps are done; fewer than asked for if it was stopped.
        finished: Whether all are done, and so the weights written.
        best: The weights that were chosen, where photos were kept out to choose by.
    """

    step: int
    finished: bool
    best: Best | None = None


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

    everything = load_photos(config.data, lines=config.lines, smallest=config.crop, darkest=config.darkest_photo)
    photos, kept_out = split_photos(everything, config)
    pairs = validation_pairs(kept_out, config)
    photos_hash = fingerprint(everything)

    network = new_network(config).to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.Adam(network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)
    run = RunState(network, optimizer, copy.deepcopy(network) if config.averaging else None)
    if resume:
        restore_checkpoint(config, run, photos_hash)

    with _open_log(config, keep_steps=run.step) as log:
        while run.step < config.steps and not (stop and stop.is_set()):
            batch = draw_batch(photos, config, run.step)
            image = batch.image.to(device, memory_format=torch.channels_last)
            maps = network(image)
            enhanced = apply_curves(image, maps)
            if config.loss == "photo":
                losses = photo_losses(enhanced, batch.target.to(device, memory_format=torch.channels_last), maps)
            else:
                losses = zero_reference_losses(image, enhanced, maps)
            total = weighted_sum(losses, config.weights)

            optimizer.zero_grad()
            total.backward()  # type: ignore[no-untyped-call]
            gradient = nn.utils.clip_grad_norm_(network.parameters(), config.gradient_clip)
            _check_finite(total.item(), gradient.item(), run.step + 1, batch)
            for group in optimizer.param_groups:
                group["lr"] = config.learning_rate_at(run.step)
            optimizer.step()

            run.step += 1
            if run.average:
                _follow(run.average, network, config.averaging, run.step)
            psnr_db = None
            if pairs and (run.step % config.validation_interval == 0 or run.step == config.steps):
                psnr_db = validate(run.result, pairs, device)
                if run.best is None or psnr_db > run.best.psnr_db:
                    run.best = Best(run.step, psnr_db, copy.deepcopy(run.result.state_dict()))
            progress = TrainProgress(
                run.step, total.item(), {name: loss.item() for name, loss in losses.items()}, psnr_db
            )
            log(progress)
            if on_progress:
                on_progress(progress)
            if run.step % config.checkpoint_interval == 0:
                save_checkpoint(config, run, photos_hash)

    save_checkpoint(config, run, photos_hash)
    finished = run.step == config.steps
    if finished:
        if run.best:
            run.result.load_state_dict(run.best.weights)
        save_network(run.result, config.out)
    return TrainResult(run.step, finished, run.best)


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


def new_network(config: TrainConfig) -> CurveNetwork:
    """A network with first weights that the seed decides, leaving torch's own random state as it was."""
    kinds: dict[str, Callable[[], CurveNetwork]] = {"dce-net": DCENet, "dce-net++": DCENetPlus, "dce-live": DCELive}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        return kinds[config.architecture]()


@torch.no_grad()
def _follow(average: CurveNetwork, network: CurveNetwork, keep: float, step: int) -> None:
    """Move the average towards the weights; in the first steps faster, so that the first weights are soon forgotten."""
    share = 1 - min(keep, step / (step + 10))
    for slow, fast in zip(average.parameters(), network.parameters(), strict=True):
        slow.lerp_(fast, share)


def _check_finite(total: float, gradient: float, step: int, batch: Batch) -> None:
    for name, value in (("loss", total), ("gradient", gradient)):
        if not math.isfinite(value):
            raise TrainingError(
                f"The {name} became {value} at step {step}.",
                hint=f"Look at the photos of that step ({', '.join(sorted(set(batch.names)))}), "
                "or lower the learning rate; the last checkpoint is from before.",
            )


@contextmanager
def _open_log(config: TrainConfig, *, keep_steps: int) -> Iterator[Callable[[TrainProgress], None]]:
    """Open the CSV log, keeping the rows of the steps that a resumed run will not do again.

    Yields:
        Writes a row; it is in the file at once, so that the run can be watched.
    """
    with config.log.open(newline="", encoding="utf-8") as file:
        kept = list(csv.reader(file))[1 : keep_steps + 1]
    names = [field.name for field in fields(config.weights)]
    with config.log.open("w", buffering=1, newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["step", "total", *names, *(["validation_db"] if config.validation_share else [])])
        writer.writerows(kept)

        def write(progress: TrainProgress) -> None:
            validation = [progress.validation_db] if config.validation_share else []
            writer.writerow([progress.step, progress.total, *(progress.losses[name] for name in names), *validation])

        yield write
