"""A live pipeline stops when told, and keeps what it recorded whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from lowlight_live.errors import EncodeError, LowlightError, ModelError, SourceLost
from lowlight_live.frame import Frame
from lowlight_live.outlets import Outlet
from lowlight_live.pipeline import Pipeline
from tests.fake_camera import soon
from tests.fakes import FakeEnhancer, FakeSink, FakeSource
from tests.live_fakes import WAIT_S, FakeLiveSource, Gate, WatchedSink, give_one_by_one, live_frame


def failing(error: Exception, number: int = 0) -> Callable[[int], None]:
    def before(pts: int) -> None:
        if pts >= number * 3000:
            raise error

    return before


def test_stop_finishes_what_was_recorded() -> None:
    source, enhancer, sink = FakeLiveSource(), FakeEnhancer(), WatchedSink()
    with Pipeline(source, enhancer, [sink]) as pipeline:
        give_one_by_one(source, sink, range(5))
        pipeline.stop()
        assert pipeline.wait(timeout_s=WAIT_S)
    assert (sink.numbers, sink.finished, sink.closed, sink.aborted) == ([0, 1, 2, 3, 4], 1, 1, 0)
    assert (source.closed, enhancer.closed) == (1, 1)


def test_stop_ends_a_file_too_and_finishes_it() -> None:
    reached = threading.Event()
    sink = FakeSink(before=lambda pts: reached.set() if pts == 5 else None)
    with Pipeline(FakeSource(10**9), FakeEnhancer(), [sink]) as pipeline:
        assert reached.wait(WAIT_S)
        pipeline.stop()
    assert (sink.finished, sink.aborted, sink.closed) == (1, 0, 1)


def test_stop_does_not_wait_for_a_consumer_that_blocks() -> None:
    source, gate = FakeLiveSource(), Gate()
    blocked, sound = WatchedSink(before=gate), WatchedSink()
    with Pipeline(source, FakeEnhancer(), [blocked, sound]) as pipeline:
        source.give(live_frame(0))
        assert gate.here.wait(WAIT_S)
        pipeline.stop()
        soon(lambda: (source.closed, sound.finished, sound.closed) == (1, 1, 1))
        assert not pipeline.wait(timeout_s=0)
        gate.open.set()
        assert pipeline.wait(timeout_s=WAIT_S)
    assert (blocked.finished, blocked.closed) == (1, 1)


@pytest.mark.parametrize("place", ["source", "enhancer", "sink"])
def test_whoever_never_comes_back_is_left_behind_and_told_and_the_others_finish(place: str) -> None:
    gate = Gate()

    class HungSource(FakeLiveSource):
        def __iter__(self) -> Iterator[Frame]:
            yield from super().__iter__()
            gate()

    source = HungSource() if place == "source" else FakeLiveSource()
    enhancer = FakeEnhancer(before=lambda pts: gate() if place == "enhancer" and pts else None)
    sound, last = WatchedSink(), WatchedSink(before=gate if place == "sink" else None)
    pipeline = Pipeline(source, enhancer, [sound, last], patience_s=0.8)
    pipeline.start()
    give_one_by_one(source, sound, range(1))
    if place == "enhancer":
        source.give(live_frame(1))
        assert gate.here.wait(WAIT_S)
    pipeline.stop()
    with pytest.raises(LowlightError, match=r"capture|enhance|sink-1") as caught:
        pipeline.wait()
    assert caught.value.hint
    assert (sound.finished, sound.closed, sound.aborted) == (1, 1, 0)
    assert last.aborted == (1 if place == "sink" else 0)
    gate.open.set()
    for thread in threading.enumerate():
        if thread.name.startswith("lowlight-"):
            thread.join(WAIT_S)


def test_an_enhancer_that_takes_long_over_its_first_frame_is_waited_for() -> None:
    source, gate, sink = FakeLiveSource(), Gate(), WatchedSink()
    with Pipeline(source, FakeEnhancer(before=gate), [sink], patience_s=0.8) as pipeline:
        source.give(live_frame(0))
        pipeline.stop()
        assert not pipeline.wait(timeout_s=1.0)
        gate.open.set()
        assert pipeline.wait(timeout_s=WAIT_S)
    assert (sink.numbers, sink.finished) == ([0], 1)


def test_a_film_that_takes_long_to_complete_is_waited_for_until_somebody_aborts() -> None:
    gate = Gate()

    class Large(WatchedSink):
        def finish(self) -> None:
            gate()
            super().finish()

        def abort(self) -> None:
            super().abort()
            gate.open.set()

    source, film = FakeLiveSource(), Large()
    with Pipeline(source, FakeEnhancer(), [film], patience_s=0.8) as pipeline:
        give_one_by_one(source, film, range(3))
        pipeline.stop()
        assert gate.here.wait(WAIT_S)
        assert not pipeline.wait(timeout_s=1.0)
        assert film.aborted == 0
        pipeline.abort()
        pipeline.wait()
    assert (film.finished, film.aborted) == (1, 1)


def test_abort_leaves_the_recording_unfinished() -> None:
    source, sink = FakeLiveSource(), WatchedSink()
    with Pipeline(source, FakeEnhancer(), [sink]) as pipeline:
        give_one_by_one(source, sink, range(3))
        pipeline.abort()
    assert (sink.finished, sink.closed, source.stops, source.closed) == (0, 1, 1, 1)


def test_an_optional_sink_that_fails_is_reported_and_the_others_go_on() -> None:
    source, sink = FakeLiveSource(), WatchedSink()
    broken = FakeSink(before=failing(EncodeError("The device has gone."), number=2))
    outlets = [Outlet(broken, "virtual camera", optional=True), Outlet(sink, "recording")]
    with Pipeline(source, FakeEnhancer(), outlets) as pipeline:
        give_one_by_one(source, sink, range(6))
        source.end()
        pipeline.wait()
    assert sink.numbers == [0, 1, 2, 3, 4, 5]
    assert (sink.finished, broken.finished, broken.closed) == (1, 0, 1)
    stats = pipeline.stats()
    assert stats.failed == {"virtual camera": "The device has gone."}
    assert stats.written == 6
    assert pipeline.warnings == ("The device has gone.",)


def test_an_optional_sink_with_a_mistake_in_it_is_not_passed_over() -> None:
    source = FakeLiveSource()
    broken = FakeSink(before=failing(TypeError("a mistake")))
    pipeline = Pipeline(source, FakeEnhancer(), [Outlet(broken, "window", optional=True)])
    pipeline.start()
    source.give(live_frame(0))
    source.end()
    with pytest.raises(TypeError):
        pipeline.wait()


@pytest.mark.parametrize("place", ["source", "enhancer", "sink"])
def test_an_error_ends_in_order_so_that_what_was_recorded_is_complete(place: str) -> None:
    errors = {"source": SourceLost("x"), "enhancer": ModelError("x"), "sink": EncodeError("x")}
    error = errors[place]
    source, sink = FakeLiveSource(), WatchedSink()
    enhancer = FakeEnhancer(failing(error, 3) if place == "enhancer" else None)
    other = FakeSink(failing(error, 3) if place == "sink" else None)
    pipeline = Pipeline(source, enhancer, [sink, other])
    pipeline.start()
    give_one_by_one(source, sink, range(3))
    if place == "source":
        source.fail(error)
    else:
        source.give(live_frame(3))
    with pytest.raises(type(error)) as caught:
        pipeline.wait()
    assert caught.value is error
    assert sink.numbers[:3] == [0, 1, 2]
    assert (sink.finished, sink.closed, other.closed, enhancer.closed, source.closed) == (1, 1, 1, 1, 1)
    assert other.finished == (0 if place == "sink" else 1)
