"""`lowlight-live enhance`: the main job, a dark file in and a bright one out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lowlight_live.cli.options import encoder_options, enhance_settings, enhancer_options, settings_from


@click.command("enhance")
@click.argument("source", metavar="INPUT", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File or folder to write; beside INPUT if not given."
)
@click.option("--side-by-side", is_flag=True, help="Original and enhanced in one picture.")
@enhance_settings
@enhancer_options
@encoder_options
@click.option("--two-pass", is_flag=True, help="Look through a video first: its curves then follow without lag.")
@click.option("--resume", is_flag=True, help="Go on where the same command was interrupted, if it was.")
@click.option("--json", "as_json", is_flag=True, help="Progress and result as JSON, an object a line.")
def command(
    source: Path,
    output: Path | None,
    model: str,
    device: str,
    two_pass: bool,
    resume: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Enhance INPUT: a video, a picture or a folder of pictures.

    Sound, subtitles, chapters and every timestamp of a video are kept. The result appears under its final name when
    it is complete; an interrupted run leaves a playable part file beside it, which --resume goes on with.
    """
    # Only now, so that `--help` does not wait for torch.
    from lowlight_live.cli.run import opened, run_to_end
    from lowlight_live.enhance.curve_enhancer import EnhancerSpec
    from lowlight_live.session import open_files
    from lowlight_live.video.images import PictureReader, folders_in
    from lowlight_live.video.naming import default_target, target_in
    from lowlight_live.video.writer import WriterSpec

    settings = settings_from(options)
    for_videos = [f"--{name}" for name in ("codec", "crf", "preset") if options[name] is not None]
    for_videos += ["--two-pass"] * two_pass + ["--resume"] * resume
    target = default_target(source) if output is None else target_in(output, source)
    writer = WriterSpec(target, **{name: value for name, value in options.items() if value is not None})
    enhancer = EnhancerSpec(model=model, device=device)
    pipeline = opened(
        lambda opening: open_files(
            source,
            writer,
            enhancer,
            settings,
            on_survey=opening.on_survey if two_pass else None,
            on_search=opening.on_search if resume else None,
        ),
        as_json=as_json,
    )
    warnings = []
    if for_videos and isinstance(pipeline.source, PictureReader):
        warnings.append(f"Pictures have no use for {', '.join(for_videos)}, which went unused.")
    if folders := folders_in(source):
        warnings.append(f"The folders in {source} were left out: {', '.join(folders)}. Enhance each by itself.")
    run_to_end(pipeline, target, as_json=as_json, warnings=warnings)
