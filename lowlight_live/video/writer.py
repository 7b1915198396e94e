"""Writes a video file that keeps the source's timing, colour and other streams, and that survives a crash."""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import av
from av.codec.context import Flags, ThreadType
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from lowlight_live.errors import EncodeError, SinkError, SinkOpenError, SourceError
from lowlight_live.frame import ColorInfo, FramePair, Rgb
from lowlight_live.video.clock import RATE_WHERE_UNKNOWN, Clock
from lowlight_live.video.color import swscale_range, writable
from lowlight_live.video.conversion import YuvConverter
from lowlight_live.video.earlier import Earlier
from lowlight_live.video.encoders import Encoder, encoder_for
from lowlight_live.video.geometry import even
from lowlight_live.video.kept_part import Kept
from lowlight_live.video.layout import letterboxed, side_by_side
from lowlight_live.video.mark import marked
from lowlight_live.video.mp4_index import correct_index
from lowlight_live.video.part import Part
from lowlight_live.video.part_record import Run
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.seam import Seam
from lowlight_live.video.streams import OtherStreams
from lowlight_live.video.target import FORMATS, crash_safe_options, format_for, hint_for

VIDEO_SUFFIXES = frozenset(FORMATS)
"""Endings of file names that a film can be written under, in lower case."""

_MOST_THREADS = 6
"""x264 holds back a frame for each thread, besides the ten it looks ahead: with 24 threads more than a second of film
would be lost with a killed program. Six encode 1080p many times faster than it is enhanced."""

_LARGEST_TIMESCALE = 2**31 - 1

_GRACE_S = 0.5
"""So long, and for one packet more, an interrupted film waits for the frames that the encoder holds back: at x264's
slow presets 60 of them."""


@dataclass(frozen=True, slots=True)
class WriterSpec:
    """What to write where.

    Attributes:
        path: Of the finished film; its ending chooses the format: .mp4, .m4v, .mov or .mkv.
        codec: One of `encoders.ENCODERS`, or of `encoders.FAMILIES`.
        crf: Constant rate factor, or what the encoder has in its place: 0 is the best, 51 the worst.
        preset: The encoder's own name for how hard it tries; "" for a quick one.
        overwrite: Replace a film that is there already.
        copy_streams_from: The source file, whose sound, subtitles, chapters and metadata come along.
        side_by_side: Write the original left of the enhanced picture.
        original: Write the original in place of the enhanced picture.
    """

    path: Path
    codec: str = "libx264"
    crf: int = 18
    preset: str = ""
    overwrite: bool = False
    copy_streams_from: Path | None = None
    side_by_side: bool = False
    original: bool = False


