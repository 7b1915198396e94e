"""Opens films and cameras aside, and waits for the ends of those that are looked at no more."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from lowlight_live.errors import LowlightError
from lowlight_live.gui.jobs import Jobs
from lowlight_live.gui.problem import problem_of
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.camera import Camera
from lowlight_live.video.live import CameraSpec, find_camera
from lowlight_live.viewing import OpenSource, View, open_view

_log = logging.getLogger(__name__)
_CAMERA_FREE_WITHIN_S = 3.0
_ABORTED_WITHIN_S = 0.1


class SourceOpener(QObject):
    """Opens one source at a time: of several wishes the last counts. From the window's thread.

    Attributes:
        opened: A `View` that is ready to start.
        failed: A `Problem`.
        busy_changed: It has begun or ended to open.

    Args:
        open_it: Opens sources.
        jobs: Where that is done.
    """

    opened = pyqtSignal(object)
    failed = pyqtSignal(object)
    busy_changed = pyqtSignal()

    def __init__(self, open_it: OpenSource, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_it = open_it
        self._jobs = jobs
        self._wish: object | None = None
        self._camera: Camera | None = None
        """What was opened last, as it was then: it may come back under another number."""
        self._leaving: list[View] = []

    @property
    def opening(self) -> bool:
        return self._wish is not None

    def open(self, what: Path | CameraSpec, settings: EnhanceSettings, now: View | None) -> None:
        """Open a film or a camera.

        Args:
            what: It.
            settings: To begin with.
            now: What is looked at; the same camera is let go first, since a camera opens once. If it does not open
                in the way that is wanted now, it is opened as it was.
        """
        wish = self._wish = object()
        open_it = self._open_it
        before, camera = self._camera, None
        refused: LowlightError | None = None
        self.busy_changed.emit()

        def work() -> View:
            nonlocal camera, refused
            camera = find_camera(what.what) if isinstance(what, CameraSpec) else None
            if now is None or not (_says_the_same(now.what, what) or _is_same(before, camera)):
                return open_view(what, settings, open_it)
            now.pipeline.stop()
            _wait(now, _CAMERA_FREE_WITHIN_S)
            try:
                return open_view(what, settings, open_it)
            except LowlightError as error:
                if now.what == what:
                    raise
                refused, camera = error, before
            with suppress(LowlightError):
                return open_view(now.what, settings, open_it)
            raise refused

        def done(view: View) -> None:
            if self._wish is wish:
                self._wish, self._camera = None, camera
                self.opened.emit(view)
                if refused is not None:
                    self.failed.emit(problem_of(refused))
                self.busy_changed.emit()
            else:
                _discard(view)

        def failed(error: Exception) -> None:
            if self._wish is wish:
                self._wish = None
                self.failed.emit(problem_of(error))
                self.busy_changed.emit()

        self._jobs.start("open", work, done, failed, _discard)

    def cancel(self) -> None:
        """Want nothing to be opened any more."""
        self._wish = None
        self.busy_changed.emit()

    def leave(self, view: View) -> None:
        """Let something that is looked at no more end in its own time."""
        view.pipeline.stop()
        self._leaving.append(view)

    def look(self) -> None:
        """From time to time: forget what has ended."""
        self._leaving = [view for view in self._leaving if not _wait(view, 0.0)]

    def close(self, until: float) -> None:
        """Wait for all ends until a moment of the monotonic clock; what has not ended by then is aborted."""
        for view in self._leaving:
            if not _wait(view, max(0.0, until - time.monotonic())):
                view.pipeline.abort()
                _wait(view, _ABORTED_WITHIN_S)
        self._leaving.clear()


def _says_the_same(one: Path | CameraSpec, other: Path | CameraSpec) -> bool:
    return isinstance(one, CameraSpec) and isinstance(other, CameraSpec) and one.what == other.what


def _is_same(one: Camera | None, other: Camera | None) -> bool:
    return one is not None and other is not None and one.identity == other.identity


def _wait(view: View, seconds: float) -> bool:
    """Wait for the end of a view that was told to end; its error is of no interest in the window any more."""
    try:
        return view.pipeline.wait(seconds)
    except Exception as error:  # noqa: BLE001  it has ended
        _log.info("after %s was left: %s", view.source.info.name, error)
        return True


def _discard(view: View) -> None:
    """Release what was opened and never started."""
    view.source.close()
