"""Copies everything of a source file but its main video into another: sound, subtitles, cover, chapters, metadata.

The source is opened a second time and read along with the video, so memory stays flat however long the film is.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Generator
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Discard, Stream
from av.video.stream import VideoStream

from lowlight_live.errors import DecodeError
from lowlight_live.video.reading.container import moving_pictures, open_input
from lowlight_live.video.writing.stream_plan import StreamCopy, copy_metadata, plan_stream

_VIDEO_METADATA = frozenset({"language", "title", "handler_name", "timecode", "creation_time"})
"""What stays true of the main video after it was encoded anew; sizes, rates and encoder names do not."""


class OtherStreams:
    """Plans the other streams of a source into an output, then copies their packets in step with the video.

    Args:
        path: The source file.
        output: Has its main video stream, and no header yet. All streams are planned here, before the first frame:
            what the format cannot hold is found now and not after two hours.
        video: The output's main video stream.

    Raises:
        SourceError: The source cannot be opened or read.
    """

    def __init__(self, path: Path, output: OutputContainer, video: VideoStream) -> None:
        self.warnings: list[str] = []
        self._name = path.name
        self._output = output
        self._copies: dict[int, StreamCopy] = {}
        self._input = open_input(path)
        try:
            main = moving_pictures(self._input, path)
            copy_metadata(main.metadata, video.metadata, only=_VIDEO_METADATA)
            copy_metadata(self._input.metadata, output.metadata)
            self._metadata = dict(output.metadata)
            output.set_chapters(self._input.chapters())
            self._chapters = len(self._input.chapters())
            for stream in self._input.streams:
                if stream.index != main.index:
                    self._plan(stream, path)
            for stream in self._input.streams:
                if stream.index not in self._copies:
                    stream.discard = Discard.all  # spares reading the video twice, where the format allows
            self._packets = self._read()
            self._next = next(self._packets, None)
        except BaseException:
            self._input.close()
            raise

    def copy_until(self, time_s: Fraction) -> None:
        """Write the packets that come before a moment of the video.

        Raises:
            av.FFmpegError: They could not be written.
            DecodeError: The source can no longer be read.
        """
        while self._next is not None and _start_s(self._next) <= time_s:
            self._copy(self._next)

    def copy_rest(self, stop: threading.Event) -> None:
        """Write what is left: sound often lasts longer than the picture, by hours if need be.

        Args:
            stop: Ends it early when set.

        Raises:
            av.FFmpegError: It could not be written.
            DecodeError: The source can no longer be read.
        """
        while self._next is not None and not stop.is_set():
            self._copy(self._next)
        damaged = sum(copy.damaged for copy in self._copies.values())
        if damaged:
            self.warnings.append(f"{damaged} damaged packets of sound or subtitles were left out.")
        retimed = sum(copy.retimed for copy in self._copies.values())
        if retimed:
            self.warnings.append(f"{retimed} packets of sound or subtitles had no later time than the one before.")

    def compare(self, written: Path) -> None:
        """Find out which of the source's metadata the finished file has not kept, and say so.

        Formats differ in what they can name, and no table says in what: reading the file again does.
        """
        with open_input(written) as film:
            kept = {key.lower() for key in film.metadata}
            chapters = len(film.chapters())
            languages = Counter(stream.language for stream in film.streams)
        lost = [key for key in self._metadata if key.lower() not in kept]
        if lost:
            better = "" if written.suffix.lower() == ".mkv" else " (.mkv keeps them)"
            self.warnings.append(f"Metadata that {written.suffix} does not keep{better}: {', '.join(lost)}.")
        wanted = Counter(copy.source.language for copy in self._copies.values() if copy.source.language != "und")
        unnamed = sorted(language for language in (wanted - languages) if language is not None)
        if unnamed:
            self.warnings.append(f"{written.suffix} cannot name these languages of streams: {', '.join(unnamed)}.")
        if chapters < self._chapters:
            self.warnings.append(f"{self._chapters - chapters} chapters were not kept.")

    def close(self) -> None:
        self._next = None
        self._packets.close()
        self._input.close()

    def _plan(self, stream: Stream, path: Path) -> None:
        plan = plan_stream(stream, self._output, path)
        if isinstance(plan, str):
            self.warnings.append(plan)
        elif plan is not None:
            self._copies[stream.index] = plan

    def _copy(self, packet: Packet[Stream]) -> None:
        self._next = None  # else a packet would come twice after one behind it could not be read
        self._copies[packet.stream_index].mux(packet, self._output)
        self._next = next(self._packets, None)

    def _read(self) -> Generator[Packet[Stream], None, None]:
        if not self._copies:
            return
        try:
            for packet in self._input.demux([copy.source for copy in self._copies.values()]):
                if packet.size or packet.pts is not None:  # PyAV ends with an empty packet a stream
                    yield packet
        except av.error.InvalidDataError:
            self.warnings.append(f"{self._name} is damaged or cut off; sound and subtitles end where it does.")
        except av.FFmpegError as error:
            raise DecodeError(
                f"{self._name} can no longer be read ({error.strerror}).",
                hint="Check the disk or the network that the file is on.",
            ) from error


def _start_s(packet: Packet[Stream]) -> Fraction:
    """When to write a packet; one without a time (a cover) at once."""
    time = packet.dts if packet.dts is not None else packet.pts
    return Fraction(-1) if time is None else time * packet.time_base
