"""What a device takes for a launch is told by a wait for it at both ends of many, which no cache makes shorter."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from torch import Tensor

from lowlight_live.evaluation.speed import COPY, Subject
from lowlight_live.evaluation.speed_launches import BEYOND_CACHES_BYTES, LAUNCHES, launch_works
from tests.evaluation.speeds import FakeClock

SMALL, LARGE = np.zeros((64, 96, 3), np.uint8), np.zeros((1080, 1920, 3), np.uint8)


def no_gpu(_stream: object) -> Callable[[Subject, Callable[[], None]], object]:
    raise AssertionError("nothing is recorded on the CPU")


class Device:
    """Notes what it is asked for and does it only when it is waited for, which takes its time."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.settled = 0
        self._asked_s = 50.0
        """Of somebody before us."""

    def kernel(self, took_s: float) -> Callable[[Tensor, Tensor], None]:
        def launch(_picture: Tensor, _result: Tensor) -> None:
            self._asked_s += took_s

        return launch

    def settle(self) -> None:
        self.clock.pass_(self._asked_s)
        self._asked_s = 0.0
        self.settled += 1


def test_many_launches_are_timed_between_two_waits_for_the_device() -> None:
    device = Device()
    curve, copy = Subject("step", "curve", size="96x64"), Subject("reference", COPY, size="96x64")
    kernels = {curve: device.kernel(3.0), copy: device.kernel(2.0)}
    works = launch_works(kernels, SMALL, "cpu", runs=4, playing=no_gpu, settle=device.settle, clock=device.clock)
    assert [work() for work in works] == [{curve: [3.0] * 4}, {copy: [2.0] * 4}]
    assert device.settled == 2 * 2 * 4


def test_no_cache_holds_the_pictures_of_one_round() -> None:
    seen: list[tuple[int, int]] = []
    kernels = {Subject("step", "curve"): lambda picture, result: seen.append((picture.data_ptr(), result.data_ptr()))}
    (work,) = launch_works(kernels, LARGE, "cpu", runs=1, playing=no_gpu, settle=lambda: None)
    work()
    assert len(seen) == LAUNCHES
    pictures, results = ({pointers[side] for pointers in seen} for side in (0, 1))
    assert not pictures & results
    assert len(pictures) == len(results)
    assert len(pictures) * 2 * LARGE.nbytes >= BEYOND_CACHES_BYTES
    assert len(set(seen[: len(pictures)])) == len(pictures), "each in turn"
