"""Corrects what FFmpeg (8.1) gets wrong in the index of a hybrid MP4, once the film is complete.

The end: at every fragment's end FFmpeg takes the time of the next packet for the end of the track
(`mov_flush_fragment`). With B-frames that packet may belong earlier than one already written; if no later one
follows, the edit list ends the film before its last frames, and players that obey it do not show them. Fragments that
all begin with a key frame would avoid it, at the price of a key frame a second: 15 to 40 % more bytes, measured.

The last frame: MP4 has durations in the order of decoding. With B-frames the last frame to be decoded is not the last
to be shown, and how long that one stays is lost; the sum of all is what readers go by.

The cover: besides the picture where it belongs, FFmpeg writes a track of video without a single frame.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import BinaryIO

_NESTING = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts")
_DURATION_AT = {b"mvhd": (16, 24), b"mdhd": (16, 24), b"tkhd": (20, 28)}
"""Where a box of version 0 (32-bit times) and of version 1 (64-bit times) has its duration."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A piece of the index; `start` and `end` are those of its payload."""

    kind: bytes
    start: int
    end: int


def correct_index(path: Path, length_s: Fraction) -> bool:
    """Let the video of a finished MP4 or MOV reach to its end, and remove tracks without frames.

    The film plays at every moment of it: the new index is appended, and only when it is on the disk, the old one is
    marked as free space. Readers take the first index there is, and none minds a piece of another behind it.

    Args:
        path: Of the file. Its first track is the video.
        length_s: From the start of the first frame to the end of the last.

    Returns:
        Whether the index was understood; if not, it is left as it was.

    Raises:
        OSError: It could not be read or written.
    """
    with path.open("r+b") as file:
        position = _find_index(file)
        if position is None:
            return False
        file.seek(position)
        (size,) = struct.unpack(">I", file.read(4))
        file.seek(position)
        old = file.read(size)
        index = _Index(bytearray(old))
        try:
            index.remove_empty_tracks()
            index.extend_video(length_s)
        except (struct.error, LookupError, ValueError):  # another layout than the one that FFmpeg writes today
            return False
        if index.data != old:
            file.seek(0, os.SEEK_END)
            file.write(index.data)
            _to_disk(file)
            file.seek(position + 4)
            file.write(b"free")
            _to_disk(file)
    return True


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _find_index(file: BinaryIO) -> int | None:
    """Where the box `moov` begins; None in a file without."""
    position = 0
    while True:
        file.seek(position)
        header = file.read(16)
        if len(header) < 8:
            return None
        size, kind = struct.unpack_from(">I4s", header)
        if kind == b"moov":
            return position
        if size == 1:  # larger than 4 GiB: the size follows
            (size,) = struct.unpack_from(">Q", header, 8)
        if size < 8:
            return None
        position += size


class _Index:
    """The box `moov` in memory; see ISO/IEC 14496-12 for the layout of what is in it."""

    def __init__(self, data: bytearray) -> None:
        self.data = data

    def remove_empty_tracks(self) -> None:
        for track in self._tracks():
            (samples,) = struct.unpack_from(">I", self.data, track[b"stsz"].start + 8)
            if samples == 0 and self.data[track[b"hdlr"].start + 8 :][:4] == b"vide":
                self.data[track[b"trak"].start - 4 : track[b"trak"].start] = b"free"

    def extend_video(self, length_s: Fraction) -> None:
        """Let durations and edit list of the first track reach to the end of the film."""
        (film,) = (box for box in self._boxes(0, len(self.data)) if box.kind == b"mvhd")
        video = self._tracks()[0]
        if b"elst" in video:
            length = self._extend_edit(video[b"elst"], round(length_s * self._timescale(film)))
            self._grow(video[b"tkhd"], length)
            self._grow(film, length)
        media_length = round(length_s * self._timescale(video[b"mdhd"]))
        self._grow(video[b"mdhd"], media_length)
        self._extend_samples(video[b"stts"], media_length)

    def _extend_edit(self, box: _Box, length: int) -> int:
        """Lengthen the last edit to `length`; the length of all, with the empty one before a late start."""
        version = self.data[box.start]
        (count,) = struct.unpack_from(">I", self.data, box.start + 4)
        layout, size = (">Q", 20) if version else (">I", 12)
        entries = [box.start + 8 + i * size for i in range(count)]
        *before, last = (struct.unpack_from(layout, self.data, entry)[0] for entry in entries)
        struct.pack_into(layout, self.data, entries[-1], max(last, length))
        return int(sum(before) + max(last, length))

    def _extend_samples(self, box: _Box, length: int) -> None:
        """Lengthen the last sample, if all together are shorter than `length`. This inserts a run: the index grows."""
        (count,) = struct.unpack_from(">I", self.data, box.start + 4)
        runs = [struct.unpack_from(">II", self.data, box.start + 8 + 8 * i) for i in range(count)]
        missing = length - sum(samples * duration for samples, duration in runs)
        if missing <= 0:
            return
        samples, duration = runs.pop()
        runs += [(samples - 1, duration)] if samples > 1 else []
        runs += [(1, duration + missing)]
        around = [
            outer for outer in self._boxes(0, len(self.data)) if outer.start <= box.start and box.end <= outer.end
        ]
        added = 8 * (len(runs) - count)
        self.data[box.start + 4 : box.end] = struct.pack(f">I{2 * len(runs)}I", len(runs), *chain.from_iterable(runs))
        for outer in around:
            struct.pack_into(">I", self.data, outer.start - 8, outer.end - outer.start + 8 + added)

    def _grow(self, box: _Box, duration: int) -> None:
        version = self.data[box.start]
        at = box.start + _DURATION_AT[box.kind][version]
        layout = ">Q" if version else ">I"
        (stated,) = struct.unpack_from(layout, self.data, at)
        struct.pack_into(layout, self.data, at, max(stated, duration))

    def _timescale(self, box: _Box) -> int:
        (timescale,) = struct.unpack_from(">I", self.data, box.start + (20 if self.data[box.start] else 12))
        return int(timescale)

    def _tracks(self) -> list[dict[bytes, _Box]]:
        """The boxes of every track, by kind; of two of a kind (QuickTime has two `hdlr`) the first."""
        tracks = [box for box in self._boxes(0, len(self.data)) if box.kind == b"trak"]
        return [{box.kind: box for box in reversed([t, *self._boxes(t.start, t.end)])} for t in tracks]

    def _boxes(self, start: int, end: int) -> Iterator[_Box]:
        """All boxes, each before what is in it."""
        while start + 8 <= end:
            size, kind = struct.unpack_from(">I4s", self.data, start)
            if size < 8:
                return
            yield _Box(kind, start + 8, start + size)
            if kind in _NESTING:
                yield from self._boxes(start + 8, start + size)
            start += size
