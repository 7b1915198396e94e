"""Lets one process alone write a file of a run. The system takes a claim back when its process ends, however it ends.

Knows no torch, so that a claim can be made before anything that takes long.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from lowlight_live.errors import TrainingError
from lowlight_live.locking import try_lock

_PATIENCE_S = 1.0
"""Whoever looks whether a file is claimed holds it for a moment."""
_LOOK_S = 0.02


@contextmanager
def claimed(path: Path) -> Iterator[None]:
    """Claim a file, there or to come, against all other processes. Where no claim can be made, none is.

    Raises:
        TrainingError: Another process has it.
    """
    until = time.monotonic() + _PATIENCE_S
    while (lock := _locked(path)) is None:
        if time.monotonic() > until:
            raise TrainingError(
                f"{path.stem} is being trained already, in another window or another process.",
                hint="Wait for its end, or give this training another name.",
            )
        time.sleep(_LOOK_S)
    try:
        yield
    finally:
        _release(lock, path)


def is_claimed(path: Path) -> bool:
    """Whether a process that lives has claimed a file."""
    if not _lock_of(path).exists():
        return False
    lock = _locked(path)
    if lock is None:
        return True
    _release(lock, path)
    return False


def _lock_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


class _NoLock:
    """Where nothing can be locked (a folder that cannot be written, a share without locks), work goes on without."""

    def close(self) -> None:
        """There is nothing to let go of."""


def _locked(path: Path) -> IO[bytes] | _NoLock | None:
    """The open lock of a file; None where another process has it."""
    place = _lock_of(path)
    try:
        while True:
            lock = place.open("ab")
            try:
                free = try_lock(lock)
            except OSError:
                lock.close()
                place.unlink(missing_ok=True)
                raise
            if not free:
                lock.close()
                return None
            # Whoever had it may have removed it meanwhile: what is locked then is a file that nobody else finds.
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(lock.fileno()), place.stat()):
                    return lock
            lock.close()
    except OSError:
        return _NoLock()


def _release(lock: IO[bytes] | _NoLock, path: Path) -> None:
    if not isinstance(lock, _NoLock):
        with suppress(OSError):  # Windows removes no open file: there it stays, and means nothing
            _lock_of(path).unlink()
    lock.close()
