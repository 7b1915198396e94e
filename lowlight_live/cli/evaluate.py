"""`lowlight-live evaluate`: how good enhanced pictures are, and how steady enhanced clips."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from lowlight_live.cli.options import Number, enhance_settings, settings_from
from lowlight_live.errors import ConfigError, SourceOpenError
from lowlight_live.video.paths import CHECK_THE_NAME, answers_about
from lowlight_live.weights import DEFAULT_MODEL

Given = TypeVar("Given")

_FOR_CLIPS = {
    "temporal": "--temporal",
    "frames": "--frames",
    "size": "--size",
    "gain": "--gain",
    "webcam_kbps": "--webcam-kbps",
    "plot": "--plot",
    "two_pass": "--two-pass",
}
_FOR_PICTURES = {
    "methods": "--method",
    "darken": "--darken",
    "well_lit": "--well-lit",
    "csv": "--csv",
    "html": "--html",
    "sheets": "--sheets",
}


@click.command("evaluate", short_help="Measure how good and how steady an enhancement is.")
@click.argument("data", metavar="DATA...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="NAME",
    help=f"A name that `lowlight-live models` lists, or a weight file; again for another.  [default: {DEFAULT_MODEL}]",
)
@click.option(
    "--device", default="auto", show_default=True, help="auto, cpu, onnx, cuda or cuda:N; auto takes CUDA where it is."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of darkness and intervals.")
@click.option("--json", "as_json", is_flag=True, help="Every figure as JSON, in one line, instead of the table.")
@click.option(
    "--method",
    "methods",
    multiple=True,
    type=click.Choice(["gamma", "clahe", "untouched"]),
    help="Pictures: look at this plain method instead of the default network. All three are always in the table.",
)
@click.option("--darken", is_flag=True, help="Pictures: they are well lit; darken them, and score against themselves.")
@click.option("--well-lit", is_flag=True, help="Pictures: they are well lit, and should stay as they are.")
@click.option("--csv", type=click.Path(path_type=Path), help="Pictures: write every value there.")
@click.option("--html", type=click.Path(path_type=Path), help="Pictures: write a report to look at there, one file.")
@click.option(
    "--sheets", type=click.IntRange(min=0), default=60, show_default=True, help="Pictures: how many it shows."
)
@click.option("--temporal", is_flag=True, help="Clips: measure steadiness; the default for files.")
@click.option("--frames", type=click.IntRange(min=12), default=90, show_default=True, help="Clips: their length.")
@click.option("--size", type=click.IntRange(min=2), default=360, show_default=True, help="Clips: their height.")
@click.option("--gain", type=Number(0.02, 0.3), default=0.1, show_default=True, help="Clips: light left.")
@click.option("--webcam-kbps", type=click.IntRange(min=50), help="Clips: encode them as a webcam would, in x264.")
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Clips: draw mean luma over time there.")
@click.option("--two-pass", is_flag=True, help="Clips: look through each first, as `enhance --two-pass` does.")
@enhance_settings
@click.pass_context
def command(
    context: click.Context,
    /,
    data: tuple[Path, ...],
    *,
    models: tuple[str, ...],
    device: str,
    seed: int,
    as_json: bool,
    methods: tuple[str, ...],
    darken: bool,
    well_lit: bool,
    csv: Path | None,
    html: Path | None,
    sheets: int,
    temporal: bool,
    frames: int,
    size: int,
    gain: float,
    webcam_kbps: int | None,
    plot: Path | None,
    two_pass: bool,
    **options: Any,
) -> None:
    """Measure an enhancement: of the pictures in a folder, or over time of clips made from files.

    A folder DATA holds pairs (`low` and `high`, or LOL's `our485` and `eval15`, of which eval15 is scored), well-lit
    photos to --darken, or pictures that nobody knows better. Beside the networks the table always shows what doing
    nothing, a plain gamma and CLAHE score. Each picture is enhanced as `lowlight-live enhance` does it, with the
    settings given.

    Bright videos and photos as files become five dark clips each with a known clean version: standing still, under a
    flickering lamp, panning, with a cut, and with a lamp that is switched on; a video also one with its own motion.
    Each is enhanced frame by frame (temporal smoothing and denoising off) and with the settings given. Ratios below 1
    are steadier than frame by frame.
    """
    pictures = not temporal and any(_is_folder(path) for path in data)
    _refuse_other_options(context, _FOR_CLIPS if pictures else _FOR_PICTURES, pictures=pictures)
    settings = settings_from(options)
    if pictures:
        from lowlight_live.cli.evaluate_pictures import Outputs, evaluate_pictures
        from lowlight_live.cli.picture_files import find_picture_set

        folder = _one("folder", data)
        if darken and well_lit:
            raise ConfigError("Pictures are darkened or left as they are.", hint="Give --darken or --well-lit.")
        chosen = models or (() if methods else (DEFAULT_MODEL,))
        found = find_picture_set(folder, darken=darken, well_lit=well_lit, seed=seed)
        evaluate_pictures(found, chosen, methods, settings, Outputs(csv, html, sheets, as_json), device=device)
        return
    # Only now, so that `--help` does not wait for torch.
    from lowlight_live.cli.clip_files import ClipPlan
    from lowlight_live.cli.evaluate_clips import evaluate_clips
    from lowlight_live.enhance.curve_enhancer import EnhancerSpec
    from lowlight_live.evaluation.clips import DarkCamera

    spec = EnhancerSpec(model=_one("model", models or (DEFAULT_MODEL,)), device=device)
    plan = ClipPlan(frames, size, DarkCamera(gain=gain), seed, webcam_kbps)
    evaluate_clips(data, plan, spec, settings, two_pass=two_pass, plot=plot, as_json=as_json)


def _is_folder(path: Path) -> bool:
    with answers_about(path, SourceOpenError):
        if not path.exists():
            raise SourceOpenError(f"There is no file or folder {path}.", hint=CHECK_THE_NAME)
        return path.is_dir()


def _one(what: str, given: Sequence[Given]) -> Given:
    if len(given) > 1:
        raise ConfigError(f"{len(given)} are given where one {what} is wanted.", hint="Name one at a time.")
    return given[0]


def _refuse_other_options(context: click.Context, others: dict[str, str], *, pictures: bool) -> None:
    """Refuse what would have no effect.

    Raises:
        ConfigError: An option belongs to the other kind of data.
    """
    default = click.core.ParameterSource.DEFAULT
    unused = [flag for name, flag in others.items() if context.get_parameter_source(name) is not default]
    if unused:
        what, other = ("a folder of pictures", "clips") if pictures else ("a file that becomes clips", "pictures")
        raise ConfigError(
            f"{', '.join(unused)}: for {other}, but DATA is {what}.",
            hint="See `lowlight-live evaluate --help`; a folder is a set of pictures, a file becomes clips.",
        )
