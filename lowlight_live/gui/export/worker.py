"""The process that exports one film for the window: `python -m lowlight_live.gui.export.worker`; see `orders`.

A process and not a thread, because an encoder or a driver that crashes takes no window with it, because the window
never waits for the interpreter's lock, and because a process can be ended at any moment on every system.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lowlight_live.frame import Frame
from lowlight_live.gui.background.orders import Order, OrdersTaken, serve, tell
from lowlight_live.gui.storage.presets import settings_from
from lowlight_live.pipeline import Pipeline
from lowlight_live.video.protocols import Source, SourceInfo

_REFRESH_S = 0.2


class _Ended(Exception):
    """The export is to end before its pipeline runs."""


@dataclass
class _Pausable:
    """A source whose frames wait while the export is paused; all that comes after it then waits for frames."""

    source: Source
    orders: OrdersTaken

    @property
    def info(self) -> SourceInfo:
        return self.source.info

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.source.warnings

    def __iter__(self) -> Iterator[Frame]:
        for frame in self.source:
            self.orders.wait_while_paused()
            yield frame

    def close(self) -> None:
        self.source.close()


def export(order: Order, orders: OrdersTaken) -> None:
    """Do one export: `opened` when it begins, `search`, `survey` and `progress` on the way, `done` when it is complete.

    Where an earlier attempt at the same export ended it goes on; `opened` then says at which second of the film.

    Raises:
        LowlightError: It failed; a part file that plays stays where frames were written.
    """
    try:
        pipeline = _open(order, orders)
    except _Ended:
        return
    orders.when_stopped(pipeline.abort)
    from lowlight_live.video.resuming.resumed import ResumedReader, frames_done

    source = pipeline.source
    pipeline.source = _Pausable(source, orders)
    total = pipeline.source.info.frame_count
    (sink,) = pipeline.sinks
    place_s = source.seam_s if isinstance(source, ResumedReader) else None
    part = str(sink.part) if sink.part is not None else None
    tell("opened", part=part, total=total, frames=frames_done(source, 0), goes_on_at_s=place_s)
    with pipeline:
        while not pipeline.wait(_REFRESH_S):
            stats = pipeline.stats()
            tell("progress", frames=frames_done(source, stats.written), total=total, fps=round(stats.fps, 2))
    if orders.stopped.is_set():
        return
    stats = pipeline.stats()
    frames = frames_done(source, stats.written)
    tell("done", frames=frames, elapsed_s=round(stats.elapsed_s, 2), warnings=list(pipeline.warnings))


def _open(order: Order, orders: OrdersTaken) -> Pipeline:
    # Only now: what was ordered during these seconds is heard.
    from lowlight_live.enhance.curve_enhancer import EnhancerSpec
    from lowlight_live.session import open_files
    from lowlight_live.video.writer import WriterSpec

    told_at = time.monotonic()

    def on_frame(event: str, **content: int | None) -> None:
        nonlocal told_at
        orders.wait_while_paused()
        if orders.stopped.is_set():
            raise _Ended
        if time.monotonic() - told_at >= _REFRESH_S:
            told_at = time.monotonic()
            tell(event, **content)

    def on_survey(frames: int, total: int | None) -> None:
        on_frame("survey", frames=frames, total=total)

    def on_search(frames: int) -> None:
        on_frame("search", frames=frames)

    options = order["options"]
    return open_files(
        Path(order["source"]),
        WriterSpec(
            Path(order["target"]),
            codec=options["codec"],
            crf=options["crf"],
            overwrite=order["overwrite"],
            side_by_side=options["side_by_side"],
        ),
        EnhancerSpec(model=options["model"], device=options["device"], threads=options["threads"]),
        settings_from(order["settings"]),
        on_survey=on_survey if options["two_pass"] else None,
        on_search=on_search,
    )


if __name__ == "__main__":
    sys.exit(serve(export))
