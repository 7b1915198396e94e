"""Writes one page that shows an evaluation of pictures: table, plots, and sheets to look at, the worst first.

Everything is inside the one file, and the page forbids itself to fetch anything.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape

from lowlight_live.evaluation.picture_measures import Measure
from lowlight_live.evaluation.picture_plots import scatter, strips
from lowlight_live.evaluation.picture_report import Scored, interval, legend
from lowlight_live.evaluation.picture_scores import Mean, PictureResult, worst_first
from lowlight_live.evaluation.picture_sheets import Tile

MOST_SHEETS = 60
"""More make a page that browsers are slow with."""

_STYLE = """
:root { color-scheme: light dark; --page: #fbfbfa; --ink: #1d1f21; --faint: #6a6f75; --line: #d9dbde;
  --subject: #b3480c; --other: #4a6d96; --well: #f0f0ee; }
@media (prefers-color-scheme: dark) { :root { --page: #17181a; --ink: #e6e7e9; --faint: #9aa0a6; --line: #383b3f;
  --subject: #ff9b5c; --other: #86aede; --well: #202226; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 1500px; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0 0 .5rem; } p { margin: .25rem 0; max-width: 90ch; }
.faint, figcaption, small { color: var(--faint); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .8rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
td small { display: block; font-size: .75rem; } tr.subject td:first-child { color: var(--subject); font-weight: 600; }
.plots { display: flex; flex-wrap: wrap; gap: 2rem; align-items: start; }
svg { max-width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: var(--ink); text-anchor: middle; dominant-baseline: middle; }
svg .name { text-anchor: end; } svg .key { text-anchor: start; } svg .tick, svg .unit { fill: var(--faint); }
svg path { fill: none; } svg .grid { stroke: var(--line); stroke-width: .7; }
svg .equal { stroke: var(--faint); stroke-dasharray: 4 4; }
svg .dot { fill-opacity: .45; stroke: none; }
svg .dot.subject { fill: var(--subject); } svg .dot.other { fill: var(--other); }
svg .interval { stroke: var(--ink); stroke-width: 5; stroke-opacity: .35; }
svg .mean { stroke: var(--ink); stroke-width: 2.5; }
.sheet { margin: 0 0 1.75rem; padding: 1rem; background: var(--well); border-radius: 6px; }
.tiles { display: grid; grid-template-columns: repeat(var(--count), minmax(0, 320px)); gap: .75rem; }
@media (max-width: 700px) { .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
figure { margin: 0; min-width: 0; } figure img { display: block; width: 100%; border-radius: 3px; }
figure img.piece { margin-top: .4rem; image-rendering: pixelated; }
figcaption { font-size: .8rem; margin-top: .3rem; } figcaption b { color: var(--ink); font-weight: 600; }
"""
_NOTHING_FROM_OUTSIDE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def picture_page(scored: Scored, *, sheets: int = MOST_SHEETS) -> str:
    """The whole page as HTML.

    Args:
        scored: What it is about.
        sheets: Pictures to show, the worst first; the table and the plots are of all.
    """
    title = escape(f"{scored.title}: {', '.join(scored.subjects)}")
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_OUTSIDE}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
            f"<h1>{title}</h1>",
            f'<p class="faint">{len(scored.results)} pictures. {escape(" ".join(legend(scored)))}</p>',
            f"<h2>Scores</h2>\n{_table(scored)}",
            f"<h2>Spread and brightness</h2>\n{_plots(scored)}",
            *_sheets(scored, sheets),
            "</body>\n</html>\n",
        ]
    )


def _table(scored: Scored) -> str:
    measures = scored.measures
    headings = "".join(f'<th title="{escape(m.explained)}">{escape(m.heading)}</th>' for m in measures)
    above = scored.differences
    if above:
        headings += f"<th>{escape(measures[0].heading)} above {escape(scored.subjects[0])}</th>"
    rows = []
    for method, row in scored.means.items():
        cells = "".join(
            f"<td>{row[m.key].value:{m.form}}<small>{interval(row[m.key], m)}</small></td>" for m in measures
        )
        if above:
            cells += f"<td>{_above(above[method], measures[0])}</td>" if method in above else "<td></td>"
        kind = ' class="subject"' if method in scored.subjects else ""
        rows.append(f"<tr{kind}><td>{escape(method)}</td>{cells}</tr>")
    notes = "; ".join(f"{m.heading}: {m.explained}" for m in measures)
    if above:
        notes += f"; above {scored.subjects[0]}: picture by picture, and sure where the interval leaves out 0"
    table = f"<table><thead><tr><th>Method</th>{headings}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f'<div class="wide">{table}</div>\n<p class="faint">{escape(notes)}.</p>'


def _above(mean: Mean, measure: Measure) -> str:
    """A difference, in which the sign matters."""
    return f"{mean.value:+{measure.form}}<small>{mean.low:+{measure.form}} to {mean.high:+{measure.form}}</small>"


def _plots(scored: Scored) -> str:
    results, means = scored.results, scored.means
    measure = scored.measures[0] if scored.with_reference else scored.measures[-1]
    values = {method: [result.values[method][measure.key] for result in results] for method in means}
    centres = {method: row[measure.key] for method, row in means.items()}
    unit = f"{measure.heading} of each picture; the stroke is the mean, the bar its 95 % interval"
    other = "of the reference" if scored.with_reference else "of the input"
    lumas = {
        method: [(result.reference_luma, result.values[method]["mean_luma"]) for result in results] for method in means
    }
    return (
        f'<div class="plots">{strips(values, centres, unit=unit, marked=scored.subjects)}'
        f"{scatter(lumas, across=f'mean luma {other}', up='mean luma of the output', marked=scored.subjects)}</div>"
    )


def _sheets(scored: Scored, count: int) -> Iterator[str]:
    """A sheet for each picture, the worst of the first subject first."""
    subject = scored.subjects[0]
    ordered = [result for result in worst_first(scored.results, subject) if result.sheet]
    if not ordered:
        return
    order = f"the worst of {subject} first" if scored.with_reference else "by name, since nothing here ranks them"
    shown = f"{count} of {len(ordered)}, " if len(ordered) > count else ""
    yield f"<h2>Pictures, {escape(shown + order)}</h2>"
    yield '<p class="faint">Each whole, and below it the middle at full size, where noise and detail can be seen.</p>'
    for number, result in enumerate(ordered[:count], 1):
        tiles = "".join(_tile(scored, result, tile) for tile in result.sheet or ())
        heading = f"<h3>{number}. {escape(result.name)}</h3>"
        count_style = f'style="--count: {len(result.sheet or ())}"'
        yield f'<section class="sheet">{heading}<div class="tiles" {count_style}>{tiles}</div></section>'


def _tile(scored: Scored, result: PictureResult, tile: Tile) -> str:
    values = result.values.get(tile.label)
    said = ""
    if values is not None:
        said = ", ".join(f"{m.heading} {values[m.key]:{m.form}}" for m in scored.measures[:2])
    caption = f"<b>{escape(tile.label)}</b> {escape(said)}"
    return (
        f'<figure><img src="{_inline(tile.whole)}" alt="{escape(tile.label)}" loading="lazy">'
        f'<img class="piece" src="{_inline(tile.piece)}" alt="the middle of it" loading="lazy">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _inline(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
