"""Collects original pictures of a live source in a folder, to train on: some a second, for some seconds."""

from __future__ import annotations

import threading
from pathlib import Path

from PIL import Image

from lowlight_live.frame import FramePair
from lowlight_live.video.image_writers import write_whole

_EVERY_S = 0.25
"""Pictures nearer to each other are almost the same one."""


class PictureFolder:
    """A `Sink` that writes originals as PNG, until its time is over.

    Args:
        folder: That is there.
        seconds: How long, from the first picture on.

    Attributes:
        complete: Set when the time is over.
        count: Pictures written.
    """

    def __init__(self, folder: Path, seconds: float) -> None:
        self.warnings: tuple[str, ...] = ()
        self.part: Path | None = None
        self.complete = threading.Event()
        self.count = 0
        self._folder = folder
        self._seconds = seconds
        self._first_s: float | None = None
        self._last_s = float("-inf")

    def write(self, pair: FramePair) -> None:
        """Write the original, if it is time for one.

        Raises:
            EncodeError: It could not be written.
        """
        now_s = pair.original.time_s
        if self._first_s is None:
            self._first_s = now_s
        if now_s - self._first_s >= self._seconds:
            self.complete.set()
        if self.complete.is_set() or pair.original.held or now_s - self._last_s < _EVERY_S:
            return
        picture = Image.fromarray(pair.original.rgb)
        write_whole(self._folder / f"{self.count:05}.png", lambda part: picture.save(part, compress_level=1))
        self.count, self._last_s = self.count + 1, now_s

    def finish(self) -> None:
        """Every picture is complete as soon as it is written."""
        self.complete.set()

    def abort(self) -> None:
        """There is nothing to wait for."""

    def close(self) -> None:
        """Nothing is held open."""
