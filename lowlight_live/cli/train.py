"""`lowlight-live train`: teaches a curve network on a folder of photos or pairs."""

from __future__ import annotations

import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from lowlight_live.training.config import ARCHITECTURES, DEVICES, PRECISIONS, TRACKERS, TrainConfig
from lowlight_live.training.recipes import RECIPES, config_of_recipe, declared, settings_of_recipe

if TYPE_CHECKING:
    from lowlight_live.training.log import TrainProgress
    from lowlight_live.training.trainer import TrainResult

_USUAL_TRACKER, _CSV_ALONE = "tensorboard", "none"


def _setting(name: str, kind: click.Choice[str] | type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option of one field of the config; the help says its default in each recipe."""
    defaults = declared(name).defaults
    usual, *_ = defaults.values()
    others = [f"{recipe}: {value}" for recipe, value in defaults.items() if value != usual]
    default = "; ".join([str(usual) or "none", *others])
    return click.option(
        f"--{name.replace('_', '-')}", type=kind, default=None, help=f"{declared(name).summary}  [default: {default}]"
    )


def _recipe_help() -> str:
    return "; ".join(f"{name}: {recipe.summary}" for name, recipe in RECIPES.items()) + "."


@click.command("train", short_help="Train a network on photos or pairs.")
@click.argument("data", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Weight file to write (.safetensors).")
@click.option(
    "--recipe", type=click.Choice(list(RECIPES)), default=next(iter(RECIPES)), show_default=True, help=_recipe_help()
)
@_setting("architecture", click.Choice(ARCHITECTURES))
@_setting("steps", int)
@_setting("batch_size", int)
@_setting("learning_rate", float)
@_setting("seed", int)
@_setting("device", click.Choice(DEVICES))
@_setting("precision", click.Choice(PRECISIONS))
@_setting("start", str)
@click.option("--stock", type=click.Path(path_type=Path), help="Folder of photos that half of each batch comes from.")
@click.option(
    "--track",
    multiple=True,
    type=click.Choice([*TRACKERS, _CSV_ALONE]),
    help=f"Write the numbers for this program beside the CSV; repeatable. {_CSV_ALONE}: for no other.  "
    f"[default: {_USUAL_TRACKER}]",
)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint beside --out; options not given are the run's.")
@click.option("--overwrite", is_flag=True, help="Replace the files of an earlier run.")
@click.pass_context
def command(
    context: click.Context, /, data: Path, out: Path, *, recipe: str, resume: bool, overwrite: bool, **options: Any
) -> None:
    """Train a network on the photos in DIR and its subfolders, or on pairs.

    The photos should be well lit: they are darkened here. The recipe paired takes real pairs instead, from the folders
    low and high in DIR. Checkpoint, log and a sheet of samples lie beside the weight file, with the suffixes
    .checkpoint, .csv and .png, and a folder for TensorBoard with .tensorboard. Ctrl-C keeps the checkpoint and ends
    with the status 130.

    The recipe personal takes pictures of your own camera in good light. It and paired go on from the shipped weights,
    and write a file only if the result does better on those pictures that it was not trained on; otherwise the status
    is 1.

    On several GPUs: torchrun --nproc-per-node 2 -m lowlight_live train ...
    """
    from lowlight_live.training.processes import leads
    from lowlight_live.training.state import config_of_checkpoint
    from lowlight_live.training.trainer import train

    given = {name: value for name, value in options.items() if value not in (None, ())}
    if "track" in given:
        given["track"] = tuple(tracker for tracker in given["track"] if tracker != _CSV_ALONE)
    config = config_of_recipe(recipe, data, out, **{"track": (_USUAL_TRACKER,)} | given)
    if resume:
        if context.get_parameter_source("recipe") is not click.core.ParameterSource.DEFAULT:
            given = settings_of_recipe(recipe) | given
        config = replace(config_of_checkpoint(config.checkpoint), data=data, out=out, **given)

    with _stop_on_interrupt() as stop, _progress_bar(config, quiet=not leads()) as show:
        result = train(config, resume=resume, overwrite=overwrite, on_progress=show, stop=stop)

    if not leads():
        return
    if result.finished:
        click.echo(_conclusion(config, result))
        if not result.accepted:
            sys.exit(1)
        return
    click.echo(f"Stopped at step {result.step} of {config.steps}; the state is in {config.checkpoint}.", err=True)
    again = shlex.join(["lowlight-live", "train", str(data), "--out", str(out), "--resume"])
    click.echo(f"Go on with: {again}", err=True)
    raise click.Abort


def _conclusion(config: TrainConfig, result: TrainResult) -> str:
    """What came of a finished run, in a sentence or two."""
    best, before_db = result.best, result.before_db
    if best is None:
        return f"Wrote {config.out}."
    if before_db is None:
        return f"Wrote {config.out} (step {best.step}: {best.psnr_db:.2f} dB on the photos kept out)."
    figures = f"{before_db:.2f} dB with {config.start}, {best.psnr_db:.2f} dB at step {best.step}"
    if not result.accepted:
        return f"No better on the photos kept out ({figures}): no weights were written."
    kept = f" Those it replaced are in {config.previous}." if config.previous.exists() else ""
    return f"Wrote {config.out} (on the photos kept out {figures}).{kept}"


@contextmanager
def _stop_on_interrupt() -> Iterator[Event]:
    """Turn the first Ctrl-C into a wish to stop after the step at hand; a second one ends the program at once."""
    stop = Event()
    before = signal.getsignal(signal.SIGINT)

    def interrupted(_signal: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, interrupted)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress_bar(config: TrainConfig, *, quiet: bool) -> Iterator[Callable[[TrainProgress], None]]:
    """Show steps, speed, time left and, below, each loss; on the error stream, so that output can be piped."""
    from rich.console import Console, Group
    from rich.live import Live
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.text import Text

    bar = Progress(
        TextColumn(config.architecture),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    )
    task = bar.add_task("", total=config.steps, speed="")
    losses = Text("Reading photos")
    validation = ""

    def show(progress: TrainProgress) -> None:
        nonlocal validation
        if progress.validation_db is not None:
            validation = f"; on the photos kept out {progress.validation_db:.2f} dB at step {progress.step}"
        speed = bar.tasks[0].speed
        bar.update(task, completed=progress.step, speed=f"{speed:.1f} steps/s" if speed else "")
        terms = ", ".join(f"{name} {value:.4f}" for name, value in progress.losses.items())
        losses.plain = f"loss {progress.total:.3f}: {terms}{validation}"

    with Live(Group(bar, losses), console=Console(stderr=True, quiet=quiet)):
        yield show
