"""Tells what came of the exports once all are over: by the desktop, or else by the window."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QObject, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices

from lowlight_live.gui.desktop.notify import Notifier
from lowlight_live.gui.export.job import JobState
from lowlight_live.gui.export.queue import ExportQueue
from lowlight_live.gui.texts.translation import translate


class Announcer(QObject):
    """Counts what ends, and tells when nothing waits any more.

    Args:
        queue: Whose exports.

    Attributes:
        notifier: By which the desktop is told; a click opens the folder of the last film that was completed.
        unheard: The desktop could not say it: a sentence, and the last file that was completed, or None.
    """

    unheard = pyqtSignal(str, object)

    def __init__(self, queue: ExportQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._since_told: set[str] = set()
        self.notifier = Notifier(self)
        self.notifier.clicked.connect(self._open_last_folder)
        self.notifier.unheard.connect(lambda text: self.unheard.emit(text, self._last_target()))
        queue.changed.connect(self._note)
        queue.all_over.connect(self._tell)

    def _note(self, name: str) -> None:
        if self._queue.job(name).state in (JobState.DONE, JobState.FAILED):
            self._since_told.add(name)

    def _tell(self) -> None:
        told = [job for job in self._queue if job.id in self._since_told]
        self._since_told.clear()
        failed = sum(job.state is JobState.FAILED for job in told)
        if not told:
            return
        text = translate("ExportPanel", "Complete: {n}.").format(n=len(told) - failed)
        if failed:
            text += " " + translate("ExportPanel", "Failed: {n}.").format(n=failed)
        self.notifier.tell(translate("ExportPanel", "Exports"), text, translate("ExportPanel", "Open folder"))

    def _last_target(self) -> Path | None:
        return next((job.target for job in reversed(list(self._queue)) if job.state is JobState.DONE), None)

    def _open_last_folder(self) -> None:
        target = self._last_target()
        if target is not None:
            show_folder_of(target)


def show_folder_of(target: Path) -> None:
    """Let the desktop show where a file lies."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(target.parent)))
