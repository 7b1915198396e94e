"""A stream from the network, or a camera that OpenCV cannot open, through FFmpeg with as little delay as it allows."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Iterator

import av
from av.codec.context import Flags, ThreadType
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from lowlight_live.errors import SourceLost, SourceOpenError
from lowlight_live.video.live.addresses import shown
from lowlight_live.video.live.device import Grant, Picture, Wish, granted
from lowlight_live.video.pixels.conversion import RgbConverter

SCHEMES = ("http", "https", "rtsp", "rtsps", "rtmp", "rtmps", "rtp", "srt", "tcp", "udp")
"""What may stand before ://. FFmpeg knows others, which read files or run things together."""

_OPEN_WITHIN_S = 4.0
_READ_WITHIN_S = 3.0
_DAMAGED_AT_MOST = 64

_LOW_DELAY = {"flags": "low_delay", "analyzeduration": "1000000", "fpsprobesize": "0"}
"""The rate is not waited for: we measure it. Without `fflags=nobuffer`, which is often recommended: it throws away what
was read to learn what the stream is, its first key frame too, and the next may be ten seconds off. What is kept instead
we take at once, and only the newest picture of it is shown."""

_OF_SCHEME = {"rtsp": {"rtsp_transport": "tcp"}, "rtsps": {"rtsp_transport": "tcp"}}
"""Over UDP a lost packet tears the picture, and firewalls let nothing through."""

_DEVICE_FORMATS = {"linux": "v4l2", "win32": "dshow", "darwin": "avfoundation"}


class PyavStream:
    """A `Device` over FFmpeg.

    Args:
        place: What FFmpeg opens.
        name: For people.
        wish: How a camera is wanted.
        kind: FFmpeg's name for the kind of device; None for a stream.
        options: For FFmpeg.

    Raises:
        SourceOpenError: It does not open, or gives no video.
    """

    def __init__(
        self,
        place: str,
        name: str,
        wish: Wish,
        kind: str | None = None,
        options: dict[str, str] | None = None,
    ) -> None:
        self._name = name
        # No colour, size or rotation is known for certain before the first picture.
        self._to_rgb: RgbConverter | None = None
        self._ready: deque[tuple[VideoFrame, float]] = deque()
        options = _LOW_DELAY | (options or {})
        timeout = (_OPEN_WITHIN_S, _READ_WITHIN_S)
        try:
            self._container = av.open(place, "r", kind, options, metadata_errors="replace", timeout=timeout)
        except (av.FFmpegError, ValueError) as error:  # ValueError: this FFmpeg has no such format
            raise SourceOpenError(
                f"{name} did not open ({_reason(error)}).", hint="Check the address, and that the camera is on."
            ) from _without_address(error)
        try:
            stream = self._container.streams.best("video")
            if not isinstance(stream, VideoStream) or stream.codec_context is None:
                raise SourceOpenError(f"{name} holds no video that can be decoded.", hint="Check the address.")
            stream.thread_type = ThreadType.SLICE  # frame threads hold a picture back for every thread
            stream.codec_context.flags |= Flags.low_delay
            self._stream = stream
            self._packets = self._container.demux(stream)
            self._grant = self._describe(wish, promised=kind is not None)
        except BaseException:
            self._container.close()
            raise

    @property
    def grant(self) -> Grant:
        return self._grant

    def read(self) -> Picture:
        """Wait for the next picture.

        Raises:
            SourceError: The stream has ended or stopped, or cannot be decoded.
        """
        while not self._ready:
            self._decode_some()
        decoded, captured_at = self._ready.popleft()
        if self._to_rgb is None or self._to_rgb.coded_size != (decoded.height, decoded.width):
            self._to_rgb = RgbConverter(decoded)
        return Picture(self._to_rgb(decoded), captured_at, self._to_rgb.color)

    def close(self) -> None:
        self._container.close()

    def _decode_some(self) -> None:
        damaged = 0
        for packet in self._arrivals():
            captured_at = time.monotonic()
            try:
                frames = packet.decode()
            except av.FFmpegError:
                frames, damaged = [], damaged + 1
            if frames:
                self._ready.extend((frame, captured_at) for frame in frames)
                return
            if damaged > _DAMAGED_AT_MOST:
                break
        raise SourceLost(f"{self._name} ended." if damaged <= _DAMAGED_AT_MOST else f"{self._name} cannot be decoded.")

    def _arrivals(self) -> Iterator[Packet[VideoStream]]:
        """The packets as they come; damage is skipped."""
        for _ in range(_DAMAGED_AT_MOST):
            try:
                for packet in self._packets:
                    if packet.size == 0 and packet.pts is None and packet.dts is None:
                        return  # PyAV ends with an empty packet
                    yield packet
            except av.error.InvalidDataError:
                self._packets = self._container.demux(self._stream)
                continue
            except av.FFmpegError as error:
                raise SourceLost(f"{self._name} was lost ({_reason(error)}).") from _without_address(error)
            return

    def _describe(self, wish: Wish, *, promised: bool) -> Grant:
        context = self._stream.codec_context
        # Of a stream FFmpeg guesses it: 25 for Motion JPEG, 60 for the H.264 of a camera that gives 30.
        rate = self._stream.average_rate if promised else None
        fps = float(rate) if rate else 0.0
        return granted(self._name, wish, context.height, context.width, context.name, fps)


def open_stream(url: str, wish: Wish) -> PyavStream:
    """Open a stream from the network.

    Raises:
        SourceOpenError: It does not open.
    """
    scheme = url.partition("://")[0].lower()
    return PyavStream(url, shown(url), wish, options=_OF_SCHEME.get(scheme))


def open_device(device: str, name: str, wish: Wish) -> PyavStream:
    """Open a camera of this machine.

    Args:
        device: A path on Linux, a name elsewhere.
        name: For people.
        wish: How it is wanted; what the camera has not got is refused by FFmpeg, so then it is asked for nothing.

    Raises:
        SourceOpenError: It does not open.
    """
    kind = _DEVICE_FORMATS.get(sys.platform)
    if kind is None:
        raise SourceOpenError(f"FFmpeg opens no cameras on {sys.platform}.", hint="Give the address of a stream.")
    place = f"video={device}" if kind == "dshow" else device
    asked = {}
    if wish.height and wish.width:
        asked["video_size"] = f"{wish.width}x{wish.height}"
    if wish.fps:
        asked["framerate"] = f"{wish.fps:g}"
    compressed = {"v4l2": {"input_format": "mjpeg"}, "dshow": {"vcodec": "mjpeg"}}.get(kind, {})
    attempts = [compressed | asked, asked, {}]
    for number, options in enumerate(attempts, 1):
        try:
            return PyavStream(place, name, wish, kind, options)
        except SourceOpenError:
            if number == len(attempts):
                raise
    raise AssertionError("unreachable")


def _reason(error: Exception) -> str:
    if isinstance(error, av.error.ExitError):
        return "no answer in time"
    return getattr(error, "strerror", None) or str(error)


def _without_address(error: Exception) -> Exception:
    """The error of FFmpeg, which names what it opened with its password; it is shown as the cause of ours."""
    if isinstance(error, av.FFmpegError):
        error.args = error.args[:2]
    return error
