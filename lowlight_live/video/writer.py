"""Writes a video file that keeps the source's timing, colour and other streams, and that survives a crash."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.codec.context import Flags, ThreadType
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from lowlight_live.errors import EncodeError, SinkError, SinkOpenError, SourceError
from lowlight_live.frame import ColorInfo, Frame, FramePair, Rgb
from lowlight_live.video.color import swscale_range, writable
from lowlight_live.video.conversion import YuvConverter
from lowlight_live.video.encoders import Encoder, encoder_for
from lowlight_live.video.geometry import even
from lowlight_live.video.mp4_index import correct_index
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.streams import OtherStreams
from lowlight_live.video.target import FORMATS, crash_safe_options, format_for, hint_for, part_path

VIDEO_SUFFIXES = frozenset(FORMATS)
"""Endings of file names that a film can be written under, in lower case."""

_MOST_THREADS = 6
"""x264 holds back a frame for each thread, besides the ten it looks ahead: with 24 threads more than a second of film
would be lost with a killed program. Six encode 1080p many times faster than it is enhanced."""

_LARGEST_TIMESCALE = 2**31 - 1
_RATE_WHERE_UNKNOWN = Fraction(30)


@dataclass(frozen=True, slots=True)
class WriterSpec:
    """What to write where.

    Attributes:
        path: Of the finished film; its ending chooses the format: .mp4, .m4v, .mov or .mkv.
        codec: One of `encoders.ENCODERS`.
        crf: Constant rate factor, or what the encoder has in its place: 0 is the best, 51 the worst.
        preset: The encoder's own name for how hard it tries; "" for a quick one.
        overwrite: Replace a film that is there already.
        copy_streams_from: The source file, whose sound, subtitles, chapters and metadata come along.
        side_by_side: Write the original left of the enhanced picture.
    """

    path: Path
    codec: str = "libx264"
    crf: int = 18
    preset: str = ""
    overwrite: bool = False
    copy_streams_from: Path | None = None
    side_by_side: bool = False


class VideoWriter:
    """A `Sink` for a video file.

    Until `finish` the film stands beside its final name as `.NAME.part.EXT`, written in fragments: whatever happens
    to the process, all but about the last second of it can be played.

    Args:
        spec: What to write where.
        info: Of the source: size, time base, pixel aspect, colour.

    Raises:
        SinkOpenError: The file may not be written, its format is not known, or the encoder does not work.
    """

    def __init__(self, spec: WriterSpec, info: SourceInfo) -> None:
        form = format_for(spec.path, overwrite=spec.overwrite, source=spec.copy_streams_from)
        encoder = encoder_for(spec.codec)
        height, width = info.height, info.width * (2 if spec.side_by_side else 1)
        self._spec = spec
        self._part = part_path(spec.path)
        self._warnings: list[str] = []
        if height % 2 or width % 2:
            self._warnings.append(
                f"The odd size of {width} x {height} became {even(width)} x {even(height)}: "
                "the last row or column is repeated."
            )
        color = writable(info.color, info.height)
        self._to_yuv = YuvConverter(color, even(height), even(width), encoder.pixel_format)
        self._clock = _Clock(info)
        self._is_mp4 = form in ("mp4", "mov")
        self._frames = 0
        self._failed = self._done = False
        self._others: OtherStreams | None = None
        self._output = av.open(str(self._part.absolute()), "w", format=form, metadata_errors="replace")
        try:
            self._video = self._add_video(encoder, info, color, even(height), even(width))
            if spec.copy_streams_from is not None:
                self._others = OtherStreams(spec.copy_streams_from, self._output, self._video)
            self._set_options(form, info)
            self._output.start_encoding()
        except av.FFmpegError as error:
            self._abandon()
            raise SinkOpenError(
                f"{spec.path} cannot be written: {error.strerror}.", hint=hint_for(error.errno, spec.path)
            ) from error
        except SourceError as error:
            self._abandon()
            raise SinkOpenError(f"Sound and subtitles cannot be copied. {error}", hint=error.hint) from error

    @property
    def warnings(self) -> tuple[str, ...]:
        return (*self._warnings, *(self._others.warnings if self._others is not None else ()))

    @property
    def part(self) -> Path:
        """Where the film stands until `finish`."""
        return self._part

    def write(self, pair: FramePair) -> None:
        frame = self._to_yuv(_picture(pair, side_by_side=self._spec.side_by_side))
        frame.time_base = self._clock.time_base
        frame.pts, frame.duration = self._clock.time(pair.enhanced)
        with self._reporting():
            self._mux(self._video.encode(frame))
        self._frames += 1

    def finish(self) -> None:
        """Complete the film and give it its name.

        Raises:
            SinkError: It could not be completed; what there is stands in the part file.
        """
        if self._frames == 0:
            raise EncodeError(f"{self._spec.path.name} was not written: no frame arrived.")
        with self._reporting():
            self._mux(self._video.encode(None))
            if self._others is not None:
                self._others.copy_rest()
            self._output.close()
        self._done = True
        try:
            self._complete()
        except OSError as error:
            raise SinkError(
                f"{self._spec.path.name} could not be completed: {error.strerror}.",
                hint=f"{hint_for(error.errno, self._spec.path)} The film is in {self._part}.",
            ) from error
        except SourceError as error:
            raise SinkError(f"{self._part} cannot be read again: {error}", hint=error.hint) from error

    def close(self) -> None:
        if self._others is not None:
            self._others.close()
        if self._done:
            return
        self._done = True
        if self._frames == 0:
            self._abandon()
        elif self._failed:
            with suppress(av.FFmpegError):  # reported already; the fragments up to there stay
                self._output.close()
        else:
            try:
                self._mux(self._video.encode(None))
                self._output.close()
            except av.FFmpegError as error:
                self._warnings.append(f"The last second of {self._part} could not be written: {error.strerror}.")

    def _add_video(self, encoder: Encoder, info: SourceInfo, color: ColorInfo, height: int, width: int) -> VideoStream:
        # The rate is for the encoder to share out its bits by; what times a frame is its pts in the time base.
        stream = self._output.add_stream(
            encoder.name,
            rate=info.frame_rate or _RATE_WHERE_UNKNOWN,
            options=encoder.options(self._spec.crf, self._spec.preset),
        )
        assert isinstance(stream, VideoStream)  # noqa: S101  # the table of encoders holds no others
        context = stream.codec_context
        context.height, context.width = height, width
        context.pix_fmt = encoder.pixel_format
        if self._is_mp4 and encoder.mp4_tag:
            context.codec_tag = encoder.mp4_tag
        context.sample_aspect_ratio = info.pixel_aspect
        context.time_base = info.time_base
        context.flags |= Flags.frame_duration  # the last frame has no successor to tell how long it stays
        context.thread_type = ThreadType.AUTO  # PyAV's default slices every frame, which costs quality
        context.thread_count = min(_MOST_THREADS, os.cpu_count() or 1)
        context.colorspace, context.color_primaries, context.color_trc = color.matrix, color.primaries, color.transfer
        context.color_range = swscale_range(color)
        return stream

    def _set_options(self, form: str, info: SourceInfo) -> None:
        """Tell FFmpeg how to write the file, now that all streams are known."""
        options = crash_safe_options(form, subtitles=bool(self._output.streams.subtitles))
        if self._is_mp4:
            options = options | {"movie_timescale": str(_movie_timescale(self._output, self._video))}
        if "frag_keyframe" in options.get("movflags", ""):
            self._video.codec_context.gop_size = max(1, round(info.frame_rate or _RATE_WHERE_UNKNOWN))  # a second
        self._output.container_options.update(options)

    def _mux(self, packets: Iterable[Packet[VideoStream]]) -> None:
        for packet in packets:
            if self._others is not None and packet.dts is not None:
                self._others.copy_until(packet.dts * packet.time_base)
            self._output.mux_one(packet)

    def _complete(self) -> None:
        """Everything is written: correct it, look whether all is there, and give it its name."""
        path, part = self._spec.path, self._part
        if self._is_mp4:
            correct_index(part, self._clock.length_s)
        if self._others is not None:
            self._others.compare(part)
        if path.exists() and not self._spec.overwrite:
            raise SinkError(f"{path} appeared in the meantime and was left alone.", hint=f"The film is in {part}.")
        part.replace(path)

    def _abandon(self) -> None:
        """Leave no trace of a film that has no frame."""
        if self._others is not None:
            self._others.close()
        with suppress(av.FFmpegError):  # why it cannot be written is reported already, or nothing was to be written
            self._output.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Raise what FFmpeg raises as our own."""
        try:
            yield
        except av.FFmpegError as error:
            self._failed = True
            raise EncodeError(
                f"Writing {self._spec.path.name} failed: {error.strerror}.",
                hint=f"{hint_for(error.errno, self._spec.path)} What was written is in {self._part}.",
            ) from error


