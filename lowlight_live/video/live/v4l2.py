"""Asks Linux what a camera is, what it can do and how its controls stand, beside whoever is using it.

Video4Linux answers these questions on a file descriptor of their own while another program streams: nothing here takes
the camera away from anybody, or can be refused because it is busy. The numbers and layouts are those of
linux/videodev2.h, which the kernel promises to keep.
"""

from __future__ import annotations

import errno
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

_READ, _READ_WRITE = 2, 3
_CAPABILITY = struct.Struct("=16s32s32sIII12x")  # driver, card, bus, version, of all nodes, of this node
_FORMAT = struct.Struct("=III32sI16x")  # index, buffer type, flags, description, fourcc
_SIZE = struct.Struct("=III6I8x")  # index, fourcc, kind; width and height, or widths and heights from, to, step
_INTERVAL = struct.Struct("=IIIII6I8x")  # index, fourcc, width, height, kind; seconds as fractions, likewise
_CONTROL = struct.Struct("=Ii")
_CONTROL_QUERY = struct.Struct("=II32siiiiI8x")  # id, kind, name, from, to, step, default, flags


def _request(direction: int, number: int, layout: struct.Struct) -> int:
    return direction << 30 | layout.size << 16 | ord("V") << 8 | number


_QUERY_CAPABILITY = _request(_READ, 0, _CAPABILITY)
_ENUMERATE_FORMATS = _request(_READ_WRITE, 2, _FORMAT)
_GET_CONTROL = _request(_READ_WRITE, 27, _CONTROL)
_SET_CONTROL = _request(_READ_WRITE, 28, _CONTROL)
_QUERY_CONTROL = _request(_READ_WRITE, 36, _CONTROL_QUERY)
_ENUMERATE_SIZES = _request(_READ_WRITE, 74, _SIZE)
_ENUMERATE_INTERVALS = _request(_READ_WRITE, 75, _INTERVAL)

_CAPTURE, _CAPTURE_PLANES, _NODE_CAPABILITIES = 0x1, 0x1000, 0x80000000
_BUFFERS_CAPTURE, _BUFFERS_CAPTURE_PLANES = 1, 9
_DISCRETE = 1
_CONTROL_DISABLED = 0x1
_LOOPBACK_DRIVER = "v4l2 loopback"

_ENTRIES_AT_MOST = 256
"""A driver that never ends its list is not read for ever."""

_USUAL_SIZES = ((480, 640), (720, 1280), (1080, 1920))
"""What is told of a camera that takes any size in a range, beside the largest."""


