"""The stages of a frame share its time among them, and whoever is watched does what it always did."""

from __future__ import annotations

import threading

import pytest
import torch
from torch import Tensor, nn
from torch.nn.modules import module as torch_modules

from lowlight_live.evaluation.speed import NETWORK
from lowlight_live.evaluation.speed_stages import EXECUTOR_STAGES, StageClock, network_watched, settling
from lowlight_live.networks.curves import CurveMaps
from lowlight_live.networks.dce import CurveNetwork
from tests.evaluation.speeds import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_an_inner_stage_is_no_share_of_the_outer_one(clock: FakeClock) -> None:
    stages = StageClock(clock)
    with stages.stage("outer"):
        clock.pass_(1)
        for _ in range(2):
            with stages.stage("inner"):
                clock.pass_(2)
                with stages.stage("innermost"):
                    clock.pass_(10)
        clock.pass_(3)
    assert stages.take() == {"innermost": 20, "inner": 4, "outer": 4}
    assert stages.take() == {}, "each frame begins anew"


def test_a_stage_that_fails_has_taken_its_time_and_the_next_is_right(clock: FakeClock) -> None:
    stages = StageClock(clock)

    def failing() -> None:
        with stages.stage("outer"), stages.stage("bad"):
            clock.pass_(5)
            raise ValueError("bad")

    with pytest.raises(ValueError, match="bad"):
        failing()
    with stages.stage("good"):
        clock.pass_(1)
    assert stages.take() == {"bad": 5, "outer": 0, "good": 1}


def test_a_stage_begins_and_ends_when_the_device_is_idle(clock: FakeClock) -> None:
    stages = StageClock(clock, settle=lambda: clock.pass_(100))
    with stages.stage("kernel"):
        clock.pass_(1)
    assert stages.take() == {"kernel": 101}, "waiting before it belongs to what came before"


def test_what_another_thread_does_is_a_share_of_what_waits_for_it(clock: FakeClock) -> None:
    stages = StageClock(clock)

    def work() -> None:
        with stages.stage("helper"):
            clock.pass_(2)

    with stages.stage("ours"):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert stages.take() == {"ours": 2}


def test_what_is_waited_for_is_the_device_that_is_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[str] = []
    monkeypatch.setattr(torch.cuda, "synchronize", waited.append)
    settling("cuda:1")()
    settling("cpu")()
    assert waited == ["cuda:1"]


class FakeExecutor:
    """Takes its time by the clock."""

    device = "cpu"

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock

    def load(self, rgb: int) -> int:
        self._clock.pass_(1)
        return rgb + 1

    def render(self, *, smoothing: float) -> float:
        self._clock.pass_(4)
        return smoothing

    def brand_new(self) -> None:
        self._clock.pass_(8)


def test_a_stand_in_does_what_it_stands_for_and_overlooks_nothing(clock: FakeClock) -> None:
    stages = StageClock(clock)
    executor = stages.watching(FakeExecutor(clock), EXECUTOR_STAGES)
    assert (executor.load(1), executor.render(smoothing=0.5), executor.device) == (2, 0.5, "cpu")
    executor.brand_new()
    assert stages.take() == {"load": 1, "render": 4, "brand_new": 8}
    with pytest.raises(AttributeError):
        executor.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_methods_of_one_stage_are_added_up(clock: FakeClock) -> None:
    stages = StageClock(clock)
    executor = stages.watching(FakeExecutor(clock), {}, "everything")
    executor.load(1)
    executor.brand_new()
    assert stages.take() == {"everything": 9}


class SlowNetwork(CurveNetwork):
    """Takes two seconds by the clock, one of them in a layer; may fail."""

    architecture = "dce-net"

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(features=1, iterations=1)
        self.layer = nn.Identity()
        self.clock, self.fails = clock, False

    def forward(self, image: Tensor) -> CurveMaps:
        self.clock.pass_(1)
        self.layer(image)
        self.clock.pass_(1)
        if self.fails:
            raise RuntimeError
        return CurveMaps(torch.zeros(1, 1, 3, 2, 2), 1)


def test_a_network_is_a_stage_of_its_own_inside_and_nothing_is_left_behind(clock: FakeClock) -> None:
    stages, network, image = StageClock(clock), SlowNetwork(clock), torch.zeros(1, 3, 2, 2)
    hooks = len(torch_modules._global_forward_hooks), len(torch_modules._global_forward_pre_hooks)
    with network_watched(stages), stages.stage("thumbnail"):
        clock.pass_(5)
        network(image)
        nn.Identity()(image)
    assert stages.take() == {NETWORK: 2, "thumbnail": 5}
    network.fails = True
    with network_watched(stages), pytest.raises(RuntimeError):
        network(image)
    assert stages.take() == {NETWORK: 2}
    network.fails = False
    network(image)
    assert stages.take() == {}
    assert (len(torch_modules._global_forward_hooks), len(torch_modules._global_forward_pre_hooks)) == hooks
