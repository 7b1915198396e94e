from __future__ import annotations

import gc
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.writer import VideoWriter, WriterSpec
from tests.video.clips import Clip, make, picture, quadrants, transcode

TURNS = [(0, False), (90, False), (180, False), (-90, False), (0, True), (90, True), (180, True), (-90, True)]


def read_one(path: Path) -> tuple[Rgb, SourceInfo, tuple[str, ...]]:
    reader = VideoReader(path)
    frame = next(iter(reader))
    reader.close()
    return frame.rgb, reader.info, reader.warnings


def corners(rgb: Rgb) -> list[list[int]]:
    """The middle of each quadrant, roughly, clockwise from the top left."""
    height, width = rgb.shape[:2]
    places = [(1, 1), (1, 3), (3, 3), (3, 1)]
    return [(rgb[height * y // 4, width * x // 4].astype(int) // 64).tolist() for y, x in places]


def upright(rgb: Rgb, degrees: int, hflip: bool) -> Rgb:
    """What a player shows: FFmpeg's display matrix turns counterclockwise, then mirrors."""
    turned = np.rot90(rgb, degrees // 90)
    return turned[:, ::-1] if hflip else turned


@pytest.mark.parametrize(("degrees", "hflip"), TURNS)
def test_turned_and_mirrored_clips_come_out_upright(tmp_path: Path, degrees: int, hflip: bool) -> None:
    picture_held = quadrants(48, 64)
    clip = Clip(pts=(0, 512), rotation=degrees, hflip=hflip, pixel_aspect=Fraction(4, 3))
    source = make(tmp_path / "in.mp4", clip, pictures=[picture_held] * 2)
    expected = upright(picture_held, degrees, hflip)
    transcode(source, tmp_path / "out.mp4")
    for path in (source, tmp_path / "out.mp4"):
        rgb, info, _ = read_one(path)
        assert rgb.shape == expected.shape == (info.height, info.width, 3)
        assert corners(rgb) == corners(expected)
        assert info.pixel_aspect == (Fraction(3, 4) if degrees % 180 else Fraction(4, 3))
        assert rgb.flags.c_contiguous
    with av.open(str(tmp_path / "out.mp4")) as film:
        assert next(film.decode(video=0)).rotation == 0


@pytest.mark.parametrize("ending", [".mp4", ".mkv"])
def test_pixels_that_are_not_square_keep_their_shape(tmp_path: Path, ending: str) -> None:
    source = make(tmp_path / f"in{ending}", Clip(pts=(0, 512), pixel_aspect=Fraction(64, 45)))
    transcode(source, tmp_path / f"out{ending}")
    assert read_one(tmp_path / f"out{ending}")[1].pixel_aspect == Fraction(64, 45)


def test_an_angle_that_is_no_quarter_turn_is_told(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4", Clip(pts=(0, 512), rotation=30))
    rgb, _, warnings = read_one(source)
    assert rgb.shape == (48, 64, 3)
    assert "no multiple of 90 degrees" in warnings[0]


@pytest.mark.parametrize(("height", "width"), [(47, 65), (48, 65), (47, 64)])
def test_odd_sizes_repeat_their_last_row_or_column_and_say_so(tmp_path: Path, height: int, width: int) -> None:
    clip = Clip(pts=(0, 512), height=height, width=width, pixel_format="yuv444p")
    source = make(tmp_path / "in.mkv", clip, pictures=[quadrants(height, width)] * 2)
    _, writer = transcode(source, tmp_path / "out.mp4", crf=1)
    rgb, info, _ = read_one(tmp_path / "out.mp4")
    assert (info.height, info.width) == (height + height % 2, width + width % 2)
    assert f"{width} x {height}" in writer.warnings[0]
    original = read_one(source)[0]
    assert np.abs(rgb[: height - 2, : width - 2].astype(int) - original[: height - 2, : width - 2]).mean() < 4
    assert np.abs(rgb[-1].astype(int) - rgb[-2]).max() <= 4
    assert np.abs(rgb[:, -1].astype(int) - rgb[:, -2]).max() <= 4


def test_a_size_that_changes_in_mid_stream_is_scaled_to_the_first(tmp_path: Path) -> None:
    small = make(tmp_path / "small.h264", Clip(pts=(0, 512)))
    large = make(tmp_path / "large.h264", Clip(pts=(0, 512), height=96, width=128))
    mixed = tmp_path / "mixed.h264"
    mixed.write_bytes(small.read_bytes() + large.read_bytes())
    reader = VideoReader(mixed)
    frames = list(reader)
    reader.close()
    assert [frame.rgb.shape for frame in frames] == [(48, 64, 3)] * 4
    assert any("scaled to 64 x 48" in warning for warning in reader.warnings)


def test_side_by_side_shows_the_original_left_of_the_enhanced(tmp_path: Path) -> None:
    info = SourceInfo("pair", 48, 64, Fraction(1, 25))
    writer = VideoWriter(WriterSpec(tmp_path / "out.mp4", side_by_side=True), info)
    for pts in range(3):
        dark, bright = (Frame(picture(48, 64, 0, (grey,) * 3), pts, info.time_base, 1) for grey in (40, 200))
        writer.write(FramePair(dark, bright))
    writer.finish()
    writer.close()
    rgb, written, _ = read_one(tmp_path / "out.mp4")
    assert (written.height, written.width) == (48, 128)
    assert abs(int(rgb[:, :60].mean()) - 40) <= 3
    assert abs(int(rgb[:, 68:].mean()) - 200) <= 3


def test_the_first_picture_of_a_file_is_not_kept(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4")
    gc.collect()
    gc.disable()
    try:
        before = pictures()
        read_one(path)
        kept = len(pictures()) - len(before)
    finally:
        gc.enable()
    assert kept == 0


def pictures() -> list[av.VideoFrame]:
    """Those that are alive: other tests may keep some."""
    return [thing for thing in gc.get_objects() if type(thing) is av.VideoFrame]
