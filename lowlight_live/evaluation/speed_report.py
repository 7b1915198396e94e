"""What a run of the benchmark found, as the JSON that is kept and read again, and the ratios that follow from it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, get_args

import numpy as np

from lowlight_live.errors import ConfigError
from lowlight_live.evaluation.machine import machine
from lowlight_live.evaluation.report import finite, made_with
from lowlight_live.evaluation.speed import (
    ALL_STAGES,
    COPY,
    STAGES,
    TRANSCODE,
    Figure,
    Section,
    Subject,
    Unit,
    pixels,
    reference_for,
)

FORMAT = "lowlight-live bench 1"
_PACKAGES = ("numpy", "numba", "opencv-python-headless", "torch", "onnxruntime", "av")
_DIGITS = 4
_NOT_ABOUT = ("format", "figures", "ns_per_pixel")
"""Keys of the JSON that are the figures themselves."""
_VALUES = ("p50", "p95", "low", "high")


@dataclass(frozen=True, slots=True)
class Bench:
    """One run.

    Attributes:
        figures: In the order in which they were measured.
        about: With what and on what they were measured: commit, versions, machine, seed and the like.
    """

    figures: Sequence[Figure]
    about: dict[str, Any]

    def of(self, *sections: Section) -> list[Figure]:
        """The figures of some sections."""
        return [figure for figure in self.figures if figure.subject.section in sections]


def about_this_run(**more: Any) -> dict[str, Any]:
    """What every run says of itself, and more."""
    return {**made_with(_PACKAGES), "machine": machine(), **more}


def to_json(bench: Bench) -> str:
    """Everything, in the form that `from_json` reads; what follows from the figures stands beside them."""
    content = {
        "format": FORMAT,
        **bench.about,
        "figures": [_row(figure, bench) for figure in bench.figures],
        "ns_per_pixel": {size: _rounded(cost) for size, cost in per_pixel(bench).items()},
    }
    return json.dumps(finite(content), indent=1, allow_nan=False) + "\n"


def from_json(path: Path) -> Bench:
    """A run that was kept.

    Raises:
        ConfigError: The file cannot be read, or holds something else.
    """
    hint = "Give a file that `lowlight-live bench --json` has written."
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}).", hint=hint) from error
    except ValueError as error:
        raise ConfigError(f"{path.name} is not JSON.", hint=hint) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ConfigError(f"{path.name} holds no result of `lowlight-live bench` that is known here.", hint=hint)
    try:
        figures = [_figure(row) for row in content["figures"]]
        about = {key: content[key] for key in ("commit", "versions", "machine")} | content
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigError(f"{path.name} is damaged ({error}).", hint=hint) from error
    return Bench(figures, {key: value for key, value in about.items() if key not in _NOT_ABOUT})


def times_faster(figure: Figure, bench: Bench) -> float | None:
    """How many times faster than the plain form with a picture of the same size and as many threads, in the same run.

    None where that was not measured, as on CUDA.
    """
    reference = reference_for(figure.subject, bench.figures)
    return reference.p50 / figure.p50 if reference is not None and figure.subject.section != "file" else None


def times_a_transcode(figure: Figure, bench: Bench) -> float | None:
    """A file's time over that of the transcode of its clip; None for all else, and for the transcode."""
    if figure.subject.section != "file" or figure.subject.what == TRANSCODE:
        return None
    reference = reference_for(figure.subject, bench.figures)
    return figure.p50 / reference.p50 if reference is not None else None


def times_a_copy(figure: Figure, bench: Bench) -> float | None:
    """The full-size step of a GPU over a copy within it of as many bytes; None for all else."""
    subject = figure.subject
    if subject.section != "step" or not subject.device.startswith("cuda"):
        return None
    wanted = (COPY, subject.device, subject.size)
    copies = [f for f in bench.of("reference") if (f.subject.what, f.subject.device, f.subject.size) == wanted]
    return figure.p50 / copies[0].p50 if copies and copies[0].p50 else None


