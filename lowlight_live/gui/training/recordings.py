"""Pictures of the user's own camera, to train on: private, so they are kept no longer than a training needs them."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from PyQt6.QtCore import QLockFile

from lowlight_live.errors import ConfigError
from lowlight_live.gui.storage.places import data_folder
from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.translation import translate

_IN_USE = ".in-use"
_SHOWN_IN = ".shown-in"
"""Lies in a recording and names, a line each, files elsewhere that show pictures of it; they go when it goes."""


class Recordings:
    """The folders of pictures that a window has recorded, beside those of other windows and of earlier ones.

    Args:
        folder: Where they lie; None for the user's own place.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or data_folder() / "recordings"
        self._ours: dict[Path, QLockFile] = {}
        self._removing: list[threading.Thread] = []

    def new(self) -> Path:
        """An empty folder that nobody else may look into.

        Raises:
            ConfigError: It cannot be made.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            made = Path(tempfile.mkdtemp(prefix=time.strftime("%Y-%m-%d %H.%M.%S "), dir=self._folder))
        except OSError as error:
            raise self._refusal(error) from error
        lock = self._ours[made] = _lock_of(made)
        lock.tryLock(0)
        return made

    def holds(self, folder: Path | None) -> bool:
        """Whether it is a recording, not a folder of the user's own."""
        return folder is not None and folder.parent == self._folder

    def note_shown_in(self, recording: Path, file: Path) -> None:
        """Remember that a file, there or to come, shows pictures of a recording, so that it goes with them.

        Raises:
            ConfigError: It cannot be remembered.
        """
        try:
            with (recording / _SHOWN_IN).open("a", encoding="utf-8") as names:
                names.write(f"{file}\n")
        except OSError as error:
            raise self._refusal(error) from error

    def remove_all_but(self, needed: Collection[Path]) -> None:
        """Remove those that nothing needs any more; those of another window that is open stay.

        Returns at once: the hundred pictures of a recording take their time. The process does not end before.
        """
        doomed = []
        for recording in self._folder.iterdir() if self._folder.is_dir() else ():
            if recording not in needed:
                lock = self._ours.pop(recording, None) or _lock_of(recording)
                if lock.isLocked() or lock.tryLock(0):
                    lock.unlock()
                    doomed.append(recording)
        if doomed:
            self._removing = [thread for thread in self._removing if thread.is_alive()]
            self._removing.append(threading.Thread(target=_remove, args=(doomed,), name="remove-recordings"))
            self._removing[-1].start()

    def close(self, within_s: float) -> None:
        """Leave what is needed still to whoever goes on with it, and wait a moment for the rest to go."""
        for lock in self._ours.values():
            lock.unlock()
        self._ours.clear()
        until = time.monotonic() + within_s
        for thread in self._removing:
            thread.join(max(0.0, until - time.monotonic()))

    def _refusal(self, error: OSError) -> ConfigError:
        return ConfigError(
            translate("Recordings", "No pictures can be kept in {folder} ({reason}).").format(
                folder=self._folder, reason=in_words(str(error.strerror))
            ),
            hint=translate("Recordings", "Free some space there, or look whether you may write there."),
        )


def _remove(recordings: Collection[Path]) -> None:
    for recording in recordings:
        with suppress(OSError):
            for name in (recording / _SHOWN_IN).read_text(encoding="utf-8").splitlines():
                Path(name).unlink(missing_ok=True)
        shutil.rmtree(recording, ignore_errors=True)


def _lock_of(recording: Path) -> QLockFile:
    lock = QLockFile(str(recording / _IN_USE))
    lock.setStaleLockTime(0)  # what counts is whether its process lives, not its age
    return lock
