"""Locks an open file against other processes; the system takes the lock back when its process ends, however it ends."""

from __future__ import annotations

import sys
from typing import IO

_FAR_BEHIND = 1 << 30
"""On Windows a locked byte cannot be read: one behind the end of anything that is locked here."""


def try_lock(file: IO[bytes]) -> bool:
    """Lock it, without waiting; closing it lets it go.

    Returns:
        False where another process has it.

    Raises:
        OSError: Nothing can be locked there, such as on a share without locks.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_FAR_BEHIND)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
