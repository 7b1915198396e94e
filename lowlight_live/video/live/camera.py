"""Finds the cameras of this machine, and finds one again that has come back under another number.

Nothing here opens a camera to take pictures: a busy or broken one can make that hang.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lowlight_live.errors import SourceError
from lowlight_live.video.live import v4l2

_ROOT = Path("/")
_ANSWER_WITHIN_S = 1.5
_NODE = re.compile(r"video(\d+)")
_SYSTEM_LISTS = {"win32": "dshow", "darwin": "avfoundation"}
"""FFmpeg's name for what lists the cameras where files in /sys do not."""

_MODES_UNKNOWN = "this system does not tell its modes without opening it"
OWN_LABEL = "lowlight-live"
"""What our virtual camera is called where we say how to set one up."""
_OWN_NAMES = frozenset({OWN_LABEL, "OBS Virtual Camera", "Unity Video Capture"})
"""What the devices are called that our own pictures go to: none of them is listed as a camera to read from."""

_SCREENS = "Capture screen"
"""AVFoundation lists screens among the cameras."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera that the system knows.

    Attributes:
        index: OpenCV's number for it at this moment.
        device: What FFmpeg opens it by: a path on Linux, a name elsewhere.
        name: The maker's name for it.
        identity: What it is known by when it comes back; the same for as long as the camera is.
        modes: What it offers; empty where that is not known.
        virtual: Not a camera, but pictures that another program makes.
        note: Why something is not known of it.
        ask_again: That may change by itself: a camera just plugged in is there before its user may open it.
    """

    index: int
    device: str
    name: str
    identity: str
    modes: tuple[v4l2.Mode, ...] = ()
    virtual: bool = False
    note: str = ""
    ask_again: bool = False


def list_cameras(root: Path = _ROOT) -> list[Camera]:
    """The cameras, without asking any of them anything.

    Args:
        root: Where the system's /sys and /dev begin.

    Raises:
        OSError: The system refuses to say.
        SourceError: It has no way to say it.
    """
    if not sys.platform.startswith("linux"):
        return _listed_by_ffmpeg()
    names = _names_in(root / "sys/class/video4linux")
    stable = _links(root / "dev/v4l/by-path", names) | _links(root / "dev/v4l/by-id", names)
    return [
        Camera(index=index, device=str(root / "dev" / node), name=name, identity=stable.get(node, name))
        for node, (index, name) in sorted(names.items(), key=lambda item: item[1])
        if name not in _OWN_NAMES
    ]


def find_cameras(root: Path = _ROOT, within_s: float = _ANSWER_WITHIN_S) -> list[Camera]:
    """The cameras and what each offers.

    All are asked at the same time; one that does not answer is listed with a note, and the thread that waits for it is
    left behind.

    Args:
        root: Where the system's /sys and /dev begin.
        within_s: How long to wait for all answers.

    Raises:
        OSError: The system refuses to say which cameras there are.
        SourceError: It has no way to say it.
    """
    cameras = list_cameras(root)
    if not sys.platform.startswith("linux"):
        return [replace(camera, note=_MODES_UNKNOWN) for camera in cameras]
    answers: dict[str, Camera | None] = {}
    answered = threading.Condition()

    def ask(camera: Camera) -> None:
        answer = _described(camera)
        with answered:
            answers[camera.device] = answer
            answered.notify_all()

    for camera in cameras:
        threading.Thread(target=ask, args=(camera,), name="lowlight-ask-camera", daemon=True).start()
    with answered:
        answered.wait_for(lambda: len(answers) == len(cameras), timeout=within_s)
        silent = {camera.device: replace(camera, note="it does not answer") for camera in cameras}
        found = [(silent | answers)[camera.device] for camera in cameras]
    return [camera for camera in found if camera is not None]


def find_again(lost: Camera, cameras: Sequence[Camera]) -> Camera | None:
    """The same camera among those that are there now, perhaps under another number; None while it is away."""
    for camera in cameras:
        if camera.identity == lost.identity:
            return camera
    # Moved to another socket, a camera without a serial number is known by its name alone, if nothing else has it.
    named = [camera for camera in cameras if camera.name == lost.name]
    return named[0] if len(named) == 1 and "/by-id/" not in lost.identity else None


def choose(what: str, cameras: Sequence[Camera]) -> list[Camera]:
    """The cameras that a user can have meant: by number, by path, or by part of a name, whatever its case.

    A whole name or path is preferred to a part of one.
    """
    if what.isdecimal():
        return [camera for camera in cameras if camera.index == int(what)]
    wanted = what.casefold()
    texts = {camera.device: (camera.device, camera.name, camera.identity) for camera in cameras}
    whole = [camera for camera in cameras if wanted in (text.casefold() for text in texts[camera.device])]
    return whole or [camera for camera in cameras if any(wanted in text.casefold() for text in texts[camera.device])]


def _names_in(folder: Path) -> dict[str, tuple[int, str]]:
    """Node, number and name of each camera: {"video2": (2, "HD Webcam")}."""
    names = {}
    for node in folder.iterdir() if folder.is_dir() else ():
        number = _NODE.fullmatch(node.name)
        try:
            # A camera's second node delivers only metadata; the first has index 0.
            if number and (node / "index").read_text().strip() == "0":
                names[node.name] = (int(number[1]), (node / "name").read_text(errors="replace").strip())
        except FileNotFoundError:
            continue  # unplugged at this moment
    return names


def _links(folder: Path, nodes: dict[str, tuple[int, str]]) -> dict[str, str]:
    """The link in a folder that leads to each node: its name stays when the number changes."""
    if not folder.is_dir():
        return {}
    links = {link.resolve().name: str(link) for link in sorted(folder.iterdir(), reverse=True)}
    return {node: link for node, link in links.items() if node in nodes}


def _described(camera: Camera) -> Camera | None:
    """The camera with what it says of itself; None for a device that gives no pictures."""
    try:
        said = v4l2.describe(camera.device)
    except PermissionError:
        return replace(camera, note="it may not be opened; on most systems the group video may", ask_again=True)
    except OSError as error:
        return replace(camera, note=f"it does not say what it offers ({error.strerror})", ask_again=True)
    if not said.captures:
        return None
    return replace(camera, name=said.name or camera.name, modes=said.modes, virtual=said.virtual)


def _listed_by_ffmpeg() -> list[Camera]:
    """What DirectShow or AVFoundation lists; none of it has been seen with a camera by the authors."""
    import av

    try:
        listed = av.enumerate_input_devices(_SYSTEM_LISTS[sys.platform])
    except (KeyError, ValueError, av.FFmpegError) as error:
        raise SourceError("This system does not say which cameras there are.", hint="The first one is 0.") from error
    named = [(device.name, device.description or device.name) for device in listed if "video" in device.media_types]
    return [
        Camera(index, device, name, identity=device)
        for index, (device, name) in enumerate(named)
        if name not in _OWN_NAMES and not name.startswith(_SCREENS)
    ]
