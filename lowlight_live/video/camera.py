"""Names the cameras of this machine, without opening one: a busy or broken camera can make an open hang."""

from __future__ import annotations

import sys
from pathlib import Path

_V4L_DEVICES = Path("/sys/class/video4linux")


def camera_names() -> dict[str, str] | None:
    """Device and name of each camera that the system knows; None where this system cannot be asked."""
    if not sys.platform.startswith("linux"):
        return None
    if not _V4L_DEVICES.is_dir():
        return {}
    return {
        f"/dev/{device.name}": (device / "name").read_text(errors="replace").strip()
        for device in sorted(_V4L_DEVICES.iterdir())
        # A camera's second node delivers only metadata; the first has index 0.
        if (device / "index").read_text().strip() == "0"
    }
