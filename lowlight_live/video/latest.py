"""Holds the newest frame pair for a window that shows it when its own clock says so."""

from __future__ import annotations

import threading
from pathlib import Path

from lowlight_live.frame import FramePair
from lowlight_live.stats import Meter


class LatestPair:
    """A `Sink` from which a window takes the newest pair; what it did not take in time is forgotten and counted.

    Nothing is queued, so a window that is slow or covered shows fewer pictures, never old ones.

    Attributes:
        meter: Of what was really shown.
    """

    def __init__(self) -> None:
        self.warnings: tuple[str, ...] = ()
        self.part: Path | None = None
        self.meter = Meter()
        self._lock = threading.Lock()
        self._pair: FramePair | None = None

    def write(self, pair: FramePair) -> None:
        """Hold this pair in place of the one before."""
        with self._lock:
            forgotten, self._pair = self._pair, pair
        if forgotten is not None and not forgotten.enhanced.held:
            self.meter.lost()

    def take(self) -> FramePair | None:
        """The newest pair, once; None until there is a newer one. From the window's thread."""
        with self._lock:
            pair, self._pair = self._pair, None
        return pair

    def shown(self, pair: FramePair) -> None:
        """A pair that was taken is on the screen now."""
        if not pair.enhanced.held:
            self.meter.passed(pair.original.captured_at or None)

    def finish(self) -> None:
        """The window still shows the last pair."""

    def abort(self) -> None:
        """There is nothing to wait for."""

    def close(self) -> None:
        """Hold no picture any longer."""
        self.take()
