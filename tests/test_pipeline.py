"""The pipeline loses no frame of a file, stops when told, and never hides an error."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import replace

import pytest

from lowlight_live.errors import DecodeError, EncodeError, ModelError
from lowlight_live.pipeline import Pipeline
from lowlight_live.settings import EnhanceSettings
from tests.fakes import FakeEnhancer, FakeSink, FakeSource

WAIT_S = 10.0


def run(pipeline: Pipeline) -> None:
    with pipeline:
        pipeline.wait()


def fail_at(number: int, error: Exception) -> Callable[[int], None]:
    def before(pts: int) -> None:
        if pts == number:
            raise error

    return before


def test_every_frame_of_a_file_reaches_every_sink_in_order() -> None:
    source, enhancer, sinks = FakeSource(50), FakeEnhancer(), [FakeSink(), FakeSink()]
    pipeline = Pipeline(source, enhancer, sinks)
    run(pipeline)
    for sink in sinks:
        assert [pair.enhanced.pts for pair in sink.pairs] == list(range(50))
        assert all(pair.enhanced.rgb[0, 0, 0] == pair.original.rgb[0, 0, 0] + 1 for pair in sink.pairs)
        assert (sink.finished, sink.closed) == (1, 1)
    assert (source.closed, enhancer.closed) == (1, 1)
    stats = pipeline.stats()
    assert (stats.captured, stats.enhanced, stats.written) == (50, 50, 50)
    assert set(stats.dropped.values()) == {0}
    assert set(stats.stages) == {"capture", "enhance", "sink 0", "sink 1"}


@pytest.mark.parametrize("place", ["source", "enhancer", "sink", "other sink"])
def test_first_error_is_raised_and_everything_is_closed_but_nothing_finished(place: str) -> None:
    errors = {"source": DecodeError("x"), "enhancer": ModelError("x"), "sink": EncodeError("x")}
    error = errors.get(place, EncodeError("y"))
    before = fail_at(3, error)
    source = FakeSource(1000, before=before if place == "source" else None)
    enhancer = FakeEnhancer(before if place == "enhancer" else None)
    sinks = [FakeSink(before if place == "sink" else None), FakeSink(before if place == "other sink" else None)]
    with pytest.raises(type(error)) as caught:
        run(Pipeline(source, enhancer, sinks))
    assert caught.value is error
    assert traceback.extract_tb(caught.value.__traceback__)[-1].name == "before", "the traceback is not its own"
    assert (source.closed, enhancer.closed, [s.closed for s in sinks]) == (1, 1, [1, 1])
    assert [s.finished for s in sinks] == [0, 0]


def test_an_error_while_finishing_is_raised() -> None:
    class Full(FakeSink):
        def finish(self) -> None:
            raise EncodeError("disk full")

    sink = Full()
    with pytest.raises(EncodeError, match="disk full"):
        run(Pipeline(FakeSource(3), FakeEnhancer(), [sink]))
    assert sink.closed == 1


def test_abort_stops_soon_and_does_not_finish() -> None:
    reached = threading.Event()
    sink = FakeSink(before=lambda pts: reached.set() if pts == 5 else None)
    source = FakeSource(10**9)
    pipeline = Pipeline(source, FakeEnhancer(), [sink])
    with pipeline:
        assert reached.wait(WAIT_S)
        pipeline.abort()
        pipeline.wait()
    assert (sink.finished, sink.aborted, sink.closed, source.closed) == (0, 1, 1, 1)


def test_leaving_the_block_by_an_exception_stops_the_threads() -> None:
    sink = FakeSink()
    with pytest.raises(KeyboardInterrupt), Pipeline(FakeSource(10**9), FakeEnhancer(), [sink]):
        raise KeyboardInterrupt
    assert (sink.finished, sink.closed) == (0, 1)
    assert not [t for t in threading.enumerate() if t.name.startswith("lowlight-")]


def test_a_changed_setting_acts_on_the_next_frame_and_never_on_half_of_one() -> None:
    changed = threading.Event()
    pipeline: Pipeline

    def change(pts: int) -> None:
        if pts == 10:
            pipeline.settings = replace(pipeline.settings, exposure=2.0)
            changed.set()

    enhancer = FakeEnhancer()
    pipeline = Pipeline(FakeSource(40, before=change), enhancer, [FakeSink()], EnhanceSettings(exposure=1.0))
    run(pipeline)
    exposures = [settings.exposure for settings in enhancer.seen]
    assert changed.is_set()
    assert exposures == sorted(exposures)
    assert (exposures[0], exposures[-1]) == (1.0, 2.0)


def test_warnings_of_all_parts_are_gathered() -> None:
    source, sink = FakeSource(1), FakeSink()
    source.warnings, sink.warnings = ("a frame was lost.",), ("a subtitle was lost.",)
    pipeline = Pipeline(source, FakeEnhancer(), [sink])
    run(pipeline)
    assert pipeline.warnings == ("a frame was lost.", "a subtitle was lost.")
