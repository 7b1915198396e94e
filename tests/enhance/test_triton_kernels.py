"""Triton's kernels do what the plain forms do, run by its interpreter."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from lowlight_live.enhance import denoise
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.denoise import Estimate, first_estimate
from lowlight_live.enhance.device_plan import DevicePlan
from lowlight_live.enhance.dither import dither_pattern
from lowlight_live.enhance.forms import Appearance, PlainForm, choose_form
from lowlight_live.networks.curves import CurveMaps
from lowlight_live.networks.live import DCELive
from tests.enhance.course import course, shown
from tests.enhance.interpreter import interpreted_form, needs_triton

pytestmark = needs_triton

CPU = torch.device("cpu")
SHAPES = [(20, 75), (17, 16), (7, 130), (1, 1)]
"""Several tiles and less than one, with edges inside a tile and on its border."""
PLAIN = PlainForm(torch.float32)


def scene(height: int, width: int) -> tuple[torch.Tensor, Estimate, DevicePlan]:
    """A frame, an estimate of which some parts are better known than others, and a plan with everything in it."""
    rng = np.random.default_rng(3)
    first, moment = course(height, width, 5)[:2]
    assert moment.plan is not None
    before = first_estimate(torch.from_numpy(first.rgb))
    before.ratio.copy_(torch.from_numpy(rng.uniform(0.05, 1.5, (height, width))))
    plan = DevicePlan(height, width, CPU)
    light = moment.plan.light
    for factors, change in ((light.gain, 1.03), (light.dim, 0.98), (light.flicker, 1.01)):
        factors[:] = np.array([1, change, 1 / change], np.float32)
    moment.plan.field[::2] = 0  # half of it stands still
    plan.send(moment.plan)
    return torch.from_numpy(moment.rgb), before, plan


def empty_like(estimate: Estimate) -> Estimate:
    return Estimate(torch.full_like(estimate.state, -1), torch.full_like(estimate.ratio, -1))


def random_maps(count: int, height: int = 5, width: int = 9) -> CurveMaps:
    alpha = np.random.default_rng(1).uniform(-0.3, 0.9, (1, count, 3, height, width))
    return CurveMaps(torch.from_numpy(alpha.astype(np.float32)), 8)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_blending_is_the_same(shape: tuple[int, int]) -> None:
    rgb, before, plan = scene(*shape)
    expected, result = empty_like(before), empty_like(before)
    PLAIN.blend(rgb, before, plan, expected)
    interpreted_form().blend(rgb, before, plan, result)
    assert result.state.numpy() == pytest.approx(expected.state.numpy(), abs=1e-4)
    assert result.ratio.numpy() == pytest.approx(expected.ratio.numpy(), abs=1e-5)
    if shape[0] > 10:
        # Nothing would be compared if every pixel were new, or none.
        assert 0.05 < (expected.ratio < 0.9).float().mean() < 0.95


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("amount", [1.0, 0.4])
def test_smoothing_is_the_same(shape: tuple[int, int], amount: float) -> None:
    _, estimate, plan = scene(*shape)
    slope = torch.from_numpy(np.random.default_rng(2).uniform(0.5, 30, (5, 9)).astype(np.float32))
    wide = functional.interpolate(slope[None, None], shape, mode="bilinear", align_corners=False)[0, 0]
    noise = plan.as_blend_plan().noise
    once = denoise.smoothed(estimate.state, estimate.ratio, wide, noise, amount, 1)
    twice = denoise.smoothed(once, estimate.ratio, wide, noise, amount, 2)
    result = interpreted_form().smoothed(estimate, slope, plan.factors, amount)
    assert result.numpy() == pytest.approx(twice.numpy(), abs=1e-3)
    if shape[0] > 10:
        assert (once - estimate.state).abs().mean() > 0.3
        assert (twice - once).abs().mean() > 0.05, "heavy noise is smoothed again"


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(("smooths", "saturation"), [(True, 1.0), (False, 1.0), (False, 1.6), (True, 0.0)])
def test_rendering_an_estimate_is_the_same(shape: tuple[int, int], smooths: bool, saturation: float) -> None:
    rgb, estimate, plan = scene(*shape)
    slope = torch.from_numpy(np.random.default_rng(2).uniform(0.5, 30, (5, 9)).astype(np.float32))
    dither = torch.from_numpy(dither_pattern(shape[1]))
    appearance = Appearance(random_maps(1), slope, 1.0 if smooths else 0.0, dither, saturation=saturation)
    expected, result = torch.empty_like(rgb), torch.empty_like(rgb)
    PLAIN.render(estimate, appearance, plan, expected)
    interpreted_form().render(estimate, appearance, plan, result)
    apart = (expected.int() - result.int()).abs()
    assert apart.max() <= 1
    # A threshold that falls on the other side of rounding moves a sample by a code, and few do.
    assert (apart > 0).float().mean() < 0.01


@pytest.mark.parametrize(("count", "saturation"), [(1, 1.0), (8, 1.0), (8, 1.7)])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_bending_a_frame_is_the_same(shape: tuple[int, int], count: int, saturation: float) -> None:
    rgb = torch.from_numpy(np.random.default_rng(0).integers(0, 256, (*shape, 3), dtype=np.uint8))
    for maps in (random_maps(count), random_maps(count, *shape)):
        expected, result = torch.empty_like(rgb), torch.empty_like(rgb)
        PLAIN.bend(rgb, maps, expected, saturation)
        interpreted_form().bend(rgb, maps, result, saturation)
        apart = (expected.int() - result.int()).abs()
        assert apart.max() <= 1
        assert (apart > 0).float().mean() < 0.01


def test_the_strongest_curves_keep_black_and_white_and_their_order() -> None:
    ramp = torch.arange(256, dtype=torch.uint8)[None, :, None].repeat(1, 1, 3)
    for strength in (1.0, 0.0, -1.0):
        result = torch.empty_like(ramp)
        interpreted_form().bend(ramp, CurveMaps(torch.full((1, 1, 3, 2, 2), strength), 8), result)
        line = result[0, :, 1].int()
        assert (int(line[0]), int(line[-1])) == (0, 255)
        assert (line.diff() >= 0).all()
        if strength == 0:
            assert torch.equal(result, ramp)


def test_an_executor_with_them_gives_what_the_reference_gives() -> None:
    network, moments = DCELive().eval(), course(10, 70, 5)
    results = [
        shown(TorchExecutor(network, lines=10, device="cpu", precision="float32", form=form), moments)
        for form in (PLAIN, interpreted_form())
    ]
    apart = np.abs(np.stack(results[0]).astype(int) - np.stack(results[1]))
    assert apart.max() <= 1
    assert (apart > 0).mean() < 0.01


def test_the_probe_finds_that_they_do_the_same() -> None:
    form, why = choose_form(PlainForm(torch.float16), interpreted_form, 16, 70, CPU)
    # In numpy they are slower than what they are to replace.
    assert form.name == "plain torch"
    assert "interpreted kernels" in why
    assert "ms" in why
