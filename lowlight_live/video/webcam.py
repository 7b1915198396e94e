"""Sends pictures through the encoder of a webcam or a call: what it does to noise is what an enhancer will meet."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from lowlight_live.errors import EncodeError
from lowlight_live.frame import ColorInfo, Rgb
from lowlight_live.video.pixels.conversion import RgbConverter, YuvConverter
from lowlight_live.video.pixels.geometry import even
from lowlight_live.video.writing.encoders import encoder_for

CODEC = "libx264"


def through_webcam(pictures: Sequence[Rgb], *, frame_rate: Fraction, kbps: int) -> tuple[Rgb, ...]:
    """Encode and decode pictures with an x264 that must keep to a rate and may not look ahead.

    Args:
        pictures: At least one; all of one size.
        frame_rate: Pictures a second.
        kbps: Thousands of bits a second.

    Returns:
        As many new pictures; the same ones on every call.

    Raises:
        SinkOpenError: x264 does not work on this machine.
        EncodeError: It failed.
    """
    encoder_for(CODEC)
    try:
        return _through_codec(pictures, frame_rate, kbps)
    except av.FFmpegError as error:
        message = f"Encoding as a webcam does at {kbps} kbit/s failed: {error.strerror}."
        raise EncodeError(message, hint="Try another rate.") from error


def _through_codec(pictures: Sequence[Rgb], frame_rate: Fraction, kbps: int) -> tuple[Rgb, ...]:
    height, width = pictures[0].shape[:2]
    color = ColorInfo()
    encoder = av.CodecContext.create(CODEC, "w")
    decoder = av.CodecContext.create("h264", "r")
    assert isinstance(encoder, VideoCodecContext)  # noqa: S101  both are video codecs
    assert isinstance(decoder, VideoCodecContext)  # noqa: S101
    encoder.height, encoder.width, encoder.pix_fmt = even(height), even(width), "yuv420p"
    encoder.time_base, encoder.framerate = 1 / frame_rate, frame_rate
    encoder.colorspace, encoder.color_primaries, encoder.color_trc = color.matrix, color.primaries, color.transfer
    encoder.bit_rate = kbps * 1000
    rate = {"maxrate": f"{kbps}k", "bufsize": f"{kbps // 2}k"}
    # One thread: with several, x264 shares out its bits as the threads happen to run.
    encoder.options = {"preset": "veryfast", "tune": "zerolatency", "threads": "1", "g": "60", **rate}
    to_yuv = YuvConverter(color, even(height), even(width), "yuv420p")
    packets = []
    for index, rgb in enumerate(pictures):
        frame = to_yuv(rgb)
        frame.pts, frame.time_base = index, encoder.time_base
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    decoded = [frame for packet in [*packets, None] for frame in decoder.decode(packet)]
    to_rgb = RgbConverter(decoded[0])
    return tuple(np.ascontiguousarray(to_rgb(frame)[:height, :width]) for frame in decoded)
