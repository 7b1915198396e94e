"""Finds out whether a graphics card decodes a film: with the very same pictures, and sooner.

That FFmpeg lists a device proves nothing. And where there are many cores the way back from the card may cost more than
it saves. So the start of a film is decoded both ways; the codecs kept here say to the bit what a picture is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.codec.context import ThreadType
from av.codec.hwaccel import HWAccel, hwdevices_available

from lowlight_live.video.reading.container import moving_pictures, open_input

DEVICE = "cuda"
_FRAMES = 24
"""That are decoded both ways: enough for frame threads to be at work."""


@dataclass(frozen=True, slots=True, eq=False)
class HardwareDecoding:
    """What was found out.

    Attributes:
        acceleration: To open the film with; None where software decodes it.
        reason: Why, half a sentence.
    """

    acceleration: HWAccel | None
    reason: str


def find_hardware(path: Path, clock: Callable[[], float] = time.perf_counter) -> HardwareDecoding:
    """Decode the start of a film in software and on the graphics card.

    Args:
        path: Of a film.
        clock: Seconds.

    Raises:
        SourceOpenError: It does not open at all.
    """
    if DEVICE not in hwdevices_available():
        return HardwareDecoding(None, f"this FFmpeg knows no {DEVICE}")
    start = clock()
    try:
        expected = _pictures(path, None)
    except av.FFmpegError as error:
        return HardwareDecoding(None, f"the film begins with damage ({error.strerror})")
    software_s = clock() - start
    # FFmpeg's own way back to software would hide that the card does not decode this film.
    acceleration = HWAccel(DEVICE, allow_software_fallback=False)
    start = clock()
    try:
        given = _pictures(path, acceleration)
    except (av.FFmpegError, RuntimeError, NotImplementedError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return HardwareDecoding(None, f"{DEVICE} does not decode it ({reason})")
    hardware_s = clock() - start
    if len(given) != len(expected) or not all(map(np.array_equal, given, expected)):
        return HardwareDecoding(None, f"{DEVICE} decodes other pictures")
    took = f"{DEVICE} took {hardware_s * 1000:.0f} ms and software {software_s * 1000:.0f} ms in a probe"
    return HardwareDecoding(acceleration if hardware_s < software_s else None, took)


def _pictures(path: Path, acceleration: HWAccel | None) -> list[npt.NDArray[np.uint8]]:
    """The first pictures of a film as they come, their planes below each other."""
    # What keeps hardware from opening a film is no fault of the film.
    container = (
        open_input(path)
        if acceleration is None
        else av.open(str(path.absolute()), "r", metadata_errors="replace", hwaccel=acceleration)
    )
    with container:
        stream = moving_pictures(container, path)
        stream.thread_type = ThreadType.AUTO
        frames = islice(container.decode(stream), _FRAMES)
        return [np.asarray(frame.to_ndarray(format="yuv420p"), np.uint8) for frame in frames]