class Ioctl(Protocol):
    """`fcntl.ioctl` on a writable buffer; another one in tests."""

    def __call__(self, descriptor: int, request: int, buffer: bytearray, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Mode:
    """One size in one format.

    Attributes:
        format: Four characters: "MJPG", "YUYV".
        height: In pixels.
        width: In pixels.
        fps: The frame rates, highest first; empty where the camera does not say.
    """

    format: str
    height: int
    width: int
    fps: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What a device says of itself.

    Attributes:
        name: The maker's.
        captures: Gives pictures: not every video device does.
        virtual: Not a camera but v4l2loopback, through which one program shows pictures to another.
        modes: What it offers.
    """

    name: str
    captures: bool
    virtual: bool
    modes: tuple[Mode, ...]


def describe(device: str, ioctl: Ioctl | None = None) -> Description:
    """Ask a device what it is and what it offers.

    Raises:
        OSError: It is gone, may not be opened, or is no video device.
    """
    with _opened(device) as descriptor:
        ask = ioctl or _system_ioctl()
        answer = bytearray(_CAPABILITY.size)
        ask(descriptor, _QUERY_CAPABILITY, answer)
        driver, card, _, _, of_all, of_node = _CAPABILITY.unpack(answer)
        capabilities = of_node if of_all & _NODE_CAPABILITIES else of_all
        modes: tuple[Mode, ...] = ()
        if capabilities & (_CAPTURE | _CAPTURE_PLANES):
            buffers = _BUFFERS_CAPTURE if capabilities & _CAPTURE else _BUFFERS_CAPTURE_PLANES
            modes = tuple(_modes(descriptor, buffers, ask))
        return Description(
            name=_text(card),
            captures=bool(capabilities & (_CAPTURE | _CAPTURE_PLANES)),
            virtual=_text(driver) == _LOOPBACK_DRIVER,
            modes=modes,
        )


def get_control(device: str, control: int, ioctl: Ioctl | None = None) -> int | None:
    """The value of a control; None where the device has no such control.

    Raises:
        OSError: The device is gone or may not be opened.
    """
    with _opened(device) as descriptor:
        ask = ioctl or _system_ioctl()
        query = bytearray(_CONTROL_QUERY.pack(control, 0, b"", 0, 0, 0, 0, 0))
        try:
            ask(descriptor, _QUERY_CONTROL, query)
        except OSError as error:
            if error.errno in (errno.EINVAL, errno.ENOTTY):
                return None  # no such control, or no controls at all
            raise
        if _CONTROL_QUERY.unpack(query)[-1] & _CONTROL_DISABLED:
            return None
        answer = bytearray(_CONTROL.pack(control, 0))
        ask(descriptor, _GET_CONTROL, answer)
        value: int = _CONTROL.unpack(answer)[1]
        return value


def set_control(device: str, control: int, value: int, ioctl: Ioctl | None = None) -> None:
    """Set a control.

    Raises:
        OSError: The device is gone, may not be opened, or refuses.
    """
    with _opened(device) as descriptor:
        (ioctl or _system_ioctl())(descriptor, _SET_CONTROL, bytearray(_CONTROL.pack(control, value)))


@contextmanager
def _opened(device: str) -> Iterator[int]:
    # Without O_NONBLOCK the open itself may wait for a device that is busy.
    descriptor = os.open(device, os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _system_ioctl() -> Ioctl:
    if sys.platform == "win32":
        raise OSError("Video4Linux is Linux's")
    import fcntl

    return fcntl.ioctl


def _entries(descriptor: int, request: int, layout: struct.Struct, *asked: int, ioctl: Ioctl) -> Iterator[bytes]:
    """The entries of one of the driver's lists; `asked` is what follows the index in the question."""
    for index in range(_ENTRIES_AT_MOST):
        buffer = bytearray(layout.size)
        struct.pack_into(f"={1 + len(asked)}I", buffer, 0, index, *asked)
        try:
            ioctl(descriptor, request, buffer)
        except OSError:
            return  # EINVAL: there is no entry of that number; ENOTTY: the driver keeps no such list
        yield bytes(buffer)


def _modes(descriptor: int, buffers: int, ioctl: Ioctl) -> Iterator[Mode]:
    for entry in _entries(descriptor, _ENUMERATE_FORMATS, _FORMAT, buffers, ioctl=ioctl):
        fourcc: int = _FORMAT.unpack(entry)[4]
        for height, width in _sizes(descriptor, fourcc, ioctl):
            rates = _rates(descriptor, fourcc, height, width, ioctl)
            yield Mode(_text(fourcc.to_bytes(4, "little")), height, width, rates)


def _sizes(descriptor: int, fourcc: int, ioctl: Ioctl) -> Iterator[tuple[int, int]]:
    for entry in _entries(descriptor, _ENUMERATE_SIZES, _SIZE, fourcc, ioctl=ioctl):
        _, _, kind, *numbers = _SIZE.unpack(entry)
        if kind == _DISCRETE:
            yield numbers[1], numbers[0]
            continue
        least_width, most_width, _, least_height, most_height, _ = numbers
        for height, width in _USUAL_SIZES:
            if least_height <= height < most_height and least_width <= width < most_width:
                yield height, width
        yield most_height, most_width
        return  # a range is one entry


def _rates(descriptor: int, fourcc: int, height: int, width: int, ioctl: Ioctl) -> tuple[float, ...]:
    rates = set()
    for entry in _entries(descriptor, _ENUMERATE_INTERVALS, _INTERVAL, fourcc, width, height, ioctl=ioctl):
        _, _, _, _, kind, *numbers = _INTERVAL.unpack(entry)
        # Of a range the shortest interval comes first: its rate is what matters.
        numerator, denominator = numbers[:2]
        if numerator:
            rates.add(round(denominator / numerator, 3))
        if kind != _DISCRETE:
            break
    return tuple(sorted(rates, reverse=True))


def _text(raw: bytes) -> str:
    return raw.partition(b"\0")[0].decode(errors="replace").strip()
