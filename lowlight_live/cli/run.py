"""Runs a pipeline over files to its end and tells how it goes: a bar for people, JSON lines for programs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.status import Status

from lowlight_live.cli.events import print_event
from lowlight_live.errors import LowlightError
from lowlight_live.pipeline import Pipeline
from lowlight_live.video.resuming.part_record import record_of
from lowlight_live.video.resuming.resumed import ResumedReader, frames_done

_BAR_REFRESH_S = 0.2
_JSON_REFRESH_S = 1.0


Opened = TypeVar("Opened")


class Opening:
    """Tells now and then what is done before the pipeline runs.

    Args:
        status: The line on the terminal; None for JSON lines.
    """

    def __init__(self, status: Status | None) -> None:
        self._status = status
        self._told_at = time.monotonic()

    def on_survey(self, frames: int, total: int | None) -> None:
        """So many frames were looked through in the first of two passes."""
        self._tell("survey", f"First of two passes: {frames} of {total or '?'} frames …", frames=frames, total=total)

    def on_search(self, frames: int) -> None:
        """So many frames were looked at to find the place where an earlier run ended."""
        self._tell("search", f"Looking for where the earlier run ended: {frames} frames …", frames=frames)

    def _tell(self, event: str, words: str, **content: int | None) -> None:
        if time.monotonic() - self._told_at < (_JSON_REFRESH_S if self._status is None else _BAR_REFRESH_S):
            return
        self._told_at = time.monotonic()
        if self._status is None:
            print_event(event, **content)
        else:
            self._status.update(words)


def opened(open_it: Callable[[Opening], Opened], *, as_json: bool) -> Opened:
    """Open what is to run, which may take seconds the first time, with a sign of life meanwhile.

    Args:
        open_it: Given whom to tell of what it does.
        as_json: JSON lines on the standard output instead of a line on the error output.
    """
    if as_json:
        return open_it(Opening(None))
    with Console(stderr=True).status("Getting ready (the first start takes a little longer) …") as status:
        return open_it(Opening(status))


def run_to_end(pipeline: Pipeline, target: Path, *, as_json: bool, warnings: Sequence[str] = ()) -> None:
    """Run a pipeline until its source ends, showing its progress, its warnings and its result.

    Args:
        pipeline: Not started yet.
        target: Where the result will lie.
        as_json: JSON lines on the standard output instead of a bar on the error output.
        warnings: What there was to warn of before; told with the pipeline's own, on every way out.

    Raises:
        LowlightError: The pipeline failed.
        KeyboardInterrupt: Ctrl-C; the threads have ended and the part file is closed.
        SystemExit: SIGTERM; the same.
        BrokenPipeError: Whoever was reading the progress has gone; the same.
    """
    earlier = _identity(target)
    # Told at once: what lies there already may change what the user wants.
    known = () if as_json else (*warnings, *pipeline.warnings)

    def untold() -> list[str]:
        return [warning for warning in (*warnings, *pipeline.warnings) if warning not in known]

    try:
        with pipeline:
            _report_warnings(known, as_json=as_json)
            _report_start(pipeline, as_json=as_json)
            with _shown_progress(pipeline, as_json=as_json):
                pipeline.wait()
    except (KeyboardInterrupt, SystemExit):
        complete = _identity(target) not in (None, earlier)
        _report_interruption(pipeline, target, untold(), complete=complete, as_json=as_json)
        raise
    except LowlightError:
        _report_warnings(untold(), as_json=as_json)
        raise
    _report_result(pipeline, target, untold(), as_json=as_json)


@contextmanager
def _shown_progress(pipeline: Pipeline, *, as_json: bool) -> Iterator[None]:
    """Show the progress from a thread; what fails there stops the pipeline and is raised here."""
    show = _print_lines if as_json else _draw_bar
    done = threading.Event()
    errors: list[BaseException] = []

    def guarded() -> None:
        try:
            show(pipeline, done)
        except BaseException as error:  # noqa: BLE001  the thread guard: raised again below
            errors.append(error)
            pipeline.abort()

    thread = threading.Thread(target=guarded, name="lowlight-progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
    if errors:
        raise errors[0]


def _draw_bar(pipeline: Pipeline, done: threading.Event) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("frames  {task.fields[fps]:.1f} fps "),
        TimeRemainingColumn(),
    )
    info = pipeline.source.info
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(info.name, total=info.frame_count, fps=0.0)
        last = False
        while not last:
            last = done.wait(_BAR_REFRESH_S)
            stats = pipeline.stats()
            bar.update(task, completed=frames_done(pipeline.source, stats.written), fps=stats.fps)


def _print_lines(pipeline: Pipeline, done: threading.Event) -> None:
    total = pipeline.source.info.frame_count
    while not done.wait(_JSON_REFRESH_S):
        stats = pipeline.stats()
        frames = frames_done(pipeline.source, stats.written)
        left_s = round((total - frames) / stats.fps, 1) if total and stats.fps else None
        print_event("progress", frames=frames, total=total, fps=round(stats.fps, 2), left_s=left_s)


def _report_start(pipeline: Pipeline, *, as_json: bool) -> None:
    """Tell from where on an earlier run is gone on with."""
    source = pipeline.source
    if not isinstance(source, ResumedReader):
        return
    if as_json:
        print_event("resumed", frames=source.frames_there, at_s=round(source.seam_s, 3), part=str(source.kept.part))
    else:
        minutes, seconds = divmod(int(source.seam_s), 60)
        click.echo(f"Going on at {minutes}:{seconds:02}: {source.frames_there} frames are there already.", err=True)


def _report_result(pipeline: Pipeline, target: Path, warnings: Sequence[str], *, as_json: bool) -> None:
    stats, info = pipeline.stats(), pipeline.enhancer.info
    if as_json:
        print_event("done", output=str(target), warnings=warnings, enhancer=asdict(info), stats=asdict(stats))
        return
    _report_warnings(warnings, as_json=False)
    rate = stats.written / stats.elapsed_s
    # Of a film that was gone on with, those that were there are not ours, nor those that are made again for warming up.
    source = pipeline.source
    there = source.frames_there if isinstance(source, ResumedReader) else 0
    made = frames_done(source, stats.written) - there
    frames = "1 frame" if made == 1 else f"{made} frames"
    click.echo(f"Enhanced {frames} in {stats.elapsed_s:.1f} s ({rate:.1f} fps) by {info.model}", err=True)
    # Of strength 0 the enhancer has not had to choose a precision.
    device = f"{info.device} in {info.precision}" if info.precision else info.device
    click.echo(f"on {device}: {info.reason}.", err=True)
    click.echo(str(target))


def _report_interruption(
    pipeline: Pipeline, target: Path, warnings: Sequence[str], *, complete: bool, as_json: bool
) -> None:
    frames = frames_done(pipeline.source, pipeline.stats().written)
    films = [sink.part for sink in pipeline.sinks if sink.part is not None]
    parts = [str(part) for part in films if part.exists()]
    complete = complete and bool(films)  # a folder of pictures is there long before its last picture
    if not parts and not complete and isinstance(pipeline.source, ResumedReader):
        parts = [str(pipeline.source.kept.part)]  # it came no further than the earlier run
    if as_json:
        output = str(target) if complete else None
        print_event("interrupted", output=output, parts=parts, frames=frames, warnings=warnings)
        return
    _report_warnings(warnings, as_json=False)
    if complete:
        click.echo(f"The result was complete before the interruption: {target}", err=True)
    elif frames and not films:
        click.echo(f"What was enhanced so far is in {target}", err=True)
    for part in parts:
        click.echo(f"What was enhanced so far plays: {part}", err=True)
    if any(record_of(Path(part)).exists() for part in parts):
        click.echo("The same command with --resume goes on with it.", err=True)


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from one that had its name before; None where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns


def _report_warnings(warnings: Sequence[str], *, as_json: bool) -> None:
    for warning in warnings:
        if as_json:
            print_event("warning", message=warning)
        else:
            click.secho(f"Warning: {warning}", err=True, fg="yellow")
