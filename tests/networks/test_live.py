"""The network that sees the whole picture: its size, its shapes, its border, its context and its precision."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.live import DCELive, DCENano
from lowlight_live.weights import resolve_weights


def seeded(last: float = 0.02) -> DCELive:
    """A network in inference.

    Args:
        last: Spread of the weights of its last layer; the larger, the more the curves bend.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = DCELive().eval()
        torch.nn.init.normal_(network.last.weight, 0.0, last)
        torch.nn.init.normal_(network.context.get_parameter("2.weight"), 0.0, 0.2)
    return network


def picture(height: int, width: int, seed: int = 1) -> Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(seed))


def alpha_of(network: DCELive, image: Tensor) -> Tensor:
    with torch.no_grad():
        return network(image).alpha


def test_it_has_at_most_30_000_parameters_and_the_small_one_5_000() -> None:
    assert DCELive().parameter_count == 26_428
    assert DCENano().parameter_count == 4_243


def test_the_exposure_asked_for_changes_the_maps_and_0_is_the_default() -> None:
    network, image = seeded(last=0.1), picture(30, 40)
    with torch.no_grad():
        plain, zero, brighter = network(image), network(image, 0.0), network(image, 1.5)
        both = network(torch.cat([image, image]), torch.tensor([[0.0], [1.5]]))
    assert torch.equal(plain.alpha, zero.alpha)
    assert (brighter.alpha - plain.alpha).abs().max() > 1e-3
    torch.testing.assert_close(both.alpha, torch.cat([plain.alpha, brighter.alpha]), atol=1e-5, rtol=0)


def test_one_noisy_pixel_moves_the_maps_far_from_it_less_than_a_bright_region_does() -> None:
    network = seeded(last=0.1)
    night = torch.full((1, 3, 160, 240), 0.1)
    speck, window = night.clone(), night.clone()
    speck[..., 20, 20] = 1.0
    window[..., 4:36, 4:36] = 1.0
    at_night = alpha_of(network, night)
    by_speck, by_window = ((alpha_of(network, seen) - at_night)[..., -1, -1].abs().max() for seen in (speck, window))
    assert by_speck < 0.25 * by_window


@pytest.mark.parametrize("size", [(1, 1), (2, 9), (3, 400), (24, 43), (181, 320)], ids=str)
@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16, torch.float16], ids=str)
def test_maps_have_the_size_of_any_picture(size: tuple[int, int], precision: torch.dtype) -> None:
    network = seeded().placed("cpu", precision)
    with torch.inference_mode():
        maps = network(picture(*size).to(precision))
    assert maps.alpha.shape == (1, 1, 3, *size)
    assert maps.iterations == 8
    assert bool(torch.isfinite(maps.alpha).all())


@pytest.mark.parametrize(("size", "half"), [((1, 1), (1, 1)), ((45, 64), (23, 32))], ids=str)
def test_in_training_maps_have_half_the_size_and_bend_alike(size: tuple[int, int], half: tuple[int, int]) -> None:
    network, image = seeded(last=0.1), picture(*size)
    with torch.no_grad():
        trained, shown = network.train()(image), network.eval()(image)
    assert trained.alpha.shape == (1, 1, 3, *half)
    torch.testing.assert_close(apply_curves(image, trained), apply_curves(image, shown), atol=1e-5, rtol=0)


def test_pictures_of_a_batch_do_not_see_each_other() -> None:
    network = seeded(last=0.1)
    dark, lit = picture(30, 40) * 0.1, picture(30, 40, seed=2)
    together = alpha_of(network, torch.cat([dark, lit]))
    torch.testing.assert_close(together[:1], alpha_of(network, dark), atol=1e-5, rtol=0)
    torch.testing.assert_close(together[1:], alpha_of(network, lit), atol=1e-5, rtol=0)


@pytest.mark.parametrize("size", [(40, 64), (45, 53)], ids=str)
def test_a_flat_picture_has_no_vignette(size: tuple[int, int]) -> None:
    alpha = alpha_of(seeded(last=0.1), torch.full((1, 3, *size), 0.2))
    assert alpha.abs().max() > 0.05
    torch.testing.assert_close(alpha, alpha[..., :1, :1].expand_as(alpha), atol=1e-5, rtol=0)


