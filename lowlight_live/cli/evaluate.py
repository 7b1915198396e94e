"""`lowlight-live evaluate`: what looking back in time gains, on dark clips whose clean version is known."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import partial
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lowlight_live import __version__
from lowlight_live.cli.options import enhance_settings, enhancer_options, settings_from
from lowlight_live.errors import ConfigError, SinkOpenError, SourceOpenError

if TYPE_CHECKING:
    from lowlight_live.evaluation.clips import ClipKind, DarkCamera, DarkClip
    from lowlight_live.evaluation.temporal import MappedEnhancer, TemporalScores
    from lowlight_live.frame import Rgb
    from lowlight_live.settings import EnhanceSettings
    from lowlight_live.video.protocols import Source

INSTALL_LINE = "pip install 'lowlight-live[evaluation]'"

_SMALLEST_PX = 64
_USUAL_RATE = Fraction(30)
_WIDE_ENOUGH = 140
"""Columns of a table that goes to a file or a pipe."""

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


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """What clips to make of each file.

    Attributes:
        frames: Of a clip; a shorter video gives fewer.
        height: To scale to; what is smaller stays as it is.
        camera: That makes them dark.
        seed: Of the noise.
        webcam_kbps: Send the dark clip through x264 at this rate first; None for not at all.
    """

    frames: int
    height: int
    camera: DarkCamera
    seed: int
    webcam_kbps: int | None = None


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


@click.command("evaluate", short_help="Measure how steady an enhancement is.")
@click.argument("clips", metavar="CLIP...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--temporal", is_flag=True, help="Steadiness over time; the only evaluation so far, so always to be given."
)
@click.option("--frames", type=click.IntRange(min=12), default=90, show_default=True, help="Length of a clip.")
@click.option("--size", type=click.IntRange(min=_SMALLEST_PX), default=360, show_default=True, help="Height of a clip.")
@click.option("--gain", type=click.FloatRange(0.02, 0.3), default=0.1, show_default=True, help="Light that is left.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the noise.")
@click.option("--webcam-kbps", type=click.IntRange(min=50), help="Encode the dark clips as a webcam would, in x264.")
@click.option("--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Write every figure there.")
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Draw mean luma over time there.")
@enhance_settings
@enhancer_options
def command(
    clips: tuple[Path, ...],
    *,
    temporal: bool,
    frames: int,
    size: int,
    gain: float,
    seed: int,
    webcam_kbps: int | None,
    json_file: Path | None,
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
    if not temporal:
        raise click.UsageError("Say what to evaluate: --temporal.")
    for target in (json_file, plot):
        if target is not None and not target.absolute().parent.is_dir():
            raise SinkOpenError(f"There is no folder {target.parent}.", hint="Make it first, or choose another name.")
    if plot is not None:
        _check_plot(plot)

    from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
    from lowlight_live.evaluation.clips import DarkCamera

    settings = settings_from(options)
    frame_by_frame = replace(settings, temporal_smoothing=0.0, denoise=0.0)
    plan = ClipPlan(frames, size, DarkCamera(gain=gain), seed, webcam_kbps)
    with closing(CurveEnhancer(EnhancerSpec(model=model, device=device))) as enhancer:
        evaluations = evaluate_files(clips, plan, enhancer, settings, frame_by_frame)
        info = enhancer.info
    print_table(evaluations)
    if json_file is not None:
        about = {"enhancer": asdict(info), "settings": asdict(settings), "frame_by_frame": asdict(frame_by_frame)}
        _write(json_file, lambda: json_file.write_text(report(evaluations, plan, about), encoding="utf-8"))
    if plot is not None:
        _write(plot, lambda: draw_plot(evaluations, plot))


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

    from lowlight_live.evaluation.temporal import compare_runs, mean_luma, run_clip

    evaluations: list[Evaluation] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("clips"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=sum(len(_kinds_of(path)) for path in paths))
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


def clips_of(path: Path, next_path: Path, plan: ClipPlan) -> Iterator[DarkClip]:
    """Make one dark clip after the other; a photo's clips, or those of a video's first frame, then the video itself.

    Args:
        path: A bright video or photo.
        next_path: What the cut goes to; the same path cuts to the picture upside down.
        plan: What clips to make.

    Raises:
        SourceError: A file cannot be read, or its picture is too small.
    """
    from lowlight_live.evaluation.clips import PHOTO_KINDS, darken_video, make_clip

    is_video = "video" in _kinds_of(path)
    bright, rate = _read(path, plan.frames if is_video else 1, plan.height)
    if is_video and len(bright) < 2:
        raise SourceOpenError(f"{path.name} holds a single frame.", hint="Name a longer video, or a photo.")
    after_cut = None if next_path == path else _cropped(_read(next_path, 1, plan.height)[0][0], bright[0])
    for kind in PHOTO_KINDS:
        clip = make_clip(
            kind,
            bright[0],
            frames=plan.frames,
            after_cut=after_cut,
            camera=plan.camera,
            frame_rate=rate,
            seed=plan.seed,
        )
        yield _through_webcam(clip, plan.webcam_kbps)
    if is_video:
        clip = darken_video(bright, frame_rate=rate, camera=plan.camera, seed=plan.seed)
        yield _through_webcam(clip, plan.webcam_kbps)


def print_table(evaluations: Sequence[Evaluation]) -> None:
    """Show the scores, a line for each clip, and the means where there are several files."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDE_ENOUGH)
    table = Table(box=None, pad_edge=False)
    for heading in ("Clip", "Kind"):
        table.add_column(heading, overflow="ellipsis", max_width=32)
    headings = ("Noise", "Flicker", "Warping", "PSNR dB", "Gain", "Worst", "Sharp", "Faint", "Overshoot", "After event")
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    for evaluation in evaluations:
        s = evaluation.scores
        table.add_row(
            evaluation.name,
            s.kind,
            *(_shown(value, ".3f") for value in (s.noise_ratio, s.flicker_ratio, s.warping_ratio)),
            _shown(s.ours.psnr_db, ".1f"),
            *(_shown(value, "+.1f") for value in (s.psnr_gain_db, s.worst_psnr_gain_db)),
            *(_shown(value, ".2f") for value in (s.ours.sharpness, s.ours.faint_sharpness, s.ours.overshoot)),
            _after_event(s),
        )
    if len({evaluation.name for evaluation in evaluations}) > 1:
        table.add_section()
        for kind, mean in means(evaluations).items():
            table.add_row(
                "mean",
                kind,
                *(_shown(mean[name], ".3f") for name in ("noise_ratio", "flicker_ratio", "warping_ratio")),
                "",
                *(_shown(mean[name], "+.1f") for name in ("psnr_gain_db", "worst_psnr_gain_db")),
            )
    console.print(table)
    click.echo(
        "Noise, flicker and warping: ratio to the same model frame by frame. PSNR and sharpness: against the clean"
    )
    click.echo(
        "clip under the same curve. Worst: least gain of a frame. Faint: sharpness of the half with least detail."
    )


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


