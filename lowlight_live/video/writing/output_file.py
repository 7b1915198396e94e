"""The file of a film while it is written, which plays up to where it was written whatever happens to the process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from lowlight_live.errors import EncodeError, SinkError, SinkOpenError, SourceError
from lowlight_live.video.resuming.earlier import Earlier
from lowlight_live.video.resuming.kept_part import Kept
from lowlight_live.video.resuming.part import Part
from lowlight_live.video.resuming.part_record import Run
from lowlight_live.video.resuming.seam import Seam
from lowlight_live.video.target import hint_for
from lowlight_live.video.writing.encoding import Coding
from lowlight_live.video.writing.mp4_index import correct_index
from lowlight_live.video.writing.streams import OtherStreams

_GRACE_S = 0.5
"""So long, and for one packet more, an interrupted film waits for the frames that the encoder holds back: at x264's
slow presets 60 of them."""


class OutputFile:
    """Takes in the frames of a film, with the sound and whatever else comes along from its source.

    Until `finish` the film stands beside its final name in a part file (see `target.new_part`), written in fragments:
    whatever happens to the process, all but about the last second of it can be played.

    Args:
        path: Of the finished film. A missing folder is made.
        coding: How its pictures are encoded.
        source: The file whose other streams come along; None for none.
        run: See `writer.VideoWriter`.
        earlier: Likewise.

    Attributes:
        frames: How many were taken in.
        part: Where the film stands until `finish`.
        seam: Joins the film to frames of an earlier run, if it begins with some; None to leave them out after all,
            before the first frame.
        stopped: `stop` was called.

    Raises:
        SinkOpenError: The file may not be written, or the source's other streams cannot be read.
    """

    def __init__(
        self, path: Path, coding: Coding, source: Path | None, run: Run | None, earlier: Earlier | None
    ) -> None:
        self.frames = 0
        self._path = path
        self._is_mp4 = coding.is_mp4
        self._packets = 0
        self._failed = self._done = False
        self._held: Iterator[Packet[VideoStream]] | None = None
        self._stop = threading.Event()
        self._others: OtherStreams | None = None
        with ExitStack() as undo, _reporting_the_start(path):
            self._part = Part(path, run, earlier or Earlier())
            undo.callback(self._part.remove)
            self.part = self._part.path
            self._warnings = list(self._part.warnings)
            self._output = av.open(str(self.part.absolute()), "w", format=coding.form, metadata_errors="replace")
            undo.callback(_close, self._output)
            self._video = coding.add_video(self._output)
            if source is not None:
                self._others = OtherStreams(source, self._output, self._video)
                undo.callback(self._others.close)
            coding.set_options(self._output, self._video)
            self._output.start_encoding()
            self.seam = self._joined(earlier.kept) if earlier is not None and earlier.kept is not None else None
            self._leave_no_trace = undo.pop_all().close

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences for a user."""
        return (*self._warnings, *(self._others.warnings if self._others is not None else ()))

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()

    def copy_earlier(self, seam: Seam) -> None:
        """Write what an earlier run has made, with the sound that belongs to it.

        Raises:
            EncodeError: It could not be read or written.
        """
        with self._reporting():
            if self._others is not None and seam.zero_s < 0:
                self._others.copy_until(seam.zero_s)
            for packet in seam.packets():
                if self.stopped:
                    return
                self._mux(packet)
        self._part.begin_with_earlier()

    def write(self, frame: VideoFrame) -> None:
        """Encode a frame, and write what the encoder gives back.

        Raises:
            EncodeError: It could not be written.
        """
        with self._reporting():
            for packet in self._video.encode(frame):
                self._mux_encoded(packet)
        self.frames += 1

    def finish(self, length_s: Fraction, *, overwrite: bool) -> None:
        """Complete the film and give it its name, unless it is stopped before.

        Args:
            length_s: From the start of the first frame to the end of the last.
            overwrite: A film that is there may be replaced.

        Raises:
            SinkError: It could not be completed; what there is stands in the part file.
        """
        with self._reporting():
            self._flush(lambda: not self.stopped)
            if self._others is not None:
                self._others.copy_rest(self._stop)
            if self.stopped:
                return  # `close` leaves what there is in the part file
            self._output.close()
        self._done = True
        try:
            self._complete(length_s, overwrite=overwrite)
        except OSError as error:
            raise SinkError(
                f"{self._path.name} could not be completed ({error.strerror}).",
                hint=f"{hint_for(error.errno, self._path)} The film is in {self.part}.",
            ) from error
        except SourceError as error:
            raise SinkError(f"{self.part} cannot be read again: {error}", hint=error.hint) from error

    def stop(self) -> None:
        """Write no more; from any thread."""
        self._stop.set()

    def close(self) -> None:
        """Leave what there is in the part file, if the film is not complete. Closing twice is harmless."""
        if not self._done:
            self._done = True
            self._leave_part()
        if self._others is not None:
            self._others.close()
        self._part.close()

    def _leave_part(self) -> None:
        """End the film here: what was written plays, and of what the encoder holds back comes what is there at once."""
        if self.frames and not self._failed:
            deadline = time.monotonic() + _GRACE_S
            with suppress(av.FFmpegError, SourceError):  # then the film ends with the fragment before
                self._flush(lambda: time.monotonic() < deadline)
        if self._left == self.part:
            _close(self._output)
        else:
            self._leave_no_trace()

    def _flush(self, go_on: Callable[[], bool]) -> None:
        """Write what the encoder holds back, packet by packet, as long as that is wished."""
        if self._held is None:
            self._held = self._video.codec_context.encode_lazy(None)
        for packet in self._held:  # who was stopped in it goes on where that was: an encoder is asked to end once
            packet.stream = self._video  # `VideoStream.encode` sees to it, but gives all packets at once
            self._mux_encoded(packet)
            if not go_on():
                return

    def _joined(self, kept: Kept) -> Seam | None:
        """What joins this film to an earlier run's, if this encoder can go on with it."""
        header = bytes(self._video.codec_context.extradata or b"")
        if kept.time_base != self._video.time_base or not kept.fits(header):
            self._warnings.append(f"{kept.part.name} was made by another encoder: this run does not go on with it.")
            return None
        return Seam(kept, self._video)

    def _mux_encoded(self, packet: Packet[VideoStream]) -> None:
        if self.seam is not None:
            self.seam.retime(packet)
        self._mux(packet)

    def _mux(self, packet: Packet[VideoStream]) -> None:
        if self._others is not None and packet.dts is not None:
            self._others.copy_until(packet.dts * packet.time_base)
        self._output.mux_one(packet)
        self._packets += 1

    def _complete(self, length_s: Fraction, *, overwrite: bool) -> None:
        """Everything is written: correct it, look whether all is there, and give it its name."""
        path, part = self._path, self.part
        if self._is_mp4 and not correct_index(part, length_s):
            self._warnings.append(
                f"The index of {path.name} is not of the layout that was expected and stays as FFmpeg wrote it: "
                "players may leave out the last frames."
            )
        if self._others is not None:
            self._others.compare(part)
        if path.exists() and not overwrite:
            raise SinkError(f"{path} appeared in the meantime and was left alone.", hint=f"The film is in {part}.")
        self._part.complete()

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Raise what FFmpeg raises as our own."""
        try:
            yield
        except av.FFmpegError as error:
            self._failed = True
            path, part = self._path, self._left
            raise EncodeError(
                f"Writing {path.name} failed ({error.strerror}).",
                hint=f"{hint_for(error.errno, path)} What was written is in {part}."
                if part
                else hint_for(error.errno, path),
            ) from error
        except SourceError as error:
            part = self._left
            raise EncodeError(
                f"Sound and subtitles can be copied no further. {error}",
                hint=f"{error.hint} What was written is in {part}." if part else error.hint,
            ) from error

    @property
    def _left(self) -> Path | None:
        """What there will be if the film ends now: its part, or that of an earlier run if this one came no further."""
        if self.frames and self._packets:
            return self.part
        return self.seam.kept.part if self.seam is not None else None


@contextmanager
def _reporting_the_start(path: Path) -> Iterator[None]:
    """Raise what keeps a film from being started as our own."""
    try:
        yield
    except (OSError, av.FFmpegError) as error:
        raise SinkOpenError(
            f"{path} cannot be written ({error.strerror}).", hint=hint_for(error.errno, path)
        ) from error
    except SourceError as error:
        raise SinkOpenError(f"Sound and subtitles cannot be copied. {error}", hint=error.hint) from error


def _close(output: OutputContainer) -> None:
    """Close a film that does not become one, or not a whole one: an error was reported already, or does not matter."""
    with suppress(av.FFmpegError):
        output.close()