def stage_times(bench: Bench) -> dict[str, dict[str, float]]:
    """Milliseconds of each stage in order, by what they are of: a size, and a device where it is not the CPU."""
    result: dict[str, dict[str, float]] = {}
    known = {stage: place for place, stage in enumerate(STAGES)}
    for figure in sorted(bench.of("stage"), key=lambda figure: known.get(figure.subject.what, len(known))):
        subject = figure.subject
        of = subject.size if subject.device == "cpu" else f"{subject.size} {subject.device}"
        result.setdefault(of, {})[subject.what] = figure.p50
    return dict(sorted(result.items(), key=lambda item: pixels(item[0].split()[0])))


def conversion_times(bench: Bench) -> dict[str, dict[str, float]]:
    """Milliseconds of the conversions from 4:2:0 and back by size, each in one thread; of runs that measured them."""
    result: dict[str, dict[str, float]] = {}
    for figure in bench.of("conversion"):
        result.setdefault(figure.subject.size, {})[figure.subject.what] = figure.p50
    return result


def per_pixel(bench: Bench) -> dict[str, float]:
    """Nanoseconds a pixel of all stages by size, smallest first: of the CPU with all its threads.

    Empty unless at least two sizes were measured with the same model.
    """
    frames = [f for f in bench.of("frame") if f.subject.what == ALL_STAGES and f.subject.device == "cpu"]
    if not frames:
        return {}
    first = frames[0].subject.model
    most = max(f.subject.threads for f in frames)
    found = {
        f.subject.size: f.p50 * 1e6 / pixels(f.subject.size)
        for f in frames
        if (f.subject.model, f.subject.threads) == (first, most)
    }
    return dict(sorted(found.items(), key=lambda item: pixels(item[0]))) if len(found) > 1 else {}


@dataclass(frozen=True, slots=True)
class CostLine:
    """What a frame costs as a function of its pixels.

    Attributes:
        constant_ms: Whatever the size: the network sees a thumbnail that is always about as large.
        ns_per_pixel: And for each pixel.
        off: How far the size that fits worst is from the line, as a share of what the line says.
    """

    constant_ms: float
    ns_per_pixel: float
    off: float


def cost_line(costs: dict[str, float]) -> CostLine:
    """The line through what `per_pixel` says, of least squares of the relative errors; two sizes at least."""
    areas = np.array([pixels(size) for size in costs], float)
    times_ms = np.array(list(costs.values())) * areas * 1e-6
    # Divided by the time each size is as heavy as the others.
    terms = np.stack([1 / times_ms, areas / times_ms], axis=1)
    constant_ms, ms_per_pixel = np.linalg.lstsq(terms, np.ones(len(areas)), rcond=None)[0]
    off = np.abs(times_ms / (constant_ms + ms_per_pixel * areas) - 1).max()
    return CostLine(float(constant_ms), float(ms_per_pixel * 1e6), float(off))


def _row(figure: Figure, bench: Bench) -> dict[str, Any]:
    subject = {key: value for key, value in asdict(figure.subject).items() if value}
    values = {name: _rounded(getattr(figure, name)) for name in _VALUES}
    ratios = {
        "times_faster": times_faster(figure, bench),
        "times_a_transcode": times_a_transcode(figure, bench),
        "times_a_copy": times_a_copy(figure, bench),
    }
    told = {name: _rounded(ratio) for name, ratio in ratios.items() if ratio is not None}
    return subject | {"unit": figure.unit, **values, "runs": figure.runs} | told


def _figure(row: dict[str, Any]) -> Figure:
    subject = Subject(**{field.name: row[field.name] for field in fields(Subject) if field.name in row})
    if subject.section not in get_args(Section) or row["unit"] not in get_args(Unit):
        raise ValueError(f"{subject.section} in {row['unit']}")
    values = {name: float(row[name]) for name in _VALUES}
    if not all(math.isfinite(value) and value >= 0 for value in values.values()):
        raise ValueError(f"{subject.what} has no time")
    return Figure(subject, row["unit"], **values, runs=int(row["runs"]))


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
