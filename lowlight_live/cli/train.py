"""`lowlight-live train`: teaches a curve network on a folder of well-lit photos."""

from __future__ import annotations

import shlex
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from lowlight_live.training.config import ARCHITECTURES, DEVICES, TrainConfig, declared

if TYPE_CHECKING:
    from lowlight_live.training.trainer import TrainProgress


@click.command("train", short_help="Train a network on well-lit photos.")
@click.argument("data", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Weight file to write (.safetensors).")
@click.option(
    "--architecture",
    type=click.Choice(ARCHITECTURES),
    default=declared("architecture").default,
    show_default=True,
    help=declared("architecture").summary,
)
@click.option("--steps", type=int, default=declared("steps").default, show_default=True, help=declared("steps").summary)
@click.option(
    "--batch-size",
    type=int,
    default=declared("batch_size").default,
    show_default=True,
    help=declared("batch_size").summary,
)
@click.option(
    "--learning-rate",
    type=float,
    default=declared("learning_rate").default,
    show_default=True,
    help=declared("learning_rate").summary,
)
@click.option("--seed", type=int, default=declared("seed").default, show_default=True, help=declared("seed").summary)
@click.option(
    "--device",
    type=click.Choice(DEVICES),
    default=declared("device").default,
    show_default=True,
    help=declared("device").summary,
)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint beside --out; options not given are the run's.")
@click.option("--overwrite", is_flag=True, help="Replace the files of an earlier run.")
@click.pass_context
def command(context: click.Context, /, data: Path, out: Path, *, resume: bool, overwrite: bool, **options: Any) -> None:
    """Train a network on the photos in DIR and its subfolders.

    The photos should be well lit: they are darkened here, and nothing says to the network what they looked like
    (Zero-DCE's zero-reference losses). Checkpoint and log lie beside the weight file, with the suffixes .checkpoint and
    .csv. Ctrl-C keeps the checkpoint and ends with the status 130.
    """
    from lowlight_live.training.state import config_of_checkpoint
    from lowlight_live.training.trainer import train

    config = TrainConfig(data=data, out=out, **options)
    if resume:
        started_with = config_of_checkpoint(config.checkpoint)
        config = replace(started_with, data=data, out=out, **_given(context, options))

    with _stop_on_interrupt() as stop, _progress_bar(config) as show:
        result = train(config, resume=resume, overwrite=overwrite, on_progress=show, stop=stop)

    if result.finished:
        click.echo(f"Wrote {config.out}.")
        return
    click.echo(f"Stopped at step {result.step} of {config.steps}; the state is in {config.checkpoint}.", err=True)
    again = shlex.join(["lowlight-live", "train", str(data), "--out", str(out), "--resume"])
    click.echo(f"Go on with: {again}", err=True)
    raise click.Abort


def _given(context: click.Context, options: dict[str, Any]) -> dict[str, Any]:
    """The options that stand on the command line, without those that have their default."""
    default = click.core.ParameterSource.DEFAULT
    return {name: value for name, value in options.items() if context.get_parameter_source(name) is not default}


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
def _progress_bar(config: TrainConfig) -> Iterator[Callable[[TrainProgress], None]]:
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

    def show(progress: TrainProgress) -> None:
        speed = bar.tasks[0].speed
        bar.update(task, completed=progress.step, speed=f"{speed:.1f} steps/s" if speed else "")
        losses.plain = (
            f"loss {progress.total:.3f}: spatial {progress.spatial:.4f}, exposure {progress.exposure:.4f}, "
            f"colour {progress.colour:.4f}, smoothness {progress.smoothness:.5f}"
        )

    with Live(Group(bar, losses), console=Console(stderr=True)):
        yield show
