"""The light of the denoiser's estimate: what is taken for a flicker, what is followed, and how steady it stays."""

import numpy as np
import pytest

from lowlight_live.enhance.light import Light, LightFollower
from lowlight_live.enhance.scene_cut import HEIGHT, WIDTH, Thumbnail

RATE = 30
FLOOR = 0.067
SWING = 0.027
"""Of encoded samples under a lamp whose light swings by 6 %."""


def scene(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(8, 60, (HEIGHT, WIDTH, 3))


def seen(clean: np.ndarray, rng: np.random.Generator) -> Thumbnail:
    return (clean + rng.normal(0, 0.1, clean.shape)).astype(np.float32)


def lights_of_estimate(lights: list[float], *, still: bool = True, clean: np.ndarray | None = None) -> np.ndarray:
    """The light that a pixel of the estimate has after each frame, as the denoiser would average it."""
    rng, follower = np.random.default_rng(1), LightFollower()
    clean = scene() if clean is None else clean
    follower.begin(seen(clean * lights[0], rng))
    estimate, course = lights[0], [lights[0]]
    for number, light in enumerate(lights[1:], 1):
        what = follower.follow(seen(clean * light, rng), floor=FLOOR, elapsed_s=1 / RATE, still=still)
        weight = max(1 / (number + 1), FLOOR)
        lit, frame = estimate * float(what.gain.mean()), light * float(what.dim.mean())
        assert frame / lit == pytest.approx(float(what.flicker.mean()), rel=0.02)
        estimate = lit + weight * (frame - lit)
        course.append(estimate)
    return np.array(course)


def flickering(frames: int, hertz: float = 5.0) -> list[float]:
    return [1 + SWING * np.cos(2 * np.pi * hertz * t / RATE) for t in range(frames)]


@pytest.mark.parametrize("hertz", [3.0, 5.0, 7.3, 12.0])
def test_a_flicker_is_taken_out_where_nothing_moves(hertz: float) -> None:
    course = lights_of_estimate(flickering(90, hertz), still=True)[30:]
    assert np.std(course) < 0.03 * np.std(flickering(90, hertz))
    assert course.mean() == pytest.approx(1, abs=0.004)


def test_a_flicker_is_averaged_while_the_camera_moves() -> None:
    lights = flickering(90)
    assert np.std(lights_of_estimate(lights, still=False)[30:]) < 0.15 * np.std(lights)


def test_a_slow_change_of_light_is_followed_without_a_jump() -> None:
    dawn = [1 + 0.3 * min(t / 150, 1) for t in range(240)]
    course = lights_of_estimate(dawn)
    assert np.abs(course / dawn - 1).max() < 0.04
    assert np.abs(np.diff(course)).max() < 3 * 0.3 / 150
    assert course[-1] == pytest.approx(1.3, rel=0.004)


def test_a_lamp_is_followed_at_once() -> None:
    course = lights_of_estimate([0.4] * 20 + [0.6, 0.8] + [1.0] * 10)
    assert course[20:23] == pytest.approx([0.6, 0.8, 1.0], rel=0.02)


def test_something_that_covers_half_of_the_picture_is_no_light() -> None:
    rng, follower = np.random.default_rng(1), LightFollower()
    clean, covered = scene(), scene()
    covered[:, : WIDTH * 3 // 5] = scene(seed=5)[:, : WIDTH * 3 // 5]
    follower.begin(seen(clean, rng))
    follower.follow(seen(clean, rng), floor=FLOOR, elapsed_s=1 / RATE, still=True)
    light = follower.follow(seen(covered, rng), floor=FLOOR, elapsed_s=1 / RATE, still=True)
    assert light.dim == pytest.approx(1), "the frame itself is left as it is"


def test_black_says_nothing_about_the_light() -> None:
    follower, black = LightFollower(), np.zeros((HEIGHT, WIDTH, 3), np.float32)
    follower.begin(black)
    light = follower.follow(black, floor=FLOOR, elapsed_s=1 / RATE, still=True)
    assert isinstance(light, Light)
    assert all(np.array_equal(factors, np.ones(3)) for factors in (light.gain, light.dim, light.flicker))


def test_another_colour_of_light_is_taken_out_as_well() -> None:
    rng, follower = np.random.default_rng(1), LightFollower()
    follower.begin(seen(scene(), rng))
    for _ in range(20):
        follower.follow(seen(scene(), rng), floor=FLOOR, elapsed_s=1 / RATE, still=True)
    light = follower.follow(seen(scene() * [1.03, 1.0, 0.98], rng), floor=FLOOR, elapsed_s=1 / RATE, still=True)
    assert light.dim == pytest.approx([1 / 1.03, 1, 1 / 0.98], rel=0.003)


def test_a_lamp_is_another_light_and_a_flicker_is_none() -> None:
    rng, follower = np.random.default_rng(1), LightFollower()
    follower.begin(seen(scene(), rng))
    changed = [
        follower.follow(seen(scene() * light, rng), floor=FLOOR, elapsed_s=1 / RATE, still=True).changed
        for light in (1.03, 0.97, 1.3, 1.3)
    ]
    assert changed == [False, False, True, False]


@pytest.mark.parametrize("swing", [0.06, 0.08, 0.12])
@pytest.mark.parametrize("hertz", [3.0, 5.0, 7.3, 12.0])
def test_a_strong_flicker_is_known_by_its_coming_back(swing: float, hertz: float) -> None:
    lights = [1 + swing * np.cos(2 * np.pi * hertz * t / RATE) for t in range(120)]
    course = lights_of_estimate(lights)[45:]
    assert np.std(course) < 0.15 * np.std(lights)


def test_a_light_that_goes_on_growing_is_no_flicker() -> None:
    lights = [1.0] * 10 + [1.15**step for step in range(6)] + [1.15**5] * 10
    course = lights_of_estimate(lights)
    assert np.abs(course / lights - 1).max() < 0.01


def test_another_light_is_followed_in_all_channels_or_in_none() -> None:
    rng, follower, clean = np.random.default_rng(1), LightFollower(), scene()
    follower.begin(seen(clean, rng))
    step = np.array([1.12, 1.07, 1.05])
    what = follower.follow(seen(clean * step, rng), floor=FLOOR, elapsed_s=1 / RATE, still=True)
    assert what.changed
    assert what.gain == pytest.approx(step, rel=0.01)
