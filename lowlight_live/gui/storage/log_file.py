"""Keeps a log that does not grow, and what nobody foresaw: an exception in a slot would else end the program."""

from __future__ import annotations

import logging
import logging.handlers
import queue
import sys
import threading
from pathlib import Path
from types import TracebackType

from lowlight_live.gui.storage.places import data_folder
from lowlight_live.video.live.addresses import without_secrets

_BYTES = 500_000
_log = logging.getLogger("lowlight_live")
_log.addHandler(logging.NullHandler())  # else Python writes warnings to the terminal where there is no log


def log_path() -> Path:
    """Where the log is."""
    return data_folder() / "log" / "lowlight-live.log"


class LogFile:
    """Writes the log as long as it is open; a folder that may not be written costs no more than the log."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or log_path()
        self._handler: logging.Handler | None = None
        self._level_before = _log.level
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._handler = logging.handlers.RotatingFileHandler(
                self.path, maxBytes=_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace", delay=True
            )
        except OSError:
            return
        self._handler.setFormatter(_Discreet("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
        _log.setLevel(logging.INFO)
        _log.addHandler(self._handler)

    def close(self) -> None:
        """Write no more."""
        if self._handler is not None:
            _log.removeHandler(self._handler)
            _log.setLevel(self._level_before)
            self._handler.close()
            self._handler = None


class _Discreet(logging.Formatter):
    """Whoever gets the log to read learns of no stream how to open it, whatever an error says."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


class Unforeseen:
    """Catches what nobody caught, in slots and in threads, for the window to show. Each kind is logged once."""

    def __init__(self) -> None:
        self._errors: queue.SimpleQueue[BaseException] = queue.SimpleQueue()
        self._seen: set[str] = set()
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._caught
        threading.excepthook = lambda given: self._caught(given.exc_type, given.exc_value, given.exc_traceback)

    def take(self) -> BaseException | None:
        """The last error that came since; from the window's thread."""
        last = None
        while not self._errors.empty():
            last = self._errors.get_nowait()
        return last

    def close(self) -> None:
        """Put back the hooks that were there."""
        sys.excepthook, threading.excepthook = self._before

    def _caught(self, kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None) -> None:
        error = error if error is not None else kind()
        place = f"{kind.__name__}: {error} {traceback.tb_lineno if traceback is not None else ''}"
        if place in self._seen:
            return
        self._seen.add(place)
        _log.error("unforeseen", exc_info=(kind, error, traceback))
        self._errors.put(error)
