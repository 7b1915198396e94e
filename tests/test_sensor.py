"""The sensor's arithmetic: what training and evaluation both make dark pictures with."""

from __future__ import annotations

import numpy as np
import pytest

from lowlight_live.sensor import from_light, read_out, to_light


def test_light_and_samples_are_each_others_inverse() -> None:
    samples = np.linspace(0, 1, 256)
    assert from_light(to_light(samples).astype(np.float32)) == pytest.approx(samples, abs=1e-6)
    assert to_light(np.array([0.5])) == pytest.approx(0.5**2.2)


def test_read_out_has_the_mean_of_the_light_and_the_variance_of_both_noises() -> None:
    light = np.full((400, 400), 0.2, np.float32)
    noisy = read_out(light, 1000, 4, np.random.default_rng(0))
    assert noisy.dtype == np.float32
    assert noisy.mean() == pytest.approx(0.2, rel=1e-3)
    assert noisy.std() == pytest.approx(np.sqrt(200 + 4**2) / 1000, rel=0.01)
    assert np.all(light == np.float32(0.2)), "the light given is not changed"


def test_what_falls_below_black_is_cut_off() -> None:
    noisy = read_out(np.zeros((50, 50), np.float32), 1000, 4, np.random.default_rng(0))
    assert noisy.min() == 0
    assert noisy.max() > 0


def test_the_noise_is_drawn_as_for_the_shipped_weights_photons_first() -> None:
    light = np.linspace(0, 1, 3000, dtype=np.float32).reshape(10, 100, 3)
    rng = np.random.default_rng(7)
    collected = rng.poisson(light * 3456.7).astype(np.float32)
    collected += 2.3 * rng.standard_normal(light.shape, dtype=np.float32)
    expected = (np.maximum(collected, 0) / 3456.7).astype(np.float32)
    assert np.array_equal(read_out(light, 3456.7, 2.3, np.random.default_rng(7)), expected)
