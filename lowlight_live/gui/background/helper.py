"""A process beside the application that does one long job, and cannot take the window with it when it crashes."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QObject, QProcess, QTimer, pyqtSignal

_LONGEST_DETAIL = 20_000
"""Characters of what a helper said that are kept: the last ones."""
_END_WAIT_MS = 1_000


@dataclass(frozen=True, slots=True)
class Ending:
    """How a helper ended.

    Attributes:
        status: Its exit status; None where it did not end by itself.
        crashed: It was killed or fell over.
        said: The end of what it wrote on its error output.
    """

    status: int | None
    crashed: bool
    said: str


class Helper(QObject):
    """Runs a module of ours as a process; once.

    It is killed at the latest when this object is destroyed, and it ends by itself when the application dies.

    Args:
        module: Run with `python -m`; it calls `orders.serve`.
        order: What to do.
        parent: Its owner.

    Attributes:
        told: An event of it, a dict with the key "event".
        ended: It has gone, with an `Ending`; the last signal, and exactly one.
    """

    told = pyqtSignal(dict)
    ended = pyqtSignal(object)

    def __init__(self, module: str, order: dict[str, Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsent = [order]
        self._said = ""
        self._held = b""
        self._is_over = False
        self._process = QProcess(self)
        # With -P, so that a file in the current folder is not taken for a library.
        self._process.setProgram(sys.executable)
        self._process.setArguments(["-P", "-m", module])
        self._process.started.connect(self._send_all)
        self._process.readyReadStandardOutput.connect(self._read_events)
        self._process.readyReadStandardError.connect(self._read_words)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        self._grace = QTimer(self)
        self._grace.setSingleShot(True)
        self._grace.timeout.connect(self.kill)

    def start(self) -> None:
        """Let it run; returns at once."""
        self._process.start()

    @property
    def process_id(self) -> int:
        """Of the process; 0 where it does not run."""
        return self._process.processId()

    def send(self, order: dict[str, Any]) -> None:
        """Give it another order; one that has gone hears nothing."""
        self._unsent.append(order)
        if self._process.state() == QProcess.ProcessState.Running:
            self._send_all()

    def stop(self, grace_ms: int, **order: Any) -> None:
        """Ask it to end, and kill it when it has not in time. `ended` tells when it has."""
        self.send({"order": "stop", **order})
        self._grace.start(grace_ms)

    def kill(self) -> None:
        """End it now. `ended` tells when it has."""
        if self._process.state() == QProcess.ProcessState.NotRunning:
            return
        self._process.kill()

    def end(self) -> None:
        """End it now and wait for that, a moment; no signal comes any more. For the end of the application."""
        self._is_over = True
        self._process.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished(_END_WAIT_MS)

    def wait(self, timeout_ms: int) -> bool:
        """Wait for its end, at the end of the application; signals come meanwhile.

        Returns:
            Whether it has ended.
        """
        return self._process.state() == QProcess.ProcessState.NotRunning or self._process.waitForFinished(timeout_ms)

    def _send_all(self) -> None:
        for order in self._unsent:
            self._process.write(json.dumps(order).encode() + b"\n")
        self._unsent.clear()

    def _read_events(self) -> None:
        *lines, self._held = (self._held + self._process.readAllStandardOutput().data()).split(b"\n")
        for line in lines:
            try:
                event = json.loads(line)
            except ValueError:  # a library below printed something
                self._keep_words(line)
                continue
            if isinstance(event, dict) and isinstance(event.get("event"), str):
                self.told.emit(event)

    def _read_words(self) -> None:
        self._keep_words(self._process.readAllStandardError().data())

    def _keep_words(self, words: bytes) -> None:
        self._said = (self._said + words.decode(errors="replace"))[-_LONGEST_DETAIL:]

    def _finished(self, status: int, how: QProcess.ExitStatus) -> None:
        self._read_events()
        self._read_words()
        crashed = how == QProcess.ExitStatus.CrashExit
        self._over(Ending(None if crashed else status, crashed, self._said.strip()))

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._over(Ending(None, crashed=True, said=self._process.errorString()))

    def _over(self, ending: Ending) -> None:
        self._grace.stop()
        if not self._is_over:
            self._is_over = True
            self.ended.emit(ending)
