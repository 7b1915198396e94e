"""The figures say what happened, also when nothing happens any more."""

from __future__ import annotations

import pytest

from lowlight_live.stats import Meter, StatsRecorder


class Clock:
    """Shows the time that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def run(meter: Meter, clock: Clock, *, fps: float, frames: int, age_s: float = 0.0) -> None:
    for _ in range(frames):
        clock.now += 1 / fps
        meter.passed(clock.now - age_s)


def test_the_rate_is_that_of_the_last_frames(clock: Clock) -> None:
    meter = Meter(clock)
    assert meter.rate == 0
    run(meter, clock, fps=30, frames=100)
    assert meter.rate == pytest.approx(30)
    run(meter, clock, fps=12, frames=100)
    assert meter.rate == pytest.approx(12)
    assert meter.count == 200


def test_the_rate_falls_when_no_frame_comes(clock: Clock) -> None:
    meter = Meter(clock)
    run(meter, clock, fps=30, frames=60)
    clock.now += 1 / 30
    assert meter.rate == pytest.approx(30), "the next frame is not overdue yet"
    clock.now += 1
    assert meter.rate < 25
    clock.now += 2
    assert meter.rate < 4
    clock.now += 100
    assert meter.rate < 0.1


def test_soon_after_a_gap_the_rate_is_that_of_before(clock: Clock) -> None:
    meter = Meter(clock)
    run(meter, clock, fps=30, frames=60)
    clock.now += 5
    run(meter, clock, fps=30, frames=12)
    assert meter.rate == pytest.approx(30)


def test_the_rate_of_a_slow_machine_is_taken_over_several_frames(clock: Clock) -> None:
    meter = Meter(clock)
    for period_s in (3, 1) * 10:
        run(meter, clock, fps=1 / period_s, frames=1)
    assert meter.rate == pytest.approx(0.5, rel=0.15)


def test_one_frame_has_no_rate(clock: Clock) -> None:
    meter = Meter(clock)
    meter.passed()
    assert (meter.rate, meter.latency) == (0, None)


def test_two_frames_that_came_at_once_at_the_start_are_no_rate_yet(clock: Clock) -> None:
    meter = Meter(clock)
    run(meter, clock, fps=1000, frames=2)
    assert meter.rate == 0
    run(meter, clock, fps=30, frames=30)
    assert meter.rate == pytest.approx(30, rel=0.1)


def test_a_rate_too_high_for_the_frames_that_are_remembered_is_told_all_the_same(clock: Clock) -> None:
    meter = Meter(clock)
    run(meter, clock, fps=10_000, frames=1000)
    assert meter.rate == pytest.approx(10_000)


def test_the_latency_is_from_the_capture_to_here(clock: Clock) -> None:
    meter = Meter(clock)
    run(meter, clock, fps=30, frames=90, age_s=0.02)
    run(meter, clock, fps=30, frames=10, age_s=0.5)
    assert meter.latency is not None
    assert meter.latency.p50_s == pytest.approx(0.02)
    assert meter.latency.p95_s == pytest.approx(0.5)


def test_what_is_lost_is_counted_beside_what_passes(clock: Clock) -> None:
    meter = Meter(clock)
    meter.passed()
    meter.lost()
    meter.lost()
    assert (meter.count, meter.dropped) == (1, 2)


def test_a_snapshot_names_every_meter_and_does_not_change_afterwards(clock: Clock) -> None:
    recorder, sink = StatsRecorder(), Meter(clock)
    recorder.start()
    run(sink, clock, fps=10, frames=5, age_s=0.1)
    recorder.took("enhance", 0.25)
    recorder.hold()
    stats = recorder.snapshot(written=5, dropped={"before it": 1}, sinks={"it": sink}, failed={"that": "gone"})
    sink.passed()
    recorder.hold()
    assert stats.rates["it"] == pytest.approx(10)
    assert (stats.taken, stats.held, stats.failed) == ({"it": 5}, 1, {"that": "gone"})
    assert stats.stages["enhance"].p50_s == 0.25
    assert set(stats.latency) == {"it"}
