"""What a photo is made into before it is an example."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from lowlight_live.frame import Rgb
from lowlight_live.networks.curves import CurveMaps, adjust_maps, apply_curves
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.dataset import draw_batch
from lowlight_live.training.photos import Photo
from lowlight_live.training.recipes import config_of_recipe
from lowlight_live.training.targets import balanced, exposed, lit_place, made_up, muted, neutral

LUMA = np.array((0.299, 0.587, 0.114))


def photo(low: int, high: int, seed: int = 0) -> Rgb:
    """Patches of 4x4 pixels."""
    patches = np.random.default_rng(seed).integers(low, high, (12, 16, 3), dtype=np.uint8)
    return patches.repeat(4, axis=0).repeat(4, axis=1)


def small_config(**settings: Any) -> TrainConfig:
    """The recipe for free photos with pictures of 24 pixels, none of them made up."""
    small = {"lines": 48, "crop": 24, "batch_size": 8, "made_up_share": 0.0}
    return config_of_recipe("free-photos", Path("photos"), Path("a.safetensors"), **small | settings)


def mean_luma(rgb: Rgb) -> float:
    return float((rgb / 255 @ LUMA).mean())


@pytest.mark.parametrize(("low", "high"), [(20, 120), (140, 250)], ids=["dark", "bright"])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_picture_goes_that_share_of_the_way_to_the_brightness(low: int, high: int, share: float) -> None:
    before = photo(low, high)
    wanted = mean_luma(before) + share * (0.5 - mean_luma(before))
    assert mean_luma(balanced(before, share, 0.5)) == pytest.approx(wanted, abs=0.01)


def test_balancing_keeps_black_white_and_the_order_of_all_codes() -> None:
    ramp = np.arange(256, dtype=np.uint8)[:, None, None].repeat(3, axis=2).repeat(4, axis=1)
    after = balanced(ramp, 1.0, 0.3)[:, 0, 0]
    assert (after[0], after[-1]) == (0, 255)
    assert (np.diff(after.astype(int)) >= 0).all()


def test_a_black_picture_stays_black() -> None:
    black = np.zeros((16, 16, 3), np.uint8)
    assert not balanced(black, 1.0, 0.5).any()


@pytest.mark.parametrize("stops", [-2.0, 0.0, 1.5])
def test_exposing_is_what_the_slider_does_to_curves_that_change_nothing(stops: float) -> None:
    rgb = photo(0, 256)
    flat = adjust_maps(CurveMaps(torch.zeros(1, 1, 3, 48, 64), 8), strength=1.0, exposure=stops)
    image = torch.from_numpy(rgb).permute(2, 0, 1)[None] / 255
    expected = (apply_curves(image, flat)[0].permute(1, 2, 0) * 255).round().numpy()
    np.testing.assert_allclose(exposed(rgb, stops), expected, atol=1)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_the_colour_of_the_light_goes_that_share_of_the_way_to_grey(share: float) -> None:
    grey = photo(40, 220).mean(axis=-1, keepdims=True)
    warm = (grey * np.array([1.0, 0.9, 0.6])).astype(np.uint8)
    before, after = (rgb.reshape(-1, 3).mean(axis=0) for rgb in (warm, neutral(warm, share)))
    asked = np.log(before / before.mean()) * (1 - share)
    np.testing.assert_allclose(np.log(after / after.mean()), asked, atol=0.03)


def test_things_keep_their_colour_where_the_light_loses_its_own() -> None:
    picture = np.full((40, 40, 3), (150, 130, 90), np.uint8)
    picture[:8, :8] = (150, 40, 30)
    after = neutral(picture, 1.0).astype(int)
    wall, thing = after[20, 20], after[2, 2]
    assert wall.max() - wall.min() < 16
    assert thing[0] > 2.5 * thing[1]


def test_what_is_hardly_dark_is_to_come_out_as_it_was() -> None:
    warm = [Photo("warm.png", np.full((48, 64, 3), (120, 90, 60), np.uint8))]

    def targets(max_gamma: float) -> np.ndarray:
        config = small_config(
            dark_share=1.0,
            max_gamma=max_gamma,
            max_stops=0.0,
            muted_share=0.0,
            exposure_share=0.0,
            neutrality=0.5,
            balance=0.7,
            balanced_luma=0.6,
        )
        drawn = [draw_batch(warm, config, step) for step in range(8)]
        return np.concatenate([batch.target.mean((2, 3)).numpy() * 255 for batch in drawn])

    dark = targets(5.0)
    assert np.abs(dark[:, 0] - dark[:, 2]).min() < 40
    assert dark.mean(axis=1).max() > 115
    for target in dark:
        assert 90 <= target.mean() < 140
        assert target[0] >= target[1] >= target[2]


def test_a_lit_place_is_as_in_good_light_and_the_rest_stays_dark() -> None:
    dark, lit = np.full((60, 80, 3), 10, np.uint8), np.full((60, 80, 3), 200, np.uint8)
    shares = []
    for seed in range(40):
        shown = lit_place(dark, lit, np.random.default_rng(seed))
        assert shown.min() >= 10
        assert shown.max() <= 200
        shares.append((shown == 200).mean())
        assert (shown == 10).mean() > 0.2
    assert 0.02 < np.mean(shares) < 0.2
    np.testing.assert_array_equal(dark, 10)


def test_lit_places_come_as_often_as_asked_for() -> None:
    white = [Photo("white.png", np.full((48, 64, 3), 250, np.uint8))]

    def lit_share(share: float) -> float:
        config = small_config(
            dark_share=1.0,
            max_stops=6.0,
            max_gamma=1.0,
            exposure_share=0.0,
            lit_place_share=share,
            cast=0.0,
        )
        pictures = [picture for step in range(25) for picture in draw_batch(white, config, step).image]
        # Without a lit place a white wall is evenly dark, save for noise.
        return float(np.mean([float(picture.std()) > 0.06 for picture in pictures]))

    assert lit_share(0.0) < 0.05
    assert 0.15 < lit_share(0.5) < 0.6


def test_muting_takes_colour_and_leaves_the_light() -> None:
    rgb = photo(60, 180)
    grey = muted(rgb, 0.0)
    assert (grey.max(axis=-1) == grey.min(axis=-1)).all()
    assert mean_luma(grey) == pytest.approx(mean_luma(rgb), abs=0.003)
    np.testing.assert_array_equal(muted(rgb, 1.0), rgb)
    half = muted(rgb, 0.5).astype(float)
    np.testing.assert_allclose(half, (rgb + grey.astype(float)) / 2, atol=1)


def test_a_made_up_wall_has_hardly_any_colour_or_detail() -> None:
    for seed in range(30):
        wall = made_up(32, np.random.default_rng(seed))
        assert wall.shape == (32, 32, 3)
        assert 20 < wall.mean() < 240
        means = wall.mean(axis=(0, 1))
        assert means.max() / means.min() < 1.4
    assert (made_up(32, np.random.default_rng(1)) == made_up(32, np.random.default_rng(1))).all()


def test_other_exposures_are_asked_for_and_shown_in_the_target() -> None:
    grey = [Photo("grey.png", np.full((48, 64, 3), 100, np.uint8))]
    config = small_config(
        dark_share=0.0,
        grain_share=0.0,
        muted_share=0.0,
        exposure_share=0.5,
        exposure_range=1.5,
    )
    asked = []
    for step in range(25):
        batch = draw_batch(grey, config, step)
        for stops, target, image in zip(batch.exposure[:, 0].tolist(), batch.target, batch.image, strict=True):
            asked.append(stops)
            expected = exposed(np.full((1, 1, 3), 100, np.uint8), stops)[0, 0, 0]
            assert (target * 255).round().unique().tolist() == [expected]
            assert (image * 255).round().unique().tolist() == [100]
    assert 0.4 < np.mean([stops != 0 for stops in asked]) < 0.6
    assert min(asked) < -1.2
    assert 1.2 < max(asked) <= 1.5
