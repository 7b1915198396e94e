"""The figures over the picture: what really happens, in a few lines."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import QCoreApplication

from lowlight_live.stats import PipelineStats
from lowlight_live.video.protocols import SourceState
from lowlight_live.viewing import View

translate = QCoreApplication.translate
_WINDOW = "window"


def figures_lines(stats: PipelineStats, height: int, width: int, lost_aside: Mapping[str, int]) -> list[str]:
    """The figures as lines of text.

    Args:
        stats: Of the pipeline.
        height: Of the picture.
        width: Of the picture.
        lost_aside: Pairs dropped by what is attached, by its name.
    """
    captured = stats.source.fps if stats.source is not None else stats.rates.get("captured", 0.0)
    shown = stats.rates.get(_WINDOW, 0.0)
    lines = [
        translate("Overlay", "fps: {captured:.1f} captured, {enhanced:.1f} enhanced, {shown:.1f} shown").format(
            captured=captured, enhanced=stats.fps, shown=shown
        )
    ]
    latency = stats.latency.get(_WINDOW)
    if latency is not None:
        lines.append(
            translate("Overlay", "latency: {p50:.0f} ms, 95 % below {p95:.0f} ms").format(
                p50=latency.p50_s * 1000, p95=latency.p95_s * 1000
            )
        )
    lost = {place: number for place, number in {**stats.dropped, **lost_aside}.items() if number}
    if lost:
        places = ", ".join(f"{number} {place}" for place, number in lost.items())
        lines.append(translate("Overlay", "dropped: {places}").format(places=places))
    else:
        lines.append(translate("Overlay", "dropped: none"))
    enhancer = stats.enhancer
    if enhancer is not None and enhancer.model:
        text = translate("Overlay", "{model} on {device}").format(model=enhancer.model, device=enhancer.device)
        if enhancer.precision:
            text += translate("Overlay", " in {precision}, sees {width} x {height}").format(
                precision=enhancer.precision, width=enhancer.thumbnail[1], height=enhancer.thumbnail[0]
            )
        lines.append(text)
    granted = stats.source.granted if stats.source is not None else ""
    lines.append(granted if granted.startswith(f"{width}x{height}") else f"{width}x{height}  {granted}".rstrip())
    return lines


def state_sentence(stats: PipelineStats, view: View | None) -> str:
    """What the source is doing, in a sentence for the status bar or, when it is away, for the picture."""
    source = stats.source
    if view is None or source is None:
        return ""
    name = view.source.info.name
    why = f" ({source.reason.rstrip('.')})" if source.reason else ""
    if source.state is SourceState.STALLED:
        return translate("Overlay", "{name} gives no new picture{why}").format(name=name, why=why)
    if source.state in (SourceState.LOST, SourceState.RECONNECTING):
        return translate("Overlay", "{name} is away{why}; waiting for it to come back").format(name=name, why=why)
    if view.player is None:
        return translate("Overlay", "Live from {name}, {granted}, {fps:.0f} fps").format(
            name=name, granted=source.granted, fps=stats.rates.get("window", 0.0)
        )
    if view.player.playing:
        return translate("Overlay", "Playing {name}, {fps:.0f} fps").format(
            name=name, fps=stats.rates.get("window", 0.0)
        )
    return translate("Overlay", "{name}, paused").format(name=name)
