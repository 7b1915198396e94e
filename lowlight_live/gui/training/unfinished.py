"""Remembers the trainings that are not finished, each in a note of its own beside its checkpoint.

A note is written when a training begins, and goes when it is over or the user gives it up: what is paused or killed, be
it with the window, can go on. The process that trains claims the note for as long as it lives.
"""

from __future__ import annotations

import json
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lowlight_live.gui.storage.files import write_atomically
from lowlight_live.training.claim import claimed, is_claimed

_ENDING = ".unfinished"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A training that is not finished.

    Attributes:
        out: The weight file it is to become.
        data: The folder of its pictures.
        order: What its trainer was told, to begin it again where there is no checkpoint yet.
    """

    out: Path
    data: Path
    order: dict[str, Any]


def note_of(out: Path) -> Path:
    """Where the note of a training lies, by the weight file it is to become."""
    return out.with_suffix(_ENDING)


def write_note(order: dict[str, Any]) -> None:
    """Note that a training begins or goes on.

    Args:
        order: What its trainer is told to begin it: "out" and "data" among others.
    """
    with suppress(OSError):  # the training itself will say that nothing can be written there
        write_atomically(note_of(Path(order["out"])), json.dumps(order))


def remove_note(out: Path) -> None:
    """Offer a training no more; its other files stay."""
    with suppress(OSError):
        note_of(out).unlink(missing_ok=True)


def noted(out: Path) -> Unfinished | None:
    """What stands in the note of a training; None where there is none, or none that can be read."""
    try:
        order = json.loads(note_of(out).read_text(encoding="utf-8"))
        return Unfinished(out, Path(order["data"]), order)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def all_noted(folder: Path) -> list[Unfinished]:
    """Those of a folder, the newest first, be they at work or not."""
    notes = []
    for note in folder.glob(f"*{_ENDING}"):
        with suppress(OSError):  # another window has just removed it
            notes.append((note.stat().st_mtime_ns, note.with_suffix(".safetensors")))
    found = [noted(out) for _, out in sorted(notes, reverse=True)]
    return [training for training in found if training is not None]


def at_rest(folder: Path) -> list[Unfinished]:
    """Those of a folder that no process is at, the newest first."""
    return [training for training in all_noted(folder) if not is_at_work(training.out)]


def at_work(out: Path) -> AbstractContextManager[None]:
    """Claim a training for as long as this process is at it.

    Raises:
        TrainingError: Another process is at it.
    """
    return claimed(note_of(out))


def is_at_work(out: Path) -> bool:
    """Whether a process that lives is at a training, whichever window it belongs to."""
    return is_claimed(note_of(out))
