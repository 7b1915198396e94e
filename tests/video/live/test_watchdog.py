"""When a camera counts as stalled or lost, how often it is tried again, and what tells a dead driver from a still."""

from __future__ import annotations

import numpy as np
import pytest

from lowlight_live.errors import SourceLost
from lowlight_live.video.live.repeats import Repeats
from lowlight_live.video.live.watchdog import Step, Timing, Watchdog
from lowlight_live.video.protocols import SourceState
from lowlight_live.video.rate import RateMeter

FPS = 30.0


@pytest.fixture
def watchdog() -> Watchdog:
    """Of a camera that gave its first picture at 100 s."""
    watchdog = Watchdog(Timing(), 99.0)
    assert not watchdog.picture(100.0)
    return watchdog


def test_a_camera_stalls_after_a_second_and_is_given_up_after_three(watchdog: Watchdog) -> None:
    assert watchdog.look(100.99, FPS) is Step.WAIT
    assert watchdog.state is SourceState.LIVE
    assert watchdog.look(101.0, FPS) is Step.WAIT
    assert (watchdog.state, watchdog.since_s) == (SourceState.STALLED, 101.0)
    assert watchdog.look(102.99, FPS) is Step.WAIT
    assert watchdog.look(103.0, FPS) is Step.GIVE_UP


def test_a_slow_camera_is_given_three_of_its_own_intervals(watchdog: Watchdog) -> None:
    assert watchdog.look(105.9, 0.5) is Step.WAIT
    assert watchdog.state is SourceState.LIVE
    watchdog.look(106.0, 0.5)
    assert watchdog.state is SourceState.STALLED


def test_somebody_who_looked_away_finds_it_stalled_and_gives_it_up_at_once(watchdog: Watchdog) -> None:
    assert watchdog.look(110.0, FPS) is Step.GIVE_UP


def test_the_first_picture_after_a_stall_follows_a_gap_and_the_next_does_not(watchdog: Watchdog) -> None:
    watchdog.look(101.5, FPS)
    assert watchdog.picture(102.0)
    assert (watchdog.state, watchdog.reason, watchdog.reconnections) == (SourceState.LIVE, "", 0)
    assert watchdog.away_s == pytest.approx(2.0)
    assert not watchdog.picture(102.03)


def test_a_camera_that_is_away_is_tried_often_enough_and_never_in_a_busy_loop(watchdog: Watchdog) -> None:
    now, tries = 100.5, []
    watchdog.lost(now, "gone")
    while now < 160.5:
        wait_s = watchdog.wait_s(now, 0.0)
        assert wait_s > 0
        now += wait_s
        assert watchdog.look(now, 0.0) is Step.OPEN
        watchdog.opening(now)
        assert watchdog.state is SourceState.RECONNECTING
        tries.append(now)
        watchdog.lost(now, "still gone")
    assert tries[0] - 100.5 == 0.25
    gaps = np.diff(tries)
    assert gaps.max() <= 1.0  # it is back well within 3 s of its return
    assert len(tries) < 65
    assert watchdog.picture(now)
    assert watchdog.reconnections == 1


def test_an_attempt_that_never_ends_is_given_up(watchdog: Watchdog) -> None:
    watchdog.lost(101.0, "gone")
    watchdog.opening(102.0)
    assert watchdog.look(111.9, 0.0) is Step.WAIT
    assert watchdog.look(112.0, 0.0) is Step.GIVE_UP


def test_after_a_return_the_next_loss_is_tried_again_at_once(watchdog: Watchdog) -> None:
    for _ in range(5):
        watchdog.lost(101.0, "gone")
        watchdog.opening(102.0)
    watchdog.picture(103.0)
    watchdog.lost(104.0, "gone")
    assert watchdog.wait_s(104.0, FPS) == 0.25


def test_the_rate_is_what_came_over_the_last_seconds() -> None:
    rate = RateMeter()
    assert rate.fps == 0.0
    rate.count(-0.01)
    rate.count(0.0)
    assert rate.fps == 0.0  # what was waiting when it was opened comes at once
    rate.forget()
    for picture in range(91):
        rate.count(picture / 30)
    assert rate.fps == pytest.approx(30.0)
    for picture in range(1, 31):
        rate.count(3 + picture / 7.5)  # it grew dark
    assert rate.fps == pytest.approx(7.5)
    rate.count(12.0)
    assert rate.fps == pytest.approx(0.2)  # one in five seconds is a rate too
    rate.forget()
    assert rate.fps == 0.0


def noise(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 60, (48, 64, 3), np.uint8)


def look_for(repeats: Repeats, rgb: np.ndarray, *, start_s: float, seconds: float) -> None:
    for at in np.arange(start_s, start_s + seconds, 1 / FPS):
        repeats.look(rgb.copy(), float(at))


def test_the_same_picture_for_three_seconds_is_a_dead_driver() -> None:
    repeats = Repeats(3.0)
    repeats.look(noise(1), 0.0)
    look_for(repeats, noise(), start_s=0.1, seconds=2.9)
    with pytest.raises(SourceLost, match="repeats"):
        look_for(repeats, noise(), start_s=3.0, seconds=0.5)


def test_noise_alone_is_a_new_picture() -> None:
    repeats = Repeats(3.0)
    for number in range(200):
        repeats.look(noise(number), number / FPS)


def test_a_covered_lens_gives_the_same_black_for_ever_and_is_well() -> None:
    look_for(Repeats(3.0), np.full((48, 64, 3), 3, np.uint8), start_s=0.0, seconds=60.0)


def test_a_picture_that_a_new_connection_shows_too_is_meant_to_stand_still() -> None:
    repeats = Repeats(3.0)
    with pytest.raises(SourceLost):
        look_for(repeats, noise(), start_s=0.0, seconds=10.0)
    again = repeats.following()
    again.look(noise(1), 10.0)  # its first picture may be another
    look_for(again, noise(), start_s=10.1, seconds=20.0)
    with pytest.raises(SourceLost):
        look_for(again, noise(), start_s=30.1, seconds=15.0)


def test_another_still_after_a_new_connection_is_a_dead_driver_again() -> None:
    repeats = Repeats(3.0)
    with pytest.raises(SourceLost):
        look_for(repeats, noise(), start_s=0.0, seconds=10.0)
    with pytest.raises(SourceLost):
        look_for(repeats.following(), noise(1), start_s=10.0, seconds=10.0)
