"""From what a user asked for to a pipeline ready to run: the only place where sources, enhancers and sinks meet."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec, usable_cores
from lowlight_live.errors import ConfigError, SinkOpenError, SourceOpenError
from lowlight_live.pipeline import Pipeline
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.image_writers import PictureWriter, SnapshotWriter
from lowlight_live.video.images import PICTURE_SUFFIXES, PictureReader, find_pictures
from lowlight_live.video.paths import CHECK_THE_NAME, answers_about
from lowlight_live.video.protocols import Sink, Source
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.writer import VIDEO_SUFFIXES, VideoWriter, WriterSpec


def default_target(source: Path) -> Path:
    """Where a result goes when nobody said: beside the source, with `.enhanced` in its name.

    A video whose container cannot be written becomes an MP4.

    Raises:
        ConfigError: Nothing stands beside the source: it is the root of a disk.
        SourceOpenError: The system refuses to say what the source is.
    """
    place = source.resolve() if source.name in ("", "..") else source  # `.` has no name of its own
    if not place.name:
        raise ConfigError(
            f"There is no place for a result beside {place}.", hint="Say into which folder it is to go (-o)."
        )
    with answers_about(source, SourceOpenError):
        if place.is_dir():
            return place.with_name(f"{place.name}.enhanced")
    writable = place.suffix.lower() in PICTURE_SUFFIXES | VIDEO_SUFFIXES
    return place.with_name(f"{place.stem}.enhanced{place.suffix if writable else '.mp4'}")


def open_files(
    source: Path,
    writer: WriterSpec,
    enhancer: EnhancerSpec,
    settings: EnhanceSettings,
    *,
    snapshot: Path | None = None,
    on_survey: Callable[[int, int | None], None] | None = None,
) -> Pipeline:
    """Join a video, a picture or a folder of pictures to an enhancer and a writer.

    Args:
        source: What to enhance.
        writer: Where the result goes and how it is encoded; a folder for a folder.
        enhancer: What enhances.
        settings: With which settings.
        snapshot: Where a picture of the middle goes, original and enhanced side by side; of the first frame where the
            source does not say how many there are.
        on_survey: Look through a video first, so that its curves follow without lag; called after each frame with
            their number so far and in all, as far as the file says it. Has no effect on pictures.

    Raises:
        LowlightError: One of them did not open. What had been opened is closed again, and nothing has been written
            under the final name.
    """
    pictures = _holds_pictures(source)
    if not pictures and not enhancer.threads:
        # Decoder and encoder want cores too: with all of them for the enhancer, all three wait for each other.
        enhancer = replace(enhancer, threads=max(1, usable_cores() // 2))
    # The enhancer first: a wrong model or device is found before any file is written.
    with ExitStack() as opened:
        built = CurveEnhancer(enhancer)
        opened.callback(built.close)
        frames, sink = _open_pictures(source, writer) if pictures else _open_video(source, writer)
        opened.callback(frames.close)
        opened.callback(sink.close)
        sinks = [sink]
        if snapshot is not None:
            sinks.append(SnapshotWriter(snapshot, (frames.info.frame_count or 0) // 2))
        if on_survey is not None and isinstance(frames, VideoReader):
            _survey(source, built, settings, on_survey)
        pipeline = Pipeline(frames, built, sinks, settings)
        opened.pop_all()
        return pipeline


def _survey(
    source: Path, enhancer: CurveEnhancer, settings: EnhanceSettings, on_survey: Callable[[int, int | None], None]
) -> None:
    reader = VideoReader(source)
    try:
        for number, frame in enumerate(reader, 1):
            enhancer.survey(frame, settings)
            on_survey(number, reader.info.frame_count)
    finally:
        reader.close()
    enhancer.reset()


def _holds_pictures(source: Path) -> bool:
    with answers_about(source, SourceOpenError):
        if not source.exists():
            raise SourceOpenError(f"There is no file {source}.", hint=CHECK_THE_NAME)
        return source.is_dir() or source.suffix.lower() in PICTURE_SUFFIXES


def _open_video(source: Path, writer: WriterSpec) -> tuple[Source, Sink]:
    with ExitStack() as opened:
        frames = VideoReader(source)
        opened.callback(frames.close)
        sink = VideoWriter(replace(writer, copy_streams_from=source), frames.info)
        opened.pop_all()
        return frames, sink


def _open_pictures(source: Path, writer: WriterSpec) -> tuple[Source, Sink]:
    target = writer.path
    with answers_about(target, SinkOpenError):
        into_folder, is_there = target.is_dir(), target.exists()
    if source.is_dir():
        if is_there and not into_folder:
            raise SinkOpenError(
                f"{target} is a file.", hint="A folder of pictures gives a folder: choose one for the result (-o)."
            )
        originals = find_pictures(source)
        targets = [target / original.name for original in originals]
    else:
        originals = [source]
        targets = [target / source.name if into_folder else target]
    sink = PictureWriter(
        dict(enumerate(zip(originals, targets, strict=True))),
        overwrite=writer.overwrite,
        with_original=writer.side_by_side,
    )
    return PictureReader(originals), sink
