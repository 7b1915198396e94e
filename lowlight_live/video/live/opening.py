"""Opens whatever delivers pictures at its own pace: a camera, a stream from the network, a file played as if live."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lowlight_live.errors import SourceError, SourceOpenError
from lowlight_live.video.live.camera import Camera, choose, list_cameras
from lowlight_live.video.live.camera_opener import CameraOpener, Machine, through_ffmpeg, through_opencv
from lowlight_live.video.live.device import Wish
from lowlight_live.video.live.exposure import ExposureControl, ExposurePriority
from lowlight_live.video.live.realtime import PlayedFile
from lowlight_live.video.live.stream_source import SCHEMES, open_stream
from lowlight_live.video.live.supervised import SupervisedSource
from lowlight_live.video.live.watchdog import Timing
from lowlight_live.video.paths import answers_about
from lowlight_live.video.protocols import LiveSource

__all__ = ["CameraBackend", "CameraSpec", "ExposurePriority", "find_camera", "open_live"]

_ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_NODE = re.compile(r"/dev/video(\d+)")
_WHAT_CAN_BE = "Name a camera by its number or part of its name, or give an address such as http://… or rtsp://…"


class CameraBackend(StrEnum):
    """What reads a camera."""

    AUTO = "auto"
    OPENCV = "opencv"
    PYAV = "pyav"


@dataclass(frozen=True)
class CameraSpec:
    """Which camera, and how it is wanted.

    Attributes:
        what: An index ("0"), a device's name or part of it, "/dev/video2", "http://…", "rtsp://…", or a file.
        height: Wanted, in pixels; None leaves it to the camera.
        width: Likewise.
        fps: Likewise, in frames a second.
        backend: What reads it.
        realtime: Of a file: played at its own pace.
        loop: Of a file: played again from the start, for ever.
        exposure_priority: What the camera's auto-exposure gives up in the dark.
    """

    what: str
    height: int | None = None
    width: int | None = None
    fps: float | None = None
    backend: CameraBackend = CameraBackend.AUTO
    realtime: bool = False
    loop: bool = False
    exposure_priority: ExposurePriority = ExposurePriority.LEAVE


def open_live(spec: CameraSpec, *, machine: Machine | None = None, timing: Timing | None = None) -> LiveSource:
    """Open what `spec` names.

    Args:
        spec: Which, and how.
        machine: What cameras are reached through.
        timing: How long to wait for what.

    Raises:
        SourceOpenError: It cannot be opened; the reasons of every backend, and the cameras found as the hint.
    """
    wish = Wish(spec.height, spec.width, spec.fps)
    address = _ADDRESS.match(spec.what)
    if address is not None:
        return _open_address(spec, address["scheme"].lower(), wish, timing)
    path = Path(spec.what)
    with answers_about(path, SourceOpenError):
        is_file = bool(spec.what) and not spec.what.isdecimal() and path.is_file()
    if is_file:
        if not spec.realtime:
            raise SourceOpenError(
                f"{path.name} is a file, not a camera.",
                hint="Play it at its own pace with --realtime, or enhance it as a file: lowlight-live enhance.",
            )
        warnings = _of_no_use_for(path, spec)
        return SupervisedSource(
            lambda stopped: PlayedFile(path, stopped, loop=spec.loop, warnings=warnings), timing=timing
        )
    return _open_camera(spec, wish, machine or Machine(), timing)


def find_camera(what: str) -> Camera | None:
    """The camera of this machine that a `CameraSpec` names; None where it names none, or something else."""
    if _ADDRESS.match(what):
        return None
    try:
        return _find(what, Machine())[0]
    except SourceOpenError:
        return None


def _of_no_use_for(path: Path, spec: CameraSpec) -> tuple[str, ...]:
    """What was asked for that only a camera could give, in a warning."""
    asked = {
        "size": spec.height or spec.width,
        "frame rate": spec.fps,
        "backend": spec.backend is not CameraBackend.AUTO,
        "exposure priority": spec.exposure_priority is not ExposurePriority.LEAVE,
    }
    useless = [name for name, value in asked.items() if value]
    return (f"{path.name} plays as it is; this is for cameras only: {', '.join(useless)}.",) if useless else ()


def _open_address(spec: CameraSpec, scheme: str, wish: Wish, timing: Timing | None) -> LiveSource:
    if scheme not in SCHEMES:
        raise SourceOpenError(f"{scheme}:// is not an address of a stream.", hint=f"Use one of {', '.join(SCHEMES)}.")
    if spec.backend is CameraBackend.OPENCV:
        raise SourceOpenError("OpenCV opens cameras only, not addresses.", hint="Use the backend auto or pyav.")
    return SupervisedSource(lambda _stopped: open_stream(spec.what, wish), requested_fps=spec.fps, timing=timing)


def _open_camera(spec: CameraSpec, wish: Wish, machine: Machine, timing: Timing | None) -> LiveSource:
    camera, found = _find(spec.what, machine)
    backends = {CameraBackend.OPENCV: through_opencv(wish, machine), CameraBackend.PYAV: through_ffmpeg(wish)}
    wanted = list(backends) if spec.backend is CameraBackend.AUTO else [spec.backend]
    reasons = []
    for backend in wanted:
        exposure = ExposureControl(spec.exposure_priority, machine.ioctl)
        opener = CameraOpener(camera, backends[backend], exposure, machine)
        try:
            return SupervisedSource(opener, requested_fps=spec.fps, timing=timing, on_close=exposure.restore)
        except SourceOpenError as error:
            exposure.restore()
            reasons.append(f"{backend}: {error}")
        except BaseException:
            exposure.restore()
            raise
    raise SourceOpenError(
        f"Camera {spec.what} did not open. {' '.join(reasons)}",
        hint=f"Close other programs that use it, or plug it in again. {_told(found)}",
    )


def _find(what: str, machine: Machine) -> tuple[Camera, list[Camera]]:
    """The camera that is meant, and all there are."""
    try:
        with answers_about(machine.root, SourceOpenError):
            cameras = list_cameras(machine.root)
        listed = True
    except SourceOpenError:
        raise
    except SourceError:
        cameras, listed = [], False
    link = Path(what)
    if link.is_absolute() and link.is_symlink():
        what = str(link.resolve())  # /dev/v4l/by-path/…, say
    chosen = choose(what, cameras) if what.strip() else []
    if len(chosen) > 1:
        raise SourceOpenError(f'"{what}" fits {len(chosen)} cameras.', hint=f"Name one of them. {_told(chosen)}")
    if chosen:
        return chosen[0], cameras
    # Not listed, but there: in a container, /sys may be missing.
    node = _NODE.fullmatch(f"/dev/video{what}" if what.isdecimal() else what)
    if node and (not listed or (machine.root / node[0].lstrip("/")).exists()):
        device = str(machine.root / node[0].lstrip("/"))
        return Camera(int(node[1]), device, f"camera {node[1]}", identity=device), cameras
    hint = _told(cameras) if listed else "This system does not say which cameras there are; the first one is 0."
    kind = "camera" if what.isdecimal() or node else "camera or file"
    raise SourceOpenError(f"There is no {kind} {what or '(nothing given)'}.", hint=f"{hint} {_WHAT_CAN_BE}.")


def _told(cameras: list[Camera]) -> str:
    if not cameras:
        return "No camera was found."
    return f"Cameras found: {', '.join(f'{camera.index} ({camera.name})' for camera in cameras)}."
