"""The exposure slider, for networks that take the exposure as an input."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from lowlight_live.enhance.cpu import CpuExecutor
from lowlight_live.enhance.cuda import TorchExecutor
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.frame import Frame
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.settings import EnhanceSettings
from lowlight_live.weights import DEFAULT_MODEL, resolve_weights


@pytest.fixture
def enhancer() -> Iterator[CurveEnhancer]:
    built = CurveEnhancer(EnhancerSpec(device="cpu", precision="float32", thumbnail_lines=45, threads=1))
    yield built
    built.close()


def clip(count: int) -> list[Frame]:
    rng = np.random.default_rng(0)
    clean = np.kron(rng.integers(5, 60, (8, 12, 3)), np.ones((12, 12, 1)))
    noisy = [(clean + rng.normal(0, 2, clean.shape)).round().clip(0, 255).astype(np.uint8) for _ in range(count)]
    return [Frame(rgb, pts, Fraction(1, 30)) for pts, rgb in enumerate(noisy)]


def test_a_slider_on_a_paused_picture_keeps_what_was_denoised(enhancer: CurveEnhancer) -> None:
    frames = clip(8)
    for frame in frames:
        shown = enhancer.enhance(frame, EnhanceSettings()).enhanced.rgb
    means = [
        enhancer.enhance(frames[-1], EnhanceSettings(exposure=stops)).enhanced.rgb.mean()
        for stops in (-3.0, -2.0, -1.0, 0.5, 2.0, 3.0)
    ]
    assert means == sorted(means)
    assert means[0] < 0.8 * shown.mean() < shown.mean() < means[3]
    again = enhancer.enhance(frames[-1], EnhanceSettings()).enhanced.rgb
    # The maps are no longer the steadied ones, the denoised picture is the same.
    assert np.abs(again.astype(int) - shown).max() <= 3


def test_a_slider_acts_on_the_next_frame_of_a_clip(enhancer: CurveEnhancer) -> None:
    frames = clip(6)
    for frame in frames[:-1]:
        before = enhancer.enhance(frame, EnhanceSettings()).enhanced.rgb
    after = enhancer.enhance(frames[-1], EnhanceSettings(exposure=1.5)).enhanced.rgb
    enhancer.reset()
    alone = enhancer.enhance(frames[-1], EnhanceSettings(exposure=1.5, denoise=0, temporal_smoothing=0)).enhanced.rgb
    assert after.mean() > before.mean() + 10
    assert after.mean() == pytest.approx(alone.mean(), abs=2)


@pytest.mark.parametrize("exposure", [-2.0, 0.0, 1.3])
def test_every_executor_asks_for_the_same_exposure(exposure: float) -> None:
    network = load_network(resolve_weights(DEFAULT_MODEL))
    assert network.takes_exposure
    executors = [
        CpuExecutor(network, lines=45, threads=1, precision="float32"),
        TorchExecutor(network, lines=45, device="cpu", precision="float32"),
    ]
    alphas = []
    for executor in executors:
        executor.load(clip(1)[0].rgb)
        alphas.append(executor.estimate(exposure).maps.alpha.numpy())
        executor.close()
    assert alphas[0] == pytest.approx(alphas[1], abs=1e-4)
