"""The colour of the light: what it is told from, and what it is not fooled by."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from lowlight_live.networks.cast import cast_of, dimness, lit_share


def grey_scene(seed: int = 0) -> Tensor:
    return torch.rand(1, 1, 30, 40, generator=torch.Generator().manual_seed(seed)).expand(1, 3, 30, 40) * 0.5


def cast(image: Tensor) -> list[float]:
    return [float(value) for value in cast_of(image).flatten()]


def test_grey_has_none_however_dark() -> None:
    for light in (1.0, 0.1, 0.01):
        assert cast(grey_scene() * light) == pytest.approx([0, 0, 0], abs=1e-5)


def test_a_coloured_light_is_the_logarithm_of_what_each_channel_lacks() -> None:
    light = torch.tensor([0.8, 0.6, 0.4])
    expected = (0.6 / light).log().tolist()
    assert cast(grey_scene() * light.reshape(1, 3, 1, 1)) == pytest.approx(expected, abs=1e-4)


def test_a_large_dark_red_thing_is_not_red_light() -> None:
    scene = grey_scene().clone()
    scene[..., :20] = torch.tensor([0.25, 0.02, 0.02]).reshape(1, 3, 1, 1)
    assert scene[:, 0].mean() > 1.5 * scene[:, 1].mean()
    assert max(abs(value) for value in cast(scene)) < 0.1


def test_one_bright_place_does_not_decide() -> None:
    scene = grey_scene().clone()
    scene[:, :, 0, 0] = torch.tensor([1.0, 0.2, 0.2])
    assert max(abs(value) for value in cast(scene)) < 0.05


def test_pictures_of_a_batch_have_their_own() -> None:
    warm = grey_scene() * torch.tensor([1.0, 0.7, 0.5]).reshape(1, 3, 1, 1)
    both = cast_of(torch.cat([warm, grey_scene()]))
    assert both.shape == (2, 3, 1, 1)
    assert both[0, 2] > 0.2
    assert both[1].abs().max() < 1e-5


def test_black_has_none_and_a_missing_channel_is_bounded() -> None:
    assert cast(torch.zeros(1, 3, 8, 8)) == [0, 0, 0]
    red = torch.zeros(1, 3, 8, 8)
    red[:, 0] = 1.0
    assert max(abs(value) for value in cast(red)) <= 0.5


def test_no_gradient_flows() -> None:
    assert not cast_of(grey_scene().clone().requires_grad_()).requires_grad


def test_a_neon_sign_does_not_decide_where_what_shines_is_left_out() -> None:
    dark = grey_scene() * 0.1
    sign = dark.clone()
    sign[..., :10, :10] = torch.tensor([0.1, 0.2, 1.0]).reshape(1, 3, 1, 1)
    assert cast_of(sign).abs().max() > 0.4
    assert cast_of(sign, lit_share(dimness(sign), 2.0, 6)).abs().max() < 0.1


def test_what_shines_counts_little_and_the_rest_fully() -> None:
    room = torch.full((1, 3, 20, 20), 0.05)
    room[..., :6, :6] = 1.0
    share = lit_share(dimness(room), 2.0, 6)
    assert share[..., 10:, 10:].min() == 1
    assert share[..., :6, :6].max() < 0.01
    assert torch.equal(lit_share(dimness(torch.full((1, 3, 8, 8), 0.9)), 1.5, 1), torch.ones(1, 1, 8, 8))
