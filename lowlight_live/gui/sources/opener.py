"""Opens films and cameras aside, and waits for the ends of those that are looked at no more.

A camera opens once: whatever of ours has it, being opened, looked at or left, lets it go before it is opened again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from lowlight_live.errors import LowlightError
from lowlight_live.gui.background.jobs import Jobs
from lowlight_live.gui.texts.problem import problem_of
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.live.camera import Camera
from lowlight_live.video.live.opening import CameraSpec, find_camera
from lowlight_live.viewing import OpenSource, View, open_view

_log = logging.getLogger(__name__)
_CAMERA_FREE_WITHIN_S = 3.0
_ABORTED_WITHIN_S = 0.1
_LET_GO_WITHIN_S = 0.6
"""So long the end waits for a camera that is being opened, so that it is let go in order: its switches go back."""


class _Superseded(Exception):
    """Something else is wanted by now."""


class _Opening:
    """A source that is being opened or was, until it has been let go.

    Args:
        what: It.

    Attributes:
        camera: Which camera that is, as it is now: it may come back under another number. Once `known` is set.
        refused: Why it did not open as it was wanted, but as it was before.
        view: Since it is looked at.
        let_go: Set when it did not open, or was closed because nobody wanted it any more.
    """

    def __init__(self, what: Path | CameraSpec) -> None:
        self.what = what
        self.camera: Camera | None = None
        self.known = threading.Event()
        self.refused: LowlightError | None = None
        self.view: View | None = None
        self.let_go = threading.Event()

    def open(
        self,
        others: Sequence[_Opening],
        settings: EnhanceSettings,
        open_it: OpenSource,
        now: View | None,
        wanted: Callable[[], bool],
    ) -> View:
        """Open it once no other has the camera; not from the window's thread.

        Args:
            others: All that may have it.
            settings: To begin with.
            open_it: Opens sources.
            now: What is looked at; opened again as it was if it is the same camera and this way is refused.
            wanted: Whether this is still what is wanted.
        """
        self._find()
        same = [other for other in others if other._is_same_camera(self)]
        for other in same:
            other._free()
        if not wanted():
            raise _Superseded
        try:
            return open_view(self.what, settings, open_it)
        except LowlightError as error:
            before = next((other for other in same if other.view is not None and other.view is now), None)
            if before is None or before.what == self.what:
                raise
            self.refused, self.what, self.camera = error, before.what, before.camera
        with suppress(LowlightError):
            return open_view(self.what, settings, open_it)
        raise self.refused

    def discard(self, view: View) -> None:
        """Release what was opened and never started."""
        view.source.close()
        self.let_go.set()

    def _find(self) -> None:
        """See which camera is meant; from the thread that opens it."""
        if isinstance(self.what, CameraSpec):
            self.camera = find_camera(self.what.what)
        self.known.set()

    def _is_same_camera(self, other: _Opening) -> bool:
        """Whether both are one and the same; of the other one that is known."""
        if not (isinstance(self.what, CameraSpec) and isinstance(other.what, CameraSpec)):
            return False
        if self.what.what == other.what.what:
            return True
        self.known.wait(_CAMERA_FREE_WITHIN_S)
        return self.camera is not None and other.camera is not None and self.camera.identity == other.camera.identity

    def _free(self) -> None:
        """Let it go if it is looked at, and wait for that; not from the window's thread."""
        if self.view is not None:
            self.view.pipeline.stop()
            _wait(self.view, _CAMERA_FREE_WITHIN_S)
        else:
            self.let_go.wait(_CAMERA_FREE_WITHIN_S)


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
        self._wanted: _Opening | None = None
        self._openings: list[_Opening] = []
        """All that may still have a camera."""
        self._leaving: list[View] = []

    @property
    def opening(self) -> bool:
        return self._wanted is not None

    def open(self, what: Path | CameraSpec, settings: EnhanceSettings, now: View | None) -> None:
        """Open a film or a camera.

        Args:
            what: It.
            settings: To begin with.
            now: What is looked at; if it is the same camera and does not open in the way that is wanted now, it is
                opened as it was.
        """
        others = list(self._openings)
        this = self._wanted = _Opening(what)
        self._openings.append(this)
        open_it = self._open_it
        self.busy_changed.emit()

        def work() -> View:
            try:
                return this.open(others, settings, open_it, now, lambda: self._wanted is this)
            except BaseException:
                this.let_go.set()
                raise

        def done(view: View) -> None:
            if self._wanted is this:
                self._wanted, this.view = None, view
                self.opened.emit(view)
                if this.refused is not None:
                    self.failed.emit(problem_of(this.refused))
                self.busy_changed.emit()
            else:
                let_go = lambda: this.discard(view)  # noqa: E731  a camera takes its time
                self._jobs.start("let-go", let_go, _ignore, _ignore, awaited_s=_LET_GO_WITHIN_S)

        def failed(error: Exception) -> None:
            if self._wanted is this:
                self._wanted = None
                self.failed.emit(problem_of(error))
                self.busy_changed.emit()

        self._jobs.start("open", work, done, failed, this.discard, awaited_s=_LET_GO_WITHIN_S)

    def cancel(self) -> None:
        """Want nothing to be opened any more."""
        self._wanted = None
        self.busy_changed.emit()

    def leave(self, view: View) -> None:
        """Let something that is looked at no more end in its own time."""
        view.pipeline.stop()
        self._leaving.append(view)

    def look(self) -> None:
        """From time to time: forget what has ended."""
        ended = [view for view in self._leaving if _wait(view, 0.0)]
        self._leaving = [view for view in self._leaving if view not in ended]
        self._openings = [one for one in self._openings if not one.let_go.is_set() and one.view not in ended]

    def close(self, until: float) -> None:
        """Wait for all ends until a moment of the monotonic clock; what has not ended by then is aborted."""
        for view in self._leaving:
            if not _wait(view, max(0.0, until - time.monotonic())):
                view.pipeline.abort()
                _wait(view, _ABORTED_WITHIN_S)
        self._leaving.clear()


def _wait(view: View, seconds: float) -> bool:
    """Wait for the end of a view that was told to end; its error is of no interest in the window any more."""
    try:
        return view.pipeline.wait(seconds)
    except Exception as error:  # noqa: BLE001  it has ended
        _log.info("after %s was left: %s", view.source.info.name, error)
        return True


def _ignore(_: object) -> None:
    """Nobody waits for it."""
