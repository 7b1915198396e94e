"""Blends a frame with what the frames before it showed; the plain form is `enhance.denoise.blend`."""

from __future__ import annotations

import numpy as np

from lowlight_live.enhance.denoise import DRIFT_SCALE, RADIUS, RAMP, SIZE_SCALE, UNKNOWN
from lowlight_live.enhance.kernels.compiling import CODES, ONE, ZERO, Bytes, Floats, Shorts, compiled

THIRD = np.float32(1 / 3)


@compiled(
    "void(uint8[:,:,::1], float32[:,:,::1], float32[:,::1], int16[:,:,::1], float32[::1], float32[:,::1], float32,"
    " float32[:,:,::1], float32[:,::1], int64, int64)"
)
def denoise_rows(
    rgb: Bytes,
    state: Floats,
    ratio: Floats,
    field: Shorts,
    gain: Floats,
    inverse_sigma: Floats,
    floor: float,
    new_state: Floats,
    new_ratio: Floats,
    first: int,
    last: int,
) -> None:
    """Blend a frame into the estimate that the frames before it gave, where it shows the same; see `denoise`.

    Args:
        rgb: (H, W, 3) the new frame.
        state: (3, H, W) the estimate so far, in codes.
        ratio: (H, W) variance of its noise over that of a frame.
        field: (h, w, 2) where each block comes from, see `motion`.
        gain: (3,) by how much the light has changed since.
        inverse_sigma: (3, 256) one over the noise's standard deviation in codes.
        floor: Smallest weight of the new frame.
        new_state: (3, H, W), filled.
        new_ratio: (H, W), filled.
        first: First row to fill.
        last: One after the last.
    """
    height, width = rgb.shape[0], rgb.shape[1]
    radius = RADIUS
    span = 2 * radius + 1
    before = np.empty((span, 3, width), dtype=np.float32)
    before_ratio = np.empty((span, width), dtype=np.float32)
    size = np.zeros((span, width), dtype=np.float32)
    drift = np.zeros((span, width), dtype=np.float32)
    size_sum = np.zeros(width + 2 * radius, dtype=np.float32)
    drift_sum = np.zeros(width + 2 * radius, dtype=np.float32)
    for y in range(first - radius, last + radius):
        slot = y % span
        if 0 <= y < height:
            row = rgb[y]
            for j in range(field.shape[1]):
                left, right = j * 16, min(j * 16 + 16, width)
                source, shift = y + field[y // 16, j, 0], np.int64(field[y // 16, j, 1])
                if 0 <= source < height and left + shift >= 0 and right + shift <= width:
                    for c in range(3):
                        for x in range(left, right):
                            before[slot, c, x] = min(state[c, source, x + shift] * gain[c], CODES)
                    for x in range(left, right):
                        before_ratio[slot, x] = ratio[source, x + shift]
                else:
                    # Some of the block comes from outside the picture: nothing is known of that part.
                    for x in range(left, right):
                        inside = 0 <= source < height and 0 <= x + shift < width
                        for c in range(3):
                            if inside:
                                before[slot, c, x] = min(state[c, source, x + shift] * gain[c], CODES)
                            else:
                                before[slot, c, x] = np.float32(row[x, c])
                        before_ratio[slot, x] = ratio[source, x + shift] if inside else UNKNOWN
            for x in range(width):
                absolute, signed = ZERO, ZERO
                for c in range(3):
                    known = before[slot, c, x]
                    difference = (np.float32(row[x, c]) - known) * inverse_sigma[c, np.int32(known)]
                    absolute += abs(difference)
                    signed += difference
                scale = THIRD / np.sqrt(ONE + min(before_ratio[slot, x], ONE))
                size[slot, x] = absolute * scale
                drift[slot, x] = signed * scale
        else:
            size[slot, :] = ZERO
            drift[slot, :] = ZERO
        centre = y - radius
        if centre < first:
            continue
        rows = min(centre + radius, height - 1) - max(centre - radius, 0) + 1
        for x in range(width):
            total, signed = ZERO, ZERO
            for k in range(span):
                total += size[k, x]
                signed += drift[k, x]
            size_sum[x + radius] = total
            drift_sum[x + radius] = signed
        slot = centre % span
        for x in range(width):
            total, signed = ZERO, ZERO
            for k in range(span):
                total += size_sum[x + k]
                signed += drift_sum[x + k]
            columns = min(x + radius, width - 1) - max(x - radius, 0) + 1
            count = np.float32(rows * columns)
            excess = max(total / count * SIZE_SCALE, abs(signed) / np.sqrt(count) * DRIFT_SCALE)
            moved = min(max((excess - ONE) * RAMP, ZERO), ONE)
            known_ratio = before_ratio[slot, x]
            weight = max(max(known_ratio / (known_ratio + ONE), floor), moved)
            rest = ONE - weight
            new_ratio[centre, x] = rest * rest * known_ratio + weight * weight
            for c in range(3):
                known = before[slot, c, x]
                new_state[c, centre, x] = known + weight * (np.float32(rgb[centre, x, c]) - known)
