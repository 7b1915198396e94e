"""How far an export is, how fast, and how long it will take; a pause counts for nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from lowlight_live.gui.background.pace import Pace

_WINDOW_S = 5.0


class ExportProgress:
    """Made of the events of an export.

    Args:
        now: A clock in seconds.

    Attributes:
        frames: How many are done, of this pass.
        total: Of how many; None where the film does not say.
        looking_through: It is the first of two passes.
        searching: The place where an earlier attempt ended is looked for.
        goes_on_at_s: That place, in seconds of the film; None where the export began at the start.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.frames = 0
        self.total: int | None = None
        self.looking_through = self.searching = False
        self.goes_on_at_s: float | None = None
        self._pace = Pace(_WINDOW_S, now)
        self._is_paused = False

    def heard(self, event: dict[str, Any]) -> None:
        """Take in an event; those of other kinds change nothing."""
        if event["event"] == "opened":
            self.frames, self.total = event.get("frames", 0), event["total"]
            self.looking_through = self.searching = False
            self.goes_on_at_s = event.get("goes_on_at_s")
            self._pace.restart(self.frames)
        elif event["event"] == "search":
            self.searching, self.frames = True, event["frames"]
        elif event["event"] in ("survey", "progress"):
            self.looking_through, self.searching = event["event"] == "survey", False
            self.frames, self.total = event["frames"], event["total"]
            if not self._is_paused:
                self._pace.note(self.frames)

    def paused(self, paused: bool) -> None:
        """Stop or start the clock."""
        self._is_paused = paused
        self._pace.restart(self.frames)

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where the film does not say how long it is."""
        return min(1.0, self.frames / self.total) if self.total else None

    @property
    def fps(self) -> float | None:
        """Frames a second now; None before it can be said, and in a pause."""
        return None if self._is_paused else self._pace.rate

    @property
    def left_s(self) -> float | None:
        """Seconds to the end of this pass; None where that cannot be said."""
        return None if self._is_paused else self._pace.left_s(self.total)
