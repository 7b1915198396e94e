"""`lowlight-live live`: a camera in, an enhanced picture out, with or without a window."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from lowlight_live.cli.options import Number, encoder_options, enhance_settings, enhancer_options, settings_from

BACKENDS = ("auto", "opencv", "pyav")
EXPOSURES = ("leave", "smooth", "brighter")
STATS = ("text", "json", "none")
_FIRST_CAMERA = "0"
_PATH = click.Path(path_type=Path)


class _Size(click.ParamType[tuple[int, int]]):
    """WIDTHxHEIGHT, as cameras are described; (height, width) in the program."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        width, _, height = str(value).lower().partition("x")
        if not (width.isdecimal() and height.isdecimal() and int(width) and int(height)):
            self.fail(f"{value!r} is not a size: give width and height, such as 1280x720.", param, ctx)
        return int(height), int(width)


@click.command("live")
@click.argument("source", required=False)
@click.option(
    "--camera",
    metavar="CAMERA",
    help="The same as SOURCE: a number, a name or part of it, a device, an address (http://…, rtsp://…) or a file. "
    "`lowlight-live doctor --cameras` lists the cameras.  [default: 0]",
)
@click.option("--size", type=_Size(), metavar="WIDTHxHEIGHT", help="Ask the camera for this size, such as 1280x720.")
@click.option("--fps", type=Number(1, 1000), metavar="NUMBER", help="Ask the camera for this frame rate.")
@click.option("--backend", type=click.Choice(BACKENDS), default="auto", show_default=True, help="What reads a camera.")
@click.option("--realtime", is_flag=True, help="Play a file at its own pace, as if it were a camera.")
@click.option("--loop", is_flag=True, help="Play a file again and again.")
@click.option(
    "--exposure-priority",
    type=click.Choice(EXPOSURES),
    default="leave",
    show_default=True,
    help="What a camera's own exposure does in the dark: smooth keeps the frame rate, brighter lets it fall.",
)
@click.option("--preview", is_flag=True, help="Show original and enhanced in a window; closing it ends the run.")
@click.option("--record", type=_PATH, metavar="FILE", help="Record the enhanced picture.")
@click.option("--record-original", type=_PATH, metavar="FILE", help="Record what the camera gave.")
@click.option("--side-by-side", is_flag=True, help="Record original and enhanced in one picture.")
@click.option(
    "--snapshot",
    type=_PATH,
    metavar="FILE",
    help="At the end, a picture of the last frame, before and after; each SIGUSR1 gives another one, FILE-1, FILE-2 …",
)
@click.option("--virtual-camera", is_flag=True, help="Show the result to other programs as a camera.")
@click.option(
    "--virtual-camera-device", metavar="DEVICE", default="", help="Which, such as /dev/video10.  [default: any]"
)
@click.option("--duration", type=Number(min=0, min_open=True), metavar="SECONDS", help="End after this time.")
@click.option(
    "--stats",
    type=click.Choice(STATS),
    help="How it goes: a line that is refreshed, JSON lines on the standard output, or nothing.  "
    "[default: text on a terminal]",
)
@enhance_settings
@enhancer_options
@encoder_options
def command(source: str | None, camera: str | None, model: str, device: str, **options: Any) -> None:
    """Enhance a camera, a stream or a file as it comes, until Ctrl-C, the end or --duration.

    SOURCE is what --camera says. What is recorded gets its name when the run ends, by Ctrl-C (exit status 130) and
    SIGTERM (143) as well; a camera that goes away for a while is waited for.
    """
    if source is not None and camera is not None:
        raise click.UsageError("Give the source once: as SOURCE or as --camera.")
    named = next((name for name in (source, camera) if name is not None), _FIRST_CAMERA)
    settings = settings_from(options)
    style = options["stats"] or ("text" if sys.stderr.isatty() else "none")
    if options["preview"]:
        from lowlight_live.gui.desktop.display import check_display

        check_display()

    # Only now, so that `--help` does not wait for torch.
    from lowlight_live.cli.live_report import LiveReport
    from lowlight_live.cli.live_run import run_live
    from lowlight_live.cli.run import opened
    from lowlight_live.enhance.curve_enhancer import EnhancerSpec
    from lowlight_live.session import LiveOutputs, open_live_session
    from lowlight_live.video.live.opening import CameraBackend, CameraSpec, ExposurePriority
    from lowlight_live.video.virtual_camera import VirtualCameraSpec
    from lowlight_live.video.writer import WriterSpec

    height, width = options["size"] or (None, None)
    spec = CameraSpec(
        what=named,
        height=height,
        width=width,
        fps=options["fps"],
        backend=CameraBackend(options["backend"]),
        realtime=options["realtime"],
        loop=options["loop"],
        exposure_priority=ExposurePriority(options["exposure_priority"]),
    )
    encoding = {name: options[name] for name in ("codec", "crf", "preset") if options[name] is not None}
    recordings = []
    if options["record"] is not None:
        both = options["side_by_side"]
        recordings.append(WriterSpec(options["record"], side_by_side=both, overwrite=options["overwrite"], **encoding))
    if options["record_original"] is not None:
        recordings.append(
            WriterSpec(options["record_original"], original=True, overwrite=options["overwrite"], **encoding)
        )
    virtual = options["virtual_camera"] or bool(options["virtual_camera_device"])
    outputs = LiveOutputs(
        recordings=tuple(recordings),
        snapshot=options["snapshot"],
        virtual_camera=VirtualCameraSpec(options["virtual_camera_device"]) if virtual else None,
        window=options["preview"],
        overwrite=options["overwrite"],
    )
    session = opened(
        lambda _: open_live_session(spec, EnhancerSpec(model=model, device=device, network_every=0), settings, outputs),
        as_json=style == "json",
    )
    run_live(session, LiveReport(style, _unused(options)), duration_s=options["duration"])


def _unused(options: dict[str, Any]) -> list[str]:
    """Warnings about what was asked for and has nothing to act on."""
    recorded = options["record"] is not None or options["record_original"] is not None
    of_recordings = [f"--{name}" for name in ("codec", "crf", "preset") if options[name] is not None and not recorded]
    if options["side_by_side"] and options["record"] is None:
        of_recordings.append("--side-by-side")
    return [f"Without --record there is no use for {', '.join(of_recordings)}."] if of_recordings else []
