"""Draws how long each stage of a frame takes, as stacked bars; matplotlib is loaded where it is drawn."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from lowlight_live.evaluation.speed import STAGES, pixels
from lowlight_live.evaluation.speed_report import Bench, stage_times
from lowlight_live.extras import required

_ENOUGH = 0.06
"""Share of a bar from which on a stage has room for its figure."""
_ROW_INCHES, _REST_INCHES, _WIDTH_INCHES = 0.55, 1.6, 9.0
_COLOURS = ("#4477aa", "#66ccee", "#228833", "#ccbb44", "#ee6677", "#aa3377", "#bbbbbb")


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
    names = list(dict.fromkeys((*STAGES, *(stage for _, _, stages in bars for stage in stages))))
    figure = Figure(figsize=(_WIDTH_INCHES, _REST_INCHES + _ROW_INCHES * len(bars)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    widest = max(sum(stages.values()) / count * 1e6 for _, count, stages in bars)
    for row, (_, count, stages) in enumerate(bars):
        left = 0.0
        for stage, took_ms in stages.items():
            width = took_ms / count * 1e6
            colour = _COLOURS[names.index(stage) % len(_COLOURS)]
            axes.barh(row, width, left=left, color=colour, label=stage, height=0.7)
            if width > _ENOUGH * widest:
                axes.text(left + width / 2, row, f"{took_ms:.2g}", ha="center", va="center", fontsize="small")
            left += width
        axes.text(left + widest / 100, row, f"{sum(stages.values()):.3g} ms", va="center", fontsize="small")
    axes.set_yticks(range(len(bars)), [label for label, _, _ in bars])
    axes.invert_yaxis()
    axes.set_xlim(0, widest * 1.12)
    axes.set_xlabel("nanoseconds a pixel (milliseconds a frame are written into the bars)")
    handles, labels = axes.get_legend_handles_labels()
    shown = dict(zip(labels, handles, strict=True))
    used = [name for name in names if name in shown]
    figure.legend([shown[name] for name in used], used, loc="outside lower center", ncols=len(used), frameon=False)
    drawn = io.BytesIO()
    # No date and no random names in it: the same figures give the same file.
    with rc_context({"svg.hashsalt": "lowlight-live"}):
        figure.savefig(drawn, format=form, metadata={"Date": None} if form == "svg" else None)
    return drawn.getvalue()


def _bars(runs: Mapping[str, Bench]) -> Sequence[tuple[str, int, dict[str, float]]]:
    """Label, pixels and stages of each bar: those of the same size stand together."""
    found = {name: stage_times(bench) for name, bench in runs.items()}
    wanted = dict.fromkeys(of for stages in found.values() for of in stages)
    return [
        (of if len(runs) == 1 else f"{of}\n{name}", pixels(of.split()[0]), stages[of])
        for of in wanted
        for name, stages in found.items()
        if of in stages
    ]
