"""Colours become stronger or weaker, brightness stays, and every form does the same."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import torch

from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.enhance.noise import flat_noise
from lowlight_live.enhance.saturation import LUMA, saturated
from lowlight_live.frame import Frame, Rgb
from lowlight_live.networks.curves import CurveMaps
from lowlight_live.networks.dce import DCENetPlus
from lowlight_live.settings import EnhanceSettings


def picture(height: int = 40, width: int = 60) -> Rgb:
    rng = np.random.default_rng(0)
    blocks: Rgb = np.kron(rng.integers(5, 90, (height // 10, width // 10, 3)), np.ones((10, 10, 1))).astype(np.uint8)
    return blocks


def test_luma_stays_and_colours_move_away_from_it() -> None:
    image = torch.tensor([0.5, 0.3, 0.4])[:, None, None]
    luma = sum(weight * value for weight, value in zip(LUMA, image.flatten().tolist(), strict=True))
    for amount in (0.0, 0.5, 1.5):
        result = saturated(image, amount).flatten()
        assert result.tolist() == pytest.approx([luma + amount * (v - luma) for v in image.flatten().tolist()])
        assert sum(w * v for w, v in zip(LUMA, result.tolist(), strict=True)) == pytest.approx(luma)
    assert saturated(image, 1.0) is image


@pytest.mark.parametrize("saturation", [0.0, 0.6, 1.0, 2.0])
@pytest.mark.parametrize("way", ["alone", "estimate", "smoothed"])
def test_the_kernels_do_what_the_plain_form_does(way: str, saturation: float) -> None:
    results = []
    for executor in (
        CpuExecutor(DCENetPlus(), lines=9, threads=2, precision="float32"),
        TorchExecutor(DCENetPlus(), lines=9, device="cpu", precision="float32"),
    ):
        executor.load(picture())
        if way != "alone":
            executor.begin(flat_noise(3.0))
        executor.estimate()
        maps = CurveMaps(torch.full((1, 1, 3, 4, 5), 0.5), 8)
        results.append(executor.render(maps, 0.8 if way == "smoothed" else 0.0, saturation).result().astype(int))
        executor.close()
    assert np.abs(results[0] - results[1]).max() <= 1
    spread = results[0].max(2) - results[0].min(2)
    assert (spread.max() <= 1) == (saturation == 0), "grey, but for the grain of the last rounding"


def test_a_slider_moved_on_a_paused_picture_acts_without_the_network() -> None:
    enhancer = CurveEnhancer(EnhancerSpec(device="cpu", precision="float32", threads=1))
    frame = Frame(picture(), 0, Fraction(1, 30))
    usual = enhancer.enhance(frame, EnhanceSettings()).enhanced.rgb
    maps = enhancer.maps
    grey = enhancer.enhance(frame, EnhanceSettings(saturation=0)).enhanced.rgb.astype(int)
    again = enhancer.enhance(frame, EnhanceSettings()).enhanced.rgb
    enhancer.close()
    assert maps is not None
    assert (grey.max(2) - grey.min(2)).max() <= 1
    assert np.array_equal(usual, again)
