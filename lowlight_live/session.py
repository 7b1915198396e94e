"""From what a user asked for to a pipeline ready to run: the only place where sources, enhancers and sinks meet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lowlight_live import __version__
from lowlight_live.cores import for_a_film, for_a_live_picture
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.enhancing import warm_up
from lowlight_live.errors import ConfigError, SinkOpenError, SourceOpenError
from lowlight_live.frame import Frame
from lowlight_live.outlets import Outlet
from lowlight_live.pipeline import Pipeline
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.image_writers import PictureWriter, SnapshotWriter
from lowlight_live.video.images import PICTURE_SUFFIXES, PictureReader, find_pictures
from lowlight_live.video.latest import LatestPair
from lowlight_live.video.opening import open_video
from lowlight_live.video.paths import CHECK_THE_NAME, answers_about
from lowlight_live.video.protocols import Sink, Source
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.reading.hardware import find_hardware
from lowlight_live.video.resuming.part_record import Run, same_file
from lowlight_live.video.resuming.resumed import WARM_UP_S, ResumedReader
from lowlight_live.video.target import check_target, format_for
from lowlight_live.video.virtual_camera import VirtualCamera, VirtualCameraSpec
from lowlight_live.video.writer import VideoWriter, WriterSpec
from lowlight_live.weights import resolve_weights

if TYPE_CHECKING:
    from lowlight_live.video.live.opening import CameraSpec
_RECORDING_WAITS = 3
"""Pairs that may wait for a disk that hiccups: of 1080p, 37 MB."""
_FORGOTTEN_AFTER = 3
"""Time constants after which it makes no difference to the curves with which frame a run began."""


@dataclass(frozen=True, slots=True)
class LiveOutputs:
    """Where the pictures of a live source go. All of it may be left out: the figures alone are worth a look.

    Attributes:
        recordings: Films, each with the capture's own timestamps.
        snapshot: A picture of the last frame, original and enhanced side by side; more on request.
        virtual_camera: What other programs see as a camera.
        window: A window will take the newest pair, at its own pace.
        overwrite: A picture that is there already may be replaced by the snapshot.
    """

    recordings: tuple[WriterSpec, ...] = ()
    snapshot: Path | None = None
    virtual_camera: VirtualCameraSpec | None = None
    window: bool = False
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A pipeline ready to run on a live source, and the parts of it that a face has to do with.

    Attributes:
        pipeline: Owns all of them.
        outputs: Where its pictures go.
        snapshot: Takes a picture when asked to.
        latest: Holds the newest pair for a window.
        virtual_camera: Knows under which name other programs find it.
    """

    pipeline: Pipeline
    outputs: LiveOutputs
    snapshot: SnapshotWriter | None = None
    latest: LatestPair | None = None
    virtual_camera: VirtualCamera | None = None


def open_live_session(
    camera: CameraSpec, enhancer: EnhancerSpec, settings: EnhanceSettings, outputs: LiveOutputs
) -> LiveSession:
    """Join a camera, a stream or a file played as one to an enhancer and whatever shows or keeps the result.

    A sink that shows is optional: when it fails, the recordings go on.

    Raises:
        LowlightError: One of them did not open. What had been opened is closed again, and nothing has been written
            under a final name.
    """
    from lowlight_live.video.live.opening import open_live  # a file has no use for what reads cameras

    _check_outputs(camera, outputs)
    if not enhancer.threads:
        enhancer = replace(enhancer, threads=for_a_live_picture())
    with ExitStack() as opened:
        built = CurveEnhancer(enhancer)
        opened.callback(built.close)
        source = open_live(camera)
        opened.callback(source.close)
        warm_up(built, source.info.height, source.info.width, settings)
        films = []
        for spec in outputs.recordings:
            films.append(VideoWriter(spec, source.info))
            opened.callback(films[-1].close)
        snapshot = SnapshotWriter(outputs.snapshot) if outputs.snapshot is not None else None
        device = VirtualCamera(outputs.virtual_camera, source.info) if outputs.virtual_camera is not None else None
        if device is not None:
            opened.callback(device.close)
        latest = LatestPair() if outputs.window else None
        outlets = [
            Outlet(film, "recording of the original" if spec.original else "recording", waiting=_RECORDING_WAITS)
            for film, spec in zip(films, outputs.recordings, strict=True)
        ]
        if snapshot is not None:
            outlets.append(Outlet(snapshot, "snapshot"))
        if device is not None:
            outlets.append(Outlet(device, "virtual camera", optional=True, meter=device.meter))
        if latest is not None:
            outlets.append(Outlet(latest, "window", optional=True, meter=latest.meter))
        pipeline = Pipeline(source, built, outlets, settings)
        opened.pop_all()
        return LiveSession(pipeline, outputs, snapshot, latest, device)


