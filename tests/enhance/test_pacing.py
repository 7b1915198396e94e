"""The network rests between frames, and nobody is told anything stale."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.enhance.pacing import Pace, frames_apart
from lowlight_live.frame import Frame, Rgb
from lowlight_live.settings import EnhanceSettings

RATE = Fraction(1, 30)
ON = EnhanceSettings()
SCENE = np.kron(np.random.default_rng(0).integers(4, 60, (12, 20, 3)), np.ones((12, 12, 1)))
OTHER = np.kron(np.random.default_rng(1).integers(4, 60, (12, 20, 3)), np.ones((12, 12, 1)))


class Counting(CurveEnhancer):
    """Knows on which frames its network ran."""

    def __init__(self, every: int) -> None:
        super().__init__(EnhancerSpec(device="cpu", precision="float32", threads=1, network_every=every))
        self.ran: list[int] = []
        self._pts = 0
        estimate = self._executor.estimate

        def counted(exposure: float = 0.0):  # type: ignore[no-untyped-def]
            self.ran.append(self._pts)
            return estimate(exposure)

        self._executor.estimate = counted  # type: ignore[method-assign]

    def show(self, clean: np.ndarray, pts: int, settings: EnhanceSettings = ON) -> Rgb:
        self._pts = pts
        return self.enhance(noisy(clean, pts), settings).enhanced.rgb


def noisy(clean: np.ndarray, pts: int) -> Frame:
    noise = np.random.default_rng(pts).normal(0, 2, clean.shape)
    return Frame((clean + noise).round().clip(0, 255).astype(np.uint8), pts, RATE)


@pytest.fixture
def enhancer() -> Iterator[Counting]:
    built = Counting(3)
    yield built
    built.close()


@pytest.mark.parametrize(("network_s", "every"), [(0.003, 2), (0.010, 2), (0.020, 2), (0.021, 3), (0.038, 4), (2.0, 4)])
def test_the_slower_the_network_the_longer_it_rests_up_to_a_limit(network_s: float, every: int) -> None:
    assert frames_apart(network_s) == every


def test_a_network_that_costs_no_more_than_a_rest_sees_every_frame() -> None:
    assert [Pace(every).every(0.0) for every in (0, 1, 3)] == [1, 1, 1]


def test_it_runs_on_every_so_manyth_frame(enhancer: Counting) -> None:
    for pts in range(10):
        enhancer.show(SCENE, pts)
    assert enhancer.ran == [0, 3, 6, 9]
    assert enhancer.info.network_every == 3


def test_a_cut_is_seen_at_once(enhancer: Counting) -> None:
    for pts in range(8):
        enhancer.show(SCENE if pts < 5 else OTHER, pts)
    assert 5 in enhancer.ran


def test_another_light_is_seen_at_once_and_followed_on_every_frame(enhancer: Counting) -> None:
    for pts in range(12):
        enhancer.show(SCENE * (1 if pts < 5 else 2), pts)
    assert set(range(5, 12)) <= set(enhancer.ran)


def test_under_a_flickering_lamp_it_does_not_rest(enhancer: Counting) -> None:
    for pts in range(24):
        enhancer.show(SCENE * (1 + 0.06 * math.sin(2 * math.pi * 5 * pts / 30)), pts)
    assert enhancer.ran[-20:] == list(range(4, 24))


@pytest.mark.parametrize("settings", [EnhanceSettings(temporal_smoothing=0), EnhanceSettings(strength=0.5, auto=0)])
def test_it_rests_only_where_the_curves_are_steadied(enhancer: Counting, settings: EnhanceSettings) -> None:
    for pts in range(4):
        enhancer.show(SCENE, pts, settings)
    assert enhancer.ran == ([0, 3] if settings.temporal_smoothing else [0, 1, 2, 3])


def test_a_moved_exposure_is_followed_at_once(enhancer: Counting) -> None:
    enhancer.show(SCENE, 0)
    enhancer.show(SCENE, 1, EnhanceSettings(exposure=1))
    assert enhancer.ran == [0, 1]


def test_of_two_passes_the_network_sees_every_frame(enhancer: Counting) -> None:
    enhancer.survey([noisy(SCENE, pts) for pts in range(5)], ON)
    enhancer.ran.clear()
    for pts in range(5):
        enhancer.show(SCENE, pts)
    assert enhancer.ran == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("moves", [0, 2], ids=["static", "pan"])
def test_the_picture_is_as_good_as_the_same(enhancer: Counting, moves: int) -> None:
    always = Counting(1)
    for pts in range(12):
        clean = np.roll(SCENE, moves * pts, axis=1)
        seldom, each = enhancer.show(clean, pts), always.show(clean, pts)
    always.close()
    assert len(enhancer.ran) < len(always.ran)
    assert np.abs(seldom.astype(int) - each).mean() < 2


def test_every_second_frame_by_default_and_no_negative_number() -> None:
    assert EnhancerSpec().network_every == 2
    with pytest.raises(ValueError, match="network_every"):
        EnhancerSpec(network_every=-1)
