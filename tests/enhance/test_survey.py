"""Two passes over a file: the maps follow a change without lag and do not pump."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.enhance.protocols import Glance
from lowlight_live.enhance.survey import MapSurvey
from lowlight_live.frame import Frame
from lowlight_live.networks.curves import CurveMaps
from lowlight_live.settings import EnhanceSettings
from tests.models import save_flat_weights

RATE = 30


def glance(alpha: float, brightness: float = 0.2, iterations: int = 8) -> Glance:
    maps = CurveMaps(torch.full((1, iterations, 3, 16, 24), alpha), iterations)
    return Glance(torch.full((1, 3, 16, 24), brightness), maps)


def steadied(course: list[float], brightness: list[float] | None = None, cuts: tuple[int, ...] = ()) -> list[float]:
    """What becomes of maps that follow a course."""
    survey = MapSurvey()
    lights = brightness or [0.2] * len(course)
    for pts, (alpha, light) in enumerate(zip(course, lights, strict=True)):
        survey.add(pts, pts / RATE, glance(alpha, light), begins=pts == 0 or pts in cuts)
    return [float(survey.steady(pts, glance(alpha).maps, 0.25).alpha.mean()) for pts, alpha in enumerate(course)]


def test_pumping_is_averaged_away() -> None:
    course = [0.4 + 0.05 * (-1) ** pts for pts in range(60)]
    result = steadied(course)
    assert np.std(result[15:45]) < 0.1 * np.std(course)
    assert np.mean(result) == pytest.approx(0.4, abs=0.005)


def test_a_slow_change_is_followed_without_lag() -> None:
    course = list(np.linspace(0.1, 0.6, 90))
    result = steadied(course)
    assert result[20:70] == pytest.approx(course[20:70], abs=0.005)


def test_shots_know_nothing_of_each_other() -> None:
    result = steadied([0.2] * 20 + [0.7] * 20, cuts=(20,))
    assert result == pytest.approx([0.2] * 20 + [0.7] * 20, abs=1e-3)


def test_another_light_in_the_same_shot_is_followed_at_once() -> None:
    result = steadied([0.6] * 20 + [0.3] * 20, brightness=[0.1] * 20 + [0.4] * 20)
    assert result == pytest.approx([0.6] * 20 + [0.3] * 20, abs=0.01)


def test_the_detail_of_a_map_stays_and_all_iterations_move_alike() -> None:
    survey = MapSurvey()
    detail = torch.rand(1, 8, 3, 16, 24) * 0.1
    for pts, alpha in enumerate((0.3, 0.5, 0.3)):
        shown = glance(alpha)
        survey.add(pts, pts / RATE, Glance(shown.small, CurveMaps(shown.maps.alpha + detail, 8)), begins=pts == 0)
    own = CurveMaps(0.5 + detail, 8)
    change = survey.steady(1, own, 0.25).alpha - own.alpha
    assert float(change.max()) < -0.05
    assert float(change.std()) < 1e-3


def test_a_frame_that_was_not_surveyed_keeps_its_maps() -> None:
    survey = MapSurvey()
    survey.add(0, 0.0, glance(0.3), begins=True)
    maps = glance(0.5).maps
    assert survey.steady(99, maps, 0.25) is maps


def test_the_second_pass_uses_what_the_first_has_seen(tmp_path: Path) -> None:
    weights = save_flat_weights(tmp_path / "flat.safetensors")
    enhancer = CurveEnhancer(EnhancerSpec(model=str(weights), device="cpu", thumbnail_lines=36, threads=1))
    rng, settings = np.random.default_rng(0), EnhanceSettings()
    clean = np.kron(rng.integers(5, 60, (8, 12, 3)), np.ones((12, 12, 1)))
    frames = [
        Frame((clean + rng.normal(0, 2, clean.shape)).round().clip(0, 255).astype(np.uint8), pts, Fraction(1, RATE))
        for pts in range(6)
    ]
    try:
        once = [enhancer.enhance(frame, settings).enhanced.rgb for frame in frames]
        enhancer.survey(frames, settings)
        twice = [enhancer.enhance(frame, settings).enhanced.rgb for frame in frames]
    finally:
        enhancer.close()
    # A network that always says the same gives the same both ways; what was denoised is denoised again.
    for one, two in zip(once, twice, strict=True):
        assert np.abs(one.astype(int) - two).max() <= 1


def test_curves_that_follow_the_picture_do_so_without_lag_the_second_time() -> None:
    enhancer = CurveEnhancer(EnhancerSpec(device="cpu", precision="float32", thumbnail_lines=36, threads=1))
    clean = np.kron(np.random.default_rng(0).integers(5, 60, (8, 12, 3)), np.ones((12, 12, 1)))
    # Dimming by less than what counts as another light, in a fifth of a second.
    lights = [1 - 0.25 * min(max(pts - 12, 0) / 6, 1) for pts in range(40)]
    frames = [
        Frame((clean * light).round().astype(np.uint8), pts, Fraction(1, RATE)) for pts, light in enumerate(lights)
    ]
    alone, settings = EnhanceSettings(denoise=0, temporal_smoothing=0), EnhanceSettings(denoise=0, temporal_smoothing=1)
    try:
        wanted = [enhancer.enhance(frame, alone).enhanced.rgb.mean() for frame in frames]
        enhancer.reset()
        once = [enhancer.enhance(frame, settings).enhanced.rgb.mean() for frame in frames]
        enhancer.survey(frames, settings)
        twice = [enhancer.enhance(frame, settings).enhanced.rgb.mean() for frame in frames]
    finally:
        enhancer.close()
    lag_once, lag_twice = (np.abs(np.array(lumas) - wanted)[18:24].mean() for lumas in (once, twice))
    assert lag_twice < 0.7 * lag_once
