"""Follows which cameras there are, on a thread of its own: the system may take its time to answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from lowlight_live.errors import LowlightError
from lowlight_live.video.camera import Camera, find_cameras, list_cameras

_EVERY_S = 1.0
_log = logging.getLogger(__name__)


class CameraList:
    """The cameras and their modes; asks the system every second which there are, and a new one what it offers.

    Args:
        list_them: Gives the cameras without asking them anything.
        describe: Gives them with their modes.
        every_s: Between two questions.
    """

    def __init__(
        self,
        list_them: Callable[[], list[Camera]] = list_cameras,
        describe: Callable[[], list[Camera]] = find_cameras,
        every_s: float = _EVERY_S,
    ) -> None:
        self._list, self._describe, self._every_s = list_them, describe, every_s
        self._lock = threading.Lock()
        self._cameras: tuple[Camera, ...] = ()
        self._version = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="lowlight-cameras", daemon=True)
        self._thread.start()

    def look(self) -> tuple[int, tuple[Camera, ...]]:
        """The cameras, and a number that is another one whenever they are others."""
        with self._lock:
            return self._version, self._cameras

    def close(self) -> None:
        """Ask no more."""
        self._ended.set()
        self._thread.join(0.5)

    def _watch(self) -> None:
        known: list[tuple[str, str]] | None = None
        while not self._ended.is_set():
            try:
                now = [(camera.device, camera.identity) for camera in self._list()]
                if now != known:
                    cameras = tuple(camera for camera in self._describe() if not camera.virtual)
                    known = now
                    with self._lock:
                        self._cameras, self._version = cameras, self._version + 1
            except (OSError, LowlightError) as error:
                if known is None:
                    _log.info("the cameras cannot be listed: %s", error)
                    known = []
            self._ended.wait(self._every_s)
