"""Each measure of a picture gives what its formula says, and none of the usual traps."""

from __future__ import annotations

import math
import sys

import cv2
import numpy as np
import pytest

from lowlight_live.errors import ConfigError
from lowlight_live.evaluation.measures import HIGHEST_PSNR
from lowlight_live.evaluation.picture_measures import (
    SSIM_WINDOW_PX,
    WITH_REFERENCE,
    WITHOUT_REFERENCE,
    clipped,
    colour_difference,
    entropy,
    lightness_order_error,
    luma_error,
    psnr,
    saturation_ratio,
    scaled_psnr,
    ssim,
)
from lowlight_live.frame import Rgb
from tests.evaluation.pictures import flat, texture


def noisy(rgb: Rgb, spread: float, seed: int = 1) -> Rgb:
    noise = np.random.default_rng(seed).normal(0, spread, rgb.shape)
    return np.clip(np.rint(rgb + noise), 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("output", "reference"), [(10, 30), (30, 10), (0, 255), (250, 3)])
def test_psnr_does_not_overflow_in_8_bit(output: int, reference: int) -> None:
    expected = 20 * math.log10(255 / abs(output - reference))
    assert psnr(flat(output), flat(reference)) == pytest.approx(expected)


def test_psnr_is_over_all_samples_of_all_channels() -> None:
    output = flat(100)
    output[..., 2] = 106
    assert psnr(output, flat(100)) == pytest.approx(10 * math.log10(255**2 / (6**2 / 3)))


def test_identical_pictures_have_the_highest_psnr_and_one_code_of_one_sample_is_seen() -> None:
    one, other = texture(), texture()
    assert psnr(one, other) == HIGHEST_PSNR
    other[3, 4, 1] ^= 1
    assert psnr(one, other) < HIGHEST_PSNR


def test_scaling_to_the_mean_takes_exposure_out_and_leaves_noise() -> None:
    reference = texture() // 4 * 2  # even, and at most 126
    dark = reference // 2
    assert psnr(dark, reference) < 20
    assert scaled_psnr(dark, reference) == HIGHEST_PSNR
    assert scaled_psnr(noisy(dark, 10), reference) < 30


def test_scaling_cuts_off_at_white() -> None:
    output, reference = flat(0), flat(255)
    output[:8] = 200
    # To a mean of 255 the bright half would be 510; cut off, only the black half is wrong.
    assert scaled_psnr(output, reference) == pytest.approx(10 * math.log10(2))


def test_a_black_output_is_scaled_to_nothing_else() -> None:
    assert scaled_psnr(flat(0), flat(51)) == pytest.approx(20 * math.log10(255 / 51))


