"""What a later run keeps of a part file, packet by packet."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.packet import Packet
from av.video.stream import VideoStream

from lowlight_live.video.reading.container import moving_pictures, open_input
from lowlight_live.video.resuming.nal_units import NAL_CODECS, parameter_sets, with_start_codes


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
        if self.codec not in NAL_CODECS:
            return encoder_header in self.header
        needed = parameter_sets(encoder_header, self.codec)
        return bool(needed) and all(unit in self.header for unit in needed)

    def packets(self) -> Generator[Packet[VideoStream], None, None]:
        """The packets in their order, with the pts that the encoder gave them and without a dts.

        Raises:
            SourceError: The file can no longer be read.
            av.FFmpegError: Likewise.
        """
        with open_input(self.part) as film:
            video = moving_pictures(film, self.part)
            for _, packet in zip(self.times, whole_packets(film.demux(video), self.codec), strict=False):
                assert packet.pts is not None  # noqa: S101  `whole_packets` ends at one without
                data = bytes(packet)
                formed = with_start_codes(data) if self.codec in NAL_CODECS else data
                copy = cast("Packet[VideoStream]", Packet(formed))
                copy.is_keyframe = packet.is_keyframe
                copy.time_base, copy.pts, copy.dts = self.time_base, packet.pts - self.shift, None
                copy.duration = packet.duration
                yield copy


def rescaled(time: int, time_base: Fraction, ticks: Fraction) -> int:
    """A time in another time base, rounded as FFmpeg does: to the nearest, a half away from zero."""
    exact = time * time_base / ticks
    size = int(abs(exact) + Fraction(1, 2))
    return size if exact >= 0 else -size


def whole_packets(packets: Iterator[Packet[VideoStream]], codec: str) -> Iterator[Packet[VideoStream]]:
    """Those up to the first that is not whole."""
    while True:
        try:
            packet = next(packets, None)
        except av.FFmpegError:
            return
        if packet is None or not packet.size or packet.pts is None or packet.is_corrupt or packet.is_discard:
            return
        if codec in NAL_CODECS and not with_start_codes(bytes(packet)):
            return
        yield packet