class VideoWriter:
    """A `Sink` for a video file.

    Until `finish` the film stands beside its final name in a part file (see `target.new_part`), written in fragments:
    whatever happens to the process, all but about the last second of it can be played.

    A held frame is marked in the picture. One of another size, as a camera may give it after a reconnection, is fitted
    into the size of the film.

    Args:
        spec: What to write where. A missing folder is made.
        info: Of the source: size, time base, pixel aspect, colour.
        run: What makes another run the same, for it to go on with this one's part; None for a film that cannot be made
            again.
        earlier: What earlier runs of the same left. Frames that are there already are then copied from their part and
            ignored here. The writer removes them when the film is complete, and owns them once it is open.

    Raises:
        SinkOpenError: The file may not be written, its format is not known, or the encoder does not work.
    """

    def __init__(
        self, spec: WriterSpec, info: SourceInfo, *, run: Run | None = None, earlier: Earlier | None = None
    ) -> None:
        form = format_for(spec.path, overwrite=spec.overwrite, source=spec.copy_streams_from)
        encoder = encoder_for(spec.codec, spec.preset)
        height, width = info.height, info.width * (2 if spec.side_by_side else 1)
        self._spec = spec
        self._warnings: list[str] = []
        if height % 2 or width % 2:
            self._warnings.append(
                f"The odd size of {width} x {height} became {even(width)} x {even(height)}: "
                "the last row or column is repeated."
            )
        color = writable(info.color, info.height)
        self._size = height, width
        self._resized = False
        self._to_yuv = YuvConverter(color, even(height), even(width), encoder.pixel_format)
        self._clock = Clock(info)
        self._is_mp4 = form in ("mp4", "mov")
        self._frames = self._packets = 0
        self._failed = self._done = False
        self._stop = threading.Event()
        self._others: OtherStreams | None = None
        with ExitStack() as undo, _reporting_the_start(spec.path):
            self._part = Part(spec.path, run, earlier or Earlier())
            undo.callback(self._part.remove)
            self._warnings += self._part.warnings
            self._output = av.open(str(self.part.absolute()), "w", format=form, metadata_errors="replace")
            undo.callback(_close, self._output)
            self._video = self._add_video(encoder, info, color, even(height), even(width))
            if spec.copy_streams_from is not None:
                self._others = OtherStreams(spec.copy_streams_from, self._output, self._video)
                undo.callback(self._others.close)
            self._set_options(form, info)
            self._output.start_encoding()
            self._seam = self._joined(earlier.kept) if earlier is not None and earlier.kept is not None else None
            self._leave_no_trace = undo.pop_all().close

    @property
    def warnings(self) -> tuple[str, ...]:
        return (*self._warnings, *(self._others.warnings if self._others is not None else ()))

    @property
    def part(self) -> Path:
        """Where the film stands until `finish`."""
        return self._part.path

    @property
    def goes_on(self) -> bool:
        """Whether the film begins with frames of an earlier run."""
        return self._seam is not None

    def begin_anew(self, reason: str) -> None:
        """Leave an earlier run's frames out after all; before the first frame. The reason is a sentence for a user."""
        self._seam = None
        self._warnings.append(reason)

    def write(self, pair: FramePair) -> None:
        if self._seam is not None and not self._frames:
            if self._seam.holds(pair.enhanced):
                return
            self._copy_earlier(self._seam)
            if self._stop.is_set():
                return
        frame = self._to_yuv(self._picture(pair))
        frame.time_base = self._clock.time_base
        frame.pts, frame.duration = self._clock.time(pair.enhanced)
        if self._seam is not None:
            self._seam.note(frame.pts, self._clock.time_base)
        with self._reporting():
            for packet in self._video.encode(frame):
                self._mux_encoded(packet)
        self._frames += 1

    def _picture(self, pair: FramePair) -> Rgb:
        if self._spec.side_by_side:
            rgb = side_by_side(pair)
        else:
            rgb = (pair.original if self._spec.original else pair.enhanced).rgb
        if rgb.shape[:2] != self._size:
            if not self._resized:
                self._warnings.append(f"The source changed its size; {self._spec.path.name} keeps that of the start.")
            self._resized = True
            rgb = letterboxed(rgb, *self._size)
        return marked(rgb) if pair.enhanced.held else rgb

    def finish(self) -> None:
        """Complete the film and give it its name.

        Raises:
            SinkError: It could not be completed; what there is stands in the part file.
        """
        if self._frames == 0:
            raise EncodeError(
                f"{self._spec.path.name} was not written: no frame arrived.", hint="Check whether the source plays."
            )
        with self._reporting():
            self._flush(lambda: not self._stop.is_set())
            if self._others is not None:
                self._others.copy_rest(self._stop)
            if self._stop.is_set():
                return  # `close` leaves what there is in the part file
            self._output.close()
        self._done = True
        try:
            self._complete()
        except OSError as error:
            raise SinkError(
                f"{self._spec.path.name} could not be completed ({error.strerror}).",
                hint=f"{hint_for(error.errno, self._spec.path)} The film is in {self.part}.",
            ) from error
        except SourceError as error:
            raise SinkError(f"{self.part} cannot be read again: {error}", hint=error.hint) from error

    def abort(self) -> None:
        self._stop.set()

    def close(self) -> None:
        if not self._done:
            self._done = True
            self._leave_part()
        if self._others is not None:
            self._others.close()
        self._part.close()

    def _leave_part(self) -> None:
        """End the film here: what was written plays, and of what the encoder holds back comes what is there at once."""
        if self._frames and not self._failed:
            deadline = time.monotonic() + _GRACE_S
            with suppress(av.FFmpegError, SourceError):  # then the film ends with the fragment before
                self._flush(lambda: time.monotonic() < deadline)
        if self._left == self.part:
            _close(self._output)
        else:
            self._leave_no_trace()

    def _add_video(self, encoder: Encoder, info: SourceInfo, color: ColorInfo, height: int, width: int) -> VideoStream:
        # The rate is for the encoder to share out its bits by; what times a frame is its pts in the time base.
        stream = self._output.add_stream(
            encoder.name,
            rate=info.frame_rate or RATE_WHERE_UNKNOWN,
            options=encoder.options(self._spec.crf, self._spec.preset),
        )
        assert isinstance(stream, VideoStream)  # noqa: S101  # the table of encoders holds no others
        context = stream.codec_context
        context.height, context.width = height, width
        context.pix_fmt = encoder.pixel_format
        if self._is_mp4 and encoder.mp4_tag:
            context.codec_tag = encoder.mp4_tag
        context.sample_aspect_ratio = info.pixel_aspect
        context.time_base = info.time_base
        context.flags |= Flags.frame_duration  # the last frame has no successor to tell how long it stays
        context.thread_type = ThreadType.AUTO  # PyAV's default slices every frame, which costs quality
        context.thread_count = min(_MOST_THREADS, os.cpu_count() or 1)
        context.colorspace, context.color_primaries, context.color_trc = color.matrix, color.primaries, color.transfer
        context.color_range = swscale_range(color)
        return stream

    def _set_options(self, form: str, info: SourceInfo) -> None:
        """Tell FFmpeg how to write the file, now that all streams are known."""
        options = crash_safe_options(form, subtitles=bool(self._output.streams.subtitles))
        if self._is_mp4:
            options = options | {"movie_timescale": str(_movie_timescale(self._output, self._video))}
        if "frag_keyframe" in options.get("movflags", ""):
            self._video.codec_context.gop_size = max(1, round(info.frame_rate or RATE_WHERE_UNKNOWN))  # a second
        self._output.container_options.update(options)

    def _flush(self, go_on: Callable[[], bool]) -> None:
        """Write what the encoder holds back, packet by packet, as long as that is wished."""
        for packet in self._video.codec_context.encode_lazy(None):
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

    def _copy_earlier(self, seam: Seam) -> None:
        """Write what an earlier run has made, with the sound that belongs to it."""
        self._clock.begin_at(seam.start_s)
        with self._reporting():
            if self._others is not None and seam.zero_s < 0:
                self._others.copy_until(seam.zero_s)
            for packet in seam.packets():
                if self._stop.is_set():
                    return
                self._mux(packet)
        self._part.begin_with_earlier()

    def _mux_encoded(self, packet: Packet[VideoStream]) -> None:
        if self._seam is not None:
            self._seam.retime(packet)
        self._mux(packet)

    def _mux(self, packet: Packet[VideoStream]) -> None:
        if self._others is not None and packet.dts is not None:
            self._others.copy_until(packet.dts * packet.time_base)
        self._output.mux_one(packet)
        self._packets += 1

    def _complete(self) -> None:
        """Everything is written: correct it, look whether all is there, and give it its name."""
        path, part = self._spec.path, self.part
        if self._is_mp4 and not correct_index(part, self._clock.length_s):
            self._warnings.append(
                f"The index of {path.name} is not of the layout that was expected and stays as FFmpeg wrote it: "
                "players may leave out the last frames."
            )
        if self._others is not None:
            self._others.compare(part)
        if path.exists() and not self._spec.overwrite:
            raise SinkError(f"{path} appeared in the meantime and was left alone.", hint=f"The film is in {part}.")
        self._part.complete()

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Raise what FFmpeg raises as our own."""
        try:
            yield
        except av.FFmpegError as error:
            self._failed = True
            path, part = self._spec.path, self._left
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
        if self._frames and self._packets:
            return self.part
        return self._seam.kept.part if self._seam is not None else None


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


def _movie_timescale(output: OutputContainer, video: VideoStream) -> int:
    """Ticks a second for the times at which the streams of an MP4 start.

    By default they are rounded to milliseconds, which shifts a stream that does not start at zero.
    """
    rates = [video.codec_context.time_base.denominator]
    rates += [sound.sample_rate for sound in output.streams.audio if sound.sample_rate]
    exact = math.lcm(*rates)
    return exact if exact <= _LARGEST_TIMESCALE else max(rates)