def ssim_by_formula(one: Rgb, other: Rgb) -> float:
    """Wang et al. 2004, eq. 13, with OpenCV's Gaussian: an implementation that shares no line with the library's."""
    x, y = one.astype(np.float64), other.astype(np.float64)

    def blur(plane: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(plane, (SSIM_WINDOW_PX, SSIM_WINDOW_PX), 1.5)

    mean_x, mean_y = blur(x), blur(y)
    variances = blur(x * x) - mean_x**2 + blur(y * y) - mean_y**2
    covariance = blur(x * y) - mean_x * mean_y
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    quality = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    quality /= (mean_x**2 + mean_y**2 + c1) * (variances + c2)
    edge = SSIM_WINDOW_PX // 2
    return float(quality[edge:-edge, edge:-edge].mean())


@pytest.mark.parametrize("size", [(96, 160), (11, 11), (11, 40), (37, 23)], ids=str)
def test_ssim_is_the_published_formula_in_each_channel(size: tuple[int, int]) -> None:
    pytest.importorskip("skimage")
    reference = texture(*size)
    for output in (noisy(reference, 20), reference // 3, cv2.GaussianBlur(reference, (7, 7), 2)):
        assert ssim(output, reference) == pytest.approx(ssim_by_formula(output, reference), abs=1e-6)


def test_ssim_sees_colour() -> None:
    pytest.importorskip("skimage")
    reference = texture()
    swapped = np.ascontiguousarray(reference[..., ::-1])
    assert ssim(reference, reference) == pytest.approx(1)
    assert ssim(swapped, reference) < 0.9


def test_colour_difference_of_black_and_white_is_100_and_of_equals_0() -> None:
    pytest.importorskip("skimage")
    assert colour_difference(flat(0), flat(255)) == pytest.approx(100, abs=0.01)
    assert colour_difference(texture(), texture()) == 0


def test_colour_difference_is_the_same_in_bands() -> None:
    colour = pytest.importorskip("skimage.color")
    reference = texture(600, 40)
    output = noisy(reference, 12)
    whole = colour.deltaE_ciede2000(colour.rgb2lab(reference), colour.rgb2lab(output)).mean()
    assert colour_difference(output, reference) == pytest.approx(whole)


def test_brightness_and_clipping_are_counted_in_codes_and_percent() -> None:
    assert [luma_error(flat(code), flat(50)) for code in (40, 60)] == pytest.approx([10, 10])
    half = flat(253)
    half[:8] = 254
    assert clipped(half) == pytest.approx(50)


def test_entropy_is_that_of_the_histogram_in_bits() -> None:
    assert entropy(flat(7)) == 0
    half = flat(0)
    half[:8] = 200
    assert entropy(half) == pytest.approx(1)
    every_code = np.repeat(np.arange(256, dtype=np.uint8).reshape(16, 16, 1), 3, axis=2)
    assert entropy(every_code) == pytest.approx(8)


def test_saturation_is_kept_by_scaling_and_lost_by_grey() -> None:
    colourful = texture() // 4 * 2 + 2
    assert saturation_ratio(colourful, colourful // 2) == pytest.approx(1)
    grey = np.repeat(colourful.mean(axis=2).astype(np.uint8)[..., None], 3, axis=2)
    assert saturation_ratio(grey, colourful) < 0.05
    assert saturation_ratio(grey, grey) == 1


def test_a_monotone_curve_turns_no_order_of_lightness_and_a_negative_turns_all() -> None:
    ramp = np.repeat(np.arange(50, dtype=np.uint8)[:, None, None] * 5, 50, axis=1).repeat(3, axis=2)
    assert lightness_order_error(ramp // 2 + 40, ramp) == 0
    # Every pair of different rows; of equal ones there is nothing to turn.
    assert lightness_order_error(255 - ramp, ramp) == pytest.approx(1 - 1 / 50)


def test_order_error_does_not_depend_on_the_size() -> None:
    small = texture(50, 60)
    large = small.repeat(4, axis=0).repeat(4, axis=1)
    local = np.where(np.arange(60)[None, :, None] < 30, small, 255 - small).astype(np.uint8)
    local_large = local.repeat(4, axis=0).repeat(4, axis=1)
    error = lightness_order_error(local, small)
    assert 0.1 < error < 0.9
    assert lightness_order_error(local_large, large) == pytest.approx(error)


@pytest.mark.parametrize("measures", [WITH_REFERENCE, WITHOUT_REFERENCE])
def test_every_measure_is_finite_for_every_picture(measures: tuple[object, ...]) -> None:
    pytest.importorskip("skimage")
    pictures = [flat(0), flat(255), flat(90), texture(16, 24), noisy(flat(3), 4)]
    for output in pictures:
        for other in pictures:
            for measure in measures:
                assert math.isfinite(measure.of(output, other)), measure  # type: ignore[attr-defined]


def test_without_scikit_image_the_install_line_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "skimage.metrics", None)
    with pytest.raises(ConfigError, match="scikit-image") as caught:
        ssim(flat(1), flat(2))
    assert caught.value.hint == "pip install 'lowlight-live[evaluation]'"
