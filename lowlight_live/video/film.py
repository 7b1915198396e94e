"""What can be played: a video file or a picture, read from any moment on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

import av
from av.codec.context import ThreadType
from av.video.frame import VideoFrame

from lowlight_live.errors import SourceOpenError
from lowlight_live.frame import Frame
from lowlight_live.video.images import PICTURE_SUFFIXES, PictureReader
from lowlight_live.video.pixels.conversion import RgbConverter
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.reading.container import moving_pictures, open_input
from lowlight_live.video.reading.decoder import Decoder
from lowlight_live.video.reading.timestamps import Timestamps


class Film(Protocol):
    """Used from one thread, after it was opened in any."""

    @property
    def info(self) -> SourceInfo: ...

    @property
    def start_s(self) -> float:
        """The time of the first frame."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences about what is wrong with the file, as far as it was read. From any thread."""
        ...

    def frames_from(self, time_s: float) -> Iterator[Frame]:
        """The frame that is on the screen at this time of the file, and those after it. Ends an earlier iteration.

        Raises:
            SourceError: The file can no longer be read.
        """
        ...

    def close(self) -> None:
        """Release the file."""
        ...


def open_film(path: Path) -> Film:
    """Open a video or a picture.

    Raises:
        SourceOpenError: It cannot be opened.
    """
    if path.suffix.lower() in PICTURE_SUFFIXES and path.is_file():
        return StillPicture(path)
    return VideoFilm(path)


class _Decoded(NamedTuple):
    picture: VideoFrame
    pts: int
    time_s: float


class VideoFilm:
    """A video file. Where its index leads nowhere, it is read from its beginning.

    Args:
        path: Of the file.

    Raises:
        SourceOpenError: The file is not there, cannot be read, or holds no video that can be decoded.
    """

    def __init__(self, path: Path) -> None:
        reader = VideoReader(path)
        try:
            self.info = reader.info
            self._warnings = reader.warnings
            self.start_s = next(iter(reader)).time_s
        finally:
            reader.close()
        self._path = path
        self._to_rgb: RgbConverter | None = None
        self._open()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Those of the reader, and that places were damaged. How many cannot be said: a place may be read twice."""
        return self._warnings

    def frames_from(self, time_s: float) -> Iterator[Frame]:
        shown = None
        for decoded in self._decoded_around(time_s):
            if shown is not None and decoded.time_s > time_s:
                yield self._frame(shown)
            shown = decoded
        if shown is not None:
            yield self._frame(shown)

    def close(self) -> None:
        self._container.close()

    def _open(self) -> None:
        self._container = open_input(self._path)
        self._stream = moving_pictures(self._container, self._path)
        self._stream.thread_type = ThreadType.AUTO

    def _decoded_around(self, time_s: float) -> Iterator[_Decoded]:
        """From a frame on that is not later than this time, or else from the first."""
        if self._seek(time_s):
            frames = self._decoded()
            first = next(frames, None)
            if first is not None and first.time_s <= time_s:
                yield first
                yield from frames
                return
        self.close()
        self._open()
        yield from self._decoded()

    def _seek(self, time_s: float) -> bool:
        with suppress(av.FFmpegError):
            self._container.seek(round(time_s / self.info.time_base), stream=self._stream)
            return True
        return False

    def _decoded(self) -> Iterator[_Decoded]:
        decoder = Decoder(self._container, self._stream)
        name, from_start = self.info.name, None
        for picture, pts in Timestamps().pair(decoder):
            time_s = float(pts * self.info.time_base)
            from_start = time_s <= self.start_s if from_start is None else from_start
            if decoder.damaged:
                self._warn(f"Damaged places in {name} are skipped.")
            yield _Decoded(picture, pts, time_s)
        if decoder.damaged:
            self._warn(f"Damaged places in {name} are skipped.")
        elif from_start and decoder.lost:
            self._warn(
                f"{decoder.lost} of the {decoder.announced} frames that {name} announces are missing: "
                "the file is cut off or damaged."
            )

    def _warn(self, sentence: str) -> None:
        if sentence not in self._warnings:
            self._warnings = (*self._warnings, sentence)

    def _frame(self, decoded: _Decoded) -> Frame:
        if self._to_rgb is None:
            self._to_rgb = RgbConverter(decoded.picture)
        return Frame(self._to_rgb(decoded.picture), decoded.pts, self.info.time_base, color=self._to_rgb.color)


class StillPicture:
    """A picture, as a film of one frame.

    Args:
        path: Of the file.

    Raises:
        SourceOpenError: It is not a picture that can be read.
    """

    def __init__(self, path: Path) -> None:
        reader = PictureReader([path])
        frame = next(iter(reader), None)
        self.warnings = reader.warnings
        reader.close()
        if frame is None:
            raise SourceOpenError(f"{path.name} holds no picture.", hint="Choose another file.")
        self._frame = frame
        height, width = frame.rgb.shape[:2]
        self.info = SourceInfo(path.name, height, width, frame.time_base, frame_count=1, color=frame.color)
        self.start_s = 0.0

    def frames_from(self, time_s: float) -> Iterator[Frame]:
        yield self._frame

    def close(self) -> None:
        """Nothing is held open."""
