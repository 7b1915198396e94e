"""Which video encoders work on this machine, and what each calls its quality and its speed.

FFmpeg lists an encoder because it was compiled in; whether there is a GPU and a driver behind it shows only when it
encodes a frame.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext

from lowlight_live.errors import SinkOpenError

Options = dict[str, str]

_PROBE_HEIGHT, _PROBE_WIDTH = 256, 256
"""Hardware encoders refuse small pictures: nvenc wants at least 145 x 49."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """An encoder that the writer knows how to set.

    Attributes:
        name: FFmpeg's.
        options: (crf, preset) → FFmpeg's options; preset "" means the quick one that suits enhancing.
        pixel_format: 4:2:0, 8 bit, as the encoder wants it.
        mp4_tag: What MP4 is to call the codec where FFmpeg's choice does not play on Apple's devices.
    """

    name: str
    options: Callable[[int, str], Options]
    pixel_format: str = "yuv420p"
    mp4_tag: str = ""


@dataclass(frozen=True, slots=True)
class EncoderProbe:
    """Whether an encoder works here; `reason` says why not."""

    name: str
    works: bool
    reason: str = ""


def _crf(quick_preset: str, **fixed: str) -> Callable[[int, str], Options]:
    return lambda crf, preset: {"crf": str(crf), "preset": preset or quick_preset, **fixed}


def _nvenc(crf: int, preset: str) -> Options:
    return {"rc": "vbr", "cq": str(crf), "b": "0", "preset": preset or "p4"}


def _quicksync(crf: int, preset: str) -> Options:
    return {"global_quality": str(crf), "preset": preset or "veryfast"}


def _amf(crf: int, preset: str) -> Options:
    return {"rc": "cqp", "qp_i": str(crf), "qp_p": str(crf), "quality": preset or "balanced"}


def _videotoolbox(crf: int, _preset: str) -> Options:
    return {"q:v": str(max(1, 100 - 2 * crf))}


ENCODERS: dict[str, Encoder] = {
    encoder.name: encoder
    for encoder in (
        Encoder("libx264", _crf("veryfast")),
        Encoder("libx265", _crf("veryfast", **{"x265-params": "log-level=error"}), mp4_tag="hvc1"),
        Encoder("libsvtav1", _crf("10")),
        Encoder("h264_nvenc", _nvenc),
        Encoder("hevc_nvenc", _nvenc, mp4_tag="hvc1"),
        Encoder("av1_nvenc", _nvenc),
        Encoder("h264_qsv", _quicksync, "nv12"),
        Encoder("hevc_qsv", _quicksync, "nv12", "hvc1"),
        Encoder("h264_amf", _amf),
        Encoder("hevc_amf", _amf, mp4_tag="hvc1"),
        Encoder("h264_videotoolbox", _videotoolbox),
        Encoder("hevc_videotoolbox", _videotoolbox, mp4_tag="hvc1"),
    )
}


FAMILIES = {
    "h264": ("h264_nvenc", "h264_qsv", "h264_amf", "h264_videotoolbox", "libx264"),
    "hevc": ("hevc_nvenc", "hevc_qsv", "hevc_amf", "hevc_videotoolbox", "libx265"),
    "av1": ("av1_nvenc", "libsvtav1"),
}
"""Encoders of one codec, hardware first."""


def encoder_for(name: str, preset: str = "") -> Encoder:
    """An encoder that has just proved that it works.

    Args:
        name: One of `ENCODERS`, or of `FAMILIES` for the first of those that works.
        preset: The encoder's own name for how hard it tries; "" for the usual one.

    Raises:
        SinkOpenError: There is none of that name, it does not work here, or it does not know the preset.
    """
    members = FAMILIES.get(name, (name,))
    # The last is the one that needs no hardware; where it fails too, its reason is told.
    name = next((member for member in members if probe_encoder(member).works), members[-1])
    probe = probe_encoder(name)
    if not probe.works:
        raise SinkOpenError(
            f"The encoder {name} does not work on this machine ({probe.reason}).",
            hint=f"These do: {', '.join(working_encoders())}.",
        )
    if preset and not probe_encoder(name, preset).works:
        raise SinkOpenError(
            f"The encoder {name} knows no preset {preset}.",
            hint="Leave the preset out, or choose one that it knows: ultrafast to veryslow for x264 and x265, "
            "0 to 13 for SVT-AV1, p1 to p7 for NVENC.",
        )
    return ENCODERS[name]


def probe_encoder(name: str, preset: str = "") -> EncoderProbe:
    """Find out whether an encoder works, by encoding one frame with it.

    Args:
        name: One of `ENCODERS`.
        preset: The encoder's own name for how hard it tries; "" for the usual one.
    """
    if name not in ENCODERS:
        return EncoderProbe(name, works=False, reason="its name is not known")
    encoder = ENCODERS[name]
    if name == "libsvtav1":
        os.environ.setdefault("SVT_LOG", "1")  # it prints twenty lines by itself; nothing but this keeps it to errors
    try:
        context = av.CodecContext.create(name, "w")
        assert isinstance(context, VideoCodecContext)  # noqa: S101  # the table holds video encoders only
        context.height, context.width = _PROBE_HEIGHT, _PROBE_WIDTH
        context.pix_fmt = encoder.pixel_format
        context.time_base = Fraction(1, 30)
        context.framerate = Fraction(30)
        context.options = encoder.options(23, preset)
        frame = av.VideoFrame(_PROBE_WIDTH, _PROBE_HEIGHT, encoder.pixel_format)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.pts = 0
        frame.time_base = context.time_base
        packets = context.encode(frame) + context.encode(None)
    except av.codec.codec.UnknownCodecError:
        return EncoderProbe(name, works=False, reason="not in this FFmpeg")
    except av.FFmpegError as error:
        return EncoderProbe(name, works=False, reason=error.strerror or str(error))
    return EncoderProbe(name, works=bool(packets), reason="" if packets else "it gave no data")


def working_encoders() -> tuple[str, ...]:
    """The names of the encoders that work on this machine, the preferred first."""
    return tuple(name for name in ENCODERS if probe_encoder(name).works)
