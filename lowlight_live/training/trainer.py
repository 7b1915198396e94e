"""Trains a curve network on a folder of photos, from top to bottom: config, data, network, losses, loop.

On a CPU, with the same number of threads, a resumed run ends in the very bits of an unbroken one.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from threading import Event

import torch
from torch import Tensor, nn

from lowlight_live.errors import TrainingError
from lowlight_live.networks.checkpoints import save_network
from lowlight_live.networks.curves import CurveMaps, apply_curves
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.training.claim import claimed
from lowlight_live.training.collection import Collection, collect
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.dataset import Batch
from lowlight_live.training.log import TrainProgress, open_logs
from lowlight_live.training.losses import weighted_sum, zero_reference_losses
from lowlight_live.training.pair_losses import pair_losses
from lowlight_live.training.photo_losses import photo_losses
from lowlight_live.training.preparation import check_files, choose_device, first_network
from lowlight_live.training.processes import Team, join_team
from lowlight_live.training.sheets import draw_sheet, write_sheet
from lowlight_live.training.state import Best, RunState, or_refused, restore_checkpoint, save_checkpoint
from lowlight_live.training.validation import validate

LEAST_GAIN_DB = 0.1
"""By how much weights must do better than those that the run began with to take their place."""


@dataclass(frozen=True, slots=True)
class TrainResult:
    """How a run ended.

    Attributes:
        step: How many steps are done; fewer than asked for if it was stopped.
        finished: Whether all are done.
        best: The weights that were chosen, where photos were kept out to choose by.
        before_db: What the weights that the run began with reached; None where it drew them.
    """

    step: int
    finished: bool
    best: Best | None = None
    before_db: float | None = None

    @property
    def accepted(self) -> bool:
        """Whether the weights were written: the run is finished and did better than what it began with."""
        if self.before_db is None or self.best is None:
            return self.finished
        return self.finished and self.best.psnr_db >= self.before_db + LEAST_GAIN_DB


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
        config: The run. Started by `torchrun`, each process works on a batch of this size.
        resume: Go on from `config.checkpoint`; it must come from the same recipe and photos.
        overwrite: Replace the files of an earlier run. Weights that are replaced by a run that began with weights stay
            beside the new ones, as `NAME.previous.safetensors`.
        on_progress: Called after each step, in the calling thread; what it raises ends the run.
        stop: Set it, from any thread, to end the run after the step at hand; the checkpoint is written.

    Raises:
        TrainingError: The run cannot start, another process is at it, a loss is no longer a finite number, or
            checkpoint or weights cannot be written.
        DeviceError: The device is not there.
        ConfigError: A tracker asked for is not installed.
        ModelError: The weights to begin with cannot be used.
    """
    device = choose_device(config.device)
    with join_team(device) as team, ExitStack() as claim:
        check_files(config, resume=resume, overwrite=overwrite)
        if team.leads:
            claim.enter_context(claimed(config.checkpoint))
        team.wait()
        pictures = collect(config)
        run = _begin(config, pictures, device, team.size, resume=resume)
        with open_logs(config if team.leads else None, step=run.step) as logs:
            while run.step < config.steps and not team.any(stop is not None and stop.is_set(), device):
                batch = pictures.draw(config, run.step, copies=team.size)
                total, losses = _step(config, run, batch, device, team)
                score = _judge(config, run, pictures, device)
                progress = TrainProgress(run.step, total, losses, score)
                logs.write(progress)
                if team.leads and config.is_due(config.sheet_interval, run.step):
                    shown = config.loss != "zero-reference"
                    sheet = draw_sheet(run.result, pictures.samples, device, references=shown)
                    write_sheet(sheet, config.sheet)
                    logs.show(run.step, sheet)
                if on_progress:
                    on_progress(progress)
                if team.leads and run.step % config.checkpoint_interval == 0:
                    save_checkpoint(config, run, pictures.identity, team.size)

        result = TrainResult(run.step, run.step == config.steps, run.best, run.before_db)
        if team.leads:
            save_checkpoint(config, run, pictures.identity, team.size)
            if result.accepted:
                _write_weights(config, run)
        team.wait()
        return result


