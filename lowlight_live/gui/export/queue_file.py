"""The file that keeps the queue of exports, so that a killed application knows at its next start what it was at."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PyQt6.QtCore import QLockFile

from lowlight_live.errors import ConfigError
from lowlight_live.gui.export.job import ExportJob, JobState, is_there, job_from
from lowlight_live.gui.storage.files import set_aside, write_atomically
from lowlight_live.gui.storage.places import data_folder
from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.translation import translate

_VERSION = 1
_PAST = (JobState.DONE, JobState.CANCELLED)


def count_unfinished(folder: Path | None = None) -> int:
    """How many exports were left unfinished the last time: whether the queue is worth showing at the start.

    Args:
        folder: Where the file lies; None for the user's own.
    """
    try:
        jobs = json.loads(_file_in(folder).read_text(encoding="utf-8"))["jobs"]
        return sum(_left(job_from(job)).state is JobState.UNFINISHED for job in jobs if job["state"] not in _PAST)
    except (OSError, ConfigError, KeyError, TypeError, ValueError):
        return 0  # the queue itself will say what is wrong with the file


class QueueFile:
    """`exports.json` of a folder, held by one window at a time: a second one would begin the same exports again.

    Args:
        folder: Made if it is missing; None for the user's own.

    Attributes:
        notice: What a user should know of the file, a sentence; "" as long as all is well.
    """

    def __init__(self, folder: Path | None) -> None:
        self.notice = ""
        self._path = _file_in(folder)
        with suppress(OSError):  # then the lock fails, and says so
            self._path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(self._path.with_suffix(".lock")))
        self._lock.setStaleLockTime(0)  # what counts is whether its process lives, not its age
        self._is_ours = self._lock.tryLock(0)
        if not self._is_ours:
            self.notice = translate(
                "Export",
                "The list of exports is kept by another window or cannot be kept: what is added here is forgotten "
                "when this window closes.",
            )

    def read(self) -> list[ExportJob]:
        """The jobs of the last time that are not done."""
        if not self._is_ours:
            return []
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            if content["version"] != _VERSION:
                raise ConfigError("It belongs to another version.")
            jobs = [job_from(values) for values in content["jobs"]]
        except FileNotFoundError:
            return []
        except OSError as error:
            self.notice = translate("Export", "The list of exports cannot be read ({reason}).").format(
                reason=in_words(str(error.strerror))
            )
            self._is_ours = False  # nor may it be replaced
            return []
        except (ConfigError, KeyError, TypeError, ValueError):
            with suppress(OSError):
                aside = set_aside(self._path)
                self.notice = translate(
                    "Export", "The list of exports could not be used and begins anew; the old one is {aside}."
                ).format(aside=aside)
            return []
        return [_left(job) for job in jobs if job.state not in _PAST]

    def write(self, jobs: Iterable[ExportJob]) -> None:
        """Keep these jobs."""
        if not self._is_ours:
            return
        content = {"version": _VERSION, "jobs": [job.as_json() for job in jobs]}
        try:
            write_atomically(self._path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
        except OSError as error:
            self.notice = translate("Export", "The list of exports cannot be kept ({reason}).").format(
                reason=in_words(str(error.strerror))
            )

    def close(self) -> None:
        """Let another window have it."""
        self._is_ours = False
        self._lock.unlock()


def _file_in(folder: Path | None) -> Path:
    return (folder or data_folder()) / "exports.json"


def _left(job: ExportJob) -> ExportJob:
    """A job of the last time; one that had just been completed when the application ended is told from the others."""
    if job.state is JobState.RUNNING and job.part is not None and not is_there(job.part) and is_there(job.target):
        return replace(job, state=JobState.DONE, message=translate("Export", "Complete."), part=None)
    return job if job.state is JobState.FAILED else replace(job, state=JobState.UNFINISHED)
