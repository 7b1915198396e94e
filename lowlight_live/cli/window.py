"""`lowlight-live` alone: the window, on a camera, a file, or nothing yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lowlight_live.cli.options import enhance_settings, enhancer_options
from lowlight_live.errors import ConfigError

if TYPE_CHECKING:
    from lowlight_live.video.live.opening import CameraSpec


@click.command("window")
@click.argument("source", required=False)
@click.option(
    "--camera", metavar="CAMERA", help="A number, a name or part of it, a device, or an address (http://…, rtsp://…)."
)
@enhance_settings
@enhancer_options
@click.pass_context
def command(context: click.Context, /, source: str | None, camera: str | None, **options: Any) -> None:
    """Open the window: before and after, side by side. `lowlight-live` alone does the same.

    SOURCE is a video, a photo or a camera. Settings that are not given are those of the last time.
    """
    if source is not None and camera is not None:
        raise click.UsageError("Give the source once: as SOURCE or as --camera.")
    text = source if source is not None else camera
    what = meant_by(text) if text is not None else None
    default = click.core.ParameterSource.DEFAULT
    given = {name: value for name, value in options.items() if context.get_parameter_source(name) is not default}
    choice: dict[str, str] = {name: given.pop(name) for name in ("model", "device") if name in given}
    if is_file(choice.get("model", "")):
        choice["model"] = str(Path(choice["model"]).absolute())

    from lowlight_live.gui.desktop.display import check_display

    check_display()
    from lowlight_live.gui import app

    app.leave(app.run(what, settings=given, choice=choice))


for option in command.params:
    if isinstance(option, click.Option):
        option.show_default = False  # what is not given is as it was the last time


def meant_by(text: str) -> Path | CameraSpec:
    """What a user wants to look at.

    Raises:
        ConfigError: It reads like a file, and there is none.
    """
    from lowlight_live.video.live.opening import CameraSpec

    path = Path(text)
    if is_file(text):
        return path.absolute()
    if not text.strip() or (path.suffix and "://" not in text and not text.startswith("/dev/")):
        raise ConfigError(
            f"There is no file {text or '(nothing given)'}.", hint="Check the name, or open the window and drop a file."
        )
    return CameraSpec(text)


def looks_like_a_file(text: str) -> bool:
    """Whether somebody who types this in place of a verb means a file: also one that is not there."""
    return not text.startswith("-") and (is_file(text) or bool(Path(text).suffix))


def is_file(text: str) -> bool:
    """Whether this is the name of a file that is there."""
    try:
        return bool(text) and not text.isdecimal() and Path(text).is_file()
    except (OSError, ValueError):
        return False
