"""Finds where each block of a frame was in the frame before: recursive search with a few well-chosen candidates.

After de Haan et al., "True-Motion Estimation with 3-D Recursive Search Block Matching", IEEE Trans. CSVT 3(5), 1993: a
block tries the vectors of its neighbours and of its own past, the motion of the whole picture and a small change, and
keeps the best. Noise then cannot send neighbouring blocks in different directions, and the cost is a few comparisons a
block whatever the speed of the motion.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from lowlight_live.enhance.kernels.motion import mismatch, search_motion
from lowlight_live.enhance.kernels.thumbnail import shrink_by
from lowlight_live.enhance.row_threads import RowThreads
from lowlight_live.frame import Rgb

BLOCK = 16

Field = npt.NDArray[np.int16]
"""(ceil(H / 16), ceil(W / 16), 2): rows and columns from a block's place in this frame to its place in the last."""

Small = npt.NDArray[np.uint8]
"""(h, w, 3), see `shrunk`."""

_LINES = 90
"""The whole picture's motion is found on a picture of about this height, then refined to a pixel."""
_ENOUGH = 4
_RELIABLE = 0.03
"""Phase correlation answers below this are noise."""
_BETTER = 0.99
"""The whole picture has moved if that makes the mismatch smaller than this share."""


def still(height: int, width: int) -> Field:
    """The field in which nothing moves."""
    return np.zeros((-(-height // BLOCK), -(-width // BLOCK), 2), np.int16)


class MotionEstimator:
    """Estimates a `Field` for each frame of a clip; remembers the last one, whose vectors are candidates.

    Args:
        threads: Of which two are made use of.

    Attributes:
        whole: Rows and columns from a place in the last frame to its place in the one before, of the whole picture.
    """

    def __init__(self, threads: RowThreads) -> None:
        self._threads = threads
        self.whole = (0, 0)
        self._grey: npt.NDArray[np.float32] | None = None
        self._window: npt.NDArray[np.float32] | None = None
        self._field: Field | None = None
        self._turn = 0

    def reset(self) -> None:
        """Forget the last frame."""
        self._grey = self._field = None

    def begin(self, small: Small) -> None:
        """A clip begins with a frame, `shrunk`."""
        self._grey, self._field = _grey(small), None

    def estimate(self, rgb: Rgb, previous: Rgb, small: Small, sigma: float) -> Field:
        """The motion from `previous` to `rgb`.

        Args:
            rgb: (H, W, 3).
            previous: The same size.
            small: `shrunk` of `rgb`.
            sigma: Standard deviation of the noise in green, in codes.
        """
        height, width = rgb.shape[:2]
        self.whole = self._whole(rgb, previous, small)
        past, self._field = self._field, still(height, width)
        if past is None or past.shape != self._field.shape:
            past = still(height, width)
        self._turn += 1
        # Two sums of 64 absolute differences of noise differ by 9.6 sigma; eight candidates make it three times that.
        margin = round(30 * sigma)
        # Noise alone makes 72 sigma of such a sum, so that below this nothing can be better by the margin.
        enough = round(72 * sigma) + margin
        field, whole, turn = self._field, np.array(self.whole, np.int16), self._turn

        def search(first: int, last: int) -> None:
            search_motion(rgb, previous, past, whole, margin, enough, turn, field, first, last)

        # Two halves whatever the threads, because neighbours do not learn from each other across the line between.
        self._threads.each((0, field.shape[0] // 2, field.shape[0]), search)
        return field

    def _whole(self, rgb: Rgb, previous: Rgb, small: Small) -> tuple[int, int]:
        """Rows and columns by which the whole picture moved, or (0, 0) where that explains it no better."""
        now = _grey(small)
        before, self._grey = self._grey, now
        if before is None or before.shape != now.shape:
            return 0, 0
        if self._window is None or self._window.shape != now.shape:
            self._window = np.asarray(cv2.createHanningWindow((now.shape[1], now.shape[0]), cv2.CV_32F), np.float32)
        (x, y), reliability = cv2.phaseCorrelate(before, now, self._window)
        if reliability < _RELIABLE:
            return 0, 0
        scale = _scale(rgb)
        near = (-round(y * scale), -round(x * scale))
        if near == (0, 0):
            return near
        around = [(near[0] + i, near[1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        mismatches = {vector: mismatch(rgb, previous, *vector, scale) for vector in (*around, (0, 0))}
        best = min(around, key=lambda vector: mismatches[vector])
        return best if mismatches[best] < _BETTER * mismatches[0, 0] else (0, 0)


def shrunk(rgb: Rgb) -> Small:
    """The picture, (H, W, 3), smaller by a whole number, to 90 to 180 lines."""
    scale = _scale(rgb)
    height, width = rgb.shape[0] // scale, rgb.shape[1] // scale
    if scale == 1 or width < 2:
        return np.asarray(cv2.resize(rgb, (max(2, width), max(2, height)), interpolation=cv2.INTER_AREA), np.uint8)
    small = np.empty((height, width, 3), np.uint8)
    # Of a large picture every second line says enough, at half the cost.
    shrink_by(rgb, scale, 2 if scale >= _ENOUGH else 1, small)
    return small


def _scale(rgb: Rgb) -> int:
    height: int = rgb.shape[0]
    return max(1, height // _LINES)


def _grey(small: Small) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.float32)
