"""A frame carries its own time and colour, so that nothing downstream has to guess either."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from lowlight_live.settings import EnhanceSettings

Rgb = npt.NDArray[np.uint8]
"""(H, W, 3) uint8, full range."""

MATRIX_RGB, MATRIX_BT709, MATRIX_BT470BG, MATRIX_SMPTE170M, MATRIX_BT2020 = 0, 1, 5, 6, 9
PRIMARIES_BT709, PRIMARIES_BT470BG, PRIMARIES_SMPTE170M = 1, 5, 6
TRANSFER_BT709, TRANSFER_SMPTE170M, TRANSFER_SRGB, TRANSFER_PQ, TRANSFER_HLG = 1, 6, 13, 16, 18


@dataclass(frozen=True, slots=True)
class ColorInfo:
    """How the source's samples stood for colour; numbers are the code points of ITU-T H.273.

    The picture in `Frame.rgb` has already been through the matrix and the range; a file writer needs these to
    write samples that mean the same.
    """

    matrix: int = MATRIX_BT709
    primaries: int = PRIMARIES_BT709
    transfer: int = TRANSFER_BT709
    full_range: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture and the moment it belongs to.

    Attributes:
        rgb: (H, W, 3) uint8, full range, upright. Read-only by agreement: whoever wants to change it copies it.
        pts: Presentation time in units of `time_base`.
        time_base: Seconds a tick.
        duration: In units of `time_base`; 0 where the source does not say.
        captured_at: `time.monotonic()` when the source delivered the frame.
        color: What the source's samples meant.
        discontinuity: First frame after a seek or a reconnection, or a picture of its own: whoever keeps state over
            time starts anew.
        held: The last picture shown again, because the source gives no new one.
    """

    rgb: Rgb
    pts: int
    time_base: Fraction
    duration: int = 0
    captured_at: float = 0.0
    color: ColorInfo = field(default_factory=ColorInfo)
    discontinuity: bool = False
    held: bool = False

    @property
    def time_s(self) -> float:
        """Presentation time in seconds."""
        return float(self.pts * self.time_base)


@dataclass(frozen=True, slots=True, eq=False)
class FramePair:
    """A frame and what became of it, so that a comparison is always of one and the same moment.

    Attributes:
        settings: What it was enhanced with; None until it has gone through a pipeline.
    """

    original: Frame
    enhanced: Frame
    settings: EnhanceSettings | None = None
