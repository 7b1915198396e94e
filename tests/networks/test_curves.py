"""The reference arithmetic of the curves, which every faster form is compared with."""

from __future__ import annotations

import pytest
import torch

from lowlight_live.networks.curves import CurveMaps, adjust_maps, apply_curve, apply_curves


def constant_maps(*alphas: float, iterations: int = 8) -> CurveMaps:
    """Maps of one pixel, the same for all channels: one map for each alpha given."""
    alpha = torch.tensor(alphas).reshape(1, -1, 1, 1, 1).expand(1, len(alphas), 3, 1, 1)
    return CurveMaps(alpha, iterations)


def image_of(*values: float) -> torch.Tensor:
    return torch.tensor(values).reshape(1, 1, 1, -1).expand(1, 3, 1, len(values))


def test_curve_by_hand() -> None:
    alpha = torch.full((1, 3, 1, 1), 0.5)
    result = apply_curve(image_of(0.0, 0.2, 0.5, 1.0), alpha)
    torch.testing.assert_close(result[0, 0, 0], torch.tensor([0.0, 0.28, 0.625, 1.0]))


def test_positive_alpha_brightens_and_negative_darkens() -> None:
    image = image_of(0.1, 0.5, 0.9)
    assert bool((apply_curves(image, constant_maps(0.3)) > image).all())
    assert bool((apply_curves(image, constant_maps(-0.3)) < image).all())


def test_alpha_zero_changes_nothing() -> None:
    image = torch.rand(1, 3, 20, 30, generator=torch.Generator().manual_seed(0))
    assert torch.equal(apply_curves(image, CurveMaps(torch.zeros(1, 1, 3, 5, 7), 8)), image)


def test_each_iteration_uses_its_own_map_in_order() -> None:
    # 0.2 -> 0.2 + 0.5 * 0.16 = 0.28 -> 0.28 - 1 * 0.2016 = 0.0784; in the other order 0.04 -> 0.0592.
    result = apply_curves(image_of(0.2), constant_maps(0.5, -1.0, iterations=2))
    torch.testing.assert_close(result[0, 0, 0], torch.tensor([0.0784]))


def test_one_map_is_used_by_every_iteration() -> None:
    # 0.5 -> 0.75 -> 0.9375 -> 0.99609375
    result = apply_curves(image_of(0.5), constant_maps(1.0, iterations=3))
    torch.testing.assert_close(result[0, 1, 0], torch.tensor([0.99609375]))


@pytest.mark.parametrize("alpha", [-1.0, -0.4, 0.0, 0.7, 1.0])
def test_curve_is_monotone_and_keeps_black_and_white(alpha: float) -> None:
    ramp = image_of(*(torch.arange(256) / 255).tolist())
    result = apply_curves(ramp.double(), CurveMaps(torch.full((1, 1, 3, 1, 1), alpha, dtype=torch.float64), 8))[0, 0, 0]
    assert bool((result.diff() >= 0).all())
    assert result[0] == 0
    assert result[-1] == 1


def test_small_maps_are_sampled_with_pixel_centres_aligned() -> None:
    alpha = torch.tensor([0.0, 0.8]).reshape(1, 1, 1, 1, 2).expand(1, 1, 3, 1, 2)
    result = apply_curves(image_of(0.5, 0.5, 0.5, 0.5), CurveMaps(alpha, 1))
    expected = 0.5 + 0.25 * torch.tensor([0.0, 0.2, 0.6, 0.8])
    torch.testing.assert_close(result[0, 2, 0], expected)


def test_channels_have_their_own_curves() -> None:
    alpha = torch.tensor([0.0, 0.4, -0.4]).reshape(1, 1, 3, 1, 1)
    result = apply_curves(image_of(0.5), CurveMaps(alpha, 1))
    torch.testing.assert_close(result.flatten(), torch.tensor([0.5, 0.6, 0.4]))


@pytest.mark.parametrize("exposure", [-2.0, 0.0, 1.5])
def test_strength_zero_is_the_identity_whatever_the_exposure(exposure: float) -> None:
    image = torch.rand(1, 3, 4, 4, generator=torch.Generator().manual_seed(1))
    adjusted = adjust_maps(constant_maps(0.6), strength=0.0, exposure=exposure)
    assert torch.equal(apply_curves(image, adjusted), image)


def test_strength_one_without_exposure_changes_nothing() -> None:
    maps = constant_maps(0.3, -0.2, 0.9, 0.0, 0.1, 0.5, 1.0, -1.0)
    torch.testing.assert_close(adjust_maps(maps, strength=1.0, exposure=0.0).alpha, maps.alpha)


def test_half_strength_halves_alpha() -> None:
    torch.testing.assert_close(
        adjust_maps(constant_maps(0.6), strength=0.5, exposure=0.0).alpha, constant_maps(0.3).alpha
    )


@pytest.mark.parametrize("maps", [constant_maps(0.25), constant_maps(*[0.1, 0.4] * 4)], ids=["shared", "each"])
@pytest.mark.parametrize("stops", [-1.0, 1.0, 2.0])
def test_a_stop_of_exposure_doubles_linear_light_in_the_darks(maps: CurveMaps, stops: float) -> None:
    dark = image_of(1e-6).double()
    before = apply_curves(dark, CurveMaps(maps.alpha.double(), 8))
    after = apply_curves(dark, adjust_maps(CurveMaps(maps.alpha.double(), 8), strength=1.0, exposure=stops))
    linear_ratio = (after / before) ** 2.2
    torch.testing.assert_close(linear_ratio, torch.full_like(linear_ratio, 2.0**stops), rtol=1e-3, atol=0)


def test_adjusted_maps_stay_where_the_curve_is_monotone() -> None:
    assert adjust_maps(constant_maps(0.9), strength=1.0, exposure=3.0).alpha.max() == 1
    assert adjust_maps(constant_maps(-0.9), strength=1.0, exposure=-400.0).alpha.min() == pytest.approx(-1)


def test_adjusting_leaves_the_given_maps_alone() -> None:
    maps = constant_maps(0.3)
    adjust_maps(maps, strength=0.4, exposure=2.0)
    torch.testing.assert_close(maps.alpha, constant_maps(0.3).alpha)


@pytest.mark.parametrize("shape", [(1, 3, 3, 2, 2), (1, 8, 4, 2, 2), (8, 3, 2, 2)])
def test_maps_that_fit_no_curve_are_a_programmers_error(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="alpha is"):
        CurveMaps(torch.zeros(shape), 8)
