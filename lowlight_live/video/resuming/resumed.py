"""A film whose first frames an earlier run has made already: those are passed over, the rest is delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from lowlight_live.errors import DecodeError
from lowlight_live.frame import Frame
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.resuming.kept_part import Kept, rescaled

WARM_UP_S = 2.0
"""So long before the seam frames are delivered again, at least: what follows from frame to frame needs some."""


@dataclass
class ResumedReader:
    """A `Source` that delivers a film from shortly before the place where an earlier run ended.

    The file is decoded from its beginning, which takes a small part of the time that enhancing takes, and finds each
    frame at its exact time also where its index or its timestamps are wrong.

    Attributes:
        reader: Opened, and closed with this.
        kept: Of the earlier run.
        warm_up_s: The last frames that are there already, for so long, are delivered all the same.
        passed_over: Frames that were not delivered.
    """

    reader: VideoReader
    kept: Kept
    warm_up_s: float = WARM_UP_S
    passed_over: int = field(default=0, init=False)

    @property
    def info(self) -> SourceInfo:
        return self.reader.info

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.reader.warnings

    @property
    def frames_there(self) -> int:
        """How many frames the earlier run made."""
        return len(self.kept.times)

    @property
    def seam_s(self) -> float:
        """How long what is there already lasts."""
        times = self.kept.times
        return float((times[-1] - times[0]) * self.kept.time_base)

    def pass_over(self, on_frame: Callable[[], None]) -> bool:
        """Pass over the frames that are there; call it before the iteration.

        Args:
            on_frame: Called after each of them.

        Returns:
            Whether they are the source's frames, so far. If not, the earlier run's part is no use.

        Raises:
            DecodeError: The file can no longer be read.
        """
        ticks, times = self.kept.time_base, self.kept.times
        begin = times[-1] - round(Fraction(self.warm_up_s) / ticks)
        for pts in self.reader.pass_over(lambda pts: rescaled(pts, self.info.time_base, ticks) < begin):
            if rescaled(pts, self.info.time_base, ticks) != times[self.passed_over]:
                return False
            self.passed_over += 1
            on_frame()
        return True

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames; see `Source`.

        Raises:
            DecodeError: The file can no longer be read, or its frames are not those of the earlier run.
        """
        frames = iter(self.reader)
        there = self.kept.times[self.passed_over :]
        for time, frame in zip(there, frames, strict=False):
            if rescaled(frame.pts, frame.time_base, self.kept.time_base) != time:
                raise DecodeError(
                    f"The frames of {self.kept.part.name} are not those of {self.info.name}.",
                    hint="Delete that file and begin again.",
                )
            yield frame
        yield from frames

    def close(self) -> None:
        self.reader.close()


def frames_done(source: object, written: int) -> int:
    """How many frames of a film are made.

    Args:
        source: Of the pipeline that makes it; any.
        written: Frames that have gone through that pipeline. What is delivered again of those that were there counts
            for nothing.
    """
    if not isinstance(source, ResumedReader):
        return written
    return max(source.frames_there, source.passed_over + written)