def _begin(
    config: TrainConfig, pictures: Collection, device: torch.device, processes: int, *, resume: bool
) -> RunState:
    """A new run, or the one of the checkpoint."""
    # What a run that is gone on with began with is in its checkpoint.
    network = first_network(replace(config, start="") if resume else config).to(
        device=device, memory_format=torch.channels_last
    )  # type: ignore[call-overload]
    optimizer = torch.optim.Adam(network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)
    run = RunState(network, optimizer, copy.deepcopy(network) if config.averaging else None)
    if resume:
        restore_checkpoint(config, run, pictures.identity, processes)
    elif config.start and pictures.to_choose_by:
        run.before_db = validate(network, pictures.to_choose_by, device)
    return run


def _step(
    config: TrainConfig, run: RunState, batch: Batch, device: torch.device, team: Team
) -> tuple[float, dict[str, float]]:
    """Move the weights once.

    Args:
        config: Of the run.
        run: Where it stands.
        batch: Of all processes.
        device: That this process trains on.
        team: The processes.

    Returns:
        The weighted sum of the losses and each of them, over the parts of all processes.
    """
    losses = batch_losses(config, run.network, team.share(batch), device)
    total = weighted_sum(losses, config.weights)
    run.optimizer.zero_grad()
    total.backward()  # type: ignore[no-untyped-call]
    team.average_gradients(run.network.parameters())
    gradient = nn.utils.clip_grad_norm_(run.network.parameters(), config.gradient_clip)
    sums = team.average(torch.stack([total.detach(), *(loss.detach() for loss in losses.values())])).tolist()
    _check_finite(sums[0], gradient.item(), run.step + 1, batch)
    for group in run.optimizer.param_groups:
        group["lr"] = config.learning_rate_at(run.step)
    run.optimizer.step()
    run.step += 1
    if run.average:
        _follow(run.average, run.network, config.averaging, run.step)
    return sums[0], dict(zip(losses, sums[1:], strict=True))


def _judge(config: TrainConfig, run: RunState, pictures: Collection, device: torch.device) -> float | None:
    """Look at the photos kept out, at the steps that do, and keep the weights that did best."""
    if not pictures.to_choose_by or not config.is_due(config.validation_interval, run.step):
        return None
    psnr_db = validate(run.result, pictures.to_choose_by, device)
    if run.best is None or psnr_db > run.best.psnr_db:
        run.best = Best(run.step, psnr_db, copy.deepcopy(run.result.state_dict()))
    return psnr_db


def batch_losses(config: TrainConfig, network: CurveNetwork, batch: Batch, device: torch.device) -> dict[str, Tensor]:
    """Show a batch to the network and judge what its curves make of it: each loss by its name, unweighted."""
    image = batch.image.to(device, memory_format=torch.channels_last)
    exposure = batch.exposure.to(device)
    with torch.autocast(device.type, torch.bfloat16, enabled=config.precision == "bfloat16"):
        maps = network(image, exposure) if network.takes_exposure else network(image)
    maps = CurveMaps(maps.alpha.float(), maps.iterations)
    enhanced = apply_curves(image, maps)
    if config.loss == "zero-reference":
        return zero_reference_losses(image, enhanced, maps, exposure)
    target = batch.target.to(device, memory_format=torch.channels_last)
    return (pair_losses if config.loss == "pair" else photo_losses)(enhanced, target, maps)


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
                "or lower the learning rate.",
            )


def _write_weights(config: TrainConfig, run: RunState) -> None:
    """Write the chosen weights; those of an earlier run stay at hand where this one began with weights."""
    if run.best:
        run.result.load_state_dict(run.best.weights)
    with or_refused(config.out):
        if config.start and config.out.exists():
            config.out.replace(config.previous)
        save_network(run.result, config.out)
