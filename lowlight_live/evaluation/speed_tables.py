"""The figures of a benchmark as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table

from lowlight_live.evaluation.speed import Figure, Section
from lowlight_live.evaluation.speed_compare import Change, Comparison
from lowlight_live.evaluation.speed_report import (
    Bench,
    conversion_times,
    cost_line,
    per_pixel,
    stage_times,
    times_a_copy,
    times_a_transcode,
    times_faster,
)

LEGEND = (
    "p50 and p95 after warm-up; spread: how far the turns lie apart. x plain: times faster than Zero-DCE in plain",
    "float32 torch at full size, with as many threads, in the same run. x transcode: a file's time over a transcode's.",
)
_TITLES: dict[Section, str] = {
    "frame": "A frame in, a frame out",
    "reference": "For comparison: Zero-DCE in float32 at full size, and a copy of the picture",
    "step": "The full-size step alone",
    "file": "A whole file",
    "thread": "In a file: what a frame takes of each thread, with all stages",
    "start": "Start to the first enhanced frame, in a fresh process",
    "memory": "Peak memory of a file",
}


def tables(bench: Bench) -> Iterator[Table]:
    """One for each section that was measured."""
    for section, title in _TITLES.items():
        figures = bench.of(section)
        if figures:
            yield _section(title, figures, bench)
        if section == "frame" and bench.of("stage"):
            yield _stages(bench)
        if section == "frame" and (costs := per_pixel(bench)):
            yield _costs(costs)


def comparison_table(changes: Sequence[Change]) -> Table:
    """A line for each change."""
    headings = ("earlier", "now", "unit", "machine", "beyond that", "limit")
    result = _table("Against the earlier run", ("What", "Of"), headings)
    for change in changes:
        result.add_row(
            *_words(change),
            shown(change.old),
            shown(change.new),
            change.unit,
            f"{change.machine - 1:+.0%}",
            f"{change.factor - 1:+.0%}",
            f"{change.limit:.0%}",
            style={"worse": "red", "better": "green", "same": ""}[change.verdict],
        )
    return result


def shown(value: float) -> str:
    """Three digits, or all of a whole number that has more."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def verdict(comparison: Comparison) -> str:
    """What came out of a comparison, in a sentence or two."""
    worse = len(comparison.regressions)
    compared = f"{len(comparison.changes)} figures compared"
    if comparison.left_out:
        compared += f", {comparison.left_out} only in one of the runs"
    if not comparison.same_machine:
        compared += "; the machines differ, so only what has a reference was, and memory"
    have = "has" if worse == 1 else "have"
    return f"{compared}. {worse or 'None'} {have} become worse beyond chance and what the machine has to do with it."


def _section(title: str, figures: Sequence[Figure], bench: Bench) -> Table:
    in_ms = figures[0].unit == "ms"
    ratios = {
        "x plain": ([times_faster(f, bench) for f in figures], ".1f"),
        "x transcode": ([times_a_transcode(f, bench) for f in figures], ".2f"),
        "x copy": ([times_a_copy(f, bench) for f in figures], ".2f"),
    }
    told = {name: ratio for name, ratio in ratios.items() if any(ratio[0])}
    fps = figures[0].subject.section in ("frame", "reference")
    if "x copy" in told:
        title += "; x copy: over a copy within the GPU of as many bytes as must be read and written"
    headings = ["p50", "p95", "unit", "spread", *["fps"] * fps, *told]
    result = _table(title, ("What", "Of"), headings)
    for row, figure in enumerate(figures):
        cells = [shown(figure.p50), shown(figure.p95), figure.unit, f"{figure.spread:.0%}"]
        cells += [f"{1000 / figure.p50:.1f}" if in_ms else ""] * fps
        cells += ["" if values[row] is None else f"{values[row]:{form}}" for values, form in told.values()]
        result.add_row(*_words(figure), *cells)
    return result


def _stages(bench: Bench) -> Table:
    stages, conversions = stage_times(bench), conversion_times(bench)
    names = list(dict.fromkeys(name for times in stages.values() for name in times))
    beside = list(dict.fromkeys(name for times in conversions.values() for name in times))
    title = "Stage by stage, ms (all stages on, all threads"
    title += "; beside them, in the threads that read and write, to RGB and to YUV)" if beside else ")"
    result = _table(title, ("Of",), (*names, "together", *beside))
    for of, times in stages.items():
        extra = conversions.get(of.split()[0], {})
        cells = (f"{times[name]:.2f}" if name in times else "" for name in names)
        more = (f"{extra[name]:.2f}" if name in extra else "" for name in beside)
        result.add_row(of, *cells, f"{sum(times.values()):.2f}", *more)
    return result


def _costs(costs: dict[str, float]) -> Table:
    line = cost_line(costs)
    result = _table(
        "Cost of a pixel, ns, and the line through all sizes", (), (*costs, "constant ms", "ns a pixel", "off")
    )
    cells = (f"{line.constant_ms:.2f}", f"{line.ns_per_pixel:.2f}", f"{line.off:.0%}")
    result.add_row(*(f"{cost:.2f}" for cost in costs.values()), *cells)
    return result


def _words(of: Figure | Change) -> tuple[str, str]:
    subject = of.subject
    threads = f"{subject.threads} thread{'s' * (subject.threads > 1)}" if subject.threads else ""
    return subject.what, ", ".join(
        word for word in (subject.size, subject.clip, subject.model, subject.device, threads) if word
    )


def _table(title: str, left: Sequence[str], right: Sequence[str]) -> Table:
    result = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for heading in left:
        result.add_column(heading, no_wrap=True)
    for heading in right:
        result.add_column(heading, justify="right", no_wrap=True)
    return result
