"""Our conversion of 4:2:0 against swscale's exact form, and against what the standards say of single colours."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation, VideoReformatter

from lowlight_live.frame import MATRIX_BT709, MATRIX_BT2020, MATRIX_SMPTE170M, ColorInfo, Rgb
from lowlight_live.video.pixels.color import SWSCALE_MATRIX, swscale_matrix, swscale_range
from lowlight_live.video.pixels.conversion import RgbConverter, YuvConverter

COLORS = [
    pytest.param(ColorInfo(matrix=matrix, primaries=1, transfer=1, full_range=full_range), id=f"{matrix}-{full_range}")
    for matrix in SWSCALE_MATRIX
    for full_range in (False, True)
]
EXACT = Interpolation.BILINEAR | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT


def photo(height: int, width: int) -> Rgb:
    """Smooth colours with some noise: of pure noise in colour 4:2:0 keeps nothing."""
    y, x = np.mgrid[0:height, 0:width]
    waves = np.stack([np.sin(x / 17 + y / 29), np.sin(x / 31 - y / 23), np.cos(x / 19)], axis=2)
    noise = np.random.default_rng(0).normal(0, 3, (height, width, 1))
    picture: Rgb = (128 + 120 * waves + noise).clip(0, 255).astype(np.uint8)
    return picture


def planar(rgb: Rgb, color: ColorInfo) -> VideoFrame:
    """4:2:0 as swscale makes it, with its tags."""
    frame = VideoReformatter().reformat(
        VideoFrame.from_ndarray(rgb, format="rgb24"),
        format="yuv420p",
        dst_colorspace=swscale_matrix(color),
        src_color_range=ColorRange.JPEG,
        dst_color_range=swscale_range(color),
        interpolation=Interpolation.BILINEAR | Interpolation.ACCURATE_RND,
    )
    frame.colorspace = color.matrix
    return frame


def samples(frame: VideoFrame) -> list[np.ndarray]:
    return [
        np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width].astype(int)
        for plane in frame.planes
    ]


def difference_to_swscale(size: tuple[int, int], color: ColorInfo) -> np.ndarray:
    """Ours less swscale's, in codes."""
    frame = planar(photo(*size), color)
    theirs = VideoReformatter().reformat(
        frame,
        format="rgb24",
        src_colorspace=swscale_matrix(color),
        src_color_range=swscale_range(color),
        dst_color_range=ColorRange.JPEG,
        interpolation=EXACT,
    )
    return RgbConverter(frame)(frame).astype(int) - theirs.to_ndarray()


@pytest.mark.parametrize("color", COLORS)
@pytest.mark.parametrize("size", [(96, 128), (2, 2)], ids=str)
def test_reading_is_what_swscale_reads(size: tuple[int, int], color: ColorInfo) -> None:
    difference = difference_to_swscale(size, color)
    assert np.abs(difference).max() <= 2
    assert abs(difference.mean()) < 0.1, "a cast, which a dark picture would show"


@pytest.mark.parametrize("size", [(33, 47), (34, 47), (33, 48)], ids=str)
def test_an_odd_picture_is_read_as_the_part_of_an_even_one_that_it_is(size: tuple[int, int]) -> None:
    color = ColorInfo(matrix=MATRIX_BT709, primaries=1, transfer=1, full_range=False)
    even = planar(photo(34, 48), color)
    odd = VideoFrame(size[1], size[0], "yuv420p")
    odd.colorspace = color.matrix
    for into, line in zip(odd.planes, samples(even), strict=True):
        target = np.frombuffer(memoryview(into), np.uint8).reshape(into.height, into.line_size)
        target[:, : into.width] = line[: into.height, : into.width]
    assert np.array_equal(RgbConverter(odd)(odd), RgbConverter(even)(even)[: size[0], : size[1]])


@pytest.mark.parametrize("color", COLORS)
def test_writing_is_what_swscale_writes(color: ColorInfo) -> None:
    rgb = photo(96, 128)
    converted = YuvConverter(color, 96, 128, "yuv420p")(rgb)
    for ours, theirs in zip(samples(converted), samples(planar(rgb, color)), strict=True):
        assert np.abs(ours - theirs).max() <= 1
    assert (converted.colorspace, converted.color_range) == (color.matrix, swscale_range(color))


