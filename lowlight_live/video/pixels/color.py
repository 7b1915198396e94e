"""What a video's samples mean in colour, and what that is called by H.273, by FFmpeg's tags and by swscale.

Two traps are closed here. Video without tags is common, and swscale takes it for BT.601 at any size: a red of
(200, 30, 40) in HD becomes (184, 10, 39). And what H.273 calls a matrix, swscale numbers differently.
"""

from __future__ import annotations

from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from lowlight_live.errors import SourceOpenError
from lowlight_live.frame import (
    MATRIX_BT470BG,
    MATRIX_BT709,
    MATRIX_BT2020,
    MATRIX_SMPTE170M,
    PRIMARIES_BT470BG,
    PRIMARIES_BT709,
    PRIMARIES_SMPTE170M,
    TRANSFER_BT709,
    TRANSFER_HLG,
    TRANSFER_PQ,
    TRANSFER_SMPTE170M,
    ColorInfo,
)

FIRST_HD_HEIGHT = 720
"""Untagged video of this many lines or more is BT.709, below it is BT.601: what players assume too."""

_UNTAGGED = (0, 2, 3)
"""Reserved and unspecified: the same numbers in all of H.273's tables (a matrix of 0 is RGB: no matrix at all)."""

_MATRIX_FCC, _MATRIX_SMPTE240M = 4, 7

SWSCALE_MATRIX: dict[int, Colorspace] = {
    MATRIX_BT709: Colorspace.ITU709,
    _MATRIX_FCC: Colorspace.FCC,
    MATRIX_BT470BG: Colorspace.ITU601,
    MATRIX_SMPTE170M: Colorspace.ITU601,
    _MATRIX_SMPTE240M: Colorspace.SMPTE240M,
    MATRIX_BT2020: Colorspace.BT2020,
}
"""H.273 matrix → the coefficients swscale has for it. Others (YCgCo, constant luminance, ICtCp) it has none for."""

LUMA_WEIGHTS: dict[int, tuple[float, float]] = {
    MATRIX_BT709: (0.2126, 0.0722),
    _MATRIX_FCC: (0.30, 0.11),
    MATRIX_BT470BG: (0.299, 0.114),
    MATRIX_SMPTE170M: (0.299, 0.114),
    _MATRIX_SMPTE240M: (0.212, 0.087),
    MATRIX_BT2020: (0.2627, 0.0593),
}
"""H.273 matrix → the weights of red and of blue in luma."""

_PRIMARIES_BT2020, _TRANSFER_BT2020_10 = 9, 14
_COMPANIONS: dict[int, tuple[int, int]] = {
    MATRIX_BT709: (PRIMARIES_BT709, TRANSFER_BT709),
    MATRIX_BT470BG: (PRIMARIES_BT470BG, TRANSFER_SMPTE170M),
    MATRIX_SMPTE170M: (PRIMARIES_SMPTE170M, TRANSFER_SMPTE170M),
    _MATRIX_FCC: (PRIMARIES_SMPTE170M, TRANSFER_SMPTE170M),
    _MATRIX_SMPTE240M: (7, 7),
    MATRIX_BT2020: (_PRIMARIES_BT2020, _TRANSFER_BT2020_10),
}
"""Matrix → the primaries and the transfer that belong to it where the video names neither."""

_HDR_NAMES = {TRANSFER_PQ: "PQ (HDR10, Dolby Vision)", TRANSFER_HLG: "HLG"}


def assumed_color(height: int) -> ColorInfo:
    """What samples without any tag mean.

    Args:
        height: Of the coded picture, in lines.
    """
    matrix = MATRIX_BT709 if height >= FIRST_HD_HEIGHT else MATRIX_SMPTE170M
    primaries, transfer = _COMPANIONS[matrix]
    return ColorInfo(matrix=matrix, primaries=primaries, transfer=transfer, full_range=False)


def color_of(frame: VideoFrame) -> ColorInfo:
    """What the samples of a decoded frame mean: its tags, completed by the rule for untagged video.

    RGB video has no matrix; it gets the one its size would have, so that a writer of YUV has something to use.

    Raises:
        SourceOpenError: High dynamic range, or a matrix that swscale has no coefficients for.
    """
    if frame.color_trc in _HDR_NAMES:
        raise SourceOpenError(
            f"The video is in high dynamic range, {_HDR_NAMES[frame.color_trc]}, which is not supported.",
            hint="Convert it to standard dynamic range first, for example with HandBrake or FFmpeg's tonemap filter.",
        )
    assumed = assumed_color(frame.height)
    matrix = assumed.matrix if has_rgb_samples(frame) else _matrix_of(frame, assumed)
    primaries, transfer = _COMPANIONS[matrix]
    return ColorInfo(
        matrix=matrix,
        primaries=primaries if frame.color_primaries in _UNTAGGED else frame.color_primaries,
        transfer=transfer if frame.color_trc in _UNTAGGED else frame.color_trc,
        full_range=is_full_range(frame) and not has_rgb_samples(frame),
    )


def has_rgb_samples(frame: VideoFrame) -> bool:
    """Whether the samples are RGB, or indices into a palette of it: then there is no matrix, and the range is full."""
    return frame.format.is_rgb or frame.format.has_palette


def swscale_matrix(color: ColorInfo) -> Colorspace:
    """The coefficients swscale is to use. `color` comes from `color_of` or `writable`."""
    return SWSCALE_MATRIX[color.matrix]


def swscale_range(color: ColorInfo) -> ColorRange:
    """The range swscale is to use; its numbers are FFmpeg's tags too."""
    return ColorRange.JPEG if color.full_range else ColorRange.MPEG


def writable(color: ColorInfo, height: int) -> ColorInfo:
    """The colour to write: the source's own if YUV can be written with it, else what untagged video means."""
    return color if color.matrix in SWSCALE_MATRIX else assumed_color(height)


def _matrix_of(frame: VideoFrame, assumed: ColorInfo) -> int:
    if frame.colorspace in SWSCALE_MATRIX:
        return frame.colorspace
    if frame.colorspace in _UNTAGGED:
        return assumed.matrix
    raise SourceOpenError(
        f"The video's colour matrix (H.273 code {frame.colorspace}) is not supported.",
        hint="Convert the video to BT.709 first, for example with HandBrake.",
    )


def is_full_range(frame: VideoFrame) -> bool:
    """Motion JPEG says it in the pixel format (yuvj420p), everybody else in the tag."""
    return frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")
