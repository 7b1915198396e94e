"""A plain transcode of a film: what a file costs that is not enhanced, for the benchmark to compare with."""

from __future__ import annotations

from pathlib import Path

import av
from av.video.frame import PictureType
from av.video.stream import VideoStream

from lowlight_live.errors import SourceError
from lowlight_live.video.writer import WriterSpec
from lowlight_live.video.writing.encoders import encoder_for


def transcode(source: Path, spec: WriterSpec) -> None:
    """Decode and encode with FFmpeg's own threads, copy the sound; no picture leaves FFmpeg.

    Args:
        source: A film in 8-bit 4:2:0 of even height and width, with or without sound.
        spec: Where to and how to encode, as `VideoWriter` would; what is there already is replaced.

    Raises:
        SourceError: FFmpeg cannot read it, or cannot write it so.
    """
    try:
        _transcode(source, spec)
    except av.FFmpegError as error:
        reason = error.strerror or str(error)
        raise SourceError(f"{source.name} cannot be transcoded ({reason}).", hint="Try another film.") from error


def _transcode(source: Path, spec: WriterSpec) -> None:
    encoder = encoder_for(spec.codec)
    with av.open(str(source)) as reading, av.open(str(spec.path), "w") as writing:
        picture = reading.streams.video[0]
        picture.thread_type = "AUTO"
        out = writing.add_stream(encoder.name, rate=picture.average_rate)
        assert isinstance(out, VideoStream)  # noqa: S101  the table holds video encoders only
        out.width, out.height, out.pix_fmt = picture.width, picture.height, encoder.pixel_format
        if picture.time_base is not None:
            out.codec_context.time_base = picture.time_base
        out.options = dict(encoder.options(spec.crf, spec.preset))
        copied = {sound.index: writing.add_stream_from_template(sound) for sound in reading.streams.audio}
        for packet in reading.demux([picture, *reading.streams.audio]):
            if packet.stream is picture:
                for frame in picture.decode(packet):
                    frame.pict_type = PictureType.NONE  # the source's own choice of key frames is not the encoder's
                    writing.mux(out.encode(frame))
            elif packet.dts is not None:
                packet.stream = copied[packet.stream.index]
                writing.mux(packet)
        writing.mux(out.encode(None))
