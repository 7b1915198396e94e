"""Tells the scores of an evaluation: as a table for people, and in full, with what was measured, for programs."""

from __future__ import annotations

import math
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Any

from rich.table import Table

from lowlight_live import __version__
from lowlight_live.evaluation.clips import ClipKind
from lowlight_live.evaluation.temporal import TemporalScores
from lowlight_live.provenance import commit

LEGEND = (
    "Noise, flicker and warping: ratio to the same model frame by frame. PSNR and sharpness: against the clean",
    "clip under the same curve. Worst: least gain of a frame. Faint: sharpness of the half with least detail.",
)

_HEADINGS = ("Noise", "Flicker", "Warping", "PSNR dB", "Gain", "Worst", "Sharp", "Faint", "Overshoot", "After event")
_MEASURES = (
    "noise_ratio",
    "flicker_ratio",
    "warping_ratio",
    "psnr_gain_db",
    "worst_psnr_gain_db",
    "sharpness_ratio",
    "faint_sharpness_ratio",
    "event_difference",
    "event_cell_difference",
    "settle_frames",
)
_PACKAGES = ("numpy", "opencv-python-headless", "torch", "av")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of one clip.

    Attributes:
        name: Of the file that the clip was made of.
        scores: Of both runs over it.
        mean_luma: For each frame, in codes: "dark", "frame_by_frame" and "ours".
    """

    name: str
    scores: TemporalScores
    mean_luma: dict[str, list[float]]


def means(evaluations: Sequence[Evaluation]) -> dict[ClipKind, dict[str, float | None]]:
    """The mean of each measure over the clips of each kind; None where it says nothing about the kind."""
    result: dict[ClipKind, dict[str, float | None]] = {}
    for kind in dict.fromkeys(evaluation.scores.kind for evaluation in evaluations):
        of_kind = [evaluation.scores for evaluation in evaluations if evaluation.scores.kind == kind]
        result[kind] = {}
        for name in _MEASURES:
            values = [value for scores in of_kind if (value := getattr(scores, name)) is not None]
            result[kind][name] = sum(values) / len(values) if values else None
    return result


def table(evaluations: Sequence[Evaluation]) -> Table:
    """A line for each clip, and the means where there are several files; `LEGEND` explains it."""
    result = Table(box=None, pad_edge=False)
    for heading in ("Clip", "Kind"):
        result.add_column(heading, overflow="ellipsis", max_width=32)
    for heading in _HEADINGS:
        result.add_column(heading, justify="right", no_wrap=True)
    for evaluation in evaluations:
        s = evaluation.scores
        result.add_row(
            evaluation.name,
            s.kind,
            *(_shown(value, ".3f") for value in (s.noise_ratio, s.flicker_ratio, s.warping_ratio)),
            _shown(s.ours.psnr_db, ".1f"),
            *(_shown(value, "+.1f") for value in (s.psnr_gain_db, s.worst_psnr_gain_db)),
            *(_shown(value, ".2f") for value in (s.ours.sharpness, s.ours.faint_sharpness, s.ours.overshoot)),
            _after_event(s),
        )
    if len({evaluation.name for evaluation in evaluations}) > 1:
        result.add_section()
        for kind, mean in means(evaluations).items():
            result.add_row(
                "mean",
                kind,
                *(_shown(mean[name], ".3f") for name in ("noise_ratio", "flicker_ratio", "warping_ratio")),
                "",
                *(_shown(mean[name], "+.1f") for name in ("psnr_gain_db", "worst_psnr_gain_db")),
            )
    return result


def report(evaluations: Sequence[Evaluation], about: dict[str, Any]) -> dict[str, Any]:
    """Everything as JSON can hold it: what was measured, with what, and every absolute value and ratio.

    Args:
        evaluations: The scores.
        about: What else belongs in it: how the clips were made, the enhancer, the settings.

    Returns:
        With None where a value is no finite number.
    """
    content = {
        **made_with(_PACKAGES),
        **about,
        "means": means(evaluations),
        "clips": [{"name": e.name, **asdict(e.scores), "mean_luma": e.mean_luma} for e in evaluations],
    }
    result: dict[str, Any] = finite(content)
    return result


def made_with(packages: Sequence[str]) -> dict[str, Any]:
    """The commit that is running, and the versions of the program, of Python and of packages."""
    versions = {"lowlight-live": __version__, "python": platform.python_version()}
    return {"commit": commit(), "versions": versions | {package: _version(package) for package in packages}}


def finite(content: Any) -> Any:
    """The same with None for NaN and infinity, which JSON has no word for."""
    if isinstance(content, dict):
        return {key: finite(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [finite(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # it runs all the same, from another distribution of it
        return None


def _after_event(scores: TemporalScores) -> str:
    if scores.settle_frames is None or scores.settle_limit is None:
        return ""
    unsettled = scores.settle_frames >= scores.settle_limit
    settled = f"not in {scores.settle_limit} frames" if unsettled else f"{scores.settle_frames} frames"
    if scores.event_cell_difference is None:
        return settled
    return f"{settled}, {scores.event_cell_difference:.1f} codes"


def _shown(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)