def test_a_far_corner_sees_how_dark_the_rest_is() -> None:
    network = seeded(last=0.1)
    picture_of_night = torch.full((1, 3, 160, 240), 0.1)
    with_a_window = picture_of_night.clone()
    with_a_window[..., :40, :40] = 1.0
    night, window = alpha_of(network, picture_of_night), alpha_of(network, with_a_window)
    assert (night - window)[..., -1, -1].abs().max() > 0.01


@pytest.mark.parametrize(("name", "least"), [("dce-live", 0.84), ("dce-nano", 0.68)])
def test_a_lamp_darkens_the_room_little(name: str, least: float) -> None:
    network = load_network(resolve_weights(name)).eval()
    room = picture(90, 160) * 0.1
    with_a_lamp = room.clone()
    with_a_lamp[..., 10:40, 100:148] = 1.0
    with torch.no_grad():
        alone, beside = (apply_curves(seen, network(seen))[..., 50:, :70].mean() for seen in (room, with_a_lamp))
    assert beside > least * alone


def test_maps_may_brighten_and_darken_and_stay_where_the_curve_is_monotone() -> None:
    alpha = alpha_of(seeded(last=10.0).train(), picture(32, 32))
    assert alpha.min() < -0.9
    assert alpha.max() > 0.9
    assert alpha.abs().max() <= 1


def test_maps_lie_where_the_picture_does() -> None:
    # A network that only copies the halved red channel shows where its maps lie.
    network = seeded()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.zero_()
        network.fine.weight[0, 0, 1, 1] = 1.0
        network.last.weight[0, 0, 1, 1] = 1.0
    image = picture(12, 16)[:, :1].expand(1, 3, 12, 16)
    halved = torch.nn.functional.avg_pool2d(image[:, 0], 2)
    with torch.no_grad():
        torch.testing.assert_close(network.train()(image).alpha[:, 0, 0], torch.tanh(halved))


def test_black_pictures_are_black_and_have_no_nan() -> None:
    black = torch.zeros(1, 3, 20, 30)
    with torch.no_grad():
        assert torch.equal(apply_curves(black, seeded()(black)), black)


@pytest.mark.parametrize("precision", [torch.bfloat16, torch.float16], ids=str)
def test_half_precision_shifts_no_whole_picture(precision: torch.dtype) -> None:
    network = seeded(last=0.1)
    image = picture(90, 160) * 0.2
    half = network.placed("cpu", precision)
    with torch.no_grad():
        difference = half(image.to(precision)).alpha.float() - network(image).alpha
    assert difference.abs().max() < 0.05
    assert difference.mean().abs() < 0.004
    assert half.context.get_parameter("0.weight").dtype == torch.float32
    assert network.fine.weight.dtype == torch.float32


@pytest.mark.parametrize("seed", range(3))
def test_untrained_maps_are_far_from_their_limits(seed: int) -> None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        alpha = alpha_of(DCELive(), picture(32, 32))
    assert alpha.abs().mean() < 0.4


def test_every_layer_gets_a_gradient_from_the_start() -> None:
    network = DCELive()
    network(picture(32, 32)).alpha.square().sum().backward()
    for name, parameter in network.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().max() > 0, name


def test_the_network_decides_how_far_the_colour_of_the_light_goes_to_grey() -> None:
    network = seeded(last=0.0)
    warm = picture(30, 40)[:, :1] * torch.tensor([0.5, 0.3, 0.15]).reshape(1, 3, 1, 1)
    alphas = {}
    for trust in (-100.0, 100.0):
        with torch.no_grad():
            network.context.get_parameter("2.weight").zero_()
            network.context.get_parameter("2.bias")[-1] = trust
        alphas[trust] = alpha_of(network, warm).mean((0, 1, 3, 4))
    assert alphas[-100.0].abs().max() < 1e-6
    red, green, blue = alphas[100.0].tolist()
    assert red < green < blue
    assert blue - red > 0.1
