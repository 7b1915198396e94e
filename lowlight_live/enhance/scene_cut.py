"""Tells a cut from a lamp and from motion, on the raw frame, at once.

Raw, because a denoised frame still holds the old scene for some frames. On a thumbnail of a few hundred pixels noise
averages away and small motion disappears. A lamp changes the light of the same scene: up to a factor the thumbnails
stay alike. After a cut they are alike in nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from lowlight_live.enhance.motion import Small

HEIGHT, WIDTH = 18, 32

_CUT = 0.08
"""Mean difference of the two thumbnails, over their mean, that noise and motion do not make: 0.05 at most on the real
clips that this was chosen on, with correlations of 0.9 and more; 98 of 100 pairs of photos are beyond both."""
_UNLIKE = 0.8
"""Correlation of the two thumbnails below which a difference is another scene and not another light."""
_OTHER = 0.15
_OF_CONTRAST = 0.5
_MANY = 0.35
"""A cell is another if its brightness changed, besides the light of all, by the first as a logarithm, or in a flat
scene by the second of its contrast; in a cut more than the third of all cells are. A bright thing that appears changes
the mean as much, but not as many cells."""
_FLAT = 0.5
"""Sum of squares of the logarithms below which a thumbnail shows nothing."""
_DARKEST = 1.0
"""Codes added to what is divided by or taken the logarithm of."""

Thumbnail = npt.NDArray[np.float32]
"""(18, 32, 3) in codes."""


@dataclass(frozen=True, slots=True, eq=False)
class SceneChange:
    """What happened between two frames.

    Attributes:
        cut: Another scene begins.
        now: The frame.
    """

    cut: bool
    now: Thumbnail


class SceneCutDetector:
    """Looks at one frame after the other; the first is a cut."""

    def __init__(self) -> None:
        self._before: Thumbnail | None = None

    def reset(self) -> None:
        """Forget the last frame."""
        self._before = None

    def look(self, small: Small) -> SceneChange:
        """Compare a raw frame, shrunk by `motion.shrunk`, with the one before."""
        # In floating point, to keep the fractions that matter in the dark.
        now = np.asarray(
            cv2.resize(small.astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.float32
        )
        before, self._before = self._before, now
        if before is None:
            return SceneChange(True, now)
        difference = float(np.abs(now - before).mean()) / (float(np.maximum(now, before).mean()) + _DARKEST)
        cut = difference > _CUT and _correlation(now, before) < _UNLIKE and _others(now, before) > _MANY
        return SceneChange(cut, now)


def _others(now: Thumbnail, before: Thumbnail) -> float:
    """The share of cells whose brightness has changed otherwise than the light of all."""
    a, b = (np.log(t.mean(axis=2) + _DARKEST) for t in (now, before))
    other = min(_OTHER, _OF_CONTRAST * float(min(a.std(), b.std())))
    return float((np.abs(a - b - np.median(a - b)) > other).mean())


def _correlation(one: Thumbnail, other: Thumbnail) -> float:
    """Of the logarithms, in which another light is an offset; 1 for the same scene, about 0 for another."""
    a, b = (np.log(t.mean(axis=2) + _DARKEST) for t in (one, other))
    a, b = a - a.mean(), b - b.mean()
    structure = float((a * a).sum()), float((b * b).sum())
    if min(structure) < _FLAT:
        # Black, fog or a title card: two of them are alike, one and a scene are not.
        return 1.0 if max(structure) < _FLAT else 0.0
    return float((a * b).sum() / np.sqrt(structure[0] * structure[1]))
