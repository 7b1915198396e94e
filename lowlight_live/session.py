"""From what a user asked for to a pipeline ready to run: the only place where sources, enhancers and sinks meet."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.errors import SinkOpenError, SourceOpenError
from lowlight_live.pipeline import Pipeline
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.images import PICTURE_SUFFIXES, PictureReader, PictureWriter, SnapshotWriter, find_pictures
from lowlight_live.video.protocols import Sink, Source
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.writer import VIDEO_SUFFIXES, VideoWriter, WriterSpec


def default_target(source: Path) -> Path:
    """Where a result goes when nobody said: beside the source, with `.enhanced` in its name.

    A video whose container cannot be written becomes an MP4.
    """
    if source.is_dir():
        return source.with_name(f"{source.resolve().name}.enhanced")
    writable = source.suffix.lower() in PICTURE_SUFFIXES | VIDEO_SUFFIXES
    return source.with_name(f"{source.stem}.enhanced{source.suffix if writable else '.mp4'}")


def open_files(
    source: Path, writer: WriterSpec, enhancer: EnhancerSpec, settings: EnhanceSettings, *, snapshot: Path | None = None
) -> Pipeline:
    """Join a video, a picture or a folder of pictures to an enhancer and a writer.

    Args:
        source: What to enhance.
        writer: Where the result goes and how it is encoded; a folder for a folder.
        enhancer: What enhances.
        settings: With which settings.
        snapshot: Where a picture of the middle goes, original and enhanced side by side.

    Raises:
        LowlightError: One of them did not open. What had been opened is closed again, and nothing has been written
            under the final name.
    """
    # The enhancer first: a wrong model or device is found before any file is touched.
    with ExitStack() as opened:
        built = CurveEnhancer(enhancer)
        opened.callback(built.close)
        frames, sink = _open_pictures(source, writer) if _holds_pictures(source) else _open_video(source, writer)
        opened.pop_all()
        sinks = [sink]
        if snapshot is not None:
            sinks.append(SnapshotWriter(snapshot, (frames.info.frame_count or 0) // 2))
        return Pipeline(frames, built, sinks, settings)


def _holds_pictures(source: Path) -> bool:
    if not source.exists():
        raise SourceOpenError(f"There is no file {source}.", hint="Check the name and the folder.")
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
    if source.is_dir():
        if target.exists() and not target.is_dir():
            raise SinkOpenError(f"{target} is a file.", hint="A folder of pictures gives a folder: name one with -o.")
        originals = find_pictures(source)
        targets = [target / original.name for original in originals]
    else:
        originals = [source]
        targets = [target / source.name if target.is_dir() else target]
    sink = PictureWriter(
        dict(enumerate(zip(originals, targets, strict=True))),
        overwrite=writer.overwrite,
        with_original=writer.side_by_side,
    )
    return PictureReader(originals), sink
