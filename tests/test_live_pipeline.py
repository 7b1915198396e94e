"""A live pipeline shows the newest frame, keeps what it recorded whatever happens, and stops when told."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lowlight_live.errors import EncodeError, LowlightError, ModelError, SourceLost
from lowlight_live.frame import Frame, FramePair
from lowlight_live.outlets import Outlet
from lowlight_live.pipeline import Pipeline
from lowlight_live.settings import EnhanceSettings
from tests.fakes import FakeEnhancer, FakeSink, FakeSource
from tests.live_fakes import WAIT_S, FakeLiveSource, WatchedSink, give_one_by_one, live_frame

STATM = Path("/proc/self/statm")


class Gate:
    """Something to be held up in: `here` tells that somebody is, `open` lets everybody through."""

    def __init__(self) -> None:
        self.here = threading.Event()
        self.open = threading.Event()

    def __call__(self, _number: int = 0) -> None:
        self.here.set()
        assert self.open.wait(WAIT_S)


def failing(error: Exception, number: int = 0) -> Callable[[int], None]:
    def before(pts: int) -> None:
        if pts >= number * 3000:
            raise error

    return before


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


def test_a_setting_changed_while_the_picture_is_held_shows_at_once() -> None:
    source, enhancer, sink = FakeLiveSource(), FakeEnhancer(), WatchedSink()
    with Pipeline(source, enhancer, [sink]) as pipeline:
        source.give(live_frame(7))
        sink.wait_for(1)
        pipeline.settings = brighter = replace(pipeline.settings, exposure=1.0)
        source.hold(at_s=1.0)
        sink.wait_for(2)
        source.hold(at_s=1.2)
        sink.wait_for(3)
        source.end()
    assert enhancer.seen[1:] == [brighter]
    assert [pair.settings for pair in sink.pairs[1:]] == [brighter, brighter]


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
        started = time.monotonic()
        pipeline.stop()
        assert not pipeline.wait(timeout_s=0.25)
        assert time.monotonic() - started < 0.5
        assert (source.closed, sound.finished, sound.closed) == (1, 1, 1)
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
    with pytest.raises(TypeError), Pipeline(source, FakeEnhancer(), [Outlet(broken, "window", optional=True)]):
        source.give(live_frame(0))


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


class Stamp(FakeEnhancer):
    """Its picture tells the settings: the first channel in strength, the second in exposure."""

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        rgb = np.zeros((1, 2, 3), np.uint8)
        rgb[..., 0] = round(settings.strength * 250)
        time.sleep(0)  # let whoever changes the settings do so between the two
        rgb[..., 1] = round((settings.exposure + 3) / 6 * 250)
        return FramePair(frame, replace(frame, rgb=rgb))


def numbered_settings(number: int) -> EnhanceSettings:
    return EnhanceSettings(strength=number % 251 / 250, exposure=number % 251 / 250 * 6 - 3)


def check_snapshots(pairs: list[FramePair], given: list[EnhanceSettings]) -> None:
    """Each picture was made with one of the settings that were given, the one that its pair names, and in order."""
    order = {id(settings): number for number, settings in enumerate(given)}
    for pair in pairs:
        assert pair.settings is not None
        in_strength, in_exposure = pair.enhanced.rgb[0, 0, :2]
        assert in_strength == in_exposure == round(pair.settings.strength * 250)
    numbers = [order[id(pair.settings)] for pair in pairs]
    assert numbers == sorted(numbers)


def test_every_frame_is_made_with_exactly_one_of_the_settings_however_fast_they_change() -> None:
    source, sink = FakeLiveSource(), WatchedSink()
    given = [numbered_settings(0)]
    done = threading.Event()
    with Pipeline(source, Stamp(), [sink], given[0]) as pipeline:

        def change() -> None:
            while not done.is_set():
                given.append(numbered_settings(len(given)))
                pipeline.settings = given[-1]

        changer = threading.Thread(target=change, name="lowlight-changer")
        changer.start()
        give_one_by_one(source, sink, range(50))
        done.set()
        changer.join()
        source.end()
    assert len(given) > 50
    check_snapshots(sink.pairs, given)


@pytest.mark.slow
def test_a_thousand_settings_a_second_for_ten_seconds() -> None:
    source, sink = FakeLiveSource(), WatchedSink()
    given = [numbered_settings(0)]
    with Pipeline(source, Stamp(), [sink], given[0]) as pipeline:

        def change() -> None:
            started = time.monotonic()
            for number in range(1, 10_000):
                given.append(numbered_settings(number))
                pipeline.settings = given[-1]
                time.sleep(max(0.0, started + number / 1000 - time.monotonic()))

        changer = threading.Thread(target=change, name="lowlight-changer")
        changer.start()
        number = 0
        while changer.is_alive():
            source.give(live_frame(number))
            number += 1
            time.sleep(1 / 60)
        source.end()
    assert len(given) == 10_000
    assert len(sink.pairs) > 200
    check_snapshots(sink.pairs, given)


class Recorded(FakeEnhancer):
    """Remembers in which thread it was closed."""

    closed_in = ""

    def close(self) -> None:
        super().close()
        self.closed_in = threading.current_thread().name


def test_another_enhancer_takes_over_between_two_frames_and_the_old_one_is_closed_in_its_thread() -> None:
    source, sink = FakeLiveSource(), WatchedSink()
    old, skipped, new = Recorded(), Recorded(), Recorded()
    with Pipeline(source, old, [sink]) as pipeline:
        give_one_by_one(source, sink, range(3))
        pipeline.swap(skipped)
        pipeline.swap(new)
        for number in (3, 4):
            source.give(live_frame(number))
            sink.wait_for(number + 1)
        assert (old.closed, skipped.closed, new.closed) == (1, 1, 0)
        assert pipeline.enhancer is new
        source.end()
    assert [len(enhancer.seen) for enhancer in (old, skipped, new)] == [3, 0, 2]
    assert [enhancer.closed for enhancer in (old, skipped, new)] == [1, 1, 1]
    assert {enhancer.closed_in for enhancer in (old, skipped, new)} == {"lowlight-enhance"}


def test_a_new_enhancer_renders_the_held_picture() -> None:
    source, sink, new = FakeLiveSource(), WatchedSink(), FakeEnhancer()
    with Pipeline(source, FakeEnhancer(), [sink]) as pipeline:
        source.give(live_frame(7))
        sink.wait_for(1)
        pipeline.swap(new)
        source.hold(at_s=1.0)
        sink.wait_for(2)
        source.end()
    assert len(new.seen) == 1
    assert sink.numbers == [7, 7]


def test_an_enhancer_that_comes_too_late_is_closed() -> None:
    source, late = FakeLiveSource(), FakeEnhancer()
    with Pipeline(source, FakeEnhancer(), [FakeSink()]) as pipeline:
        source.end()
        pipeline.wait()
    pipeline.swap(late)
    assert late.closed == 1


def test_an_enhancer_that_waits_when_the_source_ends_is_closed() -> None:
    source, gate, waiting = FakeLiveSource(), Gate(), FakeEnhancer()
    with Pipeline(source, FakeEnhancer(before=gate), [FakeSink()]) as pipeline:
        source.give(live_frame(0))
        assert gate.here.wait(WAIT_S)
        pipeline.swap(waiting)
        source.end()
        gate.open.set()
    assert (waiting.closed, waiting.seen) == (1, [])


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


@pytest.mark.slow
@pytest.mark.skipif(not STATM.exists(), reason="memory is read from /proc")
def test_a_blocked_consumer_costs_less_than_50_mb() -> None:
    """60 fps of 720p in, a worker of 10 fps, a consumer that blocks for 5 s."""

    def resident_mb() -> float:
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    source, gate, sink = FakeLiveSource(height=720, width=1280), Gate(), WatchedSink()
    slow = WatchedSink(before=gate)
    outlets = [Outlet(slow, "window"), Outlet(sink, "other")]
    with Pipeline(source, FakeEnhancer(before=lambda _: time.sleep(0.1)), outlets):
        give_one_by_one(source, sink, range(1))
        before, most = resident_mb(), 0.0
        started = time.monotonic()
        for number in range(1, 300):
            source.give(live_frame(number, height=720, width=1280))
            sink.pairs.clear()
            most = max(most, resident_mb())
            time.sleep(max(0.0, started + number / 60 - time.monotonic()))
        gate.open.set()
        source.end()
    assert most - before < 50
