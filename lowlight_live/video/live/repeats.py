"""Notices a camera whose driver gives the last picture again for ever, as some do when the camera has died.

A sensor's noise makes every picture different from the one before. Two exceptions: a covered lens gives the same even
black, and some streams show a picture that is meant to stand still. The first is not judged. Of the second a new
connection shows that it is so; from then on the patience is longer.
"""

from __future__ import annotations

import numpy as np

from lowlight_live.errors import SourceLost
from lowlight_live.frame import Rgb

_PATIENCE_GROWS = 10
_ROWS = 4
"""One row in so many is compared: noise is everywhere, and of a large picture that takes part of a millisecond."""

_EVEN = 12
"""A picture whose samples all lie within so many codes shows nothing to judge by."""


class Repeats:
    """Compares each picture of one connection with the one before. Used by the thread that reads it.

    Args:
        patience_s: How long the same picture may come.
        suspect: The picture for which the connection before was given up.
    """

    def __init__(self, patience_s: float, suspect: Rgb | None = None) -> None:
        self._patience_s = patience_s
        self._suspect = suspect
        self._last: Rgb | None = None
        self._same_since = 0.0
        self._found: Rgb | None = None

    def look(self, rgb: Rgb, captured_at: float) -> None:
        """Take the next picture.

        Raises:
            SourceLost: It has been the same one for too long.
        """
        rows = rgb[::_ROWS]
        if self._last is None or not _same(rows, self._last):
            self._same_since = captured_at
        elif captured_at - self._same_since >= self._patience_s and int(rows.max()) - int(rows.min()) > _EVEN:
            self._judge(rows)
        self._last = rows

    def _judge(self, rows: Rgb) -> None:
        if self._suspect is not None and _same(rows, self._suspect):
            self._patience_s *= _PATIENCE_GROWS  # a new connection came to the same picture: it is meant to be so
            self._suspect = None
            return
        self._found = rows
        raise SourceLost("The camera repeats its last picture.")

    def following(self) -> Repeats:
        """For the connection after this one."""
        return Repeats(self._patience_s, self._found)


def _same(rows: Rgb, others: Rgb) -> bool:
    # The middle row tells nearly all apart.
    middle = len(rows) // 2
    return rows.shape == others.shape and np.array_equal(rows[middle], others[middle]) and np.array_equal(rows, others)
