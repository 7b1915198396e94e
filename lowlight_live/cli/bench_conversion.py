"""What a frame costs before and after the enhancer: 4:2:0, as decoders and encoders have it, to RGB and back.

In a pipeline the thread that reads does the one and the thread that writes the other, beside the enhancer; each is
timed in one thread, as it runs there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle
from typing import TypeVar

from lowlight_live.cli.bench_parts import Measured, size_name
from lowlight_live.evaluation.speed import TO_RGB, TO_YUV, Subject, Work, seconds_of
from lowlight_live.frame import ColorInfo, Rgb
from lowlight_live.video.pixels.conversion import RgbConverter, YuvConverter

_LAYOUT = "yuv420p"
_MOST = 4
"""Pictures of the film that take turns: enough that at large sizes no cache holds the next."""

Given = TypeVar("Given")


def conversion_works(pictures: Sequence[Rgb], frames: int) -> list[Work]:
    """Both ways, each from the frame that is there to one in memory of its own, as in a film.

    Args:
        pictures: Of one size, height and width even.
        frames: That are timed in a turn.
    """
    height, width, _ = pictures[0].shape
    to_yuv = YuvConverter(ColorInfo(), height, width, _LAYOUT)
    decoded = [to_yuv(rgb) for rgb in pictures[:_MOST]]
    to_rgb = RgbConverter(decoded[0])
    subject = Subject("conversion", "", device="cpu", threads=1, size=size_name(pictures[0]))
    return [
        _work(replace(subject, what=TO_RGB), to_rgb, decoded, frames),
        _work(replace(subject, what=TO_YUV), to_yuv, pictures[:_MOST], frames),
    ]


def _work(subject: Subject, convert: Callable[[Given], object], given: Sequence[Given], frames: int) -> Work:
    turning = cycle(given)

    def turn() -> Measured:
        return {subject: [seconds_of(lambda: convert(next(turning))) for _ in range(frames)]}

    return turn
