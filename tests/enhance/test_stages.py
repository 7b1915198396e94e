"""The stages that look at a clip, each alone: cuts, motion, noise, dither."""

from __future__ import annotations

import math
from itertools import pairwise

import cv2
import numpy as np
import pytest

from lowlight_live.enhance.dither import SIZE, dither_pattern
from lowlight_live.enhance.motion import MotionEstimator, shrunk
from lowlight_live.enhance.noise import NoiseCurve, NoiseModel
from lowlight_live.enhance.row_threads import RowThreads
from lowlight_live.enhance.scene_cut import SceneCutDetector
from lowlight_live.frame import Rgb

HEIGHT, WIDTH = 288, 512


def scene(seed: int = 0) -> np.ndarray:
    """Soft dark shapes of all sizes."""
    rng = np.random.default_rng(seed)
    layers = [
        cv2.resize(rng.random((HEIGHT // size, WIDTH // size, 3)), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        for size in (4, 12, 48)
    ]
    return 5 + 85 * np.clip(np.mean(layers, axis=0), 0, 1)


def noisy(clean: np.ndarray, seed: int = 0, sigma: float = 3.0) -> Rgb:
    return (clean + np.random.default_rng(seed).normal(0, sigma, clean.shape)).round().clip(0, 255).astype(np.uint8)


def cuts(before: np.ndarray, after: np.ndarray) -> bool:
    detector = SceneCutDetector()
    assert detector.look(shrunk(noisy(before, 1))).cut, "the first frame begins a scene"
    return detector.look(shrunk(noisy(after, 2))).cut


def test_another_scene_is_a_cut_even_with_the_same_histogram() -> None:
    assert cuts(scene(0), scene(1))
    assert cuts(scene(0), scene(0)[::-1])


def test_noise_and_motion_are_no_cut() -> None:
    assert not cuts(scene(0), scene(0))
    assert not cuts(scene(0), np.roll(scene(0), 3, axis=1))


@pytest.mark.parametrize("factor", [0.5, 0.97, 1.5, 2.5])
def test_a_lamp_is_no_cut(factor: float) -> None:
    assert not cuts(scene(0), scene(0) * factor)


def test_a_lamp_that_lights_half_of_the_picture_is_no_cut() -> None:
    before = 90 * (scene(0) / 90) ** 4  # deep shadows, so that the shapes say more than the lamp
    after = before.copy()
    after[:, : WIDTH // 2] *= 1.6
    assert not cuts(before, after)


@pytest.mark.parametrize("shift", [(0, 3), (0, -5), (4, 0), (-2, 6), (0, 0)], ids=str)
def test_motion_of_the_whole_picture_is_found_in_noise(shift: tuple[int, int]) -> None:
    big = np.pad(scene(0), ((16, 16), (16, 16), (0, 0)), mode="wrap")
    rows, columns = shift
    before = noisy(big[16:-16, 16:-16], 1)
    after = noisy(big[16 + rows : 16 + rows + HEIGHT, 16 + columns : 16 + columns + WIDTH], 2)
    estimator = MotionEstimator(RowThreads(1))
    estimator.begin(shrunk(before))
    field = estimator.estimate(after, before, shrunk(after), 3.0)
    assert estimator.whole == shift
    inner = field[1:-1, 1:-1].reshape(-1, 2)
    assert (inner == shift).all(axis=1).mean() > 0.95


def test_an_object_is_found_after_some_frames_and_the_rest_stands_still() -> None:
    background = scene(0)
    thing = np.kron(np.random.default_rng(5).integers(60, 160, (16, 16, 3)), np.ones((4, 4, 1)))
    estimator, previous = MotionEstimator(RowThreads(1)), None
    for step in range(20):
        clean = background.copy()
        clean[96:160, 32 + 2 * step : 96 + 2 * step] = thing
        rgb = noisy(clean, step, 2.0)
        if previous is None:
            estimator.begin(shrunk(rgb))
        else:
            field = estimator.estimate(rgb, previous, shrunk(rgb), 2.0)
        previous = rgb
    assert estimator.whole == (0, 0)
    inside = field[7:9, 5:8].reshape(-1, 2)
    assert np.abs(inside - (0, -2)).max() <= 1
    assert (field[12:] == 0).all()


def sigma_at(curve: NoiseCurve, code: float) -> np.ndarray:
    root = math.sqrt(code)
    inverse = curve[:, :4] @ np.array([1, root, root**2, root**3])
    return 1 / inverse.clip(curve[:, 4], curve[:, 5])


@pytest.mark.parametrize("sigma", [1.0, 3.0, 6.0])
def test_noise_is_measured_although_something_moves(sigma: float) -> None:
    model, estimator, previous = NoiseModel(), MotionEstimator(RowThreads(1)), None
    for step in range(12):
        clean = scene(0) + 30
        clean[80:200, 120 + 5 * step : 220 + 5 * step] = 120
        rgb = noisy(clean, step, sigma)
        if previous is None:
            estimator.begin(shrunk(rgb))
            model.begin(rgb)
        else:
            model.update(rgb, previous, estimator.estimate(rgb, previous, shrunk(rgb), sigma))
        previous = rgb
    assert sigma_at(model.curve, 70) == pytest.approx(sigma, rel=0.2)


def test_noise_depends_on_brightness() -> None:
    clean = np.repeat(np.linspace(5, 200, WIDTH)[None, :, None], HEIGHT, 0).repeat(3, 2)
    model = NoiseModel()
    frames = [
        (clean + np.random.default_rng(seed).normal(0, 1, clean.shape) * (1 + clean / 50)).round().clip(0, 255)
        for seed in range(9)
    ]
    still = np.zeros((18, 32, 2), np.int16)
    for before, after in pairwise(frames):
        model.update(after.astype(np.uint8), before.astype(np.uint8), still)
    for code in (30, 80, 150):
        assert sigma_at(model.curve, code) == pytest.approx(1 + code / 50, rel=0.25)


def test_a_first_frame_gives_a_guess_of_its_noise() -> None:
    model = NoiseModel()
    smooth = np.repeat(np.linspace(30, 90, WIDTH)[None, :, None], HEIGHT, 0).repeat(3, 2)
    model.begin(noisy(smooth, 0, 4.0))
    assert sigma_at(model.curve, 60) == pytest.approx(4.0, rel=0.25)


def test_frozen_blocks_say_nothing_about_the_noise() -> None:
    model, still = NoiseModel(), np.zeros((18, 32, 2), np.int16)
    frames = [noisy(scene(0) + 30, seed) for seed in range(5)]
    for before, after in pairwise(frames):
        model.update(after, before, still)
    known = sigma_at(model.curve, 70)
    for _ in range(12):
        model.update(frames[-1], frames[-1], still)
    assert sigma_at(model.curve, 70) == pytest.approx(known)


def test_dither_keeps_the_mean_stands_still_and_has_no_coarse_pattern() -> None:
    pattern = dither_pattern(WIDTH).transpose(1, 0, 2)
    assert pattern.shape == (3, SIZE, WIDTH)
    assert pattern.min() >= 0
    assert pattern.max() < 1
    for channel in pattern:
        for share in (0.1, 0.5, 0.9):
            assert (channel[:, :SIZE] + share >= 1).mean() == pytest.approx(share, abs=0.01)
        spectrum = np.abs(np.fft.fft2(channel[:, :SIZE] - channel[:, :SIZE].mean())) ** 2
        frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(SIZE), np.fft.fftfreq(SIZE), indexing="ij"))
        coarse, fine = spectrum[(frequency > 0) & (frequency < 0.1)], spectrum[frequency > 0.3]
        assert coarse.mean() < 0.02 * fine.mean()
        assert fine.max() < 30 * fine.mean(), "a single frequency stands out"
    assert np.array_equal(pattern, dither_pattern(WIDTH).transpose(1, 0, 2))
    assert not np.array_equal(pattern[0], pattern[1])


@pytest.mark.parametrize("share", [0.02, 0.09, 0.2])
def test_a_bright_thing_that_appears_is_no_cut(share: float) -> None:
    after = scene(0)
    side = round((share * HEIGHT * WIDTH) ** 0.5)
    after[20 : 20 + side, 30 : 30 + side] = 220
    assert not cuts(scene(0), after)
