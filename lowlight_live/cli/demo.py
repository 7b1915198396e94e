"""`lowlight-live demo`: the main job on the clip that comes with the program."""

from __future__ import annotations

from pathlib import Path

import click

from lowlight_live.assets import asset_dir

SAMPLE = "night-dog.mp4"


@click.command("demo")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-output"),
    show_default=True,
    help="Folder for the results.",
)
def command(output: Path) -> None:
    """Enhance the dark clip that comes with the program, and say where to look at the result."""
    from lowlight_live.cli.run import opened, run_to_end
    from lowlight_live.enhance.curve_enhancer import EnhancerSpec
    from lowlight_live.errors import SinkOpenError
    from lowlight_live.session import open_files
    from lowlight_live.settings import EnhanceSettings
    from lowlight_live.video.writer import WriterSpec

    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SinkOpenError(
            f"The folder {output} cannot be made ({error.strerror}).", hint="Choose another."
        ) from error
    source = asset_dir("samples") / SAMPLE
    target, picture = output / f"{source.stem}.enhanced.mp4", output / f"{source.stem}.before-after.png"
    writer = WriterSpec(target, overwrite=True)
    pipeline = opened(
        lambda _: open_files(source, writer, EnhancerSpec(), EnhanceSettings(), snapshot=picture), as_json=False
    )
    run_to_end(pipeline, target, as_json=False)
    click.echo("")
    click.echo(f"Dark clip:      {source}")
    click.echo(f"Enhanced clip:  {target.resolve()}")
    click.echo(f"Before / after: {picture.resolve()}")
