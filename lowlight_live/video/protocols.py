"""What the pipeline asks of whatever delivers frames and of whatever takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from lowlight_live.frame import ColorInfo, Frame, FramePair


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of a source before its first frame.

    Attributes:
        name: For people: a file name, a camera's name.
        height: Of the upright picture, in pixels; 0 where every frame may have another (a folder of pictures).
        width: Likewise.
        time_base: Seconds a tick of the frames' pts.
        frame_rate: Average frames a second, to size things by; never to compute a time from. None where unknown.
        frame_count: Frames announced; an estimate. None where unknown.
        duration_s: Seconds announced; an estimate. None where unknown.
        pixel_aspect: Width of a pixel over its height, of the upright picture.
        color: What the source's samples mean.
        live: Frames come at their own pace and are lost when nobody takes them.
    """

    name: str
    height: int
    width: int
    time_base: Fraction
    frame_rate: Fraction | None = None
    frame_count: int | None = None
    duration_s: float | None = None
    pixel_aspect: Fraction = Fraction(1)
    color: ColorInfo = field(default_factory=ColorInfo)
    live: bool = False


class Source(Protocol):
    """Delivers frames in the order of presentation, from one thread.

    Opened by its constructor, which raises `SourceOpenError`. Iterated once.
    """

    @property
    def info(self) -> SourceInfo: ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences about what was lost or could not be kept; complete once the iteration has ended."""
        ...

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames.

        Raises:
            SourceError: Frames can no longer be had.
        """
        ...

    def close(self) -> None:
        """Release the file or device. Closing twice is harmless."""
        ...


class Sink(Protocol):
    """Takes frames in the order of presentation, from one thread.

    Opened by its constructor, which raises `SinkOpenError`.
    """

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences about what could not be kept; complete once `finish` has returned."""
        ...

    @property
    def part(self) -> Path | None:
        """The file that holds what was written while the result is not complete; None where there is none."""
        ...

    def write(self, pair: FramePair) -> None:
        """Take one frame.

        Raises:
            SinkError: It could not be encoded or written.
        """
        ...

    def finish(self) -> None:
        """All frames are in: complete the result and put it under its final name.

        Raises:
            SinkError: The result could not be completed.
        """
        ...

    def abort(self) -> None:
        """Let a `finish` that is under way, or comes, give up soon: the result stays incomplete. From any thread."""
        ...

    def close(self) -> None:
        """Release the file or device, once and always. Without `finish` what was written so far stays usable."""
        ...
