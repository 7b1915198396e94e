"""Small video files of every troublesome kind, made on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer, OutputContainer
from av.subtitles.subtitle import SubtitleSet
from av.video.reformatter import ColorRange
from av.video.stream import VideoStream

from lowlight_live.frame import FramePair, Rgb
from lowlight_live.video.pixels.color import SWSCALE_MATRIX
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.writer import VideoWriter, WriterSpec

RED = (200, 30, 40)
SAMPLE_RATE = 8000
MS = Fraction(1, 1000)
_PACKET = 400  # samples
_ASS_HEADER = (
    b"[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize\nStyle: Default,Arial,16\n\n"
    b"[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)


@dataclass(frozen=True)
class Clip:
    """What a clip is to be like; the frames are as many as `pts`."""

    pts: Sequence[int] = tuple(range(0, 20 * 512, 512))
    time_base: Fraction = Fraction(1, 12800)
    last_duration: int = 512
    height: int = 48
    width: int = 64
    color: tuple[int, int, int] | None = None  # None: every frame its own grey
    pixel_format: str = "yuv420p"
    matrix: int = 2
    transfer: int = 2
    primaries: int = 2
    color_range: int = 0
    coded_matrix: int = 6  # what the samples are really made with
    codec: str = "libx264"
    options: dict[str, str] = field(default_factory=lambda: {"preset": "veryfast", "crf": "10", "bf": "3"})
    pixel_aspect: Fraction = Fraction(1)
    rotation: int = 0
    hflip: bool = False
    sounds: Sequence[str] = ()  # languages
    sound_codec: str = "pcm_s16le"
    sound_start: Fraction = Fraction(0)
    sound_first: bool = False
    subtitles: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    chapters: Sequence[str] = ()
    cover: bool = False
    container_options: dict[str, str] = field(default_factory=lambda: {"movie_timescale": "90000"})


LONG = Clip(pts=tuple(range(0, 100 * 512, 512)), options={"preset": "veryfast", "crf": "10", "g": "10"})


def picture(height: int, width: int, index: int, color: tuple[int, int, int] | None = None) -> Rgb:
    """One colour, or a grey that tells the frame's index."""
    rgb = np.empty((height, width, 3), np.uint8)
    rgb[:] = color if color is not None else 16 + (index * 7) % 220
    return rgb


