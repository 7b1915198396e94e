"""Dark clips whose frames come at all kinds of times."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lowlight_live.frame import Rgb
from tests.video.clips import Clip, make

FRAMES = 130


def moving_pictures(count: int, height: int = 48, width: int = 64) -> list[Rgb]:
    """A pattern that moves over a little noise, so that B-frames and motion have their use."""
    rng = np.random.default_rng(0)
    ramp = 4 * np.arange(height)[:, None, None] * np.ones((1, width, 3))
    noise = rng.integers(0, 12, (count, height, width, 3))
    return [(np.roll(ramp, index, 0) + noise[index]).astype(np.uint8) for index in range(count)]


def uneven_times(count: int) -> tuple[int, ...]:
    """Of a clip with a variable frame rate."""
    steps = np.random.default_rng(1).choice([300, 512, 700, 1024], count - 1)
    return (0, *(int(time) for time in np.cumsum(steps)))


EVEN, UNEVEN = tuple(range(0, FRAMES * 512, 512)), uneven_times(FRAMES)
TIMES = {
    "even": EVEN,
    "uneven": UNEVEN,
    "late": [7000 + time for time in UNEVEN],
    "cut": [time - 2000 for time in UNEVEN],  # an edit list cuts off what begins before zero
    "slow": [3 * time for time in EVEN],  # so slow that the sound, which begins before zero, is written after a frame
}


def dark_clip(path: Path, kind: str = "uneven", **changes: object) -> Path:
    clip = Clip(pts=TIMES[kind], sounds=["eng"], sound_codec="aac", **changes)  # type: ignore[arg-type]
    return make(path, clip, moving_pictures(FRAMES))
