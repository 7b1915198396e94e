"""Measures what looking back in time gains on clips, and shows it; the clips' half of `lowlight-live evaluate`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lowlight_live.cli.events import print_event

if TYPE_CHECKING:
    from lowlight_live.cli.clip_files import ClipPlan
    from lowlight_live.enhance.curve_enhancer import EnhancerSpec
    from lowlight_live.evaluation.report import Evaluation
    from lowlight_live.evaluation.runs import MappedEnhancer
    from lowlight_live.settings import EnhanceSettings

_WIDE_ENOUGH = 140
"""Columns of a table that goes to a file or a pipe."""


def evaluate_clips(
    clips: Sequence[Path],
    plan: ClipPlan,
    spec: EnhancerSpec,
    settings: EnhanceSettings,
    *,
    two_pass: bool,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Enhance the clips made of each file frame by frame and as usual, and print how both compare.

    Raises:
        LowlightError: A file, the network or the plot cannot be used.
    """
    from lowlight_live.cli.clip_files import check_files, kinds_of
    from lowlight_live.enhance.curve_enhancer import CurveEnhancer
    from lowlight_live.evaluation.plot import check_plot, draw_plot
    from lowlight_live.evaluation.report import report

    frame_by_frame = replace(settings, temporal_smoothing=0.0, denoise=0.0)
    check_files(clips, plan)
    if plot is not None:
        check_plot(plot, sum(len(kinds_of(path)) for path in clips))

    with closing(CurveEnhancer(spec)) as enhancer:
        evaluations = evaluate_files(clips, plan, enhancer, settings, frame_by_frame, two_pass=two_pass)
        info = enhancer.info
    # The figures before the plot: they took long, and drawing may fail.
    if as_json:
        about = {
            "clips_made_with": asdict(plan),
            "enhancer": asdict(info),
            "settings": asdict(settings),
            "frame_by_frame": asdict(frame_by_frame),
            "two_pass": two_pass,
        }
        print_event("done", **report(evaluations, about))
    else:
        print_table(evaluations)
    if plot is not None:
        draw_plot(evaluations, plot)


def evaluate_files(
    paths: Sequence[Path],
    plan: ClipPlan,
    enhancer: MappedEnhancer,
    settings: EnhanceSettings,
    frame_by_frame: EnhanceSettings,
    *,
    two_pass: bool = False,
) -> list[Evaluation]:
    """Make the clips of each file and score them, with a bar on the error output.

    Raises:
        LowlightError: A file cannot be used, or the network failed.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from lowlight_live.cli.clip_files import clips_of, kinds_of
    from lowlight_live.evaluation.measures import mean_luma
    from lowlight_live.evaluation.report import Evaluation
    from lowlight_live.evaluation.runs import run_clip
    from lowlight_live.evaluation.temporal import compare_runs

    evaluations: list[Evaluation] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("clips"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=sum(len(kinds_of(path)) for path in paths))
        for index, path in enumerate(paths):
            for clip in clips_of(path, paths[(index + 1) % len(paths)], plan):
                bar.update(task, description=f"{path.name}: {clip.kind}")
                step = 1 / (2 * len(clip.dark))
                tell = partial(bar.advance, task, step)
                enhancer.survey([], settings)  # the clip before is forgotten
                plain = run_clip(clip, enhancer, frame_by_frame, on_frame=tell)
                ours = run_clip(clip, enhancer, settings, two_pass=two_pass, on_frame=tell)
                shown = {"dark": clip.dark, "frame_by_frame": plain.outputs, "ours": ours.outputs}
                lumas = {name: [mean_luma(frame) for frame in frames] for name, frames in shown.items()}
                evaluations.append(Evaluation(path.name, compare_runs(clip, plain, ours), lumas))
                bar.update(task, completed=len(evaluations))
    return evaluations


def print_table(evaluations: Sequence[Evaluation]) -> None:
    """Show the scores, a line for each clip, and what the columns mean."""
    from rich.console import Console

    from lowlight_live.evaluation.report import LEGEND, table

    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDE_ENOUGH)
    console.print(table(evaluations))
    for line in LEGEND:
        click.echo(line)
