"""Tells what came of the exports once all are over: by the desktop, or else by the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QObject, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices

from lowlight_live.gui.desktop.notify import Notifier
from lowlight_live.gui.export.job import ExportJob, JobState
from lowlight_live.gui.export.queue import ExportQueue
from lowlight_live.gui.texts.translation import translate
from lowlight_live.video.images import PICTURE_SUFFIXES


class Announcer(QObject):
    """Notes what ends, and tells of it, once, when nothing waits any more.

    Args:
        queue: Whose exports.

    Attributes:
        notifier: By which the desktop is told; a click opens the folder of the last film it tells of.
        unheard: The desktop could not say it: a sentence, the last file that it tells of, or None, and whether
            something failed.
    """

    unheard = pyqtSignal(str, object, bool)

    def __init__(self, queue: ExportQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._since_told: set[str] = set()
        self._target: Path | None = None
        self._has_failed = False
        self.notifier = Notifier(self)
        self.notifier.clicked.connect(self._open_folder)
        self.notifier.unheard.connect(lambda text: self.unheard.emit(text, self._target, self._has_failed))
        queue.changed.connect(self._note)
        queue.all_over.connect(self._tell)

    def _note(self, name: str) -> None:
        if self._queue.job(name).state in (JobState.DONE, JobState.FAILED):
            self._since_told.add(name)
        else:
            self._since_told.discard(name)  # begun once more

    def _tell(self) -> None:
        jobs = [job for job in self._queue if job.id in self._since_told]
        self._since_told.clear()
        if not jobs:
            return
        self._target = next((job.target for job in reversed(jobs) if job.state is JobState.DONE), None)
        self._has_failed = any(job.state is JobState.FAILED for job in jobs)
        title = (
            translate("ExportPanel", "Not all exports succeeded")
            if self._has_failed
            else translate("ExportPanel", "Exports")
        )
        self.notifier.tell(title, count_of(jobs), translate("ExportPanel", "Open folder"))

    def _open_folder(self) -> None:
        if self._target is not None:
            show_folder_of(self._target)


def count_of(jobs: Sequence[ExportJob]) -> str:
    """How many were exported and how many failed, in words such as "2 films exported, 1 failed".

    Args:
        jobs: At least one; each has done either.
    """
    done = [job for job in jobs if job.state is JobState.DONE]
    failed = len(jobs) - len(done)
    if not done:
        return (
            translate("ExportPanel", "1 export failed")
            if failed == 1
            else translate("ExportPanel", "{n} exports failed").format(n=failed)
        )
    photos = sum(job.source.suffix.lower() in PICTURE_SUFFIXES for job in done)
    if 0 < photos < len(done):
        text = translate("ExportPanel", "{n} files exported")
    elif len(done) == 1:
        text = translate("ExportPanel", "1 photo exported") if photos else translate("ExportPanel", "1 film exported")
    elif photos:
        text = translate("ExportPanel", "{n} photos exported")
    else:
        text = translate("ExportPanel", "{n} films exported")
    text = text.format(n=len(done))
    return text + (", " + translate("ExportPanel", "{n} failed").format(n=failed) if failed else "")


def show_folder_of(target: Path) -> None:
    """Let the desktop show where a file lies."""
    # As a URL it may have bytes that are no text; `QUrl.fromLocalFile` would name another folder.
    QDesktopServices.openUrl(QUrl.fromEncoded(target.parent.absolute().as_uri().encode()))
