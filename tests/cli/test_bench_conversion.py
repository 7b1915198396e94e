"""What is timed as a conversion is what a film goes through: its frames come out as they went in."""

from __future__ import annotations

import numpy as np
import pytest

from lowlight_live.cli import bench_conversion
from lowlight_live.cli.bench_conversion import conversion_works
from lowlight_live.evaluation.speed import Subject
from lowlight_live.frame import Rgb
from lowlight_live.video.pixels.conversion import RgbConverter, YuvConverter


def pictures(count: int) -> list[Rgb]:
    """Grey ones, which survive the halved chroma, each another."""
    return [np.full((64, 96, 3), 20 + 40 * index, np.uint8) for index in range(count)]


def test_both_ways_are_timed_in_one_thread_and_take_turns() -> None:
    works = conversion_works(pictures(2), 3)
    taken = [work() for work in works]
    assert [list(one) for one in taken] == [
        [Subject("conversion", what, device="cpu", threads=1, size="96x64")] for what in ("to RGB", "to YUV")
    ]
    assert [len(seconds) for one in taken for seconds in one.values()] == [3, 3]
    assert all(took > 0 for one in taken for seconds in one.values() for took in seconds)


def test_every_picture_of_the_film_is_converted_there_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Rgb] = []
    planes: list[int] = []

    class Back(RgbConverter):
        def __call__(self, decoded):  # type: ignore[no-untyped-def]
            made.append(super().__call__(decoded))
            return made[-1]

    class Forth(YuvConverter):
        def __call__(self, rgb):  # type: ignore[no-untyped-def]
            planes.append(int(rgb[0, 0, 0]))
            return super().__call__(rgb)

    monkeypatch.setattr(bench_conversion, "RgbConverter", Back)
    monkeypatch.setattr(bench_conversion, "YuvConverter", Forth)
    to_rgb, to_yuv = conversion_works(pictures(3), 4)
    planes.clear()
    to_rgb()
    to_yuv()
    assert [int(rgb[0, 0, 0]) for rgb in made] == pytest.approx([20, 60, 100, 20], abs=1)
    assert planes == [20, 60, 100, 20]
