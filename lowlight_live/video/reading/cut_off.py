"""Notices a file that was cut off, by recording or by copying, from what its container says of its own parts."""

from __future__ import annotations

from pathlib import Path

_MP4_SUFFIXES = {".mp4", ".mov", ".m4v", ".3gp", ".3g2"}
_FIRST_BOXES = (b"ftyp", b"wide", b"mdat", b"free", b"skip")

_EBML, _SEGMENT = 0x1A45DFA3, 0x18538067
_HEAD = 4096
"""Bytes in which a Matroska file has said how long it is."""


def lacks_index(path: Path) -> bool:
    """Whether an MP4 or MOV has no `moov` box: it is written last, so a recording that was cut off has none."""
    if path.suffix.lower() not in _MP4_SUFFIXES:
        return False
    size = path.stat().st_size
    found: list[bytes] = []
    with path.open("rb") as file:
        position = 0
        while position + 8 <= size:
            file.seek(position)
            header = file.read(16)
            length, kind = int.from_bytes(header[:4], "big"), header[4:8]
            if length == 1:
                length = int.from_bytes(header[8:16], "big")
            if not kind.isalnum() or length == 1 or 0 < length < 8:
                return False
            found.append(kind)
            position = size if length == 0 else position + length
    return bool(found) and found[0] in _FIRST_BOXES and b"moov" not in found


def missing_share(path: Path) -> float:
    """How much of a Matroska or WebM file is not there, from 0 to 1; 0 for any other and where the file does not say.

    Such a file has no count of its frames, but its one segment says how many bytes it holds. See RFC 8794, 4 and 6.1.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    position = 0
    for wanted in (_EBML, _SEGMENT):
        kind, position = _number(head, position, keep_marker=True)
        length, position = _number(head, position, keep_marker=False)
        if kind != wanted or length is None:
            return 0.0
        end = position + length
        if wanted == _EBML:
            position = end
    return max(0.0, 1 - path.stat().st_size / end)


def _number(data: bytes, position: int, *, keep_marker: bool) -> tuple[int | None, int]:
    """A number of variable length at a position, and the position behind it.

    Zeros before the first one of its bits, the marker, tell how many bytes follow the first. None where the data ends,
    and where all bits after the marker are set, which stands for an unknown length.
    """
    first = data[position] if position < len(data) else 0
    length = 9 - first.bit_length()
    number = int.from_bytes(data[position : position + length], "big")
    unknown = (1 << 7 * length) - 1
    if not first or position + length > len(data) or number & unknown == unknown:
        return None, position
    return number if keep_marker else number & unknown, position + length
