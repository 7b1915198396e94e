"""Turns what the file system refuses to say about a path into a sentence and a hint."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lowlight_live.errors import SinkOpenError, SourceOpenError

CHECK_THE_NAME = "Check the spelling and the folder."

_HINTS = {
    errno.ENAMETOOLONG: "Choose a shorter name.",
    errno.EACCES: "You may not look into its folder: choose another, or have its permissions changed.",
}


@contextmanager
def answers_about(path: Path, refusal: type[SourceOpenError] | type[SinkOpenError]) -> Iterator[None]:
    """Ask the system about a path in here, and what it refuses to answer is raised as `refusal`.

    `Path.exists()` and its like tell a missing file by False, but a folder that may not be entered or a name too long
    by an `OSError`.
    """
    try:
        yield
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, CHECK_THE_NAME)
        raise refusal(f"{path} cannot be reached ({error.strerror}).", hint=hint) from error
