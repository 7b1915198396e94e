"""Follows which cameras there are, on a thread of its own: the system may take its time to answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from lowlight_live.errors import LowlightError
from lowlight_live.video.live.camera import Camera, find_cameras, list_cameras

_EVERY_S = 1.0
_LONGEST_PAUSE = 64
"""Looks between two questions to a camera that does not say what it offers."""
_ANSWER_WITHIN_S = 0.5
_LISTED_WITHIN_S = 10.0
"""Reading which cameras there are takes milliseconds, unless the machine is busy with other things."""
_log = logging.getLogger(__name__)


class CameraList:
    """The cameras and their modes; asks the system every second which there are, and a new one what it offers.

    One that cannot be asked yet is asked again, after longer and longer pauses.

    Args:
        list_them: Gives the cameras without asking them anything.
        describe: Gives them with their modes.
        every_s: Between two questions.
        patience_s: So long the end waits for a camera that is being asked: its driver may hang.
    """

    def __init__(
        self,
        list_them: Callable[[], list[Camera]] = list_cameras,
        describe: Callable[[], list[Camera]] = find_cameras,
        every_s: float = _EVERY_S,
        patience_s: float = _ANSWER_WITHIN_S,
    ) -> None:
        self._list, self._describe, self._every_s = list_them, describe, every_s
        self._patience_s = patience_s
        self._asking = False
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
        """Ask no more. Waits for the thread, but for a camera that does not answer only a while."""
        with self._lock:
            self._ended.set()
            asking = self._asking
        self._thread.join(self._patience_s if asking else _LISTED_WITHIN_S)

    def _watch(self) -> None:
        known: list[tuple[str, str]] | None = None
        pause = looks = 1
        while not self._ended.is_set():
            try:
                now = [(camera.device, camera.identity) for camera in self._list()]
                looks += 1
                if now != known:
                    pause = looks = 1
                    self._ask(changed=True)
                    known = now
                elif looks > pause and any(camera.ask_again for camera in self._cameras):
                    pause, looks = min(2 * pause, _LONGEST_PAUSE), 1
                    self._ask(changed=False)
            except (OSError, LowlightError) as error:
                if known is None:
                    _log.info("the cameras cannot be listed: %s", error)
                    known = []
            self._ended.wait(self._every_s)

    def _ask(self, *, changed: bool) -> None:
        with self._lock:
            if self._ended.is_set():
                return
            self._asking = True
        try:
            cameras = tuple(camera for camera in self._describe() if not camera.virtual)
        finally:
            self._asking = False
        with self._lock:
            if changed or cameras != self._cameras:
                self._cameras, self._version = cameras, self._version + 1
