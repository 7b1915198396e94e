"""Darkening: the tone of each step worked out by hand, the noise by its statistics."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest

from lowlight_live.frame import Rgb
from lowlight_live.training.degrade import Degradation, degrade, draw_degradation


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def solid(red: int, green: int, blue: int, size: int = 4) -> Rgb:
    return np.full((size, size, 3), (red, green, blue), dtype=np.uint8)


def codes(size: int = 16) -> Rgb:
    return np.arange(256, dtype=np.uint8).reshape(size, size, 1).repeat(3, axis=2)


def test_default_changes_nothing() -> None:
    picture = codes()
    result = degrade(picture, Degradation(), rng())
    assert result.dtype == np.uint8
    assert result is not picture
    np.testing.assert_array_equal(result, picture)


def test_a_stop_halves_linear_light() -> None:
    for stops in (1, 3, 8):
        dark = degrade(solid(250, 250, 250), Degradation(stops=stops), rng())
        assert dark[0, 0, 0] == round(250 * 2 ** (-stops / 2.2))


def test_tone_curve_is_beta_times_alpha_x_to_the_gamma_on_encoded_samples() -> None:
    dark = degrade(solid(204, 204, 204), Degradation(gamma=3, alpha=0.9, beta=0.6), rng())
    assert dark[0, 0, 0] == round(255 * 0.6 * (0.9 * 204 / 255) ** 3)


def test_cast_scales_each_channel_of_the_encoded_picture() -> None:
    dark = degrade(solid(100, 100, 100), Degradation(cast=(1.08, 1.0, 0.92)), rng())
    assert dark[0, 0].tolist() == [108, 100, 92]


def test_shot_noise_grows_with_the_root_of_the_light() -> None:
    electrons = 2000
    for code in (60, 120, 240):
        dark = degrade(solid(code, code, code, 200), Degradation(electrons=electrons), rng())
        light = (dark / 255.0) ** 2.2
        expected_light = (code / 255) ** 2.2
        assert light.mean() == pytest.approx(expected_light, rel=0.01)
        assert light.std() == pytest.approx(math.sqrt(expected_light / electrons), rel=0.05)


def test_read_noise_is_in_electrons_and_the_same_in_light_and_shade() -> None:
    # So many electrons that shot noise vanishes beside it.
    for code in (100, 200):
        dark = degrade(solid(code, code, code, 200), Degradation(electrons=1e6, read_noise=20_000), rng())
        assert ((dark / 255.0) ** 2.2).std() == pytest.approx(0.02, rel=0.05)


def test_same_state_gives_the_same_noise_and_the_next_call_another() -> None:
    noisy = Degradation(stops=4, electrons=3000, read_noise=2)
    picture = solid(120, 90, 60, 32)
    one = rng(5)
    first, second = degrade(picture, noisy, one), degrade(picture, noisy, one)
    np.testing.assert_array_equal(first, degrade(picture, noisy, rng(5)))
    assert (first != second).any()


def test_input_is_left_alone() -> None:
    picture = solid(120, 90, 60)
    degrade(picture, Degradation(stops=2, electrons=1000), rng())
    np.testing.assert_array_equal(picture, solid(120, 90, 60))


def test_jpeg_compresses_and_keeps_the_order_of_the_channels() -> None:
    picture = rng(1).integers(60, 120, (32, 32, 3), dtype=np.uint8) + np.array([120, 0, 0], np.uint8)
    result = degrade(picture, Degradation(jpeg_quality=30), rng())
    assert (result != picture).any()
    np.testing.assert_allclose(result.mean(axis=(0, 1)), picture.mean(axis=(0, 1)), atol=3)


def test_draws_span_from_nearly_untouched_to_the_limit() -> None:
    one = rng(2)
    draws = [draw_degradation(one, max_stops=8) for _ in range(400)]
    curved = [d for d in draws if d.stops == 0]
    linear = [d for d in draws if d.stops > 0]
    assert 0.68 < len(curved) / len(draws) < 0.82
    assert all(d.gamma == d.alpha == d.beta == 1 for d in linear)
    assert min(d.stops for d in linear) < 0.5
    assert 7.5 < max(d.stops for d in linear) <= 8
    assert min(d.gamma for d in curved) < 1.1
    # Encoded 0.5 loses 2.2 * (gamma - 1) stops.
    assert 7.5 < 2.2 * (max(d.gamma for d in curved) - 1) <= 8
    assert all(0.9 <= d.alpha <= 1 and 0.5 <= d.beta <= 1 for d in curved)
    assert all(0.92 <= factor <= 1.08 for d in draws for factor in d.cast)
    assert {d.jpeg_quality is None for d in draws} == {True, False}
    assert all(math.isfinite(d.electrons) and d.read_noise > 0 for d in draws)


def test_same_seed_draws_the_same() -> None:
    assert draw_degradation(rng(9)) == draw_degradation(rng(9))
    assert draw_degradation(rng(9)) != draw_degradation(rng(10))


@pytest.mark.parametrize(
    "bad",
    [
        {"stops": -1},
        {"gamma": math.nan},
        {"beta": math.inf},
        {"cast": (1.0, -0.1, 1.0)},
        {"tint": (1.0, math.nan, 1.0)},
        {"electrons": 0},
        {"electrons": math.nan},
        {"jpeg_quality": 0},
        {"jpeg_quality": 101},
    ],
)
def test_impossible_values_are_a_programmers_error(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(bad))):
        replace(Degradation(), **bad)  # type: ignore[arg-type]


def test_jpeg_matches_the_quality_asked_for() -> None:
    picture = rng(3).integers(0, 256, (64, 64, 1), dtype=np.uint8).repeat(3, axis=2)
    coarse = degrade(picture, Degradation(jpeg_quality=10), rng())
    fine = degrade(picture, Degradation(jpeg_quality=95), rng())
    assert cv2.norm(coarse, picture) > 2 * cv2.norm(fine, picture)


def test_the_steepest_curve_can_be_given_apart_from_the_stops() -> None:
    draws = [draw_degradation(rng(seed), max_stops=2.0, max_gamma=5.0) for seed in range(200)]
    gammas = [draw.gamma for draw in draws]
    assert 4.5 < max(gammas) <= 5.0
    assert 1.5 < max(draw.stops for draw in draws) <= 2.0


def test_a_curved_cast_grows_with_the_darkness() -> None:
    def drawn(*, curved: bool) -> list[Degradation]:
        return [draw_degradation(rng(seed), max_gamma=5.0, curved_cast=curved) for seed in range(300)]

    ratios: dict[bool, list[float]] = {True: [], False: []}
    for plain, curved in zip(drawn(curved=False), drawn(curved=True), strict=True):
        assert (plain.gamma, plain.stops) == (curved.gamma, curved.stops)
        steepness = plain.gamma - 1 + plain.stops / 2.2
        assert curved.cast == pytest.approx([factor**steepness for factor in plain.cast])
        for kind, draw in ((False, plain), (True, curved)):
            ratios[kind].append(max(draw.cast) / min(draw.cast))
    assert max(ratios[False]) < 1.18
    assert max(ratios[True]) > 1.5


def test_lost_stops_are_those_of_a_middle_grey() -> None:
    for darkness in (
        Degradation(stops=3.0),
        Degradation(gamma=2.5, alpha=0.9, beta=0.6),
        Degradation(gamma=4.0),
    ):
        left = degrade(solid(128, 128, 128), darkness, rng())[0, 0, 0] / 128
        assert darkness.lost_stops == pytest.approx(-2.2 * math.log2(left), abs=0.1)


def test_a_tint_bends_the_channels_apart_and_leaves_white_alone() -> None:
    tinted = degrade(solid(128, 128, 128), Degradation(gamma=2.0, tint=(1.1, 1.0, 0.9)), rng())
    expected = [round(255 * (128 / 255) ** (2.0**tint)) for tint in (1.1, 1.0, 0.9)]
    assert tinted[0, 0].tolist() == expected
    assert degrade(solid(255, 255, 255), Degradation(gamma=2.0, tint=(1.1, 1.0, 0.9)), rng()).min() == 255


def test_tints_and_casts_are_drawn_within_their_limits_and_only_if_asked_for() -> None:
    plain, tinted = ([draw_degradation(rng(seed), cast=0.2, tint=tint) for seed in range(200)] for tint in (0.0, 0.05))
    assert {draw.tint for draw in plain} == {(1.0, 1.0, 1.0)}
    tints = [factor for draw in tinted for factor in draw.tint]
    assert 0.95 <= min(tints) < 0.96
    assert 1.04 < max(tints) <= 1.05
    assert max(factor for draw in plain for factor in draw.cast) > 1.18
    assert [draw.cast for draw in plain] == [draw.cast for draw in tinted]
