"""Does exports one after the other, each in a process of its own, and keeps on disk what is not done yet.

The file is written at each change of what is wanted or where a job stands, so a killed application knows at its next
start what it was at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from lowlight_live.gui.background.helper import Ending, Helper
from lowlight_live.gui.export.job import OVER, ExportJob, JobState
from lowlight_live.gui.export.leftovers import parts_begun, remove_left
from lowlight_live.gui.export.outcome import after_event, after_fall
from lowlight_live.gui.export.progress import ExportProgress
from lowlight_live.gui.export.queue_file import QueueFile
from lowlight_live.gui.texts.translation import translate
from lowlight_live.video.resuming.earlier import parts_of
from lowlight_live.video.resuming.part_record import remove_part

WORKER = "lowlight_live.gui.export.worker"


class ExportQueue(QObject):
    """The jobs in their order, and the one at work.

    Args:
        folder: Where the queue's file lies; None for the user's own.
        worker: The module that does a job.
        parent: Its owner.

    Attributes:
        progress: Of the job at work; None where none is.
        changed: A job stands elsewhere, by its id; also when it is new.
        removed: A job is no longer there, by its id.
        advanced: The job at work is further, by its id.
        all_over: Nothing waits any more.
        paused_changed: Whether the queue is paused now.
    """

    changed = pyqtSignal(str)
    removed = pyqtSignal(str)
    advanced = pyqtSignal(str)
    all_over = pyqtSignal()
    paused_changed = pyqtSignal(bool)

    def __init__(self, folder: Path | None = None, worker: str = WORKER, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.progress: ExportProgress | None = None
        self._worker = worker
        self._helper: Helper | None = None
        self._at_work = ""
        self._parts_before: list[Path] = []
        self._paused = False
        self._doomed: ExportJob | None = None
        self._file = QueueFile(folder)
        self._jobs = {job.id: job for job in self._file.read()}
        self._write()

    @property
    def notice(self) -> str:
        """What a user should know of the file, a sentence; "" as long as all is well."""
        return self._file.notice

    def __iter__(self) -> Iterator[ExportJob]:
        return iter(list(self._jobs.values()))

    def job(self, name: str) -> ExportJob:
        """The job of an id."""
        return self._jobs[name]

    @property
    def paused(self) -> bool:
        """Whether the job at work waits, and no other begins."""
        return self._paused

    @property
    def process_id(self) -> int:
        """Of the process at work; 0 where there is none."""
        return self._helper.process_id if self._helper is not None else 0

    def unfinished(self) -> list[ExportJob]:
        """Those that the application was at when it ended the last time."""
        return [job for job in self if job.state is JobState.UNFINISHED]

    def add(self, job: ExportJob) -> None:
        """Put a job at the end; it begins when it is its turn."""
        self._set(job)
        self._next()

    def replace(self, job: ExportJob) -> None:
        """Change what is wanted of a job that is neither at work nor done.

        What was written as it was wanted before stays until the new one is complete.
        """
        before = self._jobs[job.id]
        if before.state in (JobState.RUNNING, JobState.DONE):
            return
        if not job.wants_the_same(before):
            job = replace(job, part=None, stale=before.parts)
            if before.parts and before.state in (JobState.WAITING, JobState.UNFINISHED):
                job = replace(job, message=translate("Export", "With other settings it begins from the start."))
        self._set(job)

    def cancel(self, name: str) -> None:
        """Give a job up. What was written of it is removed once its process has gone."""
        job = self._jobs[name]
        if job.state in OVER:
            return
        self._set(replace(job, state=JobState.CANCELLED, message=translate("Export", "Cancelled.")))
        if name == self._at_work and self._helper is not None:
            self._helper.kill()  # at once, also out of a library that listens to nobody
        else:
            remove_left(self._jobs[name].parts)
            self._next()

    def retry(self, name: str) -> None:
        """Put a job that failed, was cancelled or was left unfinished in line again; it goes on where it can."""
        if self._jobs[name].state in (JobState.FAILED, JobState.CANCELLED, JobState.UNFINISHED):
            self._set(self._jobs[name].anew())
            self._next()

    def remove(self, name: str) -> None:
        """Take a job off the list; one at work is cancelled. Finished films stay, and nothing of unfinished ones."""
        self.cancel(name)
        job = self._jobs.pop(name)
        if name == self._at_work:
            self._doomed = job
        else:
            remove_left(job.parts)
        self._write()
        self.removed.emit(name)

    def take_up(self) -> None:
        """Put everything that was left unfinished in line."""
        for job in self.unfinished():
            self.retry(job.id)

    def pause(self) -> None:
        """Let the job at work wait where it is, and no other begin."""
        self._set_paused(True)
        if self._helper is not None:
            self._helper.send({"order": "pause"})

    def go_on(self) -> None:
        """End the pause."""
        self._set_paused(False)
        if self._helper is not None:
            self._helper.send({"order": "go on"})
        self._next()

    def close(self) -> None:
        """End the process at work, now; what is not done is offered at the next start."""
        helper, self._helper = self._helper, None
        if helper is not None:
            helper.end()
            helper.deleteLater()
            job = self._jobs.get(self._at_work, self._doomed)
            if job is not None:
                self._clean_up(job)
        self._write()
        self._file.close()

    def _set_paused(self, paused: bool) -> None:
        if paused != self._paused:
            self._paused = paused
            if self.progress is not None:
                self.progress.paused(paused)
            self.paused_changed.emit(paused)

    def _next(self) -> None:
        if self._helper is not None or self._paused:
            return
        job = next((job for job in self if job.state is JobState.WAITING), None)
        if job is None:
            return
        self._at_work, self.progress = job.id, ExportProgress()
        self._parts_before = parts_of(job.target)
        self._helper = Helper(self._worker, job.order, self)
        self._helper.told.connect(self._heard)
        self._helper.ended.connect(self._ended)
        self._set(replace(job, state=JobState.RUNNING, message=""))
        self._helper.start()

    def _heard(self, event: dict[str, Any]) -> None:
        job = self._jobs.get(self._at_work)
        if job is None or job.state is not JobState.RUNNING or self.progress is None:
            if job is not None and event["event"] == "opened":  # cancelled while it opened
                self._jobs[job.id] = after_event(job, event)
            return
        after = after_event(job, event)
        if after.state is JobState.DONE:
            for path in job.stale:
                remove_part(path)
        if after is not job:
            self._set(after)
        self.progress.heard(event)
        self.advanced.emit(job.id)

    def _ended(self, ending: Ending) -> None:
        helper, self._helper, self.progress = self._helper, None, None
        if helper is not None:
            helper.deleteLater()
        job, self._doomed = self._jobs.get(self._at_work, self._doomed), None
        self._at_work = ""
        if job is not None and job.state is JobState.RUNNING:
            begun = parts_begun(job.target, {*self._parts_before, *job.parts})  # it had not told of it
            self._set(after_fall(replace(job, stale=(*job.stale, *begun)), ending))
        elif job is not None:
            self._clean_up(job)
        self._next()
        if self._helper is None and not any(job.state is JobState.WAITING for job in self):
            self.all_over.emit()

    def _clean_up(self, job: ExportJob) -> None:
        """After a process that was ended: before its film was open it has begun a part that holds nothing."""
        for part in parts_begun(job.target, {*self._parts_before, *job.parts}):
            remove_part(part)
        if job.state is JobState.CANCELLED:  # and not in line again meanwhile
            remove_left(job.parts)

    def _set(self, job: ExportJob) -> None:
        self._jobs[job.id] = job
        self._write()
        self.changed.emit(job.id)

    def _write(self) -> None:
        self._file.write(self._jobs.values())
