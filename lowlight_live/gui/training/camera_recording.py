"""Lets the camera be recorded while the window stays alive: waits on a thread, and tells when it is done."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from lowlight_live.errors import LowlightError

_LAST_WAIT_S = 0.5


class Recording(QObject):
    """Records pictures into a folder, one recording at a time.

    Args:
        record: Records into a folder for so many seconds; called from a thread of its own.
        cancel: Makes a `record` that is under way return soon; None where it cannot.
        parent: Its owner.

    Attributes:
        done: The folder of the pictures, and how many seconds were recorded.
        failed: Why there are none: sentence, hint, detail.
    """

    done = pyqtSignal(object, float)
    failed = pyqtSignal(str, str, str)
    _came = pyqtSignal(object, object)

    def __init__(
        self,
        record: Callable[[Path, float], None],
        cancel: Callable[[], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._record = record
        self._cancel = cancel
        self._thread: threading.Thread | None = None
        self._began_at = 0.0
        self._came.connect(self._ended)

    @property
    def is_running(self) -> bool:
        """Whether pictures are being recorded."""
        return self._thread is not None

    def start(self, folder: Path, seconds: float) -> None:
        """Begin; returns at once."""
        if self._thread is None:
            self._began_at = time.monotonic()
            self._thread = threading.Thread(
                target=self._work, args=(folder, seconds), name="lowlight-record-pictures", daemon=True
            )
            self._thread.start()

    def end(self) -> None:
        """Let a recording under way end now; `done` tells when it has."""
        if self._thread is not None and self._cancel is not None:
            self._cancel()

    def close(self) -> None:
        """Forget a recording under way; it is waited for a moment, and nothing is told any more."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        if self._cancel is not None:
            self._cancel()
        thread.join(_LAST_WAIT_S)

    def _work(self, folder: Path, seconds: float) -> None:
        came: object = folder
        try:
            self._record(folder, seconds)
        except Exception as error:  # noqa: BLE001  the guard of the thread: told in the window
            came = error
            came.__notes__ = [*getattr(came, "__notes__", []), traceback.format_exc()]
        try:
            self._came.emit(came, threading.current_thread())
        except RuntimeError:  # the window has gone meanwhile
            return

    def _ended(self, came: object, thread: object) -> None:
        if thread is not self._thread:
            return  # closed meanwhile
        assert self._thread is not None  # noqa: S101  it is `thread`
        self._thread.join()  # it has just said its last word
        self._thread = None
        if isinstance(came, LowlightError):
            self.failed.emit(str(came), came.hint, "\n".join(came.__notes__))
        elif isinstance(came, Exception):
            self.failed.emit(str(came), "", "\n".join(came.__notes__))
        else:
            self.done.emit(came, time.monotonic() - self._began_at)
