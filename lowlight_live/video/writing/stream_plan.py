"""What becomes of one stream that is not the main video: copied as it is, converted, or left out with a sentence."""

from __future__ import annotations

import io
from collections.abc import Collection
from fractions import Fraction
from pathlib import Path

import av
from av.bitstream import BitStreamFilterContext
from av.container import OutputContainer
from av.packet import Packet
from av.stream import AttachmentStream, DataStream, Stream
from av.subtitles.stream import SubtitleStream
from av.video.stream import VideoStream

from lowlight_live.video.reading.container import is_still, open_input

_TEXT_SUBTITLES = {"subrip", "srt", "ass", "ssa", "mov_text", "webvtt", "text"}
_SUBTITLES_OF = {"mp4": "mov_text", "mov": "mov_text", "matroska": "subrip"}
"""The text subtitles that players of the format show; the others of `_TEXT_SUBTITLES` are converted to them."""

_OF_THE_FILE = {"encoder", "software", "major_brand", "minor_version", "compatible_brands", "duration"}
"""Metadata that describes the file it stands in, and is written anew."""


class StreamCopy:
    """Takes the packets of one stream into the output as they are.

    Attributes:
        retimed: Packets whose time was not later than that of the packet before; MP4 cannot hold that.
        damaged: Packets that could not be brought into the form the output wants, and were left out.
    """

    def __init__(self, source: Stream, target: Stream) -> None:
        self.source = source
        self.target = target
        self.retimed = 0
        self.damaged = 0
        self._last_dts: int | None = None
        self._filter = _form_filter(source)
        target.disposition = source.disposition
        copy_metadata(source.metadata, target.metadata)

    def mux(self, packet: Packet[Stream], output: OutputContainer) -> None:
        """Write one packet, or count it as damaged. The output's header is written already.

        Raises:
            av.FFmpegError: It could not be written.
        """
        try:
            formed = self._form(packet)
        except av.FFmpegError:  # of any kind: nothing in there touches a file, so it is the packet's own fault
            self.damaged += 1
            return
        for ready in formed:
            ready.stream = self.target
            if ready.dts is None:
                ready.dts = ready.pts
            self._keep_in_order(ready)
            output.mux_one(ready)

    def _form(self, packet: Packet[Stream]) -> list[Packet[Stream]]:
        """What the output is to get for a packet of the source."""
        return [packet] if self._filter is None else self._filter.filter(packet)

    def _keep_in_order(self, packet: Packet[Stream]) -> None:
        """Move a packet that comes too early by one tick of the output behind the packet before it."""
        tick = self.target.time_base
        if packet.dts is None or tick is None:
            return
        dts = round(packet.dts * packet.time_base / tick)
        if self._last_dts is not None and dts <= self._last_dts:
            self.retimed += 1
            dts = self._last_dts + 1
            pts = dts if packet.pts is None else round(packet.pts * packet.time_base / tick)
            duration = round((packet.duration or 0) * packet.time_base / tick)
            packet.time_base = tick
            packet.dts, packet.pts, packet.duration = dts, max(dts, pts), duration
        self._last_dts = dts


def _form_filter(source: Stream) -> BitStreamFilterContext | None:
    """AAC in transport streams has a header before every packet, which MP4 and Matroska keep once.

    FFmpeg would see to it by itself, but not with `delay_moov`.
    """
    context = source.codec_context
    if context is None or context.name != "aac" or context.extradata:
        return None
    return BitStreamFilterContext("aac_adtstoasc", source)


class SubtitleConversion(StreamCopy):
    """Takes text subtitles into the output in the format's own kind.

    Args:
        source: Its decoder is open.
        target: Of one of the kinds in `_SUBTITLES_OF`.
    """

    def __init__(self, source: SubtitleStream, target: SubtitleStream) -> None:
        super().__init__(source, target)
        self._decoder = source.codec_context
        self._encoder = target.codec_context
        self._encoder.subtitle_header = self._decoder.subtitle_header  # the styles; no text encoder opens without
        self._encoder.time_base = source.time_base or Fraction(1, 1000)

    def _form(self, packet: Packet[Stream]) -> list[Packet[Stream]]:
        subtitle = self._decoder.decode2(packet)
        if subtitle is None or len(subtitle) == 0:
            return []
        converted = self._encoder.encode_subtitle(subtitle)
        converted.time_base = packet.time_base
        converted.pts, converted.dts, converted.duration = packet.pts, packet.pts, packet.duration
        return super()._form(converted)


