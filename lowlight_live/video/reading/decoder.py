"""Decodes a stream to its very last frame, over damaged places too."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from lowlight_live.errors import DecodeError

_READ_ERRORS_IN_A_ROW = 64
"""So many packets unreadable in a row, and the rest of the file is given up: nothing is read for ever."""


class Decoder:
    """Iterates over the decoded frames of one stream, and counts what could not be had.

    Attributes:
        announced: Frames the container's index names; 0 where it has none.
        delivered: Frames decoded.
        damaged: Packets that could not be read or decoded.
        discarded: Packets that the edit list says not to show.
    """

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        self._container = container
        self._stream = stream
        # Where an edit list trims the clip, `frames` counts what is in the file and the index what is left of it. A
        # fragmented file's index grows while it is read, and its `frames` is 0.
        self.announced = min(stream.frames, len(stream.index_entries))
        self.delivered = 0
        self.damaged = 0
        self.discarded = 0

    @property
    def lost(self) -> int:
        """Announced frames that never came; right once the iteration has ended."""
        return max(0, self.announced - self.delivered - self.discarded)

    def __iter__(self) -> Generator[VideoFrame, None, None]:
        for packet in self._packets():
            self.discarded += packet.is_discard
            try:
                frames = packet.decode()
            except av.FFmpegError:
                self.damaged += 1
                continue
            self.delivered += len(frames)
            yield from frames
        yield from self._drain()

    def _packets(self) -> Iterator[Packet[VideoStream]]:
        """The packets up to the end of the file. A read error ends PyAV's generator: a new one goes on behind it."""
        packets = self._container.demux(self._stream)
        in_a_row = 0
        while in_a_row < _READ_ERRORS_IN_A_ROW:
            try:
                packet = next(packets, None)
            except av.error.InvalidDataError:
                self.damaged += 1
                in_a_row += 1
                packets = self._container.demux(self._stream)
                continue
            except av.FFmpegError as error:
                raise DecodeError(
                    f"{self._container.name} can no longer be read ({error.strerror}).",
                    hint="Check the disk or the network that the file is on.",
                ) from error
            if packet is None or (packet.size == 0 and packet.pts is None and packet.dts is None):
                return  # PyAV ends with empty packets that flush; `_drain` does that, in the error case too
            in_a_row = 0
            yield packet

    def _drain(self) -> Iterator[VideoFrame]:
        """The frames the decoder still holds: with frame threads and B-frames, dozens."""
        for _ in range(_READ_ERRORS_IN_A_ROW):
            try:
                frames = self._stream.decode(None)
            except av.error.EOFError:
                return
            except av.FFmpegError:
                self.damaged += 1
                continue
            self.delivered += len(frames)
            yield from frames
            return
