"""Opens a video file, or says in one sentence why it cannot be opened."""

from __future__ import annotations

from pathlib import Path

import av
from av.codec.hwaccel import HWAccel
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from lowlight_live.errors import SourceOpenError
from lowlight_live.video.paths import CHECK_THE_NAME, answers_about
from lowlight_live.video.reading.cut_off import lacks_index

_STILLS = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
"""Pictures that travel as video streams: cover art and thumbnails."""

_TEXT = "tty"
"""FFmpeg draws any text as a film of a terminal."""


def open_input(path: Path, acceleration: HWAccel | None = None) -> InputContainer:
    """Open a file for reading.

    FFmpeg takes "name:rest" for a protocol and reads a pipe for ever, hence the absolute path and the check.

    Args:
        path: Of the file.
        acceleration: Hardware that is known to decode it.

    Raises:
        SourceOpenError: There is no such file, it may not be read, or it is no video file.
    """
    with answers_about(path, SourceOpenError):
        if path.is_dir():
            raise SourceOpenError(f"{path} is a folder, not a video file.", hint="Choose a file in it.")
        if not path.exists():
            raise SourceOpenError(f"There is no file {path}.", hint=CHECK_THE_NAME)
        if not path.is_file():
            raise SourceOpenError(f"{path} is not a regular file.", hint="Copy the video into a file first.")
        if path.stat().st_size == 0:
            raise SourceOpenError(f"{path} is empty.", hint="The recording or the copying of this file has failed.")
    try:
        container = av.open(str(path.absolute()), "r", metadata_errors="replace", hwaccel=acceleration)
    except av.error.PermissionError as error:
        raise SourceOpenError(f"{path} may not be read.", hint="Check the permissions of the file.") from error
    except av.FFmpegError as error:
        if lacks_index(path):
            raise SourceOpenError(
                f"{path.name} has no index (moov box): its recording or copying was cut off.",
                hint="Repair it with untrunc and an intact file of the same camera, or copy it again.",
            ) from error
        raise SourceOpenError(
            f"{path.name} is not a video file that can be read ({error.strerror}).",
            hint="If a video player opens it, convert it with FFmpeg or HandBrake first.",
        ) from error
    if container.format.name == _TEXT:
        container.close()
        raise SourceOpenError(f"{path.name} is a text, not a video.", hint="Choose a video file.")
    return container


def moving_pictures(container: InputContainer, path: Path) -> VideoStream:
    """The stream to enhance: of those that are no cover art, the default one, then the one with the most pixels.

    Raises:
        SourceOpenError: There is none, or none with a decoder.
    """
    moving = [stream for stream in container.streams.video if not stream.disposition & _STILLS]
    if not moving:
        held = ", ".join(sorted({stream.type for stream in container.streams})) or "nothing"
        raise SourceOpenError(f"{path.name} holds no video (it holds: {held}).", hint="Choose a file with a video.")
    # The stub does not say it, but a stream without a decoder has no codec context.
    decodable = [stream for stream in moving if stream.codec_context is not None]
    if not decodable:
        raise SourceOpenError(
            f"No decoder for the video in {path.name}.", hint="Convert it with FFmpeg or HandBrake to H.264 first."
        )
    return max(decodable, key=lambda s: (bool(s.disposition & Disposition.default), s.width * s.height, -s.index))


def is_still(stream: VideoStream) -> bool:
    """Whether the stream is a picture that travels as video: cover art, a thumbnail."""
    return bool(stream.disposition & _STILLS)
