"""The losses of real pairs, against values worked out by hand."""

from __future__ import annotations

import pytest
import torch

from lowlight_live.networks.curves import CurveMaps
from lowlight_live.training.config import PairLossWeights
from lowlight_live.training.losses import weighted_sum
from lowlight_live.training.pair_losses import balanced_difference, charbonnier, pair_losses


def noise(seed: int) -> torch.Tensor:
    return torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(seed))


def test_charbonnier_is_the_absolute_difference_but_smooth_at_0() -> None:
    one = torch.full((1, 3, 16, 16), 0.2)
    assert charbonnier(one, one + 0.3).item() == pytest.approx(0.3, rel=1e-4)
    same = one.clone().requires_grad_()
    charbonnier(same, one).backward()  # type: ignore[no-untyped-call]
    assert same.grad is not None
    assert same.grad.abs().max() == 0


def test_a_picture_that_is_only_too_dark_has_no_balanced_difference() -> None:
    reference = 0.2 + 0.6 * noise(0)
    assert balanced_difference(0.5 * reference, reference).item() == pytest.approx(1e-3, rel=1e-3)
    assert charbonnier(0.5 * reference, reference).item() > 0.2


def test_what_is_nearly_black_is_not_scaled_up_without_limit() -> None:
    black, reference = torch.full((1, 3, 16, 16), 0.01), torch.full((1, 3, 16, 16), 0.5)
    assert balanced_difference(black, reference).item() == pytest.approx(0.46, rel=1e-3)


def test_the_total_is_weighted_and_every_weight_has_its_loss() -> None:
    losses = pair_losses(noise(1), noise(2), CurveMaps(noise(3)[:, None], 8))
    weights = {name: float(index + 1) for index, name in enumerate(losses)}
    expected = sum(weights[name] * loss.item() for name, loss in losses.items())
    assert weighted_sum(losses, PairLossWeights(**weights)).item() == pytest.approx(expected, rel=1e-5)
