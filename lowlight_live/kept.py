"""What was found out on this machine and is kept for the next start; all of it can be deleted at any time."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path


def kept_folder() -> Path:
    """Where it lies: the user's folder for such things, on Linux below `XDG_CACHE_HOME`."""
    return user_cache_path("lowlight-live", appauthor=False)


def read_kept(name: str) -> bytes | None:
    """What is kept under a name; None where that is nothing, or cannot be read."""
    try:
        return (kept_folder() / name).read_bytes()
    except OSError:
        return None


def keep(name: str, data: bytes) -> None:
    """Keep something, whole or not at all; where the system does not allow it, the next start finds it out again."""
    with suppress(OSError):
        folder = kept_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(part).replace(folder / name)
        finally:
            Path(part).unlink(missing_ok=True)
