"""The process that trains for the window: `python -m lowlight_live.gui.training.worker`; see `orders`.

A process and not a thread, because it must not hold up the window, because its end is what surely frees a GPU, and
because a training that falls over takes no window with it.
"""

from __future__ import annotations

import csv
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lowlight_live.gui.background.leaving import leave
from lowlight_live.gui.background.orders import Order, OrdersTaken, serve, tell
from lowlight_live.gui.training.unfinished import at_work
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.recipes import config_of_recipe

if TYPE_CHECKING:
    from lowlight_live.training.log import TrainProgress
    from lowlight_live.training.trainer import TrainResult

_REFRESH_S = 0.1
_MOST_EARLIER_ROWS = 500
_WARNING = {"photos": "left out", "pairs": "left out", "log": "warning", "sheets": "warning"}
"""Parts of the training that warn, and the event that it becomes."""

Row = dict[str, Any]


def work(order: Order, orders: OrdersTaken) -> None:
    """Train, go on with a training, or keep the best of one.

    Events: `begun`, `left out` of a picture, `warning`, `rows` of finished steps, `sheet` when samples were drawn,
    `paused`, `over`.

    Raises:
        LowlightError: It cannot be done; the last checkpoint stays.
    """
    with at_work(Path(order["out"])):
        _work(order, orders)


def _work(order: Order, orders: OrdersTaken) -> None:
    def end_at_once() -> None:
        """Torch, which takes seconds to load, has not even been asked for."""
        if not orders.last.get("keep"):
            tell("paused", kept_nothing=False)
            os._exit(0)

    orders.when_stopped(end_at_once)
    from lowlight_live.training.keeping import keep_best
    from lowlight_live.training.state import config_of_checkpoint
    from lowlight_live.training.trainer import train

    orders.when_stopped(lambda: None)
    out = Path(order["out"])
    if order["order"] == "keep":
        _tell_what_is_kept(keep_best(out.with_suffix(".checkpoint")), out)
        return
    for part, event in _WARNING.items():
        logging.getLogger(f"lowlight_live.training.{part}").addHandler(_Warnings(event))
    resume = order["order"] == "resume"
    if resume:
        config = replace(config_of_checkpoint(out.with_suffix(".checkpoint")), out=out)
    else:
        config = config_of_recipe(order["recipe"], Path(order["data"]), out, **_settings(order))
    report = _Report(config)
    terms = [field.name for field in fields(config.weights)]
    tell("begun", steps=config.steps, terms=terms, data=str(config.data), chooses=config.chooses)
    if resume:
        tell("rows", rows=_earlier_rows(config))

    def end_early() -> None:
        """Before the first step nothing is lost; who reads hundreds of photos listens to nobody."""
        if report.begun:
            return
        if orders.last.get("keep") and config.checkpoint.exists():
            _tell_what_is_kept(keep_best(config.checkpoint), config.out)
        else:
            tell("paused", kept_nothing=bool(orders.last.get("keep")))
        os._exit(0)

    orders.when_stopped(end_early)
    result = train(config, resume=resume, on_progress=report, stop=orders.stopped)
    report.flush()
    if result.finished:
        _tell_the_end(result, config.out)
    elif orders.last.get("keep"):
        _tell_what_is_kept(keep_best(config.checkpoint), config.out)
    else:
        tell("paused", kept_nothing=False)


class _Warnings(logging.Handler):
    """Tells what a part warns of, as an event."""

    def __init__(self, event: str) -> None:
        super().__init__(logging.WARNING)
        self._event = event

    def emit(self, record: logging.LogRecord) -> None:
        tell(self._event, message=record.getMessage())


class _Report:
    """Tells of steps in bundles, so that a quick run does not keep the window busy.

    Attributes:
        begun: A step is done.
    """

    def __init__(self, config: TrainConfig) -> None:
        self.begun = False
        self._config = config
        self._rows: list[Row] = []
        self._told_at = time.monotonic()

    def __call__(self, progress: TrainProgress) -> None:
        self.begun = True
        self._rows.append({"step": progress.step, **progress.numbers()})
        if time.monotonic() - self._told_at >= _REFRESH_S:
            self.flush()
        if self._config.is_due(self._config.sheet_interval, progress.step):
            columns = 2 if self._config.loss == "zero-reference" else 3
            tell("sheet", step=progress.step, path=str(self._config.sheet), columns=columns)

    def flush(self) -> None:
        if self._rows:
            tell("rows", rows=self._rows)
        self._rows = []
        self._told_at = time.monotonic()


def _settings(order: Order) -> dict[str, Any]:
    settings = dict(order["settings"])
    if settings.get("stock"):
        settings["stock"] = Path(settings["stock"])
    return settings


def _earlier_rows(config: TrainConfig) -> list[Row]:
    """What the log says of the steps before, thinned out where they are many; looks at photos kept out all stay."""
    if not config.log.exists():
        return []
    with config.log.open(newline="", encoding="utf-8") as file:
        rows = [numbers for row in csv.DictReader(file) if (numbers := _numbers(row))]
    thin = len(rows) // _MOST_EARLIER_ROWS + 1
    return [row for index, row in enumerate(rows) if index % thin == 0 or "validation_db" in row]


def _numbers(row: Mapping[str, str | None]) -> Row:
    """What stands in a row of the log; nothing where the disk was full before it ended."""
    try:
        return {name: float(text) for name, text in row.items() if name and text}
    except ValueError:
        return {}


def _tell_what_is_kept(result: TrainResult, out: Path) -> None:
    """Of a run that was stopped: where there is nothing to keep yet, it may go on."""
    if result.accepted:
        _tell_the_end(result, out)
    else:
        tell("paused", kept_nothing=True)


def _tell_the_end(result: TrainResult, out: Path) -> None:
    best = result.best
    tell(
        "over",
        step=result.step,
        accepted=result.accepted,
        out=str(out),
        best_step=best.step if best else None,
        best_db=best.psnr_db if best else None,
        before_db=result.before_db,
    )


if __name__ == "__main__":
    leave(serve(work))
