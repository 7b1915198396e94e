"""Draws how long each stage of a frame takes, as stacked bars; matplotlib is loaded where it is drawn."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lowlight_live.evaluation.speed import STAGES, TO_RGB, TO_YUV, pixels
from lowlight_live.evaluation.speed_report import Bench, conversion_times, stage_times
from lowlight_live.extras import required

_ENOUGH = 0.06
"""Share of a bar from which on a stage has room for its figure."""
_LEGEND_COLUMNS = 5
_ROW_INCHES, _REST_INCHES, _WIDTH_INCHES = 0.55, 1.6, 9.0
_COLOURS = ("#4477aa", "#66ccee", "#228833", "#ccbb44", "#ee6677", "#aa3377", "#bbbbbb")
_BESIDE = {TO_RGB: ("to RGB (reading thread)", "///"), TO_YUV: ("to YUV (writing thread)", "\\\\\\")}
"""Legend and hatching of what is no stage of the enhancer; it stands behind the stages of each bar."""


@dataclass(frozen=True, slots=True)
class _Bar:
    """Milliseconds of a frame of one size in one run: of the stages, and of the conversions beside them."""

    label: str
    pixels: int
    stages: dict[str, float]
    beside: dict[str, float]

    @property
    def told(self) -> str:
        """What all of it takes."""
        more = f", {sum(self.beside.values()):.3g} beside" if self.beside else ""
        return f"{sum(self.stages.values()):.3g} ms{more}"

    def width(self, took_ms: float) -> float:
        """Nanoseconds a pixel."""
        return took_ms / self.pixels * 1e6


def needs_matplotlib() -> None:
    """Find out before a long run that nothing could be drawn after it.

    Raises:
        ConfigError: matplotlib is not installed.
    """
    required("matplotlib", wanted_by="A plot", package="matplotlib", extra="evaluation")


def stage_chart(runs: Mapping[str, Bench], form: str) -> bytes:
    """A bar for each size and run, of nanoseconds a pixel, so that all sizes fit one picture; milliseconds are written.

    Args:
        runs: By the name that is shown where there are several, the earlier one first.
        form: "png" or "svg".

    Raises:
        ConfigError: matplotlib is not installed.
    """
    needs_matplotlib()
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    bars = _bars(runs)
    names = list(dict.fromkeys((*STAGES, *(stage for bar in bars for stage in bar.stages))))
    figure = Figure(figsize=(_WIDTH_INCHES, _REST_INCHES + _ROW_INCHES * len(bars)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    widest = max(bar.width(sum((*bar.stages.values(), *bar.beside.values()))) for bar in bars)
    for row, bar in enumerate(bars):
        left = 0.0
        for stage, took_ms in bar.stages.items():
            width = bar.width(took_ms)
            colour = _COLOURS[names.index(stage) % len(_COLOURS)]
            axes.barh(row, width, left=left, color=colour, label=stage, height=0.7)
            if width > _ENOUGH * widest:
                axes.text(left + width / 2, row, f"{took_ms:.2g}", ha="center", va="center", fontsize="small")
            left += width
        for name, took_ms in bar.beside.items():
            label, hatch = _BESIDE[name]
            width = bar.width(took_ms)
            axes.barh(row, width, left=left, color="white", edgecolor="#777777", hatch=hatch, label=label, height=0.45)
            left += width
        axes.text(left + widest / 100, row, bar.told, va="center", fontsize="small")
    axes.set_yticks(range(len(bars)), [bar.label for bar in bars])
    axes.invert_yaxis()
    axes.set_xlim(0, widest * (1.25 if any(bar.beside for bar in bars) else 1.12))
    axes.set_xlabel("nanoseconds a pixel (milliseconds a frame are written into the bars)")
    handles, labels = axes.get_legend_handles_labels()
    shown = dict(zip(labels, handles, strict=True))
    used = [name for name in (*names, *(label for label, _ in _BESIDE.values())) if name in shown]
    columns = min(len(used), _LEGEND_COLUMNS)
    figure.legend([shown[name] for name in used], used, loc="outside lower center", ncols=columns, frameon=False)
    drawn = io.BytesIO()
    # No date and no random names in it: the same figures give the same file.
    with rc_context({"svg.hashsalt": "lowlight-live"}):
        figure.savefig(drawn, format=form, metadata={"Date": None} if form == "svg" else None)
    return drawn.getvalue()


def _bars(runs: Mapping[str, Bench]) -> Sequence[_Bar]:
    """Those of the same size stand together."""
    found = {name: (stage_times(bench), conversion_times(bench)) for name, bench in runs.items()}
    wanted = dict.fromkeys(of for stages, _ in found.values() for of in stages)
    return [
        _Bar(
            of if len(runs) == 1 else f"{of}\n{name}", pixels(of.split()[0]), stages[of], beside.get(of.split()[0], {})
        )
        for of in wanted
        for name, (stages, beside) in found.items()
        if of in stages
    ]
