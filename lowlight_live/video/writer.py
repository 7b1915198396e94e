"""Writes frames as a film, each at its own moment in the colours of its source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lowlight_live.errors import EncodeError
from lowlight_live.frame import FramePair, Rgb
from lowlight_live.video.layout import letterboxed, side_by_side
from lowlight_live.video.mark import marked
from lowlight_live.video.pixels.color import writable
from lowlight_live.video.pixels.conversion import YuvConverter
from lowlight_live.video.pixels.geometry import even
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.resuming.earlier import Earlier
from lowlight_live.video.resuming.part_record import Run
from lowlight_live.video.target import FORMATS, format_for
from lowlight_live.video.writing.clock import Clock
from lowlight_live.video.writing.encoders import encoder_for
from lowlight_live.video.writing.encoding import Coding
from lowlight_live.video.writing.output_file import OutputFile

VIDEO_SUFFIXES = frozenset(FORMATS)
"""Endings of file names that a film can be written under, in lower case."""


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
    """A `Sink` for a video file, which stands in a part file until it is complete (see `OutputFile`).

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
        coding = Coding(encoder, spec.crf, spec.preset, even(height), even(width), color, info, form)
        self._file = OutputFile(spec.path, coding, spec.copy_streams_from, run, earlier)

    @property
    def warnings(self) -> tuple[str, ...]:
        return (*self._warnings, *self._file.warnings)

    @property
    def part(self) -> Path:
        """Where the film stands until `finish`."""
        return self._file.part

    @property
    def goes_on(self) -> bool:
        """Whether the film begins with frames of an earlier run."""
        return self._file.seam is not None

    def begin_anew(self, reason: str) -> None:
        """Leave an earlier run's frames out after all; before the first frame. The reason is a sentence for a user."""
        self._file.seam = None
        self._warnings.append(reason)

    def write(self, pair: FramePair) -> None:
        seam = self._file.seam
        if seam is not None and not self._file.frames:
            if seam.holds(pair.enhanced):
                return
            self._clock.begin_at(seam.start_s)
            self._file.copy_earlier(seam)
            if self._file.stopped:
                return
        frame = self._to_yuv(self._picture(pair))
        frame.time_base = self._clock.time_base
        pts, frame.duration = self._clock.time(pair.enhanced)
        frame.pts = pts
        if seam is not None:
            seam.note(pts, self._clock.time_base)
        self._file.write(frame)

    def finish(self) -> None:
        """Complete the film and give it its name.

        Raises:
            SinkError: It could not be completed; what there is stands in the part file.
        """
        if not self._file.frames:
            raise EncodeError(
                f"{self._spec.path.name} was not written: no frame arrived.", hint="Check whether the source plays."
            )
        self._file.finish(self._clock.length_s, overwrite=self._spec.overwrite)

    def abort(self) -> None:
        self._file.stop()

    def close(self) -> None:
        self._file.close()

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
