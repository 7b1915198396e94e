"""Measures of pictures, each one formula: how steady they are, how clean, how sharp, and how soon they settle.

Most of those over time reward darkness and blur, so they are read beside PSNR and sharpness, both against the clean
clip given the same curve: that leaves the choice of brightness out and shows what noise, smearing and ghosts do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from lowlight_live.evaluation.clips import Picture
from lowlight_live.frame import Rgb

Plane = npt.NDArray[np.float32]
"""(H, W) float32."""

SETTLED_CODES = 1.0
HIGHEST_PSNR = 100.0
"""In dB; what identical pictures get, so that means and differences exist."""

_LUMA = np.array((0.2126, 0.7152, 0.0722))
_DETAIL_SIGMA = 1.5
_GRID = (9, 16)


def mean_luma(rgb: Rgb) -> float:
    """Mean over the pixels of 0.2126 R + 0.7152 G + 0.0722 B (BT.709, encoded samples), in codes."""
    return float(rgb.reshape(-1, 3).mean(axis=0, dtype=np.float64) @ _LUMA)


def temporal_noise(outputs: Sequence[Rgb]) -> float:
    """How much the pixels of a still scene move, relative to its brightness.

    mean over pixels and channels of std over time / mean of everything, with std² = Σ (x - mean)² / frames.

    Noise that changes slowly moves the mean as well and is measured too low: of a recursion that takes the share a of
    each new frame, std² loses the part (2 - a) / (a frames), an eighth for a = 0.12 over 120 frames. PSNR sees it all.

    Args:
        outputs: Of a static scene in steady light. Of a scene that is all black the noise is 0.
    """
    total = np.zeros(outputs[0].shape, np.int64)
    squares = np.zeros(outputs[0].shape, np.int64)
    for output in outputs:
        wide = output.astype(np.int64)
        total += wide
        squares += wide * wide
    # In integers up to here: a difference of large float sums would leave noise where there is none.
    deviation = np.sqrt(len(outputs) * squares - total * total) / len(outputs)
    brightness = total.mean() / len(outputs)
    return float(deviation.mean() / brightness) if brightness else 0.0


def flicker(outputs: Sequence[Rgb]) -> float:
    """Standard deviation over time of mean luma, in codes."""
    return float(np.std([mean_luma(output) for output in outputs]))


def psnr(output: Rgb, reference: Picture) -> float:
    """Peak signal-to-noise ratio, 10 log10(1 / mean (output / 255 - reference)²) in dB, in float64.

    At most `HIGHEST_PSNR`. The reference is not rounded, so rounding the output alone costs: to about 59 dB.
    """
    error = float(((output.astype(np.float64) / 255 - reference.astype(np.float64)) ** 2).mean())
    return HIGHEST_PSNR if error == 0 else min(HIGHEST_PSNR, 10 * math.log10(1 / error))


def sharpness(output: Rgb, reference: Picture, *, faintest: float = 1.0) -> float:
    """How much of the reference's detail energy is in the output.

    Detail h is luma minus its Gaussian blur (sigma 1.5). The output's detail is projected on the reference's,
    s = Σ h(output) h(reference) / Σ h(reference)², and the energy of that projection is s² (0 where s is negative).
    Noise that has nothing to do with the reference does not count; blur and ghosts make it smaller. Where noise shifts
    the mean of dark pixels (cut off at black, bent by the tone curve) it can lie some percent above 1.

    Args:
        output: (H, W, 3).
        reference: Of the same size; 1.0 is as sharp as this.
        faintest: Share of the pixels that count, those with the least detail in the reference (the mean of h² over
            some 9 pixels): strong edges, which carry nearly all the energy, survive what wipes out a faint texture.
    """
    ours, true = _detail((output / 255).astype(np.float32)), _detail(reference)
    product, energy = ours * true, true * true
    if faintest < 1:
        local = cv2.GaussianBlur(energy, (0, 0), 2 * _DETAIL_SIGMA)
        # Without what is quite flat: there is nothing in it to keep.
        counted = (local <= np.quantile(local, faintest)) & (local > 0)
        product, energy = product[counted], energy[counted]
    whole = float(energy.sum(dtype=np.float64))
    if whole == 0:
        return 1.0
    return max(0.0, float(product.sum(dtype=np.float64)) / whole) ** 2


def largest_difference(output: Rgb, other: Rgb) -> int:
    """Largest difference of any sample, in codes."""
    return int(np.abs(output.astype(np.int16) - other).max())


def cell_difference(output: Rgb, other: Rgb) -> float:
    """Largest difference, in codes, of the mean luma of a cell of a 9x16 grid: noise averages out, a ghost stays."""
    return float(np.abs(_grid_luma(output) - _grid_luma(other)).max())


def settle_frames(outputs: Sequence[Rgb], targets: Sequence[Rgb], *, tolerance: float = SETTLED_CODES) -> int:
    """Frames until the outputs stay with the targets.

    A frame is settled where the root mean square, over the cells of a 9x16 grid, of the difference of the cells' mean
    luma is at most the tolerance: noise averages out in a cell, a ghost of the scene before does not.

    Args:
        outputs: From the event on.
        targets: The same frames of the frame-by-frame run.
        tolerance: In codes.

    Returns:
        0 if the first frame is settled and all others are; the number of frames if the last is not.
    """
    last_unsettled = -1
    for index, (output, target) in enumerate(zip(outputs, targets, strict=True)):
        difference = _grid_luma(output) - _grid_luma(target)
        if math.sqrt(float((difference**2).mean())) > tolerance:
            last_unsettled = index
    return last_unsettled + 1


def overshoot(outputs: Sequence[Rgb]) -> float:
    """How far mean luma goes above where it ends, in codes: max(0, max - mean of the last quarter).

    Args:
        outputs: From the event on.
    """
    lumas = np.array([mean_luma(output) for output in outputs])
    return max(0.0, float(lumas.max() - lumas[-max(1, len(lumas) // 4) :].mean()))


def _detail(picture: Picture) -> Plane:
    luma = (picture @ _LUMA.astype(np.float32)).astype(np.float32)
    detail: Plane = luma - cv2.GaussianBlur(luma, (0, 0), _DETAIL_SIGMA)
    return detail


def _grid_luma(rgb: Rgb) -> npt.NDArray[np.float64]:
    """Mean luma of each cell, in codes."""
    height, width = _GRID
    cells = cv2.resize(rgb.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)
    luma: npt.NDArray[np.float64] = np.asarray(cells, np.float64) @ _LUMA
    return luma