class _Clock:
    """Times every frame in one time base, each later than the one before, each with a duration."""

    def __init__(self, info: SourceInfo) -> None:
        self.time_base = info.time_base
        self._starts_at_zero = info.live  # a camera's clock started when the machine did
        self._offset = 0
        self._last: int | None = None
        rate = info.frame_rate or _RATE_WHERE_UNKNOWN
        self._first = self._end = 0
        self._usual_duration = max(1, round(1 / (rate * info.time_base)))

    def time(self, frame: Frame) -> tuple[int, int]:
        """The frame's pts and duration, in `time_base`.

        Raises:
            ValueError: It is not later than the frame before.
        """
        same_base = frame.time_base == self.time_base
        pts = frame.pts if same_base else round(frame.pts * frame.time_base / self.time_base)
        duration = frame.duration if same_base else round(frame.duration * frame.time_base / self.time_base)
        if self._last is None:
            self._offset = pts if self._starts_at_zero else 0
            self._first = pts - self._offset
        elif pts - self._offset <= self._last:
            raise ValueError(f"frame at {pts} ticks is not later than the one before: frames come in order of time")
        else:
            self._usual_duration = pts - self._offset - self._last
        self._last = pts = pts - self._offset
        self._end = pts + (duration or self._usual_duration)
        return pts, self._end - pts

    @property
    def length_s(self) -> Fraction:
        """From the start of the first frame to the end of the last."""
        return (self._end - self._first) * self.time_base


def _movie_timescale(output: OutputContainer, video: VideoStream) -> int:
    """Ticks a second for the times at which the streams of an MP4 start.

    By default they are rounded to milliseconds, which shifts a stream that does not start at zero.
    """
    rates = [video.codec_context.time_base.denominator]
    rates += [sound.sample_rate for sound in output.streams.audio if sound.sample_rate]
    exact = math.lcm(*rates)
    return exact if exact <= _LARGEST_TIMESCALE else max(rates)


def _picture(pair: FramePair, *, side_by_side: bool) -> Rgb:
    """What is to be seen: the enhanced frame, or the original left of it."""
    if not side_by_side:
        return pair.enhanced.rgb
    return np.concatenate((pair.original.rgb, pair.enhanced.rgb), axis=1)
