"""Reads a video file: every frame it holds, upright, in full-range RGB, with its own timestamp."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
from av.codec.context import ThreadType
from av.codec.hwaccel import HWAccel
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from lowlight_live.errors import SourceOpenError
from lowlight_live.frame import Frame
from lowlight_live.video.pixels.conversion import RgbConverter
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.reading.container import moving_pictures, open_input
from lowlight_live.video.reading.cut_off import missing_share
from lowlight_live.video.reading.decoder import Decoder
from lowlight_live.video.reading.timestamps import Timestamps

_FASTEST = 480
"""Frames a second that no camera's file has on average."""


class VideoReader:
    """A `Source` for a video file.

    Opening decodes the first frame: only that tells size, colour and rotation for certain, and a file that cannot be
    decoded is refused at once.

    Args:
        path: Of the file.
        acceleration: Hardware that is known to decode it, see `hardware.find_hardware`.

    Raises:
        SourceOpenError: The file is not there, cannot be read, or holds no video that can be decoded.
    """

    def __init__(self, path: Path, acceleration: HWAccel | None = None) -> None:
        self._warnings: list[str] = []
        self._timestamps = Timestamps()
        self._container = open_input(path, acceleration)
        try:
            stream = moving_pictures(self._container, path)
            stream.thread_type = ThreadType.AUTO  # frame threads delay the first frame: right for a file
            self._decoder = Decoder(self._container, stream)
            self._frames = iter(self._decoder)
            first = next(self._frames, None)
            if first is None:
                raise SourceOpenError(
                    f"No frame of {path.name} could be decoded.", hint="The file is damaged; copy it again if you can."
                )
            self._timed = self._timestamps.pair(chain([first], self._frames))
            self._to_rgb = RgbConverter(first)
            self._end = None if stream.duration is None else (stream.start_time or 0) + stream.duration
            self._info = _describe(path.name, self._container, stream, self._to_rgb)
        except BaseException:
            self._container.close()
            raise
        self._warnings += self._to_rgb.warnings
        if missing := missing_share(path):
            self._warnings.append(
                f"The last {max(1, round(missing * 100))} % of {path.name} are missing: the file is cut off."
            )
        if first.interlaced_frame:
            self._warnings.append(f"{path.name} is interlaced; the lines of both fields are treated as one picture.")

    @property
    def info(self) -> SourceInfo:
        return self._info

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(self._warnings)

    def first_pts(self) -> int:
        """The pts of the first frame; call it before any is passed over or delivered.

        Raises:
            DecodeError: The file can no longer be read at all.
        """
        first = next(self._timed)
        self._timed = chain([first], self._timed)
        return first[1]

    def pass_over(self, wanted: Callable[[int], bool]) -> Iterator[int]:
        """Decode the next frames without delivering them; call it before the iteration, and from the same thread.

        Args:
            wanted: Whether a frame of this pts is to be passed over; the first that is not will be delivered.

        Yields:
            The pts of each frame that was passed over.

        Raises:
            DecodeError: The file can no longer be read at all.
        """
        for picture, pts in self._timed:
            if not wanted(pts):
                self._timed = chain([(picture, pts)], self._timed)
                return
            yield pts

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames. Call it once, from one thread.

        Raises:
            DecodeError: The file can no longer be read at all; a damaged place is skipped and told in `warnings`.
        """
        current = next(self._timed, None)
        while current is not None:
            following = next(self._timed, None)
            decoded, pts = current
            yield Frame(
                rgb=self._to_rgb(decoded),
                pts=pts,
                time_base=self._info.time_base,
                duration=following[1] - pts if following is not None else self._last_duration(decoded, pts),
                captured_at=time.monotonic(),
                color=self._to_rgb.color,
            )
            current = following
        self._report_losses()

    def close(self) -> None:
        self._frames.close()
        self._container.close()

    def _last_duration(self, decoded: VideoFrame, pts: int) -> int:
        """How long the last frame stays: to the end of the stream. The decoder tells the distance in decoding order."""
        if self._end is not None and self._end > pts and self._decoder.lost == 0:
            return self._end - pts
        return max(0, decoded.duration)

    def _report_losses(self) -> None:
        name = self._info.name
        lost, damaged = self._decoder.lost, self._decoder.damaged
        if lost:
            self._warnings.append(
                f"{lost} of the {self._decoder.announced} frames that {name} announces are missing: "
                "the file is cut off or damaged."
            )
        elif damaged:
            self._warnings.append(f"{damaged} damaged places in {name} were skipped.")
        if self._timestamps.repaired:
            self._warnings.append(
                f"{self._timestamps.repaired} frames of {name} had a missing timestamp or one out of order; "
                "they were given the time of their turn."
            )
        if self._to_rgb.resized:
            self._warnings.append(
                f"The picture of {name} changes its size; all frames are scaled to {self._info.width} x "
                f"{self._info.height}, the size of the first."
            )


def _describe(name: str, container: InputContainer, stream: VideoStream, to_rgb: RgbConverter) -> SourceInfo:
    height, width = to_rgb.orientation.size(*to_rgb.coded_size)
    time_base = stream.time_base or Fraction(1, av.time_base)
    duration_s: float | None = None
    if stream.duration is not None:
        duration_s = float(stream.duration * time_base)
    elif container.duration is not None:
        duration_s = container.duration / av.time_base
    rate = stream.average_rate or stream.guessed_rate or None
    if rate and rate > _FASTEST and stream.guessed_rate:
        # A Matroska file with a variable rate gives the finest of its steps as its average.
        rate = stream.guessed_rate
    frame_count = stream.frames or (round(duration_s * rate) if duration_s and rate else None)
    return SourceInfo(
        name=name,
        height=height,
        width=width,
        time_base=time_base,
        frame_rate=rate,
        frame_count=frame_count,
        duration_s=duration_s,
        pixel_aspect=to_rgb.orientation.pixel_aspect(stream.sample_aspect_ratio or Fraction(1)),
        color=to_rgb.color,
    )
