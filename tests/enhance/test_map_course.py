"""The enhancer lets the curve maps follow by the timestamps of the frames, and along with the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import count
from pathlib import Path

import numpy as np
import pytest
import torch

from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.enhance.protocols import Glance
from lowlight_live.frame import Frame
from lowlight_live.networks.curves import CurveMaps
from lowlight_live.settings import EnhanceSettings
from tests.evaluation.pictures import texture
from tests.models import save_flat_weights

HEIGHT, WIDTH, LINES = 192, 256, 36
CONSTANT_S = 0.5
SETTINGS = EnhanceSettings(denoise=0, temporal_smoothing=CONSTANT_S, auto=False)


@pytest.fixture
def enhancer(tmp_path: Path) -> Iterator[CurveEnhancer]:
    """Its network is asked about every frame; tests put words into its mouth."""
    weights = save_flat_weights(tmp_path / "flat.safetensors")
    spec = EnhancerSpec(model=str(weights), device="cpu", thumbnail_lines=LINES, threads=1, network_every=1)
    built = CurveEnhancer(spec)
    yield built
    built.close()


def answer(
    enhancer: CurveEnhancer, monkeypatch: pytest.MonkeyPatch, alpha: Callable[[int, int, int], torch.Tensor]
) -> None:
    """Let the network say this of its frames, by their number and the (h, w) of the maps; they all look the same."""
    numbers = count()

    def estimate(_exposure: float = 0.0) -> Glance:
        height, width = enhancer._executor.thumbnail
        plane = alpha(next(numbers), height, width)
        maps = CurveMaps(plane.expand(1, 1, 3, height, width).contiguous(), 8)
        return Glance(torch.full((1, 3, height, width), 0.2), maps)

    monkeypatch.setattr(enhancer._executor, "estimate", estimate)


def maps_of(enhancer: CurveEnhancer, rgb: np.ndarray, pts: int, time_base: Fraction) -> torch.Tensor:
    enhancer.enhance(Frame(rgb, pts, time_base), SETTINGS)
    assert enhancer.maps is not None
    return enhancer.maps.alpha[0, 0, 0]


@pytest.mark.parametrize("distances", [[1] * 8, [4] * 8, [12] * 8, [1, 5, 2, 9, 1, 1, 7, 3]], ids=str)
def test_a_step_is_followed_by_the_clock_of_the_film(
    enhancer: CurveEnhancer, monkeypatch: pytest.MonkeyPatch, distances: list[int]
) -> None:
    answer(enhancer, monkeypatch, lambda number, *_: torch.tensor(0.4 if number else 0.0))
    rgb, pts, followed = texture(HEIGHT, WIDTH) // 3, 0, []
    maps_of(enhancer, rgb, pts, Fraction(1, 60))
    for distance in distances:
        pts += distance
        followed.append(float(maps_of(enhancer, rgb, pts, Fraction(1, 60)).mean()) / 0.4)
    expected = 1 - np.exp(-np.cumsum(distances) / 60 / CONSTANT_S)
    assert followed == pytest.approx(expected.tolist(), abs=1e-3)


@pytest.mark.parametrize(("rows", "columns"), [(0, 4), (0, -4), (3, 0), (-3, -4)])
def test_the_maps_move_along_with_the_picture(
    enhancer: CurveEnhancer, monkeypatch: pytest.MonkeyPatch, rows: int, columns: int
) -> None:
    def ramp(height: int, width: int) -> torch.Tensor:
        return torch.linspace(-0.4, 0.4, height)[:, None] + torch.linspace(-0.5, 0.5, width)

    answer(enhancer, monkeypatch, lambda number, *size: ramp(*size) if number < 2 else torch.tensor(0.0))
    big = texture(HEIGHT + 16, WIDTH + 16) // 3
    for pts, (down, right) in enumerate(((0, 0), (0, 0), (rows, columns))):
        shown = big[8 - down : 8 - down + HEIGHT, 8 - right : 8 - right + WIDTH]
        maps = maps_of(enhancer, shown, pts, Fraction(1, 1000))
    # The network's zeros count for a thousandth of a second; what is left of the ramp has gone with the picture.
    height, width = maps.shape
    moved = float((maps - ramp(height, width))[8:-8, 8:-8].mean())
    lines = height / HEIGHT
    expected = -(rows * lines * 0.8 / (height - 1) + columns * lines / (width - 1))
    assert moved == pytest.approx(expected, abs=0.002)