@pytest.mark.parametrize("color", COLORS)
def test_black_white_and_grey_are_exact(color: ColorInfo) -> None:
    """By BT.601, BT.709 and BT.2020: black is 16 and white 235 of limited range, grey has chroma 128."""
    for code in (0, 1, 2, 128, 255):
        rgb = np.full((4, 4, 3), code, np.uint8)
        frame = YuvConverter(color, 4, 4, "yuv420p")(rgb)
        luma, cb, cr = samples(frame)
        assert (luma == (code if color.full_range else int(16 + code * 219 / 255 + 0.5))).all()
        assert (cb == 128).all()
        assert (cr == 128).all()
        assert np.abs(RgbConverter(frame)(frame).astype(int) - code).max() <= (0 if color.full_range else 1)


@pytest.mark.parametrize("matrix", [MATRIX_BT709, MATRIX_SMPTE170M, MATRIX_BT2020])
@pytest.mark.parametrize("corner", [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255)], ids=str)
def test_the_strongest_colours_neither_wrap_around_nor_fade(matrix: int, corner: tuple[int, int, int]) -> None:
    for full_range in (False, True):
        color = ColorInfo(matrix=matrix, primaries=1, transfer=1, full_range=full_range)
        rgb = np.full((4, 4, 3), corner, np.uint8)
        frame = YuvConverter(color, 4, 4, "yuv420p")(rgb)
        assert np.abs(RgbConverter(frame)(frame).astype(int) - rgb).max() <= 3


def test_an_odd_picture_is_written_with_its_last_row_and_column_twice() -> None:
    color = ColorInfo(matrix=MATRIX_BT709, primaries=1, transfer=1, full_range=False)
    rgb = photo(5, 7)
    frame = YuvConverter(color, 6, 8, "yuv420p")(rgb)
    assert np.array_equal(samples(frame)[0][5], samples(frame)[0][4])
    assert np.array_equal(samples(frame)[0][:, 7], samples(frame)[0][:, 6])


def test_a_range_that_changes_in_mid_stream_is_followed() -> None:
    rgb = photo(32, 48)
    limited, full = (
        planar(rgb, ColorInfo(matrix=MATRIX_BT709, primaries=1, transfer=1, full_range=full_range))
        for full_range in (False, True)
    )
    full.color_range = ColorRange.JPEG
    for first, then in ((limited, full), (full, limited)):
        converter = RgbConverter(first)
        assert np.abs(converter(first).astype(int) - converter(then)).mean() < 1


def test_rows_from_the_bottom_to_the_top_are_read_the_right_way_round() -> None:
    color = ColorInfo(matrix=MATRIX_BT709, primaries=1, transfer=1, full_range=False)
    frame = planar(photo(32, 48), color)
    graph = Graph()
    source = graph.add_buffer(width=48, height=32, format="yuv420p", time_base=Fraction(1, 30))
    flip, sink = graph.add("vflip"), graph.add("buffersink")
    source.link_to(flip)
    flip.link_to(sink)
    graph.configure()
    frame.pts, frame.time_base = 0, Fraction(1, 30)
    graph.push(frame)
    flipped = graph.pull()
    assert isinstance(flipped, VideoFrame)
    assert flipped.planes[0].line_size < 0, "otherwise this shows nothing"
    assert np.abs(RgbConverter(frame)(frame)[::-1].astype(int) - RgbConverter(flipped)(flipped)).max() <= 3


def test_a_picture_of_another_size_is_refused() -> None:
    converter = YuvConverter(
        ColorInfo(matrix=MATRIX_BT709, primaries=1, transfer=1, full_range=False), 32, 48, "yuv420p"
    )
    for size in ((34, 48), (32, 46), (16, 24)):
        with pytest.raises(ValueError, match="the frames are 48 x 32"):
            converter(photo(*size))