def report(evaluations: Sequence[Evaluation], plan: ClipPlan, about: dict[str, Any]) -> str:
    """Everything as JSON: what was measured, with what, and every absolute value and ratio.

    Args:
        evaluations: The scores.
        plan: How the clips were made.
        about: What else belongs in it: the enhancer, the settings.
    """
    packages = ("numpy", "opencv-python-headless", "torch", "av")
    versions = {"lowlight-live": __version__, "python": platform.python_version()}
    content = {
        "commit": _commit(),
        "versions": versions | {package: metadata.version(package) for package in packages},
        "clips_made_with": asdict(plan),
        **about,
        "means": means(evaluations),
        "clips": [{"name": e.name, **asdict(e.scores), "mean_luma": e.mean_luma} for e in evaluations],
    }
    return json.dumps(content, indent=2) + "\n"


def draw_plot(evaluations: Sequence[Evaluation], path: Path) -> None:
    """Draw mean luma over time, dark and enhanced both ways, a field for each clip.

    Args:
        evaluations: At least one.
        path: Its ending chooses the format.

    Raises:
        OSError: The file cannot be written.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 2.2 * len(evaluations)), layout="constrained")
    FigureCanvasAgg(figure)
    names = {"dark": "dark", "frame_by_frame": "frame by frame", "ours": "looking back"}
    for axes, evaluation in zip(figure.subplots(len(evaluations), squeeze=False)[:, 0], evaluations, strict=True):
        for name, label in names.items():
            axes.plot(evaluation.mean_luma[name], label=label)
        axes.set_title(f"{evaluation.name}: {evaluation.scores.kind}", fontsize="medium")
        axes.set_ylabel("mean luma")
    figure.axes[0].legend(loc="best", fontsize="small")
    figure.axes[-1].set_xlabel("frame")
    figure.savefig(path)


def _check_plot(path: Path) -> None:
    """Find out before the long run that nothing can be drawn after it."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
    except ImportError as error:
        raise ConfigError("--plot needs matplotlib, which is not installed.", hint=INSTALL_LINE) from error
    if path.suffix.lower().removeprefix(".") not in FigureCanvasAgg.get_supported_filetypes():
        raise ConfigError(f"A plot cannot be written to {path.name}.", hint="Give a name that ends in .png or .svg.")


