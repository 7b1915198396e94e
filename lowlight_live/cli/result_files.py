"""Writes results that are a text: whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from lowlight_live.errors import EncodeError, SinkOpenError
from lowlight_live.video.target import hint_for, new_part


def check_result(path: Path, *, endings: tuple[str, ...]) -> None:
    """Find out before a long run that its result could not be written there.

    A result of an earlier run is replaced; the ending keeps it from being something else.

    Raises:
        SinkOpenError: It has another ending, there is no such folder, or it is a folder itself.
    """
    if path.suffix.lower() not in endings:
        raise SinkOpenError(
            f"This cannot be written to {path.name}.", hint=f"Give a name that ends in {' or '.join(endings)}."
        )
    if not path.absolute().parent.is_dir():
        raise SinkOpenError(f"There is no folder {path.parent}.", hint="Make it first, or choose another name.")
    if path.is_dir():
        raise SinkOpenError(f"{path} is a folder.", hint="Choose another name for the result.")


def write_result(path: Path, content: str | bytes) -> None:
    """Write under a name that nobody looks for, then give it the right one.

    Raises:
        EncodeError: The system does not allow it.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        part, _ = new_part(path)
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EncodeError(f"{path} could not be written ({reason}).", hint=hint_for(error.errno, path)) from error
