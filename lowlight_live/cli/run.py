"""Runs a pipeline over files to its end and tells how it goes: a bar for people, JSON lines for programs."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from lowlight_live.pipeline import Pipeline

_BAR_REFRESH_S = 0.2
_JSON_REFRESH_S = 1.0


def opened(open_it: Callable[[], Pipeline], *, as_json: bool) -> Pipeline:
    """Open a pipeline, which may take seconds the first time, with a sign of life meanwhile."""
    if as_json:
        return open_it()
    with Console(stderr=True).status("Getting ready (the first start takes a little longer) …"):
        return open_it()


def run_to_end(pipeline: Pipeline, target: Path, *, as_json: bool) -> None:
    """Run a pipeline until its source ends, showing its progress, its warnings and its result.

    Args:
        pipeline: Not started yet.
        target: Where the result will lie.
        as_json: JSON lines on the standard output instead of a bar on the error output.

    Raises:
        LowlightError: The pipeline failed.
        KeyboardInterrupt: Ctrl-C; the threads have ended and the part file is closed.
    """
    try:
        with pipeline, _shown_progress(pipeline, as_json=as_json):
            pipeline.wait()
    except KeyboardInterrupt:
        _report_interruption(pipeline, target, as_json=as_json)
        raise
    _report_result(pipeline, target, as_json=as_json)


@contextmanager
def _shown_progress(pipeline: Pipeline, *, as_json: bool) -> Iterator[None]:
    done = threading.Event()
    show = _print_lines if as_json else _draw_bar
    thread = threading.Thread(target=show, args=(pipeline, done), name="lowlight-progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


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
            bar.update(task, completed=stats.written, fps=stats.fps)


def _print_lines(pipeline: Pipeline, done: threading.Event) -> None:
    total = pipeline.source.info.frame_count
    while not done.wait(_JSON_REFRESH_S):
        stats = pipeline.stats()
        left_s = round((total - stats.written) / stats.fps, 1) if total and stats.fps else None
        _print_event("progress", frames=stats.written, total=total, fps=round(stats.fps, 2), left_s=left_s)


def _report_result(pipeline: Pipeline, target: Path, *, as_json: bool) -> None:
    stats, info, warnings = pipeline.stats(), pipeline.enhancer.info, pipeline.warnings
    if as_json:
        _print_event("done", output=str(target), warnings=warnings, enhancer=asdict(info), stats=asdict(stats))
        return
    for warning in warnings:
        click.secho(f"Warning: {warning}", err=True, fg="yellow")
    rate = stats.written / stats.elapsed_s
    click.echo(f"Enhanced {stats.written} frames in {stats.elapsed_s:.1f} s ({rate:.1f} fps) by {info.model}", err=True)
    click.echo(f"on {info.device} in {info.precision}: {info.reason}.", err=True)
    click.echo(str(target))


def _report_interruption(pipeline: Pipeline, target: Path, *, as_json: bool) -> None:
    parts = [str(sink.part) for sink in pipeline.sinks if sink.part is not None and sink.part.exists()]
    if as_json:
        _print_event("interrupted", parts=parts, frames=pipeline.stats().written)
    for part in parts if not as_json else ():
        click.echo(f"What was enhanced so far plays: {part}", err=True)


def _print_event(event: str, **content: Any) -> None:
    click.echo(json.dumps({"event": event, **content}))