def _kinds_of(path: Path) -> tuple[ClipKind, ...]:
    from lowlight_live.evaluation.clips import PHOTO_KINDS
    from lowlight_live.video.images import PICTURE_SUFFIXES

    return PHOTO_KINDS if path.suffix.lower() in PICTURE_SUFFIXES else (*PHOTO_KINDS, "video")


def _read(path: Path, frames: int, height: int) -> tuple[list[Rgb], Fraction]:
    """The first frames of a file, scaled, and their rate."""
    from lowlight_live.video.images import PictureReader
    from lowlight_live.video.reader import VideoReader

    source: Source = VideoReader(path) if "video" in _kinds_of(path) else PictureReader([path])
    with closing(source):
        pictures = [_scaled(frame.rgb, height) for frame in islice(source, frames)]
        rate = source.info.frame_rate or _USUAL_RATE
    if min(pictures[0].shape[:2]) < _SMALLEST_PX:
        small, wide = pictures[0].shape[:2]
        raise SourceOpenError(
            f"The picture of {path.name} is {wide} x {small} pixels here.",
            hint=f"Nothing below {_SMALLEST_PX} x {_SMALLEST_PX} can be measured.",
        )
    return pictures, rate


def _scaled(rgb: Rgb, height: int) -> Rgb:
    """No higher than this, of even height and width, as an encoder wants it."""
    import cv2
    import numpy as np

    scale = min(1.0, height / rgb.shape[0])
    even = [max(2, round(side * scale) // 2 * 2) for side in rgb.shape[:2]]
    return np.asarray(cv2.resize(rgb, even[::-1], interpolation=cv2.INTER_AREA), np.uint8)


def _cropped(rgb: Rgb, like: Rgb) -> Rgb:
    """The middle of a picture in another's size."""
    import cv2
    import numpy as np

    height, width = like.shape[:2]
    scale = max(height / rgb.shape[0], width / rgb.shape[1])
    size = [max(width, round(rgb.shape[1] * scale)), max(height, round(rgb.shape[0] * scale))]
    large = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    top, left = (large.shape[0] - height) // 2, (large.shape[1] - width) // 2
    return np.ascontiguousarray(large[top : top + height, left : left + width])


def _through_webcam(clip: DarkClip, kbps: int | None) -> DarkClip:
    """The clip after an encoder that must keep to this rate and may not look ahead."""
    if kbps is None:
        return clip
    import av
    from av.video.codeccontext import VideoCodecContext

    from lowlight_live.frame import ColorInfo
    from lowlight_live.video.conversion import RgbConverter, YuvConverter

    height, width = clip.dark[0].shape[:2]
    encoder = av.CodecContext.create("libx264", "w")
    decoder = av.CodecContext.create("h264", "r")
    assert isinstance(encoder, VideoCodecContext) and isinstance(decoder, VideoCodecContext)  # noqa: S101, PT018
    color = ColorInfo()
    encoder.height, encoder.width, encoder.pix_fmt = height, width, "yuv420p"
    encoder.time_base, encoder.framerate = 1 / clip.frame_rate, clip.frame_rate
    encoder.colorspace, encoder.color_primaries, encoder.color_trc = color.matrix, color.primaries, color.transfer
    encoder.bit_rate = kbps * 1000
    rate = {"maxrate": f"{kbps}k", "bufsize": f"{kbps // 2}k"}
    # One thread: with several, x264 shares out its bits as the threads happen to run.
    encoder.options = {"preset": "veryfast", "tune": "zerolatency", "threads": "1", "g": "60", **rate}
    to_yuv = YuvConverter(color, height, width, "yuv420p")
    packets = []
    for index, rgb in enumerate(clip.dark):
        frame = to_yuv(rgb)
        frame.pts, frame.time_base = index, encoder.time_base
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    decoded = [frame for packet in [*packets, None] for frame in decoder.decode(packet)]
    to_rgb = RgbConverter(decoded[0])
    return replace(clip, dark=tuple(to_rgb(frame) for frame in decoded))


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


def _write(path: Path, write: Callable[[], object]) -> None:
    try:
        write()
    except OSError as error:
        raise SinkOpenError(f"{path} cannot be written ({error.strerror}).", hint="Choose another name.") from error


def _commit() -> str:
    """The commit of the code; the version where it does not run from a checkout."""
    root = Path(__file__).resolve().parents[2]
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        return __version__
    described = subprocess.run(  # noqa: S603  # a fixed command line
        [git, "describe", "--always", "--dirty"], cwd=root, capture_output=True, text=True, check=False
    )
    return described.stdout.strip() or __version__
