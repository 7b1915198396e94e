"""Joins the frames of an earlier run and those of this one to one film, with the times of an unbroken run."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from fractions import Fraction

from av.packet import Packet
from av.video.stream import VideoStream

from lowlight_live.frame import Frame
from lowlight_live.video.resuming.kept_part import Kept, rescaled


class Seam:
    """What a writer needs of an earlier run's part: its packets, and the times of the packets that follow.

    The time at which a packet is decoded is the time at which another frame is shown, `Kept.delay` frames earlier. So
    it was before the seam, and so it goes on behind it: later from packet to packet, and never later than shown.

    Args:
        kept: Of the earlier run.
        video: The stream to write to; its container's header is written.
    """

    def __init__(self, kept: Kept, video: VideoStream) -> None:
        self.kept = kept
        self._video = video
        times, delay = kept.times, kept.delay
        ahead = [time - (times[delay] - times[0]) for time in times[:delay]]
        self._decoding = deque([*ahead, *times])

    @property
    def start_s(self) -> Fraction:
        """When the first frame is shown."""
        return self.kept.times[0] * self.kept.time_base

    @property
    def zero_s(self) -> Fraction:
        """The time that the format took for its zero. What was not later was the first thing in the file: Matroska
        counts from there, so it has to be the first again.
        """
        # The shift was rounded upwards.
        return min(Fraction(0), (1 - self.kept.shift) * self.kept.time_base)

    def holds(self, frame: Frame) -> bool:
        """Whether a frame is there from the earlier run."""
        return rescaled(frame.pts, frame.time_base, self.kept.time_base) <= self.kept.times[-1]

    def packets(self) -> Iterator[Packet[VideoStream]]:
        """The packets of the earlier run, ready to be written; once.

        Raises:
            SourceError: Its part can no longer be read.
            av.FFmpegError: Likewise.
        """
        for packet in self.kept.packets():
            packet.stream = self._video
            packet.dts = self._decoding.popleft()
            yield packet

    def note(self, pts: int, time_base: Fraction) -> None:
        """A frame goes to the encoder."""
        self._decoding.append(rescaled(pts, time_base, self.kept.time_base))

    def retime(self, packet: Packet[VideoStream]) -> None:
        """Give a packet of the encoder its time of decoding."""
        ticks, given = self.kept.time_base, packet.time_base
        assert packet.pts is not None  # noqa: S101  every encoder gives one
        pts, duration = rescaled(packet.pts, given, ticks), rescaled(packet.duration or 0, given, ticks)
        packet.time_base = ticks
        packet.pts, packet.dts, packet.duration = pts, min(self._decoding.popleft(), pts), duration
