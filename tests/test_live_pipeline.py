"""A live pipeline shows the newest frame, holds the last one, and keeps no more of them than it needs."""

from __future__ import annotations

import os
import threading
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lowlight_live.outlets import Outlet
from lowlight_live.pipeline import Pipeline
from tests.fakes import FakeEnhancer, FakeSource
from tests.live_fakes import WAIT_S, FakeLiveSource, Gate, WatchedSink, give_one_by_one, live_frame

STATM = Path("/proc/self/statm")


def test_after_a_block_a_consumer_gets_a_frame_at_most_two_periods_old() -> None:
    source, gate = FakeLiveSource(), Gate()
    sink, other = WatchedSink(before=gate), WatchedSink()
    with Pipeline(source, FakeEnhancer(), [sink, other]) as pipeline:
        source.give(live_frame(0))
        assert gate.here.wait(WAIT_S)
        other.wait_for(1)
        give_one_by_one(source, other, range(1, 200))
        gate.open.set()
        sink.wait_for(2)
        source.end()
    assert sink.numbers == [0, 199]
    assert pipeline.stats().dropped["before sink 0"] == 198


def test_after_a_slow_frame_the_worker_takes_the_newest() -> None:
    source, gate, sink = FakeLiveSource(), Gate(), WatchedSink()
    with Pipeline(source, FakeEnhancer(before=gate), [sink]) as pipeline:
        source.give(live_frame(0))
        assert gate.here.wait(WAIT_S)
        source.give(*(live_frame(number) for number in range(1, 61)))
        gate.open.set()
        source.end()
    assert sink.numbers[-1] == 60
    stats = pipeline.stats()
    assert (stats.captured, stats.enhanced, stats.dropped["before enhance"]) == (61, 2, 59)


def test_however_long_the_consumers_block_a_handful_of_frames_is_kept() -> None:
    source, gate, worker = FakeLiveSource(), Gate(), Gate()
    sinks = [WatchedSink(before=gate), WatchedSink(before=gate)]
    frames: list[weakref.ref[np.ndarray]] = []
    outlets = [Outlet(sinks[0], "recording", waiting=3), Outlet(sinks[1], "window")]
    with Pipeline(source, FakeEnhancer(before=worker), outlets):
        for number in range(300):
            frame = live_frame(number)
            frames.append(weakref.ref(frame.rgb))
            source.give(frame)
            if number == 150:
                worker.open.set()
        del frame
        alive = sum(reference() is not None for reference in frames)
        gate.open.set()
        source.end()
    # One on its way in, one in work and one that source or enhancer remembers; before the sinks 3 + 1, in them 2.
    assert alive <= 10


def test_a_file_loses_nothing_while_a_consumer_blocks() -> None:
    gate = Gate()
    sink, other = WatchedSink(before=gate), WatchedSink()
    with Pipeline(FakeSource(100), FakeEnhancer(), [sink, other]) as pipeline:
        assert gate.here.wait(WAIT_S)
        other.wait_for(2)
        gate.open.set()
        pipeline.wait()
    assert sink.numbers == other.numbers == list(range(100))


def test_one_slow_sink_does_not_hold_up_the_others() -> None:
    source, gate = FakeLiveSource(), Gate()
    slow, quick = WatchedSink(before=gate), WatchedSink()
    with Pipeline(source, FakeEnhancer(), [slow, quick]) as pipeline:
        give_one_by_one(source, quick, range(50))
        gate.open.set()
        source.end()
        pipeline.wait()
    assert quick.numbers == list(range(50))
    stats = pipeline.stats()
    assert stats.dropped["before sink 1"] == 0
    assert stats.taken["sink 0"] + stats.dropped["before sink 0"] == 50


def test_a_hiccup_of_a_recording_loses_no_frame() -> None:
    source, gate = FakeLiveSource(), Gate()
    recording, window = WatchedSink(before=gate), WatchedSink()
    with Pipeline(source, FakeEnhancer(), [Outlet(recording, "recording", waiting=3), Outlet(window, "window")]):
        source.give(live_frame(0))
        window.wait_for(1)
        assert gate.here.wait(WAIT_S)
        for number in (1, 2, 3):
            source.give(live_frame(number))
            window.wait_for(number + 1)
        gate.open.set()
        recording.wait_for(4)
        source.end()
    assert recording.numbers == [0, 1, 2, 3]


