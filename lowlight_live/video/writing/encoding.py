"""Sets up the encoder of a film that begins."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from av.codec.context import Flags, ThreadType
from av.container import OutputContainer
from av.video.stream import VideoStream

from lowlight_live.cores import for_the_encoder
from lowlight_live.frame import ColorInfo
from lowlight_live.video.pixels.color import swscale_range
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.target import crash_safe_options
from lowlight_live.video.writing.clock import RATE_WHERE_UNKNOWN
from lowlight_live.video.writing.encoders import Encoder

_LARGEST_TIMESCALE = 2**31 - 1
_MP4_FORMS = ("mp4", "mov")


@dataclass(frozen=True, slots=True)
class Coding:
    """How the pictures of a film are encoded.

    Attributes:
        encoder: That does it.
        crf: See `writer.WriterSpec`.
        preset: Likewise.
        height: In pixels, even.
        width: Likewise.
        color: What the samples mean.
        info: Of the source: frame rate, time base, pixel aspect.
        form: FFmpeg's name of the file's format.
    """

    encoder: Encoder
    crf: int
    preset: str
    height: int
    width: int
    color: ColorInfo
    info: SourceInfo
    form: str

    @property
    def is_mp4(self) -> bool:
        """MP4, or QuickTime, which has the same index."""
        return self.form in _MP4_FORMS

    @property
    def rate(self) -> Fraction:
        """Frames a second, for the encoder to share out its bits by; what times a frame is its pts in the time base."""
        return self.info.frame_rate or RATE_WHERE_UNKNOWN

    def add_video(self, output: OutputContainer) -> VideoStream:
        """Add the stream for the pictures to a file that begins."""
        options = self.encoder.options(self.crf, self.preset)
        stream = output.add_stream(self.encoder.name, rate=self.rate, options=options)
        assert isinstance(stream, VideoStream)  # noqa: S101  # the table of encoders holds no others
        context, color = stream.codec_context, self.color
        context.height, context.width = self.height, self.width
        context.pix_fmt = self.encoder.pixel_format
        if self.is_mp4 and self.encoder.mp4_tag:
            context.codec_tag = self.encoder.mp4_tag
        context.sample_aspect_ratio = self.info.pixel_aspect
        context.time_base = self.info.time_base
        context.flags |= Flags.frame_duration  # the last frame has no successor to tell how long it stays
        context.thread_type = ThreadType.AUTO  # PyAV's default slices every frame, which costs quality
        context.thread_count = for_the_encoder()
        context.colorspace, context.color_primaries, context.color_trc = color.matrix, color.primaries, color.transfer
        context.color_range = swscale_range(color)
        return stream

    def set_options(self, output: OutputContainer, video: VideoStream) -> None:
        """Tell FFmpeg how to write the file, when all streams are known."""
        options = crash_safe_options(self.form, subtitles=bool(output.streams.subtitles))
        if self.is_mp4:
            options = options | {"movie_timescale": str(_movie_timescale(output, video))}
        if "frag_keyframe" in options.get("movflags", ""):
            video.codec_context.gop_size = max(1, round(self.rate))  # a second
        output.container_options.update(options)


def _movie_timescale(output: OutputContainer, video: VideoStream) -> int:
    """Ticks a second for the times at which the streams of an MP4 start.

    By default they are rounded to milliseconds, which shifts a stream that does not start at zero.
    """
    rates = [video.codec_context.time_base.denominator]
    rates += [sound.sample_rate for sound in output.streams.audio if sound.sample_rate]
    exact = math.lcm(*rates)
    return exact if exact <= _LARGEST_TIMESCALE else max(rates)