def quadrants(height: int, width: int) -> Rgb:
    """Red, green, blue and white, clockwise from the top left."""
    rgb = np.zeros((height, width, 3), np.uint8)
    rgb[: height // 2, : width // 2] = (200, 20, 20)
    rgb[: height // 2, width // 2 :] = (20, 200, 20)
    rgb[height // 2 :, width // 2 :] = (20, 20, 200)
    rgb[height // 2 :, : width // 2] = (220, 220, 220)
    return rgb


def make(path: Path, clip: Clip | None = None, pictures: Sequence[Rgb] | None = None) -> Path:
    """Write a clip with PyAV alone, none of our own code."""
    clip = clip or Clip()
    with av.open(str(path), "w", container_options=clip.container_options) as out:
        out.metadata.update(clip.metadata)
        sounds = []
        if clip.sound_first:
            sounds = _add_sounds(out, clip)
        video = _add_video(out, clip)
        sounds = sounds or _add_sounds(out, clip)
        subtitles = _add_subtitles(out, clip)
        cover = _add_cover(out) if clip.cover else None
        out.set_chapters([_chapter(index, title) for index, title in enumerate(clip.chapters)])
        out.start_encoding()
        if cover is not None:
            packet = av.Packet(_jpeg())
            packet.stream, packet.pts, packet.dts = cover, 0, 0
            packet.time_base = Fraction(1, 90000)
            out.mux(packet)
        for index, stream in enumerate(sounds):
            _write_sound(out, stream, clip, index)
        if subtitles is not None:
            _write_subtitles(out, subtitles)
        _write_video(out, video, clip, pictures)
    return path


def cut_short(path: Path) -> Path:
    """Leave the index at the beginning and two thirds of what it is an index of."""
    data = path.read_bytes()
    start = data.index(b"mdat")
    path.write_bytes(data[: start + (len(data) - start) * 2 // 3])
    return path


def transcode(source: Path, target: Path, **options: object) -> tuple[VideoReader, VideoWriter]:
    """Through our reader and writer, unchanged; both are closed when this returns."""
    reader = VideoReader(source)
    try:
        spec = WriterSpec(target, copy_streams_from=source, **options)  # type: ignore[arg-type]
        writer = VideoWriter(spec, reader.info)
        try:
            for frame in reader:
                writer.write(FramePair(frame, frame))
            writer.finish()
        finally:
            writer.close()
    finally:
        reader.close()
    return reader, writer


def times(path: Path) -> list[Fraction]:
    """The moments of the frames, decoded by PyAV alone."""
    with av.open(str(path)) as film:
        stream = _main_video(film)
        return [frame.pts * stream.time_base for frame in film.decode(stream)]


def sound_packets(path: Path, index: int = 0) -> list[tuple[Fraction, bytes]]:
    """Moment and bytes of every packet of one sound track."""
    with av.open(str(path)) as film:
        return [(p.pts * p.time_base, bytes(p)) for p in film.demux(film.streams.audio[index]) if p.size]


def subtitle_texts(path: Path) -> list[tuple[float, str]]:
    with av.open(str(path)) as film:
        stream = film.streams.subtitles[0]
        found = []
        for packet in film.demux(stream):
            if packet.size:
                found += [(float(packet.pts * packet.time_base), s.dialogue.decode()) for s in packet.decode()]
        return [(start, text) for start, text in found if text]


def _main_video(film: InputContainer) -> VideoStream:
    return next(stream for stream in film.streams.video if not stream.disposition & av.stream.Disposition.attached_pic)


def _add_video(out: OutputContainer, clip: Clip) -> VideoStream:
    stream = out.add_stream(clip.codec, rate=30, options=clip.options)
    context = stream.codec_context
    context.height, context.width, context.pix_fmt = clip.height, clip.width, clip.pixel_format
    context.time_base = clip.time_base
    context.flags |= av.codec.context.Flags.frame_duration
    context.colorspace, context.color_primaries, context.color_trc = clip.matrix, clip.primaries, clip.transfer
    context.color_range = clip.color_range
    context.sample_aspect_ratio = clip.pixel_aspect
    if clip.rotation or clip.hflip:
        stream.set_display_rotation(clip.rotation, hflip=clip.hflip)
    return stream


def _write_video(out: OutputContainer, stream: VideoStream, clip: Clip, pictures: Sequence[Rgb] | None) -> None:
    durations = [b - a for a, b in zip(clip.pts, clip.pts[1:], strict=False)] + [clip.last_duration]
    for index, (pts, duration) in enumerate(zip(clip.pts, durations, strict=True)):
        rgb = pictures[index] if pictures is not None else picture(clip.height, clip.width, index, clip.color)
        frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
        if not clip.pixel_format.startswith(("rgb", "bgr", "gbr")):
            frame = frame.reformat(
                format=clip.pixel_format,
                dst_colorspace=SWSCALE_MATRIX[clip.coded_matrix],
                src_color_range=ColorRange.JPEG,
                dst_color_range=clip.color_range or ColorRange.MPEG,
            )
        else:
            frame = frame.reformat(format=clip.pixel_format)
        frame.pts, frame.duration, frame.time_base = pts, duration, clip.time_base
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def _chapter(index: int, title: str) -> av.container.Chapter:
    start = index * 100
    return {"id": index, "start": start, "end": start + 100, "time_base": MS, "metadata": {"title": title}}


def _add_sounds(out: OutputContainer, clip: Clip) -> list[av.AudioStream]:
    streams = []
    for language in clip.sounds:
        stream = out.add_stream(clip.sound_codec, rate=SAMPLE_RATE)
        stream.codec_context.layout = "mono"
        stream.metadata["language"] = language
        streams.append(stream)
    return streams


def _write_sound(out: OutputContainer, stream: av.AudioStream, clip: Clip, index: int) -> None:
    """Noise as long as the pictures and a fifth of a second longer, as real recordings have it."""
    rng = np.random.default_rng(index)
    length_s = Fraction(clip.pts[-1] - clip.pts[0]) * clip.time_base + Fraction(1, 5)
    first = int(clip.sound_start * SAMPLE_RATE)
    kind = stream.codec_context.format.name
    size = stream.codec_context.frame_size or _PACKET
    for start in range(0, int(length_s * SAMPLE_RATE), size):
        samples = rng.integers(-8000, 8000, (1, size))
        array = {
            "s16": samples.astype(np.int16),
            "u8": (samples // 256 + 128).astype(np.uint8),
            "fltp": (samples / 32768).astype(np.float32),
        }[kind]
        frame = av.AudioFrame.from_ndarray(array, format=kind, layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, first + start, Fraction(1, SAMPLE_RATE)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def _add_subtitles(out: OutputContainer, clip: Clip) -> av.subtitles.stream.SubtitleStream | None:
    if not clip.subtitles:
        return None
    stream = out.add_stream(clip.subtitles)
    stream.codec_context.subtitle_header = _ASS_HEADER
    stream.codec_context.time_base = MS
    stream.metadata["language"] = "deu"
    return stream


def _write_subtitles(out: OutputContainer, stream: av.subtitles.stream.SubtitleStream) -> None:
    for index, text in enumerate((b"Guten Abend", b"Gute Nacht")):
        subtitle = SubtitleSet.create(b"%d,0,Default,,0,0,0,,%s" % (index, text), 0, 200)
        packet = stream.codec_context.encode_subtitle(subtitle)
        packet.stream, packet.time_base = stream, MS
        packet.pts = packet.dts = 100 + index * 300
        packet.duration = 200
        out.mux(packet)


def _add_cover(out: OutputContainer) -> av.stream.Stream:
    stream = out.add_mux_stream("mjpeg", width=16, height=16, time_base=Fraction(1, 90000))
    stream.disposition = av.stream.Disposition.attached_pic
    return stream


def _jpeg() -> bytes:
    context = av.CodecContext.create("mjpeg", "w")
    context.width = context.height = 16
    context.pix_fmt, context.time_base = "yuvj420p", Fraction(1, 25)
    frame = av.VideoFrame.from_ndarray(picture(16, 16, 0, RED)).reformat(format="yuvj420p")
    frame.pts = 0
    return b"".join(bytes(packet) for packet in context.encode(frame) + context.encode(None))


def open_files_in(folder: Path) -> list[str]:
    """Files of a folder that this process holds open, as far as the system tells."""
    handles = Path("/proc/self/fd")
    if not handles.is_dir():
        return []
    targets = [str(handle.readlink()) for handle in handles.iterdir() if handle.is_symlink() and handle.exists()]
    return [target for target in targets if Path(target).is_relative_to(folder)]
