"""Tells the scores of pictures: as a table for people, as rows for a spreadsheet, and in full for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table

from lowlight_live.evaluation.picture_measures import Measure
from lowlight_live.evaluation.picture_scores import DRAWS, Mean, PictureResult, differences, means, measures_for
from lowlight_live.evaluation.report import finite, made_with

PROTOCOL_LEGEND = (
    "Means of the pictures at native size, 8-bit RGB, float64, with the 95 % interval of the bootstrap.",
    "PSNR scaled: after scaling to the reference's mean luma, which shows how much of the error is exposure.",
)
UNRANKED_LEGEND = (
    "Without references nothing here ranks methods: noise raises entropy, and doing nothing has no order error.",
)

_PACKAGES = ("numpy", "opencv-python-headless", "scikit-image", "torch", "pillow")


@dataclass(frozen=True, slots=True)
class Scored:
    """The outcome of an evaluation of pictures.

    Attributes:
        title: What was scored, in a few words.
        results: Of each picture; at least one.
        subjects: The methods that it is about, the first one first of all; the others are there to compare with.
        seed: Of the intervals.
        about: What else belongs in the report: how the pictures were made, the enhancers, the settings.
    """

    title: str
    results: Sequence[PictureResult]
    subjects: Sequence[str]
    seed: int
    about: Mapping[str, Any]

    @property
    def with_reference(self) -> bool:
        """Whether there were references; if not, nothing can be ranked."""
        return "psnr_db" in next(iter(self.results[0].values.values()))

    @property
    def measures(self) -> Sequence[Measure]:
        """The columns, the headline first where there is one."""
        return measures_for(with_reference=self.with_reference)

    @property
    def means(self) -> dict[str, dict[str, Mean]]:
        """By method, then by the key of the measure."""
        return means(self.results, seed=self.seed)

    @property
    def differences(self) -> dict[str, Mean]:
        """By how much the headline of each other method is above that of the first subject; none without references."""
        if not self.with_reference:
            return {}
        return differences(self.results, self.subjects[0], self.measures[0].key, seed=self.seed)


def legend(scored: Scored) -> Sequence[str]:
    """The lines that explain the table."""
    return PROTOCOL_LEGEND if scored.with_reference else UNRANKED_LEGEND


def picture_table(scored: Scored) -> Table:
    """A line for each method; the interval stands beside the headline alone, for want of room."""
    measures = scored.measures
    result = Table(title=f"{scored.title}: {len(scored.results)} pictures", title_justify="left", box=None)
    result.add_column("Method", no_wrap=True)
    for measure in measures:
        result.add_column(measure.heading, justify="right")
    for method, row in scored.means.items():
        cells = [format(row[measure.key].value, measure.form) for measure in measures]
        if scored.with_reference:
            cells[0] += f" ({interval(row[measures[0].key], measures[0])})"
        result.add_row(method, *cells, style="bold" if method in scored.subjects else "")
    return result


def interval(mean: Mean, measure: Measure) -> str:
    """The ends of an interval as people read them."""
    return f"{mean.low:{measure.form}} to {mean.high:{measure.form}}"


def picture_rows(scored: Scored) -> str:
    """A line of comma-separated values for each picture and method, with a heading."""
    text = io.StringIO()
    keys = [measure.key for measure in scored.measures]
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["picture", "method", *keys])
    for result in scored.results:
        for method, values in result.values.items():
            writer.writerow([result.name, method, *(repr(values[key]) for key in keys)])
    return text.getvalue()


def picture_content(scored: Scored) -> dict[str, Any]:
    """Everything as JSON can hold it: what was measured, with what, every mean and every value."""
    content = {
        **made_with(_PACKAGES),
        **scored.about,
        "title": scored.title,
        "bootstrap": {"draws": DRAWS, "seed": scored.seed, "percent": 95},
        "measures": {measure.key: measure.explained for measure in scored.measures},
        "means": {method: {key: asdict(mean) for key, mean in row.items()} for method, row in scored.means.items()},
        "headline_above_first_subject": {method: asdict(mean) for method, mean in scored.differences.items()},
        "subjects": list(scored.subjects),
        "pictures": [
            {"name": result.name, "compared_with_luma": result.reference_luma, "methods": result.values}
            for result in scored.results
        ],
    }
    result: dict[str, Any] = finite(content)
    return result
