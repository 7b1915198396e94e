"""What the pipeline asks of whatever delivers frames and of whatever takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
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


class SourceState(StrEnum):
    """What a live source is doing."""

    LIVE = "live"
    """New pictures come."""
    STALLED = "stalled"
    """The camera is open and gives no new picture: it hangs, or repeats its last one."""
    LOST = "lost"
    """The camera is gone; it is opened again after a pause."""
    RECONNECTING = "reconnecting"
    """The camera is being opened again."""


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """Where a live source stands.

    Attributes:
        state: What it is doing.
        since_s: Monotonic time in seconds at which that began.
        delivered: New pictures that came out of it.
        repeated: Frames that showed the last picture again.
        dropped: New pictures that nobody took before the next one came.
        reconnections: How often the camera was found again after a loss.
        fps: New pictures a second that the camera gave over the last seconds, dropped ones included.
        requested_fps: What was asked for; None where nothing was.
        granted: What the camera really gives: "1280x720 MJPG 30 fps".
        reason: Why it is not live; empty while it is.
    """

    state: SourceState
    since_s: float
    delivered: int = 0
    repeated: int = 0
    dropped: int = 0
    reconnections: int = 0
    fps: float = 0.0
    requested_fps: float | None = None
    granted: str = ""
    reason: str = ""


class LiveSource(Source, Protocol):
    """A source that cannot wait for its consumer, and that outlives a camera that goes away for a while.

    A frame's pts counts from the first frame's capture in ticks of 1/90000 s of the monotonic clock. While no new
    picture comes, the last one is yielded again, `held`, with the present time, a few times a second; the first new
    one after such a gap carries `discontinuity`. A frame of another size is yielded as it comes, with `discontinuity`.
    """

    @property
    def status(self) -> LiveStatus:
        """Where the source stands now. From any thread."""
        ...

    def stop(self) -> None:
        """End the iteration soon, whatever the camera or its driver is doing. From any thread."""
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
