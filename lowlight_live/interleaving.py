"""Takes rows of pixels apart into channels and puts them together, for the kernels.

As one line of bytes, three apart: of an array (W, 3) the compiler does not know that, and goes byte by byte.
"""

from __future__ import annotations

from lowlight_live.compiling import Bytes, compiled


@compiled("void(uint8[:,::1], uint8[:,::1])")
def split_row(line: Bytes, planes: Bytes) -> None:
    """Take the channels of a row, (W, 3), apart: `planes` (3, W) filled."""
    red, green, blue, flat = planes[0], planes[1], planes[2], line.reshape(line.size)
    for x in range(red.shape[0]):
        red[x] = flat[3 * x]
        green[x] = flat[3 * x + 1]
        blue[x] = flat[3 * x + 2]


@compiled("void(uint8[:,::1], uint8[:,::1])")
def merge_row(planes: Bytes, line: Bytes) -> None:
    """Put the channels of a row, (3, W), together: `line` (W, 3) filled."""
    red, green, blue, flat = planes[0], planes[1], planes[2], line.reshape(line.size)
    for x in range(red.shape[0]):
        flat[3 * x] = red[x]
        flat[3 * x + 1] = green[x]
        flat[3 * x + 2] = blue[x]
