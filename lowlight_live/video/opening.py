"""Opens a film with the file that it becomes, from where an earlier run of the same ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from av.codec.hwaccel import HWAccel

from lowlight_live.video.reader import VideoReader
from lowlight_live.video.resuming.earlier import Earlier, earlier_parts
from lowlight_live.video.resuming.part_record import Run
from lowlight_live.video.resuming.resumed import WARM_UP_S, ResumedReader
from lowlight_live.video.target import format_for
from lowlight_live.video.writer import VideoWriter, WriterSpec


def open_video(
    source: Path,
    spec: WriterSpec,
    run: Run,
    on_search: Callable[[int], None] | None,
    *,
    warm_up_s: float = WARM_UP_S,
    acceleration: HWAccel | None = None,
) -> tuple[VideoReader | ResumedReader, VideoWriter]:
    """Open both.

    Args:
        source: The film to read; all its other streams come along.
        spec: What to write where.
        run: What makes another run the same.
        on_search: Go on where an earlier run ended, if one did; called while that place is looked for, with how many
            frames were looked at. None begins anew.
        warm_up_s: See `ResumedReader`.
        acceleration: See `VideoReader`.

    Raises:
        LowlightError: One of them did not open; then none is open.
    """
    looked_at = 0

    def on_frame() -> None:
        nonlocal looked_at
        looked_at += 1
        if on_search is not None:
            on_search(looked_at)

    with ExitStack() as opened:
        reader = opened.enter_context(closing(VideoReader(source, acceleration)))
        earlier = Earlier()
        if on_search is not None:
            format_for(spec.path, overwrite=spec.overwrite, source=source)  # before anything is looked for
            earlier = earlier_parts(spec.path, run, reader.first_pts(), reader.info.time_base, on_frame)
            opened.callback(earlier.close)
        writer = opened.enter_context(
            closing(VideoWriter(replace(spec, copy_streams_from=source), reader.info, run=run, earlier=earlier))
        )
        frames: VideoReader | ResumedReader = reader
        if writer.goes_on and earlier.kept is not None:
            frames = resumed = ResumedReader(reader, earlier.kept, warm_up_s)
            if not resumed.pass_over(on_frame):
                writer.begin_anew(f"{earlier.kept.part.name} has other frames than {source.name}: it is made anew.")
                frames = VideoReader(source, acceleration)
                reader.close()
        opened.pop_all()
        return frames, writer
