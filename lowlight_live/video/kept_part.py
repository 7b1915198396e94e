"""Finds out how much of a part file a later run can keep, and reads it again packet by packet.

A film may be cut wherever all packets before are the film's first frames without a gap: nothing before such a place
needs anything behind it, and the encoder begins anew with a frame that needs nothing before it. In x264's order there
is such a place after every group of B-frames, so no key frame has to be waited for.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from typing import cast

import av
from av.codec.context import ThreadType
from av.packet import Packet
from av.video.stream import VideoStream

from lowlight_live.errors import SourceError
from lowlight_live.video.container import moving_pictures, open_input

_LEAST = 8
"""Frames that are worth keeping; more than any encoder reorders."""
_REORDERED_AT_MOST = 4
"""Frames by which packets are decoded before they are shown, where the format (Matroska) does not keep it."""
_NAL_CODECS = ("h264", "hevc")
_START_CODE = b"\0\0\0\1"
_SEI = {"h264": (6,), "hevc": (39, 40)}
"""What an encoder says of itself; no decoder needs it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The frames of a part file that a later run need not make again.

    Attributes:
        part: The file.
        times: When they are shown, in order, in ticks of `time_base`; as the encoder said it, without what the format
            added.
        time_base: Of the file's video, in seconds.
        delay: Frames by which packets are decoded before they are shown.
        shift: Ticks that the format added to all times: Matroska has none before zero.
        codec: FFmpeg's name of the decoder.
        header: The parameter sets, in the format's form.
    """

    part: Path
    times: tuple[int, ...]
    time_base: Fraction
    delay: int
    shift: int
    codec: str
    header: bytes

    def fits(self, encoder_header: bytes) -> bool:
        """Whether what a new encoder makes can be decoded by the same parameter sets.

        Args:
            encoder_header: The encoder's extradata.
        """
        if self.codec not in _NAL_CODECS:
            return encoder_header in self.header
        needed = [unit for unit in _units(encoder_header) if _kind(unit, self.codec) not in _SEI[self.codec]]
        return bool(needed) and all(unit in self.header for unit in needed)

    def packets(self) -> Generator[Packet[VideoStream], None, None]:
        """The packets in their order, with the pts that the encoder gave them and without a dts.

        Raises:
            SourceError: The file can no longer be read.
            av.FFmpegError: Likewise.
        """
        with open_input(self.part) as film:
            video = moving_pictures(film, self.part)
            for _, packet in zip(self.times, _whole_packets(film.demux(video), self.codec), strict=False):
                assert packet.pts is not None  # noqa: S101  `_whole_packets` ends at one without
                data = bytes(packet)
                formed = _with_start_codes(data) if self.codec in _NAL_CODECS else data
                copy = cast("Packet[VideoStream]", Packet(formed))
                copy.is_keyframe = packet.is_keyframe
                copy.time_base, copy.pts, copy.dts = self.time_base, packet.pts - self.shift, None
                copy.duration = packet.duration
                yield copy


def keepable(part: Path, first_pts: int, time_base: Fraction, on_frame: Callable[[], None]) -> Kept | None:
    """Look through a part for what can be kept of it; every frame of that was decoded without an error.

    Args:
        part: The file.
        first_pts: Of the source's first frame.
        time_base: Of the source.
        on_frame: Called after each frame.

    Returns:
        None where nothing worth keeping can be read.
    """
    try:
        with open_input(part) as film:
            video = moving_pictures(film, part)
            codec, ticks = video.codec_context.name, video.time_base
            header = bytes(video.codec_context.extradata or b"")
            marks = [(p.pts, p.dts, p.is_keyframe) for p in _whole_packets(film.demux(video), codec)]
    except (SourceError, av.FFmpegError):
        return None
    pts = [shown for shown, _, _ in marks if shown is not None]
    places = [place for place in _cuts(pts) if place >= _LEAST and not marks[place - 1][2]]
    if not places or ticks is None:
        return None
    decoded = _decoded(part, places[-1], on_frame)
    places = [place for place in places if place <= decoded]
    if not places:
        return None
    times = sorted(pts[: places[-1]])
    shift = times[0] - rescaled(first_pts, time_base, ticks)
    delay = max(_delay([dts for _, dts, _ in marks], times[0], codec), _needed_delay(pts[: places[-1]]))
    return Kept(part, tuple(time - shift for time in times), ticks, delay, shift, codec, header)


def rescaled(time: int, time_base: Fraction, ticks: Fraction) -> int:
    """A time in another time base, rounded as FFmpeg does: to the nearest, a half away from zero."""
    exact = time * time_base / ticks
    size = int(abs(exact) + Fraction(1, 2))
    return size if exact >= 0 else -size


def _whole_packets(packets: Iterator[Packet[VideoStream]], codec: str) -> Iterator[Packet[VideoStream]]:
    """Those up to the first that is not whole."""
    while True:
        try:
            packet = next(packets, None)
        except av.FFmpegError:
            return
        if packet is None or not packet.size or packet.pts is None or packet.is_corrupt or packet.is_discard:
            return
        if codec in _NAL_CODECS and not _with_start_codes(bytes(packet)):
            return
        yield packet


def _cuts(pts: list[int]) -> list[int]:
    """How many packets come before each place where the film may be cut, the longest last.

    A packet behind has to tell that no earlier frame is still to come.
    """
    latest_before = accumulate(pts[:-1], max)
    earliest_behind = list(accumulate(reversed(pts[1:]), min))[::-1]
    pairs = zip(latest_before, earliest_behind, strict=True)
    return [place for place, (before, behind) in enumerate(pairs, 1) if before < behind]


def _decoded(part: Path, packets: int, on_frame: Callable[[], None]) -> int:
    """How many frames of the first packets can be decoded, up to the first error."""
    frames = 0
    try:
        with open_input(part) as film:
            video = moving_pictures(film, part)
            video.thread_type = ThreadType.AUTO
            video.codec_context.options = {"err_detect": "explode"}
            for _, packet in zip(range(packets), film.demux(video), strict=False):
                for frame in packet.decode():
                    if frame.is_corrupt:
                        return frames
                    frames += 1
                    on_frame()
            for frame in video.decode(None):
                if frame.is_corrupt:
                    return frames
                frames += 1
                on_frame()
    except (SourceError, av.FFmpegError):
        pass
    return frames


def _delay(decoded: list[int | None], start: int, codec: str) -> int:
    """By how many frames the encoder let decoding begin before the first one is shown."""
    known = [time for time in decoded if time is not None]
    if len(known) == len(decoded):
        return sum(time < start for time in known)
    return _REORDERED_AT_MOST if codec in _NAL_CODECS else 0


def _needed_delay(pts: list[int]) -> int:
    """By how many frames decoding has to begin earlier, so that no frame is shown before it is decoded."""
    place = {time: index for index, time in enumerate(sorted(pts))}
    return max(index - place[time] for index, time in enumerate(pts))


def _with_start_codes(data: bytes) -> bytes:
    """The NAL units of a packet as an encoder delivers them, which formats take in; empty where it is damaged.

    Formats have the length of each unit before it, in four bytes as FFmpeg writes them.
    """
    units, position = [], 0
    while position < len(data):
        start = position + 4
        position = start + int.from_bytes(data[position:start], "big")
        if position > len(data) or position == start:
            return b""
        units.append(data[start:position])
    return b"".join(_START_CODE + unit for unit in units)


def _units(data: bytes) -> list[bytes]:
    """The NAL units of a header with start codes."""
    starts = [place for place in range(len(data) - 2) if data.startswith(b"\0\0\1", place)]
    return [data[start + 3 : end].rstrip(b"\0") for start, end in pairwise([*starts, len(data)])]


def _kind(unit: bytes, codec: str) -> int:
    return unit[0] & 0x1F if codec == "h264" else unit[0] >> 1 & 0x3F
