"""Each loss against the undarkened photo, against values worked out by hand."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from lowlight_live.networks.curves import CurveMaps
from lowlight_live.training.config import PhotoLossWeights
from lowlight_live.training.losses import illumination_smoothness, weighted_sum
from lowlight_live.training.photo_losses import colour_angle, exposure_difference, photo_losses, structural_similarity


def solid(red: float, green: float, blue: float, size: int = 16) -> Tensor:
    return torch.tensor([red, green, blue]).reshape(1, 3, 1, 1).expand(1, 3, size, size)


def noise(seed: int, size: int = 32) -> Tensor:
    return torch.rand(2, 3, size, size, generator=torch.Generator().manual_seed(seed))


def test_the_photo_itself_has_no_loss() -> None:
    photo = noise(0)
    losses = photo_losses(photo, photo, CurveMaps(torch.zeros(2, 1, 3, 16, 16), 8))
    assert {name: value.item() for name, value in losses.items()} == pytest.approx(
        {"difference": 0, "exposure": 0, "structure": 0, "colour": 0, "smoothness": 0}, abs=1e-6
    )


def test_difference_is_the_mean_absolute_one() -> None:
    losses = photo_losses(solid(0.2, 0.5, 0.9), solid(0.3, 0.5, 0.7), CurveMaps(torch.zeros(1, 1, 3, 8, 8), 8))
    assert losses["difference"].item() == pytest.approx(0.1)


def test_exposure_squares_the_difference_of_the_means_of_regions_of_sixteen() -> None:
    # One region 0.2 too dark in green, the other right on average, however rough.
    dark, right = solid(0.5, 0.3, 0.5), torch.tensor([0.0, 1.0]).repeat(8).expand(1, 3, 16, 16)
    enhanced = torch.cat([dark, right], dim=-1)
    assert exposure_difference(enhanced, torch.full_like(enhanced, 0.5)).item() == pytest.approx(0.2**2 / 6, rel=1e-4)


def test_similarity_of_flat_pictures_is_that_of_their_means() -> None:
    expected = (2 * 0.2 * 0.6 + 1e-4) / (0.2**2 + 0.6**2 + 1e-4)
    assert structural_similarity(solid(0.2, 0.2, 0.2), solid(0.6, 0.6, 0.6)).item() == pytest.approx(expected, rel=1e-3)


def test_similarity_falls_when_detail_is_weak_and_when_it_is_another() -> None:
    photo = noise(1)
    weak = 0.5 + 0.3 * (photo - 0.5)
    assert structural_similarity(noise(2), photo) < structural_similarity(weak, photo) < 0.7


def test_colour_is_one_less_the_cosine_of_the_angle() -> None:
    # (0.2, 0.2, 0.2) and (0.2, 0.2, 0.5) with 0.02 added to each channel.
    one, other = torch.tensor([0.22, 0.22, 0.22]), torch.tensor([0.22, 0.22, 0.52])
    expected = 1 - (one @ other / one.norm() / other.norm()).item()
    assert colour_angle(solid(0.2, 0.2, 0.2), solid(0.2, 0.2, 0.5)).item() == pytest.approx(expected, rel=1e-4)


def test_colour_does_not_see_brightness_nor_noise_within_a_region() -> None:
    assert colour_angle(solid(0.3, 0.3, 0.3), solid(0.8, 0.8, 0.8)).item() == pytest.approx(0, abs=1e-6)
    stripes = torch.tensor([0.0, 0.8]).repeat(8).expand(1, 3, 16, 16) * torch.tensor([1.0, 0.5, 0.5]).reshape(
        1, 3, 1, 1
    )
    assert colour_angle(stripes, solid(0.4, 0.2, 0.2)).item() == pytest.approx(0, abs=1e-6)


def test_smoothness_is_that_of_the_maps_and_the_total_is_weighted() -> None:
    maps = CurveMaps(noise(3)[:, None], 8)
    losses = photo_losses(noise(4), noise(5), maps)
    assert losses["smoothness"] == illumination_smoothness(maps)
    weights = {"difference": 2.0, "exposure": 6.0, "structure": 3.0, "colour": 4.0, "smoothness": 5.0}
    expected = sum(weights[name] * losses[name].item() for name in losses)
    assert weighted_sum(losses, PhotoLossWeights(**weights)).item() == pytest.approx(expected)