def test_a_held_frame_is_the_last_picture_with_the_new_time_and_is_not_enhanced_again() -> None:
    source, enhancer, sink = FakeLiveSource(), FakeEnhancer(), WatchedSink()
    with Pipeline(source, enhancer, [sink]) as pipeline:
        source.give(live_frame(7))
        sink.wait_for(1)
        source.hold(at_s=1.0)
        sink.wait_for(2)
        source.end()
    assert len(enhancer.seen) == 1
    new, held = sink.pairs
    assert (new.enhanced.held, held.original.held, held.enhanced.held) == (False, True, True)
    assert held.enhanced.rgb is new.enhanced.rgb
    assert held.original.rgb is new.original.rgb
    assert held.enhanced.pts == held.original.pts == 90000
    stats = pipeline.stats()
    assert (stats.captured, stats.enhanced, stats.held) == (1, 1, 1)
    assert stats.taken == {"sink 0": 1}


def test_both_halves_of_a_held_pair_are_of_the_picture_that_was_enhanced() -> None:
    source, sink = FakeLiveSource(), WatchedSink()
    with Pipeline(source, FakeEnhancer(), [sink]):
        source.give(live_frame(7))
        sink.wait_for(1)
        source.give(replace(live_frame(9), held=True))
        sink.wait_for(2)
        source.end()
    held = sink.pairs[-1]
    assert (held.original.rgb == 7).all()
    assert (held.enhanced.rgb == 8).all()


def test_a_picture_that_nobody_has_seen_is_new_even_where_only_its_repetition_arrives() -> None:
    source, gate, sink = FakeLiveSource(), Gate(), WatchedSink()
    enhancer = FakeEnhancer(before=gate)
    with Pipeline(source, enhancer, [sink]):
        source.give(live_frame(0))
        assert gate.here.wait(WAIT_S)
        source.give(replace(live_frame(1), discontinuity=True))
        source.hold(at_s=1.0)
        gate.open.set()
        source.end()
    assert (sink.numbers[-1], sink.pairs[-1].enhanced.pts) == (1, 90000)
    assert (sink.pairs[-1].enhanced.held, sink.pairs[-1].enhanced.discontinuity) == (False, True)


def test_the_figures_name_source_enhancer_and_every_place() -> None:
    source, enhancer, sink = FakeLiveSource(), FakeEnhancer(), WatchedSink()
    source.status = replace(source.status, dropped=4)
    with Pipeline(source, enhancer, [Outlet(sink, "recording")]) as pipeline:
        give_one_by_one(source, sink, range(10))
        source.end()
        pipeline.wait()
    stats = pipeline.stats()
    assert stats.dropped == {"in the source": 4, "before enhance": 0, "before recording": 0}
    assert (stats.source, stats.enhancer) == (source.status, enhancer.info)
    assert set(stats.stages) == {"wait", "enhance", "recording"}
    assert set(stats.rates) == {"captured", "enhanced", "recording"}
    assert 0 < stats.latency["enhanced"].p50_s <= stats.latency["recording"].p95_s
    assert stats.taken == {"recording": 10}


@pytest.mark.skipif(not STATM.exists(), reason="memory is read from /proc")
def test_a_blocked_consumer_costs_less_than_50_mb() -> None:
    """5 s of 720p at 60 fps, a worker of 10 fps and a consumer that blocks all the while."""

    def resident_mb() -> float:
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    source, gate, sink = FakeLiveSource(height=720, width=1280), Gate(), WatchedSink()
    slow = WatchedSink(before=gate)
    worker = threading.Semaphore(1)
    outlets = [Outlet(slow, "window"), Outlet(sink, "other")]
    with Pipeline(source, FakeEnhancer(before=lambda _: worker.acquire(timeout=WAIT_S)), outlets):
        give_one_by_one(source, sink, range(1))
        sink.pairs.clear()
        before, most = resident_mb(), 0.0
        for number in range(1, 300):
            source.give(live_frame(number, height=720, width=1280))
            if number % 6 == 0:
                worker.release()
                sink.wait_for(1)
                sink.pairs.clear()
            most = max(most, resident_mb())
        worker.release(2)
        gate.open.set()
        source.end()
    assert most - before < 50
