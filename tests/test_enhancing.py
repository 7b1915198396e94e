"""While a device works on one frame of a file, the next is begun; a live frame is never kept back for that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from lowlight_live.enhancing import Enhancing
from lowlight_live.errors import DeviceError
from lowlight_live.frame import Frame, FramePair
from lowlight_live.pending import Pending
from lowlight_live.settings import EnhanceSettings
from lowlight_live.stats import StatsRecorder
from tests.fakes import FakeEnhancer, make_frame

SETTINGS = EnhanceSettings()


class Slow(FakeEnhancer):
    """Has no result before it is waited for; tells what is asked of it, in a list that several may share."""

    def __init__(self, told: list[str], name: str = "", fails_at: int = -1) -> None:
        super().__init__()
        self._told, self._name, self._fails_at = told, name, fails_at

    def begin(self, frame: Frame, settings: EnhanceSettings) -> Pending[FramePair]:
        self._told.append(f"{self._name}begin {frame.pts}")

        def wait() -> FramePair:
            assert not self.closed, "it was closed while somebody waited"
            self._told.append(f"{self._name}wait {frame.pts}")
            if frame.pts == self._fails_at:
                raise DeviceError("gone")
            return self.enhance(frame, settings)

        return Pending(wait, lambda: False)

    def close(self) -> None:
        super().close()
        self._told.append(f"{self._name}close")


def frames(count: int) -> Iterator[Frame]:
    return map(make_frame, range(count))


def test_the_next_frame_of_a_file_is_begun_before_the_last_is_waited_for() -> None:
    told: list[str] = []
    stats = StatsRecorder()
    given = []
    for pair in Enhancing(Slow(told), stats, live=False).pairs(frames(3), lambda: SETTINGS):
        given.append((pair.original.pts, pair.settings))
        told.append(f"given {pair.original.pts}")
    assert told == [
        "begin 0",
        "begin 1",
        "wait 0",
        "given 0",
        "begin 2",
        "wait 1",
        "given 1",
        "wait 2",
        "given 2",
    ]
    assert given == [(pts, SETTINGS) for pts in range(3)]
    assert stats.enhanced.count == 3


def test_a_result_that_is_there_is_handed_on_before_the_next_frame_comes() -> None:
    asked = []

    def one_by_one() -> Iterator[Frame]:
        for frame in frames(3):
            asked.append(frame.pts)
            yield frame

    pairs = Enhancing(FakeEnhancer(), StatsRecorder(), live=False).pairs(one_by_one(), lambda: SETTINGS)
    assert [(pair.original.pts, len(asked)) for pair in pairs] == [(0, 1), (1, 2), (2, 3)]


def test_a_live_frame_is_waited_for_at_once() -> None:
    asked = []

    def one_by_one() -> Iterator[Frame]:
        for frame in frames(3):
            asked.append(frame.pts)
            yield replace(frame, captured_at=1.0)

    pairs = Enhancing(Slow([]), StatsRecorder(), live=True).pairs(one_by_one(), lambda: SETTINGS)
    assert [len(asked) for _ in pairs] == [1, 2, 3]


def test_each_pair_names_the_settings_that_it_was_made_with() -> None:
    every = [EnhanceSettings(strength=number / 10) for number in range(4)]
    given = iter(every)
    pairs = Enhancing(Slow([]), StatsRecorder(), live=False).pairs(frames(4), lambda: next(given))
    assert [pair.settings for pair in pairs] == every


def test_an_enhancer_is_exchanged_only_when_nobody_waits_for_it() -> None:
    told: list[str] = []
    enhancing = Enhancing(Slow(told, "old "), StatsRecorder(), live=False)
    given = []
    for pair in enhancing.pairs(frames(4), lambda: SETTINGS):
        given.append(pair.original.pts)
        if pair.original.pts == 0:
            enhancing.swap(Slow(told, "new "))
    assert given == [0, 1, 2, 3]
    assert told.index("old wait 1") < told.index("old close") < told.index("new begin 2")
    enhancing.close()


def test_a_device_that_fails_while_it_is_waited_for_is_an_error_after_the_pairs_before() -> None:
    pairs = Enhancing(Slow([], fails_at=2), StatsRecorder(), live=False).pairs(frames(5), lambda: SETTINGS)
    assert [next(pairs).original.pts for _ in range(2)] == [0, 1]
    with pytest.raises(DeviceError, match="gone"):
        next(pairs)


def test_a_frame_that_is_finished_comes_out_although_the_next_cannot_be_begun() -> None:
    class Fails(Slow):
        def begin(self, frame: Frame, settings: EnhanceSettings) -> Pending[FramePair]:
            if frame.pts == 2:
                raise DeviceError("gone")
            return super().begin(frame, settings)

    pairs = Enhancing(Fails([]), StatsRecorder(), live=False).pairs(frames(5), lambda: SETTINGS)
    assert [next(pairs).original.pts for _ in range(2)] == [0, 1]
    with pytest.raises(DeviceError, match="gone"):
        next(pairs)
