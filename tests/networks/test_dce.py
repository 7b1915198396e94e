"""The two published networks: their size, their sign, their border and where they start."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import CurveNetwork, DCENet, DCENetPlus

BOTH = pytest.mark.parametrize("kind", [DCENet, DCENetPlus])


def seeded(kind: type[DCENet] | type[DCENetPlus], seed: int = 0) -> CurveNetwork:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return kind()


def picture(height: int, width: int) -> Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize(("kind", "count"), [(DCENet, 79_416), (DCENetPlus, 10_561)])
def test_number_of_parameters_is_the_papers(kind: type[CurveNetwork], count: int) -> None:
    assert kind().parameter_count == count  # type: ignore[call-arg]


@pytest.mark.parametrize(("kind", "maps"), [(DCENet, 8), (DCENetPlus, 1)])
def test_maps_have_the_size_of_the_picture(kind: type[DCENet] | type[DCENetPlus], maps: int) -> None:
    result = seeded(kind)(picture(17, 23).repeat(2, 1, 1, 1))
    assert result.alpha.shape == (2, maps, 3, 17, 23)
    assert result.iterations == 8


@BOTH
def test_maps_stay_where_the_curve_is_monotone(kind: type[DCENet] | type[DCENetPlus]) -> None:
    network = seeded(kind)
    with torch.no_grad():
        for parameter in network.conv7.parameters():
            parameter.mul_(1000)
    alpha = network(picture(16, 16)).alpha
    assert alpha.abs().max() <= 1
    assert alpha.abs().max() > 0.9


@BOTH
def test_last_layer_gives_alpha_with_the_opposite_sign(kind: type[DCENet] | type[DCENetPlus]) -> None:
    network = seeded(kind)
    last = [module for module in network.conv7.modules() if isinstance(module, nn.Conv2d)][-1]
    with torch.no_grad():
        last.weight.zero_()
        assert last.bias is not None
        last.bias.fill_(0.3)
    alpha = network(picture(8, 8)).alpha
    torch.testing.assert_close(alpha, torch.full_like(alpha, -torch.tanh(torch.tensor(0.3)).item()))


def test_output_channels_are_three_for_each_iteration_in_turn() -> None:
    network = seeded(DCENet)
    last = network.conv7
    assert isinstance(last, nn.Conv2d)
    with torch.no_grad():
        last.weight.zero_()
        assert last.bias is not None
        last.bias.copy_(-torch.atanh(torch.arange(24) / 100))
    alpha = network(picture(4, 4)).alpha
    torch.testing.assert_close(alpha[0, :, :, 2, 2], (torch.arange(24) / 100).reshape(8, 3))


@BOTH
@pytest.mark.parametrize(
    ("late", "early", "before"), [("conv5", "conv3", "conv4"), ("conv6", "conv2", "conv5"), ("conv7", "conv1", "conv6")]
)
def test_late_layers_see_an_early_one_before_the_last(
    kind: type[DCENet] | type[DCENetPlus], late: str, early: str, before: str
) -> None:
    network = seeded(kind)
    seen: dict[str, tuple[Tensor, Tensor]] = {}

    def remember(layer: nn.Module, inputs: tuple[Tensor], output: Tensor) -> None:
        seen[names[layer]] = (inputs[0], output)

    names = {getattr(network, name): name for name in (late, early, before)}
    for layer in names:
        layer.register_forward_hook(remember)
    network(picture(8, 8))
    expected = torch.cat([torch.relu(seen[early][1]), torch.relu(seen[before][1])], dim=1)
    torch.testing.assert_close(seen[late][0], expected)


@BOTH
def test_untrained_network_hardly_changes_the_picture(kind: type[DCENet] | type[DCENetPlus]) -> None:
    image = picture(32, 32)
    network = seeded(kind)
    with torch.no_grad():
        assert (apply_curves(image, network(image)) - image).abs().mean() < 0.12


@BOTH
def test_every_layer_gets_a_gradient_from_the_start(kind: type[DCENet] | type[DCENetPlus]) -> None:
    network = seeded(kind)
    network(picture(32, 32)).alpha.sum().backward()
    for name, parameter in network.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().max() > 0, name


@BOTH
@pytest.mark.parametrize("size", [(40, 52), (1, 1), (3, 60)], ids=str)
def test_a_flat_picture_has_no_vignette(kind: type[DCENet] | type[DCENetPlus], size: tuple[int, int]) -> None:
    network = seeded(kind).eval()
    with torch.no_grad():
        alpha = network(torch.full((1, 3, *size), 0.4)).alpha
    assert alpha.shape[-2:] == size
    torch.testing.assert_close(alpha, alpha[..., :1, :1].expand_as(alpha), atol=1e-5, rtol=0)


@BOTH
def test_training_pads_with_black_as_published_and_agrees_away_from_the_border(
    kind: type[DCENet] | type[DCENetPlus],
) -> None:
    network = seeded(kind)
    image = picture(40, 44)
    with torch.no_grad():
        published, continued = network.train()(image).alpha, network.eval()(image).alpha
    inside = (..., slice(7, -7), slice(7, -7))
    torch.testing.assert_close(published[inside], continued[inside], atol=1e-5, rtol=0)
    assert (published - continued).abs()[..., 0].max() > 1e-3
