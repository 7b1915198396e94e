"""Every frame of a film that is written lasts until the next one, and the last as long as it should."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from lowlight_live.frame import Frame
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.writing.clock import Clock

TICKS = Fraction(1, 1000)


def clock() -> Clock:
    return Clock(SourceInfo("film", 4, 6, TICKS, frame_rate=Fraction(25)))


def frame(pts: int, duration: int = 0) -> Frame:
    return Frame(np.zeros((4, 6, 3), np.uint8), pts, TICKS, duration=duration)


def test_a_frame_lasts_as_long_as_it_says() -> None:
    film = clock()
    assert [film.time(frame(pts, duration)) for pts, duration in ((100, 30), (130, 70))] == [(100, 30), (130, 70)]
    assert film.length_s == Fraction(100, 1000)


def test_a_frame_that_does_not_say_lasts_as_long_as_the_one_before_and_the_first_as_the_rate_says() -> None:
    film = clock()
    assert [film.time(frame(pts)) for pts in (0, 100, 130)] == [(0, 40), (100, 100), (130, 30)]
    assert film.length_s == Fraction(160, 1000)


def test_a_frame_that_is_not_later_than_the_one_before_is_a_mistake() -> None:
    film = clock()
    film.time(frame(100))
    with pytest.raises(ValueError, match="not later"):
        film.time(frame(100))


def test_a_film_is_as_long_as_what_all_runs_wrote() -> None:
    film = clock()
    film.begin_at(Fraction(1, 2))
    film.time(frame(3000, duration=40))
    assert film.length_s == Fraction(2540, 1000)
