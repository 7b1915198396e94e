"""Settings and enhancers of a running pipeline change between two frames, never amid one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from lowlight_live.frame import Frame, FramePair
from lowlight_live.pipeline import Pipeline
from lowlight_live.settings import EnhanceSettings
from tests.fakes import FakeEnhancer, FakeSink
from tests.live_fakes import WAIT_S, FakeLiveSource, Gate, WatchedSink, give_one_by_one, live_frame


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


class Stamp(FakeEnhancer):
    """Its picture tells the settings: the first channel in strength, the second in exposure.

    Args:
        between: Called between the two.
    """

    def __init__(self, between: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._between = between

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        rgb = np.zeros((1, 2, 3), np.uint8)
        rgb[..., 0] = round(settings.strength * 250)
        self._between()
        rgb[..., 1] = round((settings.exposure + 3) / 6 * 250)
        return FramePair(frame, replace(frame, rgb=rgb))


def numbered_settings(number: int) -> EnhanceSettings:
    return EnhanceSettings(strength=number % 251 / 250, exposure=number % 251 / 250 * 6 - 3)


def settings_used(pairs: list[FramePair], given: list[EnhanceSettings]) -> list[int]:
    """The numbers of the settings that the pairs name; each picture was made with those and no others."""
    order = {id(settings): number for number, settings in enumerate(given)}
    for pair in pairs:
        assert pair.settings is not None
        in_strength, in_exposure = pair.enhanced.rgb[0, 0, :2]
        assert in_strength == in_exposure == round(pair.settings.strength * 250)
    return [order[id(pair.settings)] for pair in pairs]


def test_settings_that_change_amid_a_frame_are_those_of_the_next() -> None:
    source, sink = FakeLiveSource(), WatchedSink()
    given = [numbered_settings(0)]

    def change() -> None:
        for _ in range(3):
            given.append(numbered_settings(len(given)))
            pipeline.settings = given[-1]

    pipeline = Pipeline(source, Stamp(between=change), [sink], given[0])
    with pipeline:
        give_one_by_one(source, sink, range(50))
        source.end()
    assert settings_used(sink.pairs, given) == list(range(0, 150, 3))


def test_every_frame_is_made_with_exactly_one_of_the_settings_however_fast_they_change() -> None:
    frames, changes = 200, 50
    source, sink = FakeLiveSource(), WatchedSink()
    given = [numbered_settings(0)]
    frame_begins = threading.Semaphore(0)
    with Pipeline(source, Stamp(), [sink], given[0]) as pipeline:

        def change() -> None:
            for _ in range(frames):
                assert frame_begins.acquire(timeout=WAIT_S)
                for _ in range(changes):
                    given.append(numbered_settings(len(given)))
                    pipeline.settings = given[-1]

        changer = threading.Thread(target=change, name="lowlight-changer")
        changer.start()
        for number in range(frames):
            frame_begins.release()
            give_one_by_one(source, sink, [number])
        changer.join()
        source.end()
    assert len(given) == 1 + frames * changes
    numbers = settings_used(sink.pairs, given)
    assert len(numbers) == frames
    assert numbers == sorted(numbers)


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
