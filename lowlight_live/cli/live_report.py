"""Tells how a live session goes: a refreshed line for people, JSON lines for programs."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click
from rich.console import Console
from rich.live import Live
from rich.text import Text

from lowlight_live.cli.events import print_event
from lowlight_live.enhance.protocols import EnhancerInfo
from lowlight_live.session import LiveSession
from lowlight_live.stats import PipelineStats
from lowlight_live.video.protocols import SourceState

_REFRESH_S = {"text": 0.5, "json": 1.0}
_DIGITS = 4


class LiveReport:
    """Figures now and then; at once, what changes: the source's state, the enhancer, a warning.

    Args:
        style: "text", "json" or "none", which tells changes and the result only.
        warnings: What there was to warn of before; told with the pipeline's own.
    """

    def __init__(self, style: str, warnings: Sequence[str] = ()) -> None:
        self._earlier_warnings = tuple(warnings)
        self._as_json = style == "json"
        self._refresh_s = _REFRESH_S.get(style)
        self._console = Console(stderr=True)
        terminal = style == "text" and self._console.is_terminal
        self._line = Live(console=self._console, auto_refresh=False, transient=True) if terminal else None
        self._due_at = 0.0
        self._told_warnings: set[str] = set()
        self._told_state: str = SourceState.LIVE
        self._told_enhancer: tuple[object, ...] = ()

    def __enter__(self) -> Self:
        if self._line is not None:
            self._line.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._line is not None:
            self._line.stop()

    def started(self, session: LiveSession) -> None:
        """The frames have begun to flow."""
        info = session.pipeline.source.info
        device = session.virtual_camera.device if session.virtual_camera is not None else ""
        self._tell(
            "started",
            f"Live from {info.name} in {info.width} x {info.height}. Ctrl-C ends.",
            source=info.name,
            height=info.height,
            width=info.width,
            outputs=[str(path) for path in _targets(session)],
            virtual_camera=device,
        )
        if device:
            self._tell("virtual-camera", f"Other programs find the picture as {device}.", device=device)

    def look(self, stats: PipelineStats, warnings: Sequence[str]) -> None:
        """Tell what has changed, and the figures when it is time.

        Raises:
            BrokenPipeError: Whoever was reading has gone.
        """
        self._tell_changes(stats)
        self._tell_warnings((*self._earlier_warnings, *warnings))
        now = time.monotonic()
        if self._refresh_s is None or now < self._due_at:
            return
        self._due_at = now + self._refresh_s
        if self._as_json:
            print_event("stats", **figures(stats))
        elif self._line is not None:
            self._line.update(Text(sentence(stats), no_wrap=True, overflow="ellipsis"), refresh=True)
        else:
            click.echo(sentence(stats), err=True)

    def ended(self, session: LiveSession, how: str) -> None:
        """Tell what came of it: files, warnings, figures.

        Args:
            session: That has ended.
            how: "done", "interrupted" or "failed".
        """
        stats = session.pipeline.stats()
        warnings = (*self._earlier_warnings, *session.pipeline.warnings)
        self._tell_changes(stats)
        self._tell_warnings(warnings)
        parts = [str(sink.part) for sink in session.pipeline.sinks if sink.part is not None and sink.part.exists()]
        outputs = [str(path) for path in _targets(session) if path.exists()]
        if self._as_json:
            print_event(how, outputs=outputs, parts=parts, warnings=warnings, stats=figures(stats))
            return
        frames = "1 frame" if stats.enhanced == 1 else f"{stats.enhanced} frames"
        lost = sum(stats.dropped.values())
        click.echo(f"Enhanced {frames} in {stats.elapsed_s:.1f} s; {lost} dropped, {stats.held} held.", err=True)
        for part in parts:
            click.echo(f"What was recorded so far plays: {part}", err=True)
        for output in outputs:
            click.echo(output)

    def _tell(self, event: str, text: str, **content: Any) -> None:
        if self._as_json:
            print_event(event, **content)
        else:
            self._console.print(text, markup=False, highlight=False, soft_wrap=True)

    def _tell_changes(self, stats: PipelineStats) -> None:
        source, enhancer = stats.source, stats.enhancer
        if source is not None and source.state != self._told_state:
            self._told_state = source.state
            # A reason is a sentence, with a full stop or without.
            why = f": {source.reason.removesuffix('.')}" if source.reason else ""
            self._tell("source", f"The source is {source.state}{why}.", state=source.state, reason=source.reason)
        if enhancer is not None and enhancer.precision:  # of strength 0 it has not had to choose one
            chosen = (enhancer.model, enhancer.device, enhancer.precision, enhancer.thumbnail, enhancer.network_every)
            if chosen != self._told_enhancer:
                self._told_enhancer = chosen
                height, width = enhancer.thumbnail
                text = f"Enhancing by {enhancer.model} on {enhancer.device} in {enhancer.precision}, which sees "
                text += f"{width} x {height}{_at_times(enhancer)}: {enhancer.reason}."
                self._tell("enhancer", text, **asdict(enhancer))

    def _tell_warnings(self, warnings: Sequence[str]) -> None:
        for warning in warnings:
            if warning not in self._told_warnings:
                self._told_warnings.add(warning)
                self._tell("warning", f"Warning: {warning}", message=warning)


def sentence(stats: PipelineStats) -> str:
    """The figures in one line, the most telling first; times as p50 and, in brackets, p95 in milliseconds."""
    source, enhancer = stats.source, stats.enhancer
    state = f"{source.state} {source.granted}".strip() if source is not None else "playing"
    into = source.fps if source is not None else stats.rates["captured"]
    rates = {"in": into, "enhanced": stats.fps} | {name: stats.rates[name] for name in stats.taken}
    ages = {f"to {name}": stats.latency[name] for name in stats.taken if name in stats.latency}
    times = {name: stats.stages[name] for name in ("enhance",) if name in stats.stages} | ages
    lost = [f"{number} {place}" for place, number in stats.dropped.items() if number]
    parts = [
        state,
        f"fps {', '.join(f'{name} {rate:.1f}' for name, rate in rates.items())}",
        f"ms {', '.join(f'{name} {_ms(time.p50_s)} ({_ms(time.p95_s)})' for name, time in times.items())}",
        f"dropped {', '.join(lost) or 0}",
    ]
    if enhancer is not None and enhancer.precision:
        height, width = enhancer.thumbnail
        parts.append(f"{enhancer.device} {enhancer.precision} {width}x{height}{_at_times(enhancer)}")
    return " | ".join(part for part in parts if part != "ms ")


def _at_times(enhancer: EnhancerInfo) -> str:
    """On which frames the network runs, where that is not all of them."""
    return f" of 1 frame in {enhancer.network_every}" if enhancer.network_every > 1 else ""


def figures(stats: PipelineStats) -> dict[str, Any]:
    """The figures for JSON, without digits that mean nothing."""
    content: dict[str, Any] = _rounded(asdict(stats))
    if stats.source is not None:
        # A moment of the monotonic clock says nothing outside of this process.
        content["source"]["for_s"] = round(time.monotonic() - content["source"].pop("since_s"), _DIGITS)
    return content


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    return value


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


def _targets(session: LiveSession) -> list[Path]:
    snapshot = session.outputs.snapshot
    return [*(spec.path for spec in session.outputs.recordings), *([snapshot] if snapshot is not None else [])]
