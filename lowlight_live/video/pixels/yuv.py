"""Converts between 8-bit planar 4:2:0 and full-range RGB in one pass, several times faster than swscale's exact form.

Chroma lies in the middle of its four pixels, where swscale takes it to lie too, so that both may be mixed. It is
sampled bilinearly on the way to RGB and averaged on the way back.
"""

from __future__ import annotations

import numpy as np

from lowlight_live.compiling import CODES, HALF, ZERO, Bytes, Floats, compiled
from lowlight_live.interleaving import merge_row, split_row

MIDDLE = np.float32(128)
NEAR, FAR = np.float32(0.75), np.float32(0.25)
QUARTER = np.float32(0.25)


def factors(red: float, blue: float, *, full_range: bool) -> Floats:
    """The numbers by which samples and RGB are converted.

    Args:
        red: Weight of red in luma, K_R of ITU-R BT.601 or BT.709; likewise the next.
        blue: K_B.
        full_range: Luma from 0 to 255 and not from 16 to 235.

    Returns:
        (8,): the code of black; codes of RGB for one of luma; of red for one of Cr; of green for one of Cb and for one
        of Cr; of blue for one of Cb; K_R; K_B.
    """
    black, luma, chroma = (0.0, 1.0, 1.0) if full_range else (16.0, 255 / 219, 255 / 224)
    green = 1 - red - blue
    return np.array(
        [
            black,
            luma,
            2 * (1 - red) * chroma,
            -2 * (1 - blue) * blue / green * chroma,
            -2 * (1 - red) * red / green * chroma,
            2 * (1 - blue) * chroma,
            red,
            blue,
        ],
        np.float32,
    )


@compiled("void(uint8[::1], uint8[::1], float32[::1])")
def chroma_row(near: Bytes, far: Bytes, chroma: Floats) -> None:
    """Sample between two rows of chroma, (w,): `chroma` (w + 2) filled, the edge repeated on both sides."""
    inside = chroma[1:-1]
    for x in range(inside.shape[0]):
        inside[x] = NEAR * np.float32(near[x]) + FAR * np.float32(far[x]) - MIDDLE
    chroma[0] = chroma[1]
    chroma[-1] = chroma[-2]


@compiled("void(float32[::1], float32[::1])")
def widen_chroma(chroma: Floats, wide: Floats) -> None:
    """Sample a row of chroma for twice as many pixels: `chroma` (w + 2), `wide` (2 w) filled."""
    for x in range(wide.shape[0] // 2):
        wide[2 * x] = NEAR * chroma[x + 1] + FAR * chroma[x]
        wide[2 * x + 1] = NEAR * chroma[x + 1] + FAR * chroma[x + 2]


@compiled("void(uint8[::1], float32[::1], float32[::1], float32[::1], uint8[:,::1])")
def colour_row(luma: Bytes, cb: Floats, cr: Floats, numbers: Floats, planes: Bytes) -> None:
    """Make a row RGB: `luma` (W,), `cb` and `cr` at least (W,), `planes` (3, W) filled."""
    black, scale, red_cr, green_cb, green_cr, blue_cb = (
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5],
    )
    red, green, blue = planes[0], planes[1], planes[2]
    for x in range(red.shape[0]):
        grey = (np.float32(luma[x]) - black) * scale + HALF
        red[x] = np.uint8(min(max(grey + red_cr * cr[x], ZERO), CODES))
        green[x] = np.uint8(min(max(grey + green_cb * cb[x] + green_cr * cr[x], ZERO), CODES))
        blue[x] = np.uint8(min(max(grey + blue_cb * cb[x], ZERO), CODES))


