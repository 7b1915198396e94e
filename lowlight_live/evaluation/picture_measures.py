"""Measures of single pictures, each one formula: how far from a reference, and what can be said without one.

Everything is computed in float64 from 8-bit RGB at its native size. A resize before, the Y channel alone or grey SSIM
would flatter every figure; PSNR in 8-bit arithmetic overflows and means nothing at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from lowlight_live.evaluation.measures import HIGHEST_PSNR, mean_luma
from lowlight_live.extras import required
from lowlight_live.frame import Rgb

SSIM_WINDOW_PX = 11
"""Smaller pictures have no SSIM."""

_WHITE = 254
_ORDER_LINES = 50
_BAND_ROWS = 256


@dataclass(frozen=True, slots=True)
class Measure:
    """One column of the result.

    Attributes:
        key: Its name for programs.
        heading: Its name for people.
        form: How a value is shown.
        explained: In one sentence, without its full stop.
        of: The value for an output and what it is compared with: the reference, or the input where there is none.
    """

    key: str
    heading: str
    form: str
    explained: str
    of: Callable[[Rgb, Rgb], float]


def psnr(output: Rgb, reference: Rgb) -> float:
    """Peak signal-to-noise ratio over all samples, 10 log10(255² / mean squared difference), in dB.

    At most `HIGHEST_PSNR`, which identical pictures get, so that means exist.
    """
    return _psnr(output.astype(np.float64), reference)


def scaled_psnr(output: Rgb, reference: Rgb) -> float:
    """PSNR once the output has been multiplied so that its mean luma is the reference's, cut off at white.

    Shows how much of an error is exposure. Papers that give it as "PSNR" gain 2.5 to 11 dB by it.
    """
    brightness = mean_luma(output)
    factor = mean_luma(reference) / brightness if brightness else 1.0
    return _psnr(np.minimum(output * factor, 255.0), reference)


def ssim(output: Rgb, reference: Rgb) -> float:
    """Structural similarity (Wang et al. 2004): Gaussian 11x11 of sigma 1.5, mean of the channels, edges left out.

    Raises:
        ConfigError: scikit-image is not installed.
    """
    similarity = _skimage("metrics").structural_similarity(
        reference,
        output,
        gaussian_weights=True,  # with this sigma it is cut off after 5 pixels: 11x11
        sigma=1.5,
        use_sample_covariance=False,
        channel_axis=2,
        data_range=255,
    )
    return float(similarity)


def colour_difference(output: Rgb, reference: Rgb) -> float:
    """Mean CIEDE2000 over the pixels, samples taken as sRGB.

    Raises:
        ConfigError: scikit-image is not installed.
    """
    colour = _skimage("color")
    total = 0.0
    for first in range(0, len(output), _BAND_ROWS):  # in bands: a large photo in float64 fills the memory
        band = slice(first, first + _BAND_ROWS)
        total += float(colour.deltaE_ciede2000(colour.rgb2lab(reference[band]), colour.rgb2lab(output[band])).sum())
    return total / output[..., 0].size


def luma_error(output: Rgb, reference: Rgb) -> float:
    """Absolute difference of mean luma, in codes."""
    return abs(mean_luma(output) - mean_luma(reference))


def clipped(output: Rgb) -> float:
    """Percent of the samples that are white or within a code of it."""
    return float((output >= _WHITE).mean() * 100)


def entropy(output: Rgb) -> float:
    """Shannon entropy of the 256 codes of luma, in bits: 8 is a flat histogram. Noise raises it too."""
    codes = cv2.cvtColor(output, cv2.COLOR_RGB2GRAY)
    shares = np.bincount(codes.ravel(), minlength=256) / codes.size
    shares = shares[shares > 0]
    return float(-(shares * np.log2(shares)).sum()) + 0.0  # of one code alone -0.0


def saturation_ratio(output: Rgb, original: Rgb) -> float:
    """Mean saturation, (max - min) / max of a pixel's channels, of the output to that of the input.

    Scaling all channels alike keeps it at 1. Both have a 255th added, so that pictures without colour have a ratio too.
    """
    return (_saturation(output) + 1 / 255) / (_saturation(original) + 1 / 255)


def lightness_order_error(output: Rgb, original: Rgb) -> float:
    """Share of all pairs of places whose order of lightness has been turned round, from 0 to 1.

    Lightness is the largest channel (Wang et al., "Naturalness Preserved Enhancement Algorithm for Non-Uniform
    Illumination Images", 2013, eq. 15 to 17), on an area average of 50 lines so that noise does not decide. The paper
    counts pairs of a pixel; this is that count as a share, which does not depend on the picture's shape.
    """
    before, after = (_lightness(rgb) for rgb in (original, output))
    turned = sum(
        int(np.count_nonzero((before[place] >= before) != (after[place] >= after))) for place in range(len(before))
    )
    return turned / len(before) ** 2


_LUMA = Measure("mean_luma", "Mean luma", ".1f", "mean brightness in codes of 255", lambda o, _: mean_luma(o))
_CLIPPED = Measure(
    "clipped_percent", "Clipped %", ".2f", "percent of the samples that are white", lambda o, _: clipped(o)
)

WITH_REFERENCE = (
    Measure(
        "psnr_db",
        "PSNR dB",
        ".2f",
        "against the reference, over all samples: the headline; identical pictures count as 100",
        psnr,
    ),
    Measure("ssim", "SSIM", ".3f", "structural similarity, Gaussian 11x11 in each channel", ssim),
    Measure(
        "scaled_psnr_db", "PSNR scaled", ".2f", "once scaled to the reference's mean luma: not the PSNR", scaled_psnr
    ),
    Measure("luma_error", "Luma error", ".1f", "mean of the absolute differences of mean luma in codes", luma_error),
    Measure("ciede2000", "CIEDE2000", ".2f", "mean colour difference: 1 is just visible", colour_difference),
    _LUMA,
    _CLIPPED,
)
"""Against the reference; the first is the headline."""

WITHOUT_REFERENCE = (
    Measure(
        "entropy_bits", "Entropy", ".2f", "bits of the luma histogram: noise raises it", lambda out, _: entropy(out)
    ),
    Measure("saturation_ratio", "Saturation", ".2f", "ratio to the input's saturation", saturation_ratio),
    _CLIPPED,
    Measure(
        "lightness_order_error", "Order error", ".3f", "share of lightness orders turned round", lightness_order_error
    ),
    _LUMA,
)
"""Against the input, where there is no reference. None of them can rank methods alone: every one can be had by harm."""


def check_measures() -> None:
    """Find out before a long run that something could not be measured.

    Raises:
        ConfigError: scikit-image is not installed.
    """
    _skimage("metrics")


def _skimage(part: str) -> Any:
    return required(
        f"skimage.{part}", wanted_by="Scoring against references", package="scikit-image", extra="evaluation"
    )


def _psnr(output: npt.NDArray[np.float64], reference: Rgb) -> float:
    error = float(((output - reference.astype(np.float64)) ** 2).mean())
    return HIGHEST_PSNR if error == 0 else min(HIGHEST_PSNR, 10 * math.log10(255**2 / error))


def _saturation(rgb: Rgb) -> float:
    highest, lowest = rgb.max(axis=2).astype(np.float64), rgb.min(axis=2).astype(np.float64)
    return float(np.divide(highest - lowest, highest, out=np.zeros_like(highest), where=highest > 0).mean())


def _lightness(rgb: Rgb) -> npt.NDArray[np.float64]:
    """The lightness of some 50 lines, in one row, rounded so that equal places stay equal in every arithmetic."""
    lightness = rgb.max(axis=2).astype(np.float32)
    scale = min(1.0, _ORDER_LINES / min(lightness.shape))
    height, width = (max(1, round(side * scale)) for side in lightness.shape)
    small = cv2.resize(lightness, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float64).round(3).ravel()
