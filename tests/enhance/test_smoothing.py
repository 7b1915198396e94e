"""The curve maps over time: what they follow, how quickly, and that both forms agree."""

import math

import numpy as np
import pytest
import torch

from lowlight_live.enhance.kernels.curve import curve_slopes
from lowlight_live.enhance.protocols import Glance
from lowlight_live.enhance.smoothing import (
    Course,
    MapSmoother,
    _moved,
    _moved_on_cpu,
    brightness_of,
    brightness_on_cpu,
    steadied,
    steadied_on_cpu,
)
from lowlight_live.networks.curves import CurveMaps, curve_slope


def glance(alpha: float, brightness: float = 0.2) -> Glance:
    return Glance(torch.full((1, 3, 6, 8), brightness), CurveMaps(torch.full((1, 1, 3, 6, 8), alpha), 8))


def response(times_s: list[float], time_constant_s: float = 0.25) -> dict[float, float]:
    """How far a step of the maps has been followed at each moment."""
    smoother = MapSmoother()
    smoother.smooth(glance(0.0), elapsed_s=0, time_constant_s=time_constant_s, shift=(0, 0))
    followed, before = {}, 0.0
    for time_s in times_s:
        maps = smoother.smooth(glance(0.5), elapsed_s=time_s - before, time_constant_s=time_constant_s, shift=(0, 0))
        followed[time_s], before = float(maps.alpha.mean()) / 0.5, time_s
    return followed


@pytest.mark.parametrize("rate", [15, 30, 60, "dropped"])
def test_maps_follow_with_their_time_constant_at_any_rate(rate: int | str) -> None:
    times = [i / 60 for i in range(1, 61)] if isinstance(rate, str) else [i / rate for i in range(1, rate + 1)]
    if rate == "dropped":
        keep = np.random.default_rng(0).random(len(times)) > 0.3
        times = [t for t, kept in zip(times, keep, strict=True) if kept]
    for time_s, share in response(times).items():
        assert share == pytest.approx(1 - math.exp(-time_s / 0.25), abs=1e-4)


def test_maps_follow_at_once_where_the_picture_has_changed() -> None:
    smoother = MapSmoother()
    smoother.smooth(glance(0.0, 0.1), elapsed_s=0, time_constant_s=1.0, shift=(0, 0))
    maps = smoother.smooth(glance(0.5, 0.3), elapsed_s=1 / 30, time_constant_s=1.0, shift=(0, 0))
    assert float(maps.alpha.min()) == pytest.approx(0.5)


def test_maps_move_along_with_the_picture() -> None:
    ramp = torch.linspace(0, 0.7, 8).expand(1, 1, 3, 6, 8)
    flat = torch.full((1, 3, 6, 8), 0.2)
    smoother = MapSmoother()
    smoother.smooth(Glance(flat, CurveMaps(ramp, 8)), elapsed_s=0, time_constant_s=1e9, shift=(0, 0))
    maps = smoother.smooth(
        Glance(flat, CurveMaps(torch.zeros_like(ramp), 8)), elapsed_s=0.01, time_constant_s=1e9, shift=(0, 1.5)
    )
    assert maps.alpha[0, 0, 0, 2, :6].numpy() == pytest.approx(ramp[0, 0, 0, 2, :6].numpy() + 0.15, abs=1e-5)


@pytest.mark.parametrize(
    "shift", [(0.0, 0.0), (0.4, -2.7), (-3.0, 1.0), (50.0, 0.0), (0.5, 99.0), (0.0, -99.5)], ids=str
)
@pytest.mark.parametrize("shape", [(1, 1), (5, 40), (45, 80)], ids=str)
@pytest.mark.parametrize("count", [1, 8])
def test_compiled_and_plain_form_agree(count: int, shape: tuple[int, int], shift: tuple[float, float]) -> None:
    generator = torch.Generator().manual_seed(0)
    courses = []
    for _ in range(2):
        small = torch.rand(1, 3, *shape, generator=generator)
        assert torch.allclose(brightness_on_cpu(small), brightness_of(small), atol=1e-6)
        alpha = torch.rand(1, count, 3, *shape, generator=generator) * 2 - 1
        courses.append(Course(alpha, brightness_of(small)))
    plain, compiled = (form(*courses, 0.3, shift) for form in (steadied, steadied_on_cpu))
    assert torch.allclose(plain.alpha, compiled.alpha, atol=2e-5)
    assert torch.allclose(plain.brightness, compiled.brightness, atol=2e-5)


@pytest.mark.parametrize(("count", "iterations"), [(1, 8), (8, 8), (1, 3)])
def test_compiled_and_plain_slope_agree(count: int, iterations: int) -> None:
    generator = torch.Generator().manual_seed(0)
    small = torch.rand(1, 3, 18, 33, generator=generator)
    maps = CurveMaps(torch.rand(1, count, 3, 18, 33, generator=generator) * 2 - 1, iterations)
    slope = np.empty((18, 33), np.float32)
    curve_slopes(small[0].numpy(), maps.alpha[0].numpy(), iterations, slope)
    assert slope == pytest.approx(curve_slope(small, maps)[0].numpy(), abs=1e-5)


@pytest.mark.parametrize("shift", [(0.0, 0.0), (0.4, -2.7), (-3.0, 1.0), (50.0, 0.0)], ids=str)
def test_maps_without_a_new_glance_move_along_in_both_forms(shift: tuple[float, float]) -> None:
    maps = torch.from_numpy(np.random.default_rng(0).uniform(-1, 1, (1, 2, 3, 20, 30)).astype(np.float32))
    assert torch.allclose(_moved(maps, shift), _moved_on_cpu(maps, shift), atol=1e-5)


def test_without_a_new_glance_the_maps_go_on_towards_what_the_network_said_last() -> None:
    smoother = MapSmoother()
    smoother.smooth(glance(0.0), elapsed_s=0, time_constant_s=1.0, shift=(0, 0))
    smoother.smooth(glance(0.5), elapsed_s=0.1, time_constant_s=1.0, shift=(0, 0))
    for _ in range(9):
        maps = smoother.go_on(elapsed_s=0.1, time_constant_s=1.0, shift=(0, 0))
    assert torch.allclose(maps.alpha, torch.tensor(0.5 * (1 - math.exp(-1.0))), atol=1e-4)


def test_without_a_new_glance_the_maps_move_along_with_the_picture() -> None:
    ramp = torch.linspace(0, 0.7, 8).expand(1, 1, 3, 6, 8)
    smoother = MapSmoother()
    flat = Glance(torch.full((1, 3, 6, 8), 0.2), CurveMaps(ramp, 8))
    smoother.smooth(flat, elapsed_s=0, time_constant_s=0.1, shift=(0, 0))
    for frames in (1, 2):
        maps = smoother.go_on(elapsed_s=0.1, time_constant_s=0.1, shift=(0, 1.0))
        assert maps.alpha[0, 0, 0, 2, :5].numpy() == pytest.approx(
            ramp[0, 0, 0, 2, :5].numpy() + 0.1 * frames, abs=1e-5
        )


def test_nothing_goes_on_that_has_not_begun() -> None:
    smoother = MapSmoother()
    with pytest.raises(ValueError, match="nothing to go on with"):
        smoother.go_on(elapsed_s=0.1, time_constant_s=1.0, shift=(0, 0))
