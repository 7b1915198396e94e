"""The figures over the picture: what really happens, in a few lines."""

from __future__ import annotations

from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.readable import readable
from lowlight_live.gui.texts.translation import translate
from lowlight_live.gui.texts.wording import number
from lowlight_live.stats import PipelineStats
from lowlight_live.video.protocols import SourceState
from lowlight_live.viewing import View

_WINDOW = "window"


def figures_lines(stats: PipelineStats, height: int, width: int, *, ended: bool = False) -> list[str]:
    """The figures as lines of text.

    Args:
        stats: Of the pipeline.
        height: Of the picture.
        width: Of the picture.
        ended: No further picture comes: there is no rate and no latency any more.
    """
    lines = [translate("Overlay", "fps: none, the source has ended")] if ended else _flow(stats)
    lost = {place: count for place, count in stats.dropped.items() if count}
    if lost:
        places = ", ".join(f"{count} {_words(place)}" for place, count in lost.items())
        lines.append(translate("Overlay", "dropped: {places}").format(places=places))
    else:
        lines.append(translate("Overlay", "dropped: none"))
    enhancer = stats.enhancer
    if enhancer is not None and enhancer.model:
        text = (
            translate("Overlay", "{model} on {device} in {precision}, sees {width} x {height}")
            if enhancer.precision
            else translate("Overlay", "{model} on {device}")
        )
        height_seen, width_seen = enhancer.thumbnail
        lines.append(
            text.format(
                model=enhancer.model,
                device=enhancer.device,
                precision=enhancer.precision,
                width=width_seen,
                height=height_seen,
            )
        )
        if enhancer.network_every > 1:
            lines.append(
                translate("Overlay", "the network sees 1 frame in {every}").format(every=enhancer.network_every)
            )
    granted = stats.source.granted if stats.source is not None else ""
    lines.append(granted if granted.startswith(f"{width}x{height}") else f"{width}x{height}  {granted}".rstrip())
    return lines


def _flow(stats: PipelineStats) -> list[str]:
    """How fast pictures come, and how old they are."""
    captured = stats.source.fps if stats.source is not None else stats.rates.get("captured", 0.0)
    shown = stats.rates.get(_WINDOW, 0.0)
    lines = [
        translate("Overlay", "fps: {captured} captured, {enhanced} enhanced, {shown} shown").format(
            captured=number(captured, 1), enhanced=number(stats.fps, 1), shown=number(shown, 1)
        )
    ]
    latency = stats.latency.get(_WINDOW)
    if latency is not None:
        lines.append(
            translate("Overlay", "latency: {p50} ms, 95 % below {p95} ms").format(
                p50=number(latency.p50_s * 1000, 0), p95=number(latency.p95_s * 1000, 0)
            )
        )
    return lines


def _words(place: str) -> str:
    """Where pictures were dropped, in the user's words."""
    places = {
        "in the source": translate("Overlay", "in the source"),
        "before enhance": translate("Overlay", "before they were enhanced"),
        "before window": translate("Overlay", "before the window"),
        "in window": translate("Overlay", "in the window"),
        "before outputs": translate("Overlay", "before the outputs"),
        "before recording": translate("Overlay", "before the recording"),
        "in recording": translate("Overlay", "in the recording"),
        "before virtual camera": translate("Overlay", "before the virtual camera"),
        "in virtual camera": translate("Overlay", "in the virtual camera"),
    }
    return places.get(place, place)


def state_sentence(stats: PipelineStats, view: View | None) -> str:
    """What the source is doing, in a sentence for the status bar or, when it is away, for the picture."""
    source = stats.source
    if view is None or source is None:
        return ""
    name = readable(view.source.info.name)
    why = f" ({readable(in_words(source.reason)).rstrip('.')})" if source.reason else ""
    if source.state is SourceState.STALLED:
        return translate("Overlay", "{name} gives no new picture{why}").format(name=name, why=why)
    if source.state in (SourceState.LOST, SourceState.RECONNECTING):
        return translate("Overlay", "{name} is away{why}; waiting for it to come back").format(name=name, why=why)
    if view.player is None:
        return translate("Overlay", "Live from {name}, {granted}, {fps} fps").format(
            name=name, granted=source.granted, fps=number(stats.rates.get(_WINDOW, 0.0), 0)
        )
    if view.player.playing:
        return translate("Overlay", "Playing {name}, {fps} fps").format(
            name=name, fps=number(stats.rates.get(_WINDOW, 0.0), 0)
        )
    return translate("Overlay", "{name}, paused").format(name=name)
