"""Opens one and the same camera again and again, under whatever number it comes back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from lowlight_live.errors import SourceError, SourceLost
from lowlight_live.video.live import v4l2
from lowlight_live.video.live.camera import Camera, find_again, list_cameras
from lowlight_live.video.live.device import Device, Grant, Picture, Wish
from lowlight_live.video.live.exposure import ExposureControl
from lowlight_live.video.live.opencv_camera import OpenCapture, OpenCvCamera, open_capture
from lowlight_live.video.live.stream_source import open_device


@dataclass(frozen=True, slots=True)
class Machine:
    """What cameras are reached through; another one in tests.

    Attributes:
        root: Where the system's /sys and /dev begin.
        capture: Opens a camera with OpenCV.
        ioctl: Reaches a camera's controls; None for the system's own way.
    """

    root: Path = Path("/")
    capture: OpenCapture = open_capture
    ioctl: v4l2.Ioctl | None = None


class CameraOpener:
    """Opens the camera; used by one connection after the other.

    Args:
        camera: As it is now.
        open_it: Opens a camera as it is at that moment, through one backend.
        exposure: Set each time it is open.
        machine: Where it is looked for.
    """

    def __init__(
        self, camera: Camera, open_it: Callable[[Camera], Device], exposure: ExposureControl, machine: Machine
    ) -> None:
        self._camera = camera
        self._open_it = open_it
        self._exposure = exposure
        self._machine = machine
        self._found_once = False

    def __call__(self, _stopped: threading.Event) -> Device:
        """Open it.

        Raises:
            SourceError: It is not there, or does not open.
        """
        if self._found_once:
            self._camera = self._as_it_is_now()
        device = self._open_it(self._camera)
        self._found_once = True
        problem = self._exposure.apply(self._camera.device)
        return _WithWarning(device, problem) if problem else device

    def _as_it_is_now(self) -> Camera:
        try:
            cameras = list_cameras(self._machine.root)
        except SourceError:
            return self._camera  # nobody can say where it is: it is tried where it was
        except OSError as error:
            raise SourceLost(f"Which cameras there are cannot be read ({error.strerror}).") from error
        if self._camera.identity == self._camera.device:
            return self._camera  # it is known by nothing but its path
        found = find_again(self._camera, cameras)
        if found is None:
            raise SourceLost(f"{self._camera.name} is unplugged.")
        return found


def through_opencv(wish: Wish, machine: Machine) -> Callable[[Camera], Device]:
    """Opens cameras with OpenCV."""
    return lambda camera: OpenCvCamera(camera.index, camera.name, wish, machine.capture)


def through_ffmpeg(wish: Wish) -> Callable[[Camera], Device]:
    """Opens cameras with FFmpeg."""
    return lambda camera: open_device(camera.device, camera.name, wish)


class _WithWarning:
    """A device that opened, but with something to tell."""

    def __init__(self, device: Device, warning: str) -> None:
        self._device = device
        self._warning = warning

    @property
    def grant(self) -> Grant:
        grant = self._device.grant
        return replace(grant, warnings=(*grant.warnings, self._warning))

    def read(self) -> Picture | None:
        return self._device.read()

    def close(self) -> None:
        self._device.close()
