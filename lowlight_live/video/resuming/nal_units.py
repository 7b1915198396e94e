"""The units that H.264 and HEVC consist of, as files hold them or as encoders give them."""

from __future__ import annotations

from itertools import pairwise

NAL_CODECS = ("h264", "hevc")
"""FFmpeg's names of the codecs that consist of such units."""
_START_CODE = b"\0\0\0\1"
_SEI = {"h264": (6,), "hevc": (39, 40)}
"""What an encoder says of itself; no decoder needs it."""


def with_start_codes(data: bytes) -> bytes:
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


def parameter_sets(header: bytes, codec: str) -> list[bytes]:
    """The units of an encoder's header that a decoder needs.

    Args:
        header: With start codes.
        codec: One of `NAL_CODECS`.
    """
    return [unit for unit in _units(header) if _kind(unit, codec) not in _SEI[codec]]


def _units(data: bytes) -> list[bytes]:
    """The NAL units of a header with start codes."""
    starts = [place for place in range(len(data) - 2) if data.startswith(b"\0\0\1", place)]
    return [data[start + 3 : end].rstrip(b"\0") for start, end in pairwise([*starts, len(data)])]


def _kind(unit: bytes, codec: str) -> int:
    return unit[0] & 0x1F if codec == "h264" else unit[0] >> 1 & 0x3F