def plan_stream(source: Stream, output: OutputContainer, path: Path) -> StreamCopy | str | None:
    """Add a stream to the output, if it can hold it.

    Args:
        source: Of the file at `path`.
        output: Without a header yet.
        path: Of the source.

    Returns:
        The copy to give the packets to; a sentence for the user if the stream is left out; None if it is taken care
        of without packets.
    """
    form = output.format.name
    if isinstance(source, DataStream) and _is_told_otherwise(source):
        return None
    if isinstance(source, VideoStream) and is_still(source) and form == "matroska":
        return _attach_picture(source, output, path)
    if isinstance(source, SubtitleStream) and _is_text(source) and not _can_hold(source, form):
        try:
            source.codec_context.open(strict=False)
        except av.FFmpegError as error:
            return f"{_name(source)} was left out: it cannot be decoded ({error.strerror})."
        target = output.add_stream(_SUBTITLES_OF[form])
        assert isinstance(target, SubtitleStream)  # noqa: S101  # the table names subtitle encoders only
        return SubtitleConversion(source, target)
    if isinstance(source, VideoStream) and not is_still(source):
        return f"{_name(source)} was left out: one video is enhanced, and it is another."
    no_cover = form == "mov" and isinstance(source, VideoStream)  # its header takes it, and then it is not there
    if no_cover or not _can_hold(source, form):
        better = "" if form == "matroska" else " Choose .mkv as output to keep it."
        return f"{_name(source)} was left out: the output's format cannot hold it.{better}"
    target_stream = output.add_stream_from_template(source, opaque=True)
    return None if isinstance(source, AttachmentStream) else StreamCopy(source, target_stream)


def copy_metadata(source: dict[str, str], target: dict[str, str], *, only: Collection[str] = ()) -> None:
    """Copy what is said of the content, and not what is said of the file; `only` narrows it to some keys."""
    target.update(
        (key, value)
        for key, value in source.items()
        if key.lower().split("-")[0] not in _OF_THE_FILE and (not only or key.lower() in only)
    )


def _can_hold(source: Stream, form: str) -> bool:
    """Whether a format can hold a stream, found out by writing a header: lists and tables of codecs do not agree."""
    try:
        with av.open(io.BytesIO(), "w", format=form) as trial:
            trial.add_stream_from_template(source, opaque=True)
            trial.start_encoding()
    except (ValueError, av.FFmpegError):
        return False
    return True


def _is_told_otherwise(source: DataStream) -> bool:
    """Whether the output gets what the stream says from elsewhere: a time code or chapter titles, from metadata."""
    is_chapter_text = source.name == "bin_data" and bool(source.container.chapters())
    return "timecode" in source.metadata or is_chapter_text


def _is_text(source: SubtitleStream) -> bool:
    return source.codec_context is not None and source.codec_context.codec.name in _TEXT_SUBTITLES


def _attach_picture(source: VideoStream, output: OutputContainer, path: Path) -> str | None:
    """Matroska keeps a cover as an attached file, which has to be there before the header."""
    kinds = {"mjpeg": ("cover.jpg", "image/jpeg"), "png": ("cover.png", "image/png")}
    if source.name not in kinds:
        return f"{_name(source)} was left out: Matroska holds covers as JPEG or PNG only."
    with open_input(path) as again:
        packet = next(again.demux(again.streams[source.index]))
        output.add_attachment(*kinds[source.name], bytes(packet))
    return None


def _name(source: Stream) -> str:
    """A stream as people know it: kind, number, codec, language."""
    kind = {"audio": "Sound", "subtitle": "Subtitle", "video": "Video", "attachment": "Attached file"}.get(source.type)
    name = source.name if source.codec_context is not None else None  # PyAV has none to give where nothing decodes
    codec = f" ({name})" if name else ""
    language = f" in {source.language}" if source.language not in (None, "und") else ""
    return f"{kind or source.type.capitalize()} stream {source.index}{codec}{language}"