def _check_outputs(camera: CameraSpec, outputs: LiveOutputs) -> None:
    """Refuse what can be refused before anything is opened."""
    source = Path(camera.what)
    for spec in outputs.recordings:
        format_for(spec.path, overwrite=spec.overwrite, source=source)
    targets = [spec.path for spec in outputs.recordings]
    if outputs.snapshot is not None:
        check_target(outputs.snapshot, overwrite=outputs.overwrite, source=source)
        targets.append(outputs.snapshot)
    resolved = [target.resolve() for target in targets]
    for target, place in zip(targets, resolved, strict=True):
        if resolved.count(place) > 1:
            raise ConfigError(f"Two results cannot both be {target}.", hint="Choose another name for one of them.")
    device = outputs.virtual_camera.device if outputs.virtual_camera is not None else ""
    if device and device in (camera.what, f"/dev/video{camera.what}"):
        raise ConfigError(
            f"{device} cannot be both the camera and the virtual camera.",
            hint="Choose the real camera as the source; `lowlight-live doctor --cameras` lists them.",
        )


def open_files(
    source: Path,
    writer: WriterSpec,
    enhancer: EnhancerSpec,
    settings: EnhanceSettings,
    *,
    snapshot: Path | None = None,
    on_survey: Callable[[int, int | None], None] | None = None,
    on_search: Callable[[int], None] | None = None,
) -> Pipeline:
    """Join a video, a picture or a folder of pictures to an enhancer and a writer.

    Args:
        source: What to enhance.
        writer: Where the result goes and how it is encoded; a folder for a folder.
        enhancer: What enhances.
        settings: With which settings.
        snapshot: Where a picture of the middle goes, original and enhanced side by side; of the first frame that is
            made where the source does not say how many there are or an earlier run has made the middle.
        on_survey: Look through a video first, so that its curves follow without lag; called after each frame with
            their number so far and in all, as far as the file says it. Has no effect on pictures.
        on_search: Go on where an earlier run of the same ended, if one did; the pipeline's source is a `ResumedReader`
            then. Called while that place is looked for, with how many frames were looked at. Likewise.

    Raises:
        LowlightError: One of them did not open. What had been opened is closed again, and nothing has been written
            under the final name.
    """
    pictures, wanted = _holds_pictures(source), enhancer
    if not pictures and not enhancer.threads:
        enhancer = replace(enhancer, threads=for_a_film())
    # The enhancer first: a wrong model or device is found before any file is written.
    with ExitStack() as opened:
        built = CurveEnhancer(enhancer)
        opened.callback(built.close)
        if pictures:
            frames, sink = _open_pictures(source, writer)
        else:
            run = _run(source, writer, wanted, settings, two_pass=on_survey is not None)
            # Where the frames go to a graphics card anyway, it may decode them too.
            acceleration = find_hardware(source).acceleration if built.info.device.startswith("cuda") else None
            warm_up_s = max(WARM_UP_S, _FORGOTTEN_AFTER * settings.temporal_smoothing)
            frames, sink = open_video(source, writer, run, on_search, warm_up_s=warm_up_s, acceleration=acceleration)
        opened.callback(frames.close)
        opened.callback(sink.close)
        sinks = [sink]
        if snapshot is not None:
            passed_over = frames.passed_over if isinstance(frames, ResumedReader) else 0
            sinks.append(SnapshotWriter(snapshot, max(0, (frames.info.frame_count or 0) // 2 - passed_over)))
        if on_survey is not None and not pictures:
            _survey(source, built, settings, on_survey)
        pipeline = Pipeline(frames, built, sinks, settings)
        opened.pop_all()
        return pipeline


def _survey(
    source: Path, enhancer: CurveEnhancer, settings: EnhanceSettings, on_survey: Callable[[int, int | None], None]
) -> None:
    reader = VideoReader(source)

    def told() -> Iterator[Frame]:
        for number, frame in enumerate(reader, 1):
            yield frame
            on_survey(number, reader.info.frame_count)

    try:
        enhancer.survey(told(), settings)
    finally:
        reader.close()


def _holds_pictures(source: Path) -> bool:
    with answers_about(source, SourceOpenError):
        if not source.exists():
            raise SourceOpenError(f"There is no file {source}.", hint=CHECK_THE_NAME)
        return source.is_dir() or source.suffix.lower() in PICTURE_SUFFIXES


def _run(source: Path, writer: WriterSpec, enhancer: EnhancerSpec, settings: EnhanceSettings, *, two_pass: bool) -> Run:
    """What another run has to have the same to go on with this one's part."""
    ways, output = asdict(enhancer), asdict(writer)
    weights = hashlib.sha256(resolve_weights(ways.pop("model")).read_bytes()).hexdigest()
    for other in ("path", "overwrite", "copy_streams_from"):
        del output[other]
    with answers_about(source, SourceOpenError):
        film = same_file(source)
    return {
        "program": {"version": __version__},
        "source": film,
        "settings": asdict(settings),
        "enhancer": {**ways, "weights": weights, "two_pass": two_pass},
        "output": output,
    }


def _open_pictures(source: Path, writer: WriterSpec) -> tuple[Source, Sink]:
    target = writer.path
    with answers_about(target, SinkOpenError):
        is_a_file = target.exists() and not target.is_dir()
    if source.is_dir():
        if is_a_file:
            raise SinkOpenError(
                f"{target} is a file.", hint="A folder of pictures gives a folder: choose one for the result (-o)."
            )
        originals = find_pictures(source)
        targets = [target / original.name for original in originals]
    else:
        originals, targets = [source], [target]
    sink = PictureWriter(
        dict(enumerate(zip(originals, targets, strict=True))),
        overwrite=writer.overwrite,
        with_original=writer.side_by_side,
    )
    return PictureReader(originals), sink
