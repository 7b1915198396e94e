"""A driver that answers Video4Linux's questions, laid out by ctypes as linux/videodev2.h lays them out."""

from __future__ import annotations

import ctypes
import errno
from collections.abc import Callable
from dataclasses import dataclass, field

U32, S32, Char = ctypes.c_uint32, ctypes.c_int32, ctypes.c_char


class Capability(ctypes.Structure):
    _fields_ = (
        ("driver", Char * 16),
        ("card", Char * 32),
        ("bus_info", Char * 32),
        ("version", U32),
        ("capabilities", U32),
        ("device_caps", U32),
        ("reserved", U32 * 3),
    )


class FormatDescription(ctypes.Structure):
    _fields_ = (
        ("index", U32),
        ("type", U32),
        ("flags", U32),
        ("description", Char * 32),
        ("pixelformat", U32),
        ("mbus_code", U32),
        ("reserved", U32 * 3),
    )


class FrameSize(ctypes.Structure):
    _fields_ = (("index", U32), ("pixel_format", U32), ("type", U32), ("numbers", U32 * 6), ("reserved", U32 * 2))


class FrameInterval(ctypes.Structure):
    _fields_ = (
        ("index", U32),
        ("pixel_format", U32),
        ("width", U32),
        ("height", U32),
        ("type", U32),
        ("numbers", U32 * 6),
        ("reserved", U32 * 2),
    )


class Control(ctypes.Structure):
    _fields_ = (("id", U32), ("value", S32))


class ControlQuery(ctypes.Structure):
    _fields_ = (
        ("id", U32),
        ("type", U32),
        ("name", Char * 32),
        ("minimum", S32),
        ("maximum", S32),
        ("step", S32),
        ("default_value", S32),
        ("flags", U32),
        ("reserved", U32 * 2),
    )


NO_SUCH = OSError(errno.EINVAL, "Invalid argument")


@dataclass
class FakeDriver:
    """One device.

    Attributes:
        sizes: Of each format, its sizes (width, height) and their frame intervals (seconds as a fraction).
        ranges: Formats that take any size: from and to.
        controls: Id and value.
    """

    card: str = "HD Webcam"
    driver: str = "uvcvideo"
    device_caps: int = 0x04200001
    sizes: dict[bytes, dict[tuple[int, int], list[tuple[int, int]]]] = field(default_factory=dict)
    ranges: dict[bytes, tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=dict)
    controls: dict[int, int] = field(default_factory=dict)
    refuses: OSError | None = None

    def __call__(self, descriptor: int, request: int, buffer: bytearray, /) -> int:
        assert request >> 8 & 0xFF == ord("V")
        assert request >> 16 & 0x3FFF == len(buffer), "the size in the request is that of the buffer"
        answers: dict[int, Callable[[bytearray], None]] = {
            0: self._capability,
            2: self._format,
            27: self._get,
            28: self._set,
            36: self._query,
            74: self._size,
            75: self._interval,
        }
        if self.refuses is not None:
            raise self.refuses
        answers[request & 0xFF](buffer)
        return 0

    def _capability(self, buffer: bytearray) -> None:
        answer = Capability.from_buffer(buffer)
        answer.driver, answer.card = self.driver.encode(), self.card.encode()
        answer.capabilities, answer.device_caps = 0x84A00001, self.device_caps

    def _formats(self) -> list[bytes]:
        return [*self.sizes, *self.ranges]

    def _format(self, buffer: bytearray) -> None:
        asked = FormatDescription.from_buffer(buffer)
        if asked.type != 1 or asked.index >= len(self._formats()):
            raise NO_SUCH
        asked.pixelformat = int.from_bytes(self._formats()[asked.index], "little")

    def _size(self, buffer: bytearray) -> None:
        asked = FrameSize.from_buffer(buffer)
        fourcc = asked.pixel_format.to_bytes(4, "little")
        if fourcc in self.ranges and asked.index == 0:
            least, most = self.ranges[fourcc]
            asked.type = 3
            asked.numbers[:] = [least[0], most[0], 2, least[1], most[1], 2]
            return
        sizes = list(self.sizes.get(fourcc, ()))
        if asked.index >= len(sizes):
            raise NO_SUCH
        asked.type = 1
        asked.numbers[:2] = sizes[asked.index]

    def _interval(self, buffer: bytearray) -> None:
        asked = FrameInterval.from_buffer(buffer)
        sizes = self.sizes.get(asked.pixel_format.to_bytes(4, "little"), {})
        intervals = sizes.get((asked.width, asked.height), [])
        if asked.index >= len(intervals):
            raise NO_SUCH
        asked.type = 1
        asked.numbers[:2] = intervals[asked.index]

    def _query(self, buffer: bytearray) -> None:
        if ControlQuery.from_buffer(buffer).id not in self.controls:
            raise NO_SUCH

    def _get(self, buffer: bytearray) -> None:
        asked = Control.from_buffer(buffer)
        asked.value = self.controls[asked.id]

    def _set(self, buffer: bytearray) -> None:
        asked = Control.from_buffer(buffer)
        self.controls[asked.id] = asked.value
