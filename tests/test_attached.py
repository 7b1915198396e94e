"""A sink joins a running pipeline and leaves it again, and neither waits for the other."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from lowlight_live.attached import AttachedSink, AttachPoint, SinkState
from lowlight_live.errors import EncodeError, SinkOpenError
from lowlight_live.frame import FramePair
from lowlight_live.outlets import Outlet
from lowlight_live.pipeline import Pipeline
from lowlight_live.video.protocols import Sink
from tests.fake_camera import soon
from tests.fakes import FakeEnhancer, make_frame
from tests.live_fakes import WAIT_S, FakeLiveSource, WatchedSink, live_frame


def pair(number: int) -> FramePair:
    return FramePair(make_frame(number), make_frame(number))


def attached(
    point: AttachPoint, sink: Sink, name: str = "test", lost_in: Callable[[Sink], int] | None = None
) -> AttachedSink:
    """One that is open."""
    joined = AttachedSink(name, lambda: sink, lost_in=lost_in)
    point.attach(joined)
    soon(lambda: joined.state is SinkState.RUNNING)
    return joined


def test_it_takes_what_comes_between_joining_and_leaving() -> None:
    point, sink = AttachPoint(), WatchedSink()
    point.write(pair(0))
    joined = attached(point, sink)
    for number in (1, 2, 3):
        point.write(pair(number))
        sink.wait_for(number)
    joined.stop()
    assert joined.wait(WAIT_S)
    point.write(pair(4))
    assert sink.numbers == [1, 2, 3]
    assert (sink.finished, sink.closed, joined.state) == (1, 1, SinkState.DONE)
    assert point.attached == ()


def test_one_that_is_slow_holds_up_nobody_and_counts_what_it_lost() -> None:
    gate, here = threading.Event(), threading.Event()

    def busy(_number: int) -> None:
        here.set()
        assert gate.wait(WAIT_S)

    point, sink = AttachPoint(), WatchedSink(before=busy)
    joined = attached(point, sink)
    point.write(pair(0))
    assert here.wait(WAIT_S)
    for number in range(1, 5):
        point.write(pair(number))
    gate.set()
    joined.stop()
    assert joined.wait(WAIT_S)
    assert sink.numbers == [0, 4]
    assert joined.dropped == point.dropped == {"before test": 3}


def test_the_pipeline_counts_what_those_attached_have_lost_also_when_they_have_gone() -> None:
    gate = threading.Event()

    def busy(_number: int) -> None:
        assert gate.wait(WAIT_S)

    point, source = AttachPoint(), FakeLiveSource()
    outlet = Outlet(point, "outputs", lost_behind=lambda: point.dropped)
    with Pipeline(source, FakeEnhancer(), [outlet]) as pipeline:
        first = attached(point, WatchedSink(before=busy), name="recording")
        for number in range(5):
            source.give(live_frame(number))
            soon(lambda number=number: pipeline.stats().taken["outputs"] == number + 1)  # type: ignore[misc]
        gate.set()
        first.stop()
        assert first.wait(WAIT_S)
        lost = first.dropped["before recording"]
        assert lost >= 3
        second = attached(point, WatchedSink(), lost_in=lambda _sink: 7)
        dropped = pipeline.stats().dropped
        assert (dropped["before recording"], dropped["before test"], dropped["in test"]) == (lost, 0, 7)
        second.stop()
        assert second.wait(WAIT_S)
        source.end()


def test_one_that_does_not_open_tells_why() -> None:
    def refuse() -> Sink:
        raise SinkOpenError("It does not open.")

    joined = AttachedSink("test", refuse)
    assert joined.wait(WAIT_S)
    assert (joined.state, str(joined.error)) == (SinkState.FAILED, "It does not open.")


def test_one_that_fails_is_closed_and_leaves_the_others_alone() -> None:
    def fail(number: int) -> None:
        if number == 1:
            raise EncodeError("The disk is full.")

    point, failing, other = AttachPoint(), WatchedSink(before=fail), WatchedSink()
    joined, beside = attached(point, failing), attached(point, other)
    for number in (0, 1, 2):
        point.write(pair(number))
        other.wait_for(number + 1)
        if number == 0:
            failing.wait_for(1)
    assert joined.wait(WAIT_S)
    assert (failing.closed, failing.finished, str(joined.error)) == (1, 0, "The disk is full.")
    beside.stop()
    assert beside.wait(WAIT_S)
    assert other.numbers == [0, 1, 2]


@pytest.mark.parametrize("late", [False, True])
def test_the_end_of_the_pipeline_completes_what_is_attached(late: bool) -> None:
    point, sink = AttachPoint(), WatchedSink()
    if late:
        point.close()
        joined = AttachedSink("test", lambda: sink)
        point.attach(joined)
    else:
        joined = attached(point, sink)
        point.write(pair(0))
        sink.wait_for(1)
        point.close()
    assert joined.wait(WAIT_S)
    assert (sink.finished, sink.closed) == (1, 1)


def test_an_aborted_one_is_closed_but_not_finished() -> None:
    point, sink = AttachPoint(), WatchedSink()
    joined = attached(point, sink)
    joined.abort()
    assert joined.wait(WAIT_S)
    assert (sink.finished, sink.closed, sink.aborted) == (0, 1, 1)
