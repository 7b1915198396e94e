"""What a live source asks of one connection to a camera, a stream or a file that plays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from lowlight_live.frame import ColorInfo, Rgb


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture as it came.

    Attributes:
        rgb: (H, W, 3) uint8, full range; nobody changes it afterwards.
        captured_at: `time.monotonic()` when it came, before it was decoded.
        color: What the samples meant.
        discontinuity: It does not follow the one before.
    """

    rgb: Rgb
    captured_at: float
    color: ColorInfo
    discontinuity: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """What a device gives, which need not be what was asked of it.

    Attributes:
        name: For people.
        mode: For people: "1280x720 MJPG 30 fps".
        frame_rate: The rate that it promises; None where it promises none.
        pixel_aspect: Width of a pixel over its height.
        watched: A pause, a picture that comes again and an end mean that something is wrong, and that it is to be
            opened again. Not so for a file.
        warnings: What could not be had.
    """

    name: str
    mode: str
    frame_rate: Fraction | None = None
    pixel_aspect: Fraction = Fraction(1)
    watched: bool = True
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """How a camera is wanted; None leaves it to the camera."""

    height: int | None = None
    width: int | None = None
    fps: float | None = None


class Device(Protocol):
    """One connection, opened by its constructor, then read and closed by the same thread."""

    @property
    def grant(self) -> Grant: ...

    def read(self) -> Picture | None:
        """Wait for the next picture; None at the end of what has one.

        Raises:
            SourceError: The device is gone or gives nothing that can be used.
        """
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


OpenDevice = Callable[[threading.Event], Device]
"""Opens a device, or raises `SourceError`. The event is set when nobody wants its pictures any more: whoever waits
for anything but the device itself waits for that."""


def granted(name: str, wish: Wish, height: int, width: int, coding: str, fps: float) -> Grant:
    """What a camera gives beside what was wanted of it.

    Args:
        name: Of the camera.
        wish: What was wanted.
        height: What is given, in pixels.
        width: Likewise.
        coding: What the pictures come as; empty where that is not known.
        fps: What is promised; 0 where nothing is.
    """
    mode = " ".join([f"{width}x{height}", *filter(None, [coding]), *([f"{fps:g} fps"] if fps else [])])
    sizes = ((wish.height, height), (wish.width, width))
    differs = any(wanted is not None and wanted != given for wanted, given in sizes)
    differs |= wish.fps is not None and bool(fps) and abs(wish.fps - fps) > 0.5  # 29.97 is 30
    warnings = (f"{name} gives {mode}, not what was asked for ({_spelled(wish)}).",) if differs else ()
    rate = Fraction(fps).limit_denominator(1001) if fps else None
    return Grant(name=name, mode=mode, frame_rate=rate, warnings=warnings)


def _spelled(wish: Wish) -> str:
    size = f"{wish.width or 'any'}x{wish.height or 'any'}" if wish.width or wish.height else ""
    return " ".join(filter(None, [size, f"{wish.fps:g} fps" if wish.fps else ""]))
