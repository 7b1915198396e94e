"""When a pair that is on the screen is drawn anew because it is to look different: not in the way of the next one."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject, QTimer

from lowlight_live.gui.picture.compose import Look
from lowlight_live.gui.picture.double_buffer import DoubleBuffer

_NEXT_PAIR_MS = 20
"""So long after a pair was painted a look that changes waits for the next one, which brings it along; longer, and one
would see a paused picture lag behind the hand."""


class Renewal(QObject):
    """While pictures come, a second drawing of an old pair would make the next one wait.

    All of them would, while somebody drags the wipe line over a large picture.

    Args:
        buffer: What is drawn.
        look: How it is wished to be.
        draw: Has it drawn so.
    """

    def __init__(self, buffer: DoubleBuffer, look: Callable[[], Look], draw: Callable[[], None]) -> None:
        super().__init__(buffer)
        self._buffer, self._look, self._draw = buffer, look, draw
        self._next_pair_due = QTimer(self)
        self._next_pair_due.setSingleShot(True)
        self._next_pair_due.timeout.connect(self._catch_up)

    @property
    def is_due(self) -> bool:
        """What is on the screen has another look than the one that is wished."""
        return self._buffer.front is not None and self._buffer.front.look != self._look()

    def look_changed(self) -> None:
        """Draw anew: now, if that holds up nothing."""
        if self._buffer.waits or not (self._buffer.busy or self._next_pair_due.isActive()):
            self._draw()

    def painted(self, *, new_pair: bool) -> None:
        """Something has been painted: another pair, or the same as before."""
        if new_pair:
            self._next_pair_due.start(_NEXT_PAIR_MS)
        elif not self._next_pair_due.isActive():
            self._catch_up()

    def stop(self) -> None:
        """A drawing is ordered, in the look of now: none waits."""
        self._next_pair_due.stop()

    def _catch_up(self) -> None:
        if self.is_due and not self._buffer.busy:
            self._draw()
