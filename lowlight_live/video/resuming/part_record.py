"""Says beside a part file which run made it, so that a later run knows whether it may go on with it.

The record is a small file of JSON, `.NAME.part.EXT.json`. As long as its run lives it holds a lock on it, which the
system releases however the process ends: a part that somebody is at work on is never taken for one that was left.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from lowlight_live.locking import try_lock

_VERSION = 1
_ENDING = ".json"

_DIFFERENCES = {
    "source": "of a source that has changed since",
    "settings": "with other settings",
    "enhancer": "with another model or another way of enhancing",
    "output": "with other options for the output",
    "program": "by another version of the program",
}

Run = Mapping[str, Mapping[str, Any]]
"""What makes two runs the same, as JSON has it: by group, the keys of `_DIFFERENCES`."""


class PartRecord:
    """The record of one part, open and locked. Closing it leaves it there for a later run.

    Args:
        part: The part file.
        file: Its record.
    """

    def __init__(self, part: Path, file: IO[bytes]) -> None:
        self.part = part
        self._file = file

    @classmethod
    def write(cls, part: Path, run: Run) -> PartRecord:
        """Write the record of a run that begins, whole or not at all.

        Raises:
            OSError: The system does not allow it.
        """
        path = record_of(part)
        fresh = path.with_name(f"{path.name}.{uuid4().hex[:8]}")
        try:
            fresh.write_text(json.dumps({"version": _VERSION, **run}, indent=1) + "\n", "ascii")
            if sys.platform == "win32":  # what is open cannot be renamed there
                fresh.replace(path)
                file = path.open("rb+")
                _is_ours(file)
            else:  # never is it there without its lock
                file = fresh.open("rb+")
                try:
                    _is_ours(file)
                    fresh.replace(path)
                except BaseException:
                    file.close()
                    raise
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        return cls(part, file)

    @classmethod
    def take(cls, part: Path) -> PartRecord | None:
        """The record of a part that was left; None where there is none, or where its run is at work still."""
        try:
            file = record_of(part).open("rb+")
        except OSError:
            return None
        if not _is_ours(file):
            file.close()
            return None
        return cls(part, file)

    def difference(self, run: Run) -> str:
        """What this run has different from the one that is to begin, in words; "" where they are the same."""
        self._file.seek(0)
        try:
            kept = json.loads(self._file.read())
        except (OSError, ValueError):
            kept = None
        if not isinstance(kept, dict):
            return "by a run whose record cannot be read"
        if kept.get("version") != _VERSION:
            return _DIFFERENCES["program"]
        wanted = json.loads(json.dumps(run))
        return next((words for group, words in _DIFFERENCES.items() if kept.get(group) != wanted.get(group)), "")

    def close(self) -> None:
        """Let others have it. Closing twice is harmless."""
        self._file.close()

    def remove(self) -> None:
        """Remove the record: its part is none any more."""
        path = record_of(self.part)
        if sys.platform == "win32":  # what is open cannot be removed there
            self.close()
        with suppress(OSError):  # else while it is locked, so that nobody takes it in between
            path.unlink(missing_ok=True)
        self.close()

    def remove_part(self) -> None:
        """Remove the part, and the record after it; once it is closed they are no longer ours to remove."""
        if self._file.closed:
            return
        with suppress(OSError):
            self.part.unlink(missing_ok=True)
        self.remove()


def record_of(part: Path) -> Path:
    """Where the record of a part lies."""
    return part.with_name(part.name + _ENDING)


def remove_part(part: Path) -> None:
    """Remove a part of which it is known that nobody is at work on it, and its record."""
    for path in (part, record_of(part)):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _is_ours(file: IO[bytes]) -> bool:
    """Lock an open record; False where another process has it. Where there are no locks, all have."""
    try:
        return try_lock(file)
    except OSError:
        return True


def same_file(path: Path) -> dict[str, Any]:
    """What tells a source from another, or from itself after it was changed.

    Raises:
        OSError: It cannot be looked at.
    """
    stat = path.stat()
    return {"path": os.fspath(path.resolve()), "bytes": stat.st_size, "modified_ns": stat.st_mtime_ns}