@compiled("void(uint8[:,::1], uint8[:,::1], uint8[:,::1], float32[::1], uint8[:,:,::1])")
def yuv420_to_rgb(luma: Bytes, cb: Bytes, cr: Bytes, numbers: Floats, rgb: Bytes) -> None:
    """Make planar 4:2:0 full-range RGB.

    Args:
        luma: (H, at least W).
        cb: (ceil(H / 2), at least ceil(W / 2)).
        cr: The same.
        numbers: See `factors`.
        rgb: (H, W, 3), filled.
    """
    height, width = rgb.shape[0], rgb.shape[1]
    rows, columns = (height + 1) // 2, (width + 1) // 2
    narrow = np.empty(columns + 2, dtype=np.float32)
    wide_cb = np.empty(2 * columns, dtype=np.float32)
    wide_cr = np.empty(2 * columns, dtype=np.float32)
    planes = np.empty((3, width), dtype=np.uint8)
    for y in range(height):
        near = y // 2
        far = min(near + 1, rows - 1) if y % 2 else max(near - 1, 0)
        chroma_row(cb[near, :columns], cb[far, :columns], narrow)
        widen_chroma(narrow, wide_cb)
        chroma_row(cr[near, :columns], cr[far, :columns], narrow)
        widen_chroma(narrow, wide_cr)
        colour_row(luma[y, :width], wide_cb, wide_cr, numbers, planes)
        merge_row(planes, rgb[y])


@compiled("void(uint8[:,::1], float32[::1], uint8[::1])")
def luma_row(planes: Bytes, numbers: Floats, luma: Bytes) -> None:
    """The luma of a row: `planes` (3, W), `luma` (W,) filled."""
    red, green, blue = planes[0], planes[1], planes[2]
    black, scale, red_share, blue_share = numbers[0] + HALF, 1 / numbers[1], numbers[6], numbers[7]
    for x in range(luma.shape[0]):
        grey = np.float32(green[x])
        grey += red_share * (np.float32(red[x]) - grey) + blue_share * (np.float32(blue[x]) - grey)
        luma[x] = np.uint8(grey * scale + black)


@compiled("void(uint8[::1], uint8[::1], float32[::1])")
def average_row(upper: Bytes, lower: Bytes, mean: Floats) -> None:
    """Means of 2x2 samples of two rows, (2 w,): `mean` (w,) filled."""
    for x in range(mean.shape[0]):
        total = np.float32(upper[2 * x]) + np.float32(upper[2 * x + 1])
        mean[x] = (total + np.float32(lower[2 * x]) + np.float32(lower[2 * x + 1])) * QUARTER


@compiled("void(float32[:,::1], float32[::1], uint8[::1], uint8[::1])")
def chroma_of_row(mean: Floats, numbers: Floats, cb: Bytes, cr: Bytes) -> None:
    """The chroma of a row: `mean` (3, w) in codes, `cb` and `cr` (w,) filled."""
    red, green, blue = mean[0], mean[1], mean[2]
    red_share, blue_share = numbers[6], numbers[7]
    per_cr, per_cb = 1 / numbers[2], 1 / numbers[5]
    for x in range(cb.shape[0]):
        grey = green[x] + red_share * (red[x] - green[x]) + blue_share * (blue[x] - green[x])
        # Of full range the strongest blue and red come to half a code more than there is.
        cb[x] = np.uint8(min((blue[x] - grey) * per_cb + MIDDLE + HALF, CODES))
        cr[x] = np.uint8(min((red[x] - grey) * per_cr + MIDDLE + HALF, CODES))


@compiled("void(uint8[:,:,::1], float32[::1], uint8[:,::1], uint8[:,::1], uint8[:,::1])")
def rgb_to_yuv420(rgb: Bytes, numbers: Floats, luma: Bytes, cb: Bytes, cr: Bytes) -> None:
    """Make full-range RGB planar 4:2:0.

    Args:
        rgb: (H, W, 3), both even.
        numbers: See `factors`.
        luma: (H, at least W), filled.
        cb: (H / 2, at least W / 2), filled.
        cr: The same.
    """
    height, width = rgb.shape[0], rgb.shape[1]
    upper = np.empty((3, width), dtype=np.uint8)
    lower = np.empty((3, width), dtype=np.uint8)
    mean = np.empty((3, width // 2), dtype=np.float32)
    for y in range(0, height, 2):
        split_row(rgb[y], upper)
        split_row(rgb[y + 1], lower)
        luma_row(upper, numbers, luma[y, :width])
        luma_row(lower, numbers, luma[y + 1, :width])
        for c in range(3):
            average_row(upper[c], lower[c], mean[c])
        chroma_of_row(mean, numbers, cb[y // 2, : width // 2], cr[y // 2, : width // 2])
