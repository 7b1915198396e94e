"""Says to a camera's own auto-exposure what it may give up in the dark, and puts back what it found.

In the dark a webcam exposes for longer than its frame rate allows and gives fewer pictures a second. Many have a switch
for that, which Video4Linux calls exposure_dynamic_framerate (earlier exposure_auto_priority). What is set stays set in
the camera after we are gone, hence the putting back. OpenCV cannot reach the switch, and no other system tells it.
"""

from __future__ import annotations

import sys
import threading
from enum import StrEnum

from lowlight_live.video.live import v4l2

DYNAMIC_FRAMERATE = 0x009A0903
"""V4L2_CID_EXPOSURE_AUTO_PRIORITY: 1 lets auto-exposure lower the frame rate, 0 forbids it."""


class ExposurePriority(StrEnum):
    """What a camera's own auto-exposure gives up in the dark."""

    LEAVE = "leave"
    """Whatever the camera is set to."""
    SMOOTH = "smooth"
    """The frame rate stays; the picture is darker, and we brighten it."""
    BRIGHTER = "brighter"
    """Longer exposures: brighter, and fewer frames a second."""


_VALUES = {ExposurePriority.SMOOTH: 0, ExposurePriority.BRIGHTER: 1}


class ExposureControl:
    """Sets one camera's priority each time it is opened, and restores what it was; from any thread.

    Args:
        priority: What is wanted.
        ioctl: The system's, or a test's.
    """

    def __init__(self, priority: ExposurePriority, ioctl: v4l2.Ioctl | None = None) -> None:
        self._value = _VALUES.get(priority)
        self._ioctl = ioctl
        self._lock = threading.Lock()
        self._device = ""
        self._found: int | None = None

    def apply(self, device: str) -> str:
        """Set it, after the camera was opened; returns why it cannot be set, or nothing.

        Args:
            device: The camera's path at this moment.
        """
        if self._value is None:
            return ""
        if not sys.platform.startswith("linux"):
            return "This system gives no way to set what the camera's auto-exposure gives up; it stays as it is."
        with self._lock:
            try:
                current = v4l2.get_control(device, DYNAMIC_FRAMERATE, self._ioctl)
                if current is None:
                    return "This camera has no switch for what its auto-exposure gives up; it stays as it is."
                # One that comes back and kept its power still has our value, not its owner's.
                if current != self._value or self._found is None:
                    self._found = current
                self._device = device
                if current != self._value:
                    v4l2.set_control(device, DYNAMIC_FRAMERATE, self._value, self._ioctl)
            except OSError as error:
                return f"The camera's auto-exposure could not be set ({error.strerror})."
        return ""

    def restore(self) -> None:
        """Put back what was found. A camera that is gone has forgotten it anyway."""
        with self._lock:
            found, self._found = self._found, None
            if found is None or found == self._value:
                return
            try:
                v4l2.set_control(self._device, DYNAMIC_FRAMERATE, found, self._ioctl)
            except OSError:
                return
