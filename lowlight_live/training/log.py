"""Writes down what a run does: always as CSV beside the weights, and for TensorBoard or Weights & Biases."""

from __future__ import annotations

import csv
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, fields
from typing import Protocol

from lowlight_live.extras import required
from lowlight_live.frame import Rgb
from lowlight_live.training.config import TrainConfig

_log = logging.getLogger(__name__)


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

    def numbers(self) -> dict[str, float]:
        """All there are, by name."""
        validation = {} if self.validation_db is None else {"validation_db": self.validation_db}
        return {"total": self.total, **self.losses, **validation}


class Tracker(Protocol):
    """Shows the course of a run in another program."""

    def write(self, progress: TrainProgress) -> None: ...

    def show(self, step: int, sheet: Rgb) -> None: ...

    def close(self) -> None: ...


class TensorBoardTracker:
    """Event files in a folder beside the weights: `tensorboard --logdir` shows them."""

    def __init__(self, config: TrainConfig, *, first_step: int) -> None:
        from torch.utils.tensorboard import SummaryWriter  # late: it brings a web server along

        self._writer = SummaryWriter(str(config.out.with_suffix(".tensorboard")), purge_step=first_step)

    def write(self, progress: TrainProgress) -> None:
        for name, value in progress.numbers().items():
            self._writer.add_scalar(name, value, progress.step)

    def show(self, step: int, sheet: Rgb) -> None:
        self._writer.add_image("samples", sheet, step, dataformats="HWC")

    def close(self) -> None:
        self._writer.close()


class WandbTracker:
    """Weights & Biases; offline, in a folder beside the weights, unless WANDB_MODE says otherwise."""

    def __init__(self, config: TrainConfig, *, first_step: int) -> None:
        self._wandb = required("wandb", wanted_by="--track wandb", package="wandb", extra="tracking")
        settings = {name: str(value) for name, value in asdict(config).items()}
        self._run = self._wandb.init(
            project="lowlight-live",
            name=config.out.stem,
            dir=str(config.out.parent),
            mode=os.environ.get("WANDB_MODE", "offline"),
            config=settings | {"first_step": first_step},
            settings=self._wandb.Settings(silent=True),
        )

    def write(self, progress: TrainProgress) -> None:
        self._run.log(progress.numbers(), step=progress.step)

    def show(self, step: int, sheet: Rgb) -> None:
        self._run.log({"samples": self._wandb.Image(sheet)}, step=step)

    def close(self) -> None:
        self._run.finish()


class CsvLog:
    """A row a step; each is in the file at once, so that the run can be watched. Without room it warns, once.

    Args:
        config: Of the run; an earlier log at `config.log` is gone on with.
        keep_steps: How many rows of it are kept: a resumed run does the later steps again.
    """

    def __init__(self, config: TrainConfig, *, keep_steps: int) -> None:
        self._path = config.log
        self._warned = False
        kept: list[list[str]] = []
        if keep_steps and config.log.exists():
            with config.log.open(newline="", encoding="utf-8") as file:
                # Not by their number: some are missing where the disk was full.
                kept = [row for row in csv.reader(file) if row[:1] and row[0].isdecimal() and int(row[0]) <= keep_steps]
        self._names = [field.name for field in fields(config.weights)]
        self._validates = bool(config.validation_share)
        self._file = config.log.open("w", buffering=1, newline="", encoding="utf-8")
        self._writer = csv.writer(self._file)
        self._write([["step", "total", *self._names, *(["validation_db"] if self._validates else [])], *kept])

    def write(self, progress: TrainProgress) -> None:
        validation = [progress.validation_db] if self._validates else []
        losses = (progress.losses[name] for name in self._names)
        self._write([[progress.step, progress.total, *losses, *validation]])

    def show(self, step: int, sheet: Rgb) -> None:
        """Pictures have no place in a table."""

    def close(self) -> None:
        try:
            self._file.close()
        except OSError as error:
            self._warn(error)

    def _write(self, rows: Sequence[Sequence[object]]) -> None:
        """A log that cannot be written ends no training: what the file holds back goes into it as soon as it can."""
        try:
            self._writer.writerows(rows)
        except OSError as error:
            self._warn(error)

    def _warn(self, error: OSError) -> None:
        if not self._warned:
            _log.warning("%s cannot be written (%s); the training goes on.", self._path, error.strerror)
        self._warned = True


_TRACKERS: Mapping[str, Callable[..., Tracker]] = {"tensorboard": TensorBoardTracker, "wandb": WandbTracker}


class Logs:
    """All that is written of a run.

    Args:
        trackers: Each gets everything; they are closed here.
    """

    def __init__(self, trackers: Sequence[Tracker]) -> None:
        self._trackers = trackers

    def write(self, progress: TrainProgress) -> None:
        """Note a finished step."""
        for tracker in self._trackers:
            tracker.write(progress)

    def show(self, step: int, sheet: Rgb) -> None:
        """Show a sample sheet."""
        for tracker in self._trackers:
            tracker.show(step, sheet)


@contextmanager
def open_logs(config: TrainConfig | None, *, step: int) -> Iterator[Logs]:
    """Open the CSV log and the trackers asked for.

    Args:
        config: Of the run; None in a process that only helps: it writes nothing.
        step: How many are done already.

    Raises:
        ConfigError: A tracker is not installed; no log has been begun then.
    """
    with ExitStack() as stack:
        trackers: list[Tracker] = []
        if config is not None:
            for name in config.track:
                trackers.append(_TRACKERS[name](config, first_step=step + 1))
                stack.callback(trackers[-1].close)
            trackers.append(CsvLog(config, keep_steps=step))
            stack.callback(trackers[-1].close)
        yield Logs(trackers)
