"""Shows the enhanced picture as a camera to other programs, at a constant rate whatever the source does.

Programs behind a virtual camera expect a picture at every beat: one that stops delivering is taken for broken and
dropped from a call. So a thread of its own sends the newest picture over and over and, while there is no new one, that
picture with a mark.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lowlight_live.errors import EncodeError, LowlightError, SinkOpenError
from lowlight_live.extras import required
from lowlight_live.frame import FramePair, Rgb
from lowlight_live.stats import Meter
from lowlight_live.video.cadence import Cadence
from lowlight_live.video.layout import letterboxed
from lowlight_live.video.live.camera import OWN_LABEL
from lowlight_live.video.mark import marked, slate
from lowlight_live.video.pixels.geometry import even
from lowlight_live.video.protocols import SourceInfo

_USUAL_FPS = 30.0
_STALE_S = 1.0
_SET_UP = {
    "linux": "Set one up: install v4l2loopback-dkms, then "
    f"`sudo modprobe v4l2loopback exclusive_caps=1 card_label={OWN_LABEL}`.",
    "darwin": "Install OBS (obsproject.com), start it, press Start Virtual Camera once, and close it again.",
    "win32": "Install OBS (obsproject.com), which brings a virtual camera; close OBS while you use it here.",
}


class Device(Protocol):
    """What we need of `pyvirtualcam.Camera`."""

    @property
    def device(self) -> str: ...
    def send(self, frame: Rgb) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class VirtualCameraSpec:
    """Which virtual camera, and how fast.

    Attributes:
        device: As the system names it, such as "/dev/video10"; "" for the one that was set up for us, or else the
            first that is free.
        fps: Pictures a second that other programs get; None for the source's rate.
    """

    device: str = ""
    fps: float | None = None


class VirtualCamera:
    """A `Sink` that other programs see as a camera.

    Attributes:
        meter: Of the pictures that went out, each counted once however often it was sent.
        device: What other programs find it under.

    Args:
        spec: Which device.
        info: Of the source: size and rate.
        open_device: (height, width, fps, name) → the device; for tests.

    Raises:
        ConfigError: pyvirtualcam is not installed.
        SinkOpenError: There is no virtual camera that can be used.
    """

    def __init__(
        self,
        spec: VirtualCameraSpec,
        info: SourceInfo,
        open_device: Callable[[int, int, float, str], Device] | None = None,
    ) -> None:
        self.warnings: tuple[str, ...] = ()
        self.part: Path | None = None
        self.meter = Meter()
        self.device = ""
        self._size = even(info.height), even(info.width)
        self._fps = spec.fps or float(info.frame_rate or _USUAL_FPS)
        self._changed = threading.Condition()
        self._pair: FramePair | None = None
        self._written_at = time.monotonic()
        self._is_new = self._ended = False
        self._error: LowlightError | None = None
        opened = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(open_device or _open_device, spec.device, opened), name="lowlight-virtual-camera"
        )
        self._thread.daemon = True
        self._thread.start()
        opened.wait()
        self._raise_error()

    def write(self, pair: FramePair) -> None:
        """Show this pair from the next beat on.

        Raises:
            EncodeError: The device has gone.
        """
        self._raise_error()
        with self._changed:
            if self._is_new and self._pair is not None and not self._pair.enhanced.held:
                self.meter.lost()
            self._pair, self._is_new = pair, True
            self._written_at = time.monotonic()

    def finish(self) -> None:
        """Nothing is completed: the device shows what it shows until `close`."""

    def abort(self) -> None:
        """There is nothing to wait for."""

    def close(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._thread.join()

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self, open_device: Callable[[int, int, float, str], Device], name: str, opened: threading.Event) -> None:
        """Open, feed and close the device, all in this thread: some drivers want it so."""
        try:
            device = open_device(*self._size, self._fps, name)
            self.device = device.device
        except LowlightError as error:
            self._error = error
            return
        finally:
            opened.set()
        try:
            self._feed(device)
        except (RuntimeError, OSError, ValueError) as error:
            self._error = EncodeError(
                f"The virtual camera {self.device} takes no more pictures ({error}).",
                hint="It was removed, or another program has taken it.",
            )
        finally:
            device.close()

    def _feed(self, device: Device) -> None:
        cadence = Cadence(self._fps, time.monotonic())
        while True:
            with self._changed:
                while not self._ended and (wait_s := cadence.wait_s(time.monotonic())):
                    self._changed.wait(wait_s)
                if self._ended:
                    return
                pair, is_new, self._is_new = self._pair, self._is_new, False
                stale = time.monotonic() - self._written_at > _STALE_S
            device.send(self._picture(pair, stale=stale))
            if is_new and pair is not None and not pair.enhanced.held:
                self.meter.passed(pair.original.captured_at or None)
            cadence.beat(time.monotonic())

    def _picture(self, pair: FramePair | None, *, stale: bool) -> Rgb:
        if pair is None:
            return slate(*self._size)
        rgb = pair.enhanced.rgb
        if rgb.shape[:2] != self._size:
            rgb = letterboxed(rgb, *self._size)
        return marked(rgb) if stale or pair.enhanced.held else rgb


def labelled_device(devices: Path = Path("/sys/class/video4linux")) -> str:
    """The device that was set up for us, as the hint says; "" where there is none.

    Args:
        devices: Where Linux lists them; there is nothing on other systems.
    """
    for name in sorted(devices.glob("video*/name")):
        if name.read_text(errors="replace").strip() == OWN_LABEL:
            return f"/dev/{name.parent.name}"
    return ""


def _open_device(height: int, width: int, fps: float, name: str) -> Device:
    pyvirtualcam = required(
        "pyvirtualcam", wanted_by="A virtual camera", package="pyvirtualcam", extra="virtual-camera"
    )
    try:
        camera: Device = pyvirtualcam.Camera(width, height, fps, device=name or labelled_device() or None)
    except (RuntimeError, OSError) as error:
        named = f"The virtual camera {name}" if name else "A virtual camera"
        reason = "; ".join(str(error).splitlines())
        raise SinkOpenError(f"{named} cannot be used: {reason}", hint=_SET_UP.get(sys.platform, "")) from error
    return camera
