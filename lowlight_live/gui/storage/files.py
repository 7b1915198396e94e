"""Replaces a small file so that a crash leaves the old one or the new. Knows no Qt."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4


def write_atomically(path: Path, text: str) -> None:
    """Replace a small JSON file; whoever reads it sees the old content or the new, whole.

    The disk is not waited for (`fsync` can take longer than a window may stand still): after a power failure the file
    may be the old one, or damaged, which its readers expect.

    Args:
        path: Of the file; its folder is made if it is missing.
        text: JSON. What UTF-8 cannot hold, a byte of a file's name that is no text, is written as JSON's own escape
            for it, so that reading gives the same name.

    Raises:
        OSError: The system does not allow it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        part.write_text(text, encoding="utf-8", errors="backslashreplace")
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def set_aside(path: Path) -> Path:
    """Rename a file that cannot be used, so that nothing of it is lost; an earlier one set aside stays too.

    Returns:
        Its new place, `NAME.corrupt.EXT` or, where that is taken, with a number.

    Raises:
        OSError: The system does not allow it.
    """
    number = 1
    while True:
        aside = path.with_name(f"{path.stem}.corrupt{number if number > 1 else ''}{path.suffix}")
        if not aside.exists():
            return path.rename(aside)
        number += 1
