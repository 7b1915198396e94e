"""Each zero-reference loss against values worked out by hand."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from lowlight_live.networks.curves import CurveMaps
from lowlight_live.training.config import LossWeights
from lowlight_live.training.losses import (
    colour_constancy,
    exposure_control,
    illumination_smoothness,
    spatial_consistency,
    weighted_sum,
    zero_reference_losses,
)


def grey(levels: list[list[float]], size: int) -> Tensor:
    """One grey picture in which each level fills a square of size x size pixels."""
    return torch.tensor(levels).kron(torch.ones(size, size)).expand(1, 3, -1, -1)


def solid(red: float, green: float, blue: float, size: int = 16) -> Tensor:
    return torch.tensor([red, green, blue]).reshape(1, 3, 1, 1).expand(1, 3, size, size)


def test_spatial_consistency_counts_each_neighbour_from_both_sides() -> None:
    image = grey([[0.1, 0.2], [0.1, 0.2]], 4)
    enhanced = grey([[0.2, 0.6], [0.2, 0.5]], 4)
    # Contrast across: 0.4 and 0.3 where it was 0.1; downwards 0 and 0.1 where it was 0. Twice each, over 4 regions.
    expected = 2 * (0.3**2 + 0.2**2 + 0.0**2 + 0.1**2) / 4
    assert spatial_consistency(image, enhanced).item() == pytest.approx(expected, abs=1e-7)


def test_spatial_consistency_is_zero_for_the_untouched_picture() -> None:
    image = torch.rand(2, 3, 16, 24, generator=torch.Generator().manual_seed(1))
    assert spatial_consistency(image, image).item() == 0


def test_spatial_consistency_compares_the_size_of_a_contrast_not_its_direction() -> None:
    assert spatial_consistency(grey([[0.2, 0.5]], 4), grey([[0.5, 0.2]], 4)).item() == pytest.approx(0, abs=1e-12)


def test_spatial_consistency_looks_at_the_mean_of_the_channels_in_regions_of_four() -> None:
    image = solid(0.3, 0.3, 0.3, 8)
    stripes = torch.tensor([0.0, 0.6]).repeat(4).expand(1, 3, 8, 8)
    channels = torch.cat([solid(0.9, 0.0, 0.0, 4), solid(0.0, 0.6, 0.3, 4)], dim=-1)
    assert spatial_consistency(image, stripes).item() == pytest.approx(0, abs=1e-12)
    assert spatial_consistency(solid(0.3, 0.3, 0.3, 8)[..., :4, :], channels).item() == pytest.approx(0, abs=1e-12)


def test_exposure_is_the_squared_distance_from_six_tenths_in_regions_of_sixteen() -> None:
    enhanced = grey([[0.1, 0.6], [0.8, 0.6]], 16)
    assert exposure_control(enhanced).item() == pytest.approx((0.5**2 + 0.2**2) / 4, rel=1e-5)


def test_exposure_does_not_see_inside_a_region() -> None:
    assert exposure_control(grey([[0.2, 1.0], [1.0, 0.2]], 8)).item() == pytest.approx(0, abs=1e-12)


def test_colour_constancy_sums_the_three_pairs_of_channels() -> None:
    expected = (0.2 - 0.5) ** 2 + (0.2 - 0.9) ** 2 + (0.5 - 0.9) ** 2
    assert colour_constancy(solid(0.2, 0.5, 0.9)).item() == pytest.approx(expected, abs=1e-6)


def test_colour_constancy_judges_each_picture_alone() -> None:
    # Red and cyan are grey together, but neither is grey.
    both = torch.cat([solid(1.0, 0.0, 0.0), solid(0.0, 1.0, 1.0)])
    assert colour_constancy(both).item() == pytest.approx(2.0)


def test_colour_constancy_has_a_gradient_for_a_grey_picture() -> None:
    image = solid(0.4, 0.4, 0.4).clone().requires_grad_()
    colour_constancy(image).backward()  # type: ignore[no-untyped-call]
    assert image.grad is not None
    assert bool(torch.isfinite(image.grad).all())


def test_smoothness_squares_the_sum_of_both_slopes() -> None:
    # A plane that rises by 0.01 to the right and falls by 0.02 downwards.
    across = 0.01 * torch.arange(6.0)
    down = -0.02 * torch.arange(5.0)
    plane = down[:, None] + across
    alpha = torch.zeros(1, 8, 3, 5, 6)
    alpha[0, 2, 1] = plane
    alpha[0, 7, 0] = 2 * plane
    expected = 0.03**2 + 0.06**2
    assert illumination_smoothness(CurveMaps(alpha, 8)).item() == pytest.approx(expected, rel=1e-4)


def test_smoothness_of_eight_maps_at_200_weighs_as_much_as_one_shared_map_at_1600() -> None:
    shared = torch.rand(2, 1, 3, 9, 9, generator=torch.Generator().manual_seed(2))
    one = LossWeights.of_paper("dce-net++").smoothness * illumination_smoothness(CurveMaps(shared, 8))
    eight = LossWeights.of_paper("dce-net").smoothness * illumination_smoothness(
        CurveMaps(shared.repeat(1, 8, 1, 1, 1), 8)
    )
    assert one.item() == pytest.approx(eight.item(), rel=1e-5)


def test_total_weighs_the_terms_as_the_papers_do() -> None:
    values = {"spatial": 1.0, "exposure": 0.1, "colour": 0.01, "smoothness": 0.001}
    losses = {name: torch.tensor(value) for name, value in values.items()}
    assert weighted_sum(losses, LossWeights.of_paper("dce-net")).item() == pytest.approx(1 + 1.0 + 0.05 + 0.2)
    assert weighted_sum(losses, LossWeights.of_paper("dce-net++")).item() == pytest.approx(1 + 1.0 + 0.05 + 1.6)


def test_each_term_comes_from_its_own_loss() -> None:
    generator = torch.Generator().manual_seed(3)
    image, enhanced = torch.rand(2, 2, 3, 32, 32, generator=generator)
    maps = CurveMaps(torch.rand(2, 8, 3, 32, 32, generator=generator), 8)
    losses = zero_reference_losses(image, enhanced, maps)
    assert losses == {
        "spatial": spatial_consistency(image, enhanced),
        "exposure": exposure_control(enhanced),
        "colour": colour_constancy(enhanced),
        "smoothness": illumination_smoothness(maps),
    }


def test_well_exposed_is_shifted_by_the_stops_asked_for() -> None:
    # A stop is a factor of 2 ** (1 / 2.2) on encoded samples: 0.6 becomes 0.438 a stop below.
    dark = torch.full((1, 3, 16, 16), 0.6 * 2 ** (-1 / 2.2))
    assert exposure_control(dark, -1.0).item() == pytest.approx(0, abs=1e-10)
    both = exposure_control(torch.cat([dark, dark]), torch.tensor([[-1.0], [0.0]]))
    assert both.item() == pytest.approx(exposure_control(dark).item() / 2)
    white = torch.ones(1, 3, 16, 16)
    assert exposure_control(white, 3.0).item() == pytest.approx(0.05**2, rel=1e-4)
