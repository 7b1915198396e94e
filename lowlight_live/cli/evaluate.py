"""`lowlight-live evaluate`: what looking back in time gains, on dark clips whose clean version is known."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lowlight_live.cli.events import print_event
from lowlight_live.cli.options import enhance_settings, enhancer_options, settings_from

if TYPE_CHECKING:
    from lowlight_live.cli.clip_files import ClipPlan
    from lowlight_live.evaluation.report import Evaluation
    from lowlight_live.evaluation.runs import MappedEnhancer
    from lowlight_live.settings import EnhanceSettings

_WIDE_ENOUGH = 140
"""Columns of a table that goes to a file or a pipe."""


@click.command("evaluate", short_help="Measure how steady an enhancement is.")
@click.argument("clips", metavar="CLIP...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--temporal", is_flag=True, expose_value=False, help="Steadiness over time: the default, and all there is so far."
)
@click.option("--frames", type=click.IntRange(min=12), default=90, show_default=True, help="Length of a clip.")
@click.option("--size", type=click.IntRange(min=2), default=360, show_default=True, help="Height of a clip.")
@click.option("--gain", type=click.FloatRange(0.02, 0.3), default=0.1, show_default=True, help="Light that is left.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the noise.")
@click.option("--webcam-kbps", type=click.IntRange(min=50), help="Encode the dark clips as a webcam would, in x264.")
@click.option("--json", "as_json", is_flag=True, help="Every figure as JSON, in one line, instead of the table.")
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Draw mean luma over time there.")
@enhance_settings
@enhancer_options
def command(
    clips: tuple[Path, ...],
    *,
    frames: int,
    size: int,
    gain: float,
    seed: int,
    webcam_kbps: int | None,
    as_json: bool,
    plot: Path | None,
    model: str,
    device: str,
    **options: Any,
) -> None:
    """Measure what looking back in time gains: bright videos and photos are darkened, enhanced twice and compared.

    Each CLIP becomes five dark clips with a known clean version: standing still, under a flickering lamp, panning, with
    a cut, and with a lamp that is switched on; a video also one with its own motion. Each is enhanced frame by frame
    (temporal smoothing and denoising off) and with the settings given. Ratios below 1 are steadier than frame by frame.
    """
    # Only now, so that `--help` does not wait for torch.
    from lowlight_live.cli.clip_files import ClipPlan, check_files, kinds_of
    from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
    from lowlight_live.evaluation.clips import DarkCamera
    from lowlight_live.evaluation.plot import check_plot, draw_plot
    from lowlight_live.evaluation.report import report

    settings = settings_from(options)
    frame_by_frame = replace(settings, temporal_smoothing=0.0, denoise=0.0)
    plan = ClipPlan(frames, size, DarkCamera(gain=gain), seed, webcam_kbps)
    check_files(clips, plan)
    if plot is not None:
        check_plot(plot, sum(len(kinds_of(path)) for path in clips))

    with closing(CurveEnhancer(EnhancerSpec(model=model, device=device))) as enhancer:
        evaluations = evaluate_files(clips, plan, enhancer, settings, frame_by_frame)
        info = enhancer.info
    # The figures before the plot: they took long, and drawing may fail.
    if as_json:
        about = {
            "clips_made_with": asdict(plan),
            "enhancer": asdict(info),
            "settings": asdict(settings),
            "frame_by_frame": asdict(frame_by_frame),
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
                plain, ours = (
                    run_clip(clip, enhancer, each, on_frame=partial(bar.advance, task, step))
                    for each in (frame_by_frame, settings)
                )
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
