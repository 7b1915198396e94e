from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from lowlight_live.errors import SourceOpenError
from lowlight_live.frame import ColorInfo, Frame, FramePair
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.writer import VideoWriter, WriterSpec
from tests.video.clips import RED, Clip, make, picture, transcode

LUMA_OF_RED = {(1, False): 73, (1, True): 67, (6, False): 86, (6, True): 82, (9, False): 81, (9, True): 75}


def write(path: Path, color: ColorInfo, height: int = 48) -> None:
    frame = Frame(picture(height, 64, 0, RED), 0, Fraction(1, 25), 1, color=color)
    writer = VideoWriter(WriterSpec(path, crf=1), SourceInfo("red", height, 64, Fraction(1, 25), color=color))
    writer.write(FramePair(frame, frame))
    writer.finish()
    writer.close()


def read_center(path: Path) -> tuple[np.ndarray, ColorInfo]:
    reader = VideoReader(path)
    frame = next(iter(reader))
    reader.close()
    return frame.rgb[frame.rgb.shape[0] // 2, frame.rgb.shape[1] // 2].astype(int), frame.color


def luma_and_tags(path: Path) -> tuple[int, tuple[int, int, int, int]]:
    """As PyAV alone sees the file."""
    with av.open(str(path)) as film:
        frame = next(film.decode(video=0))
        luma = np.frombuffer(frame.planes[0], np.uint8)[0]
        return int(luma), (frame.colorspace, frame.color_primaries, frame.color_trc, frame.color_range)


@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize("matrix", [1, 6, 9])
@pytest.mark.parametrize("ending", [".mp4", ".mkv"])
def test_a_colour_comes_back_and_is_written_by_the_tagged_matrix(
    tmp_path: Path, matrix: int, full_range: bool, ending: str
) -> None:
    color = ColorInfo(matrix=matrix, primaries=matrix, transfer=1, full_range=full_range)
    path = tmp_path / f"out{ending}"
    write(path, color)
    luma, tags = luma_and_tags(path)
    assert abs(luma - LUMA_OF_RED[matrix, full_range]) <= 1
    assert tags == (matrix, matrix, 1, 2 if full_range else 1)
    rgb, told = read_center(path)
    assert np.abs(rgb - RED).max() <= 3
    assert told == color


@pytest.mark.parametrize(("height", "matrix"), [(48, 6), (576, 6), (718, 6), (720, 1), (1080, 1)])
def test_untagged_video_is_709_from_720_lines_up(tmp_path: Path, height: int, matrix: int) -> None:
    source = make(tmp_path / "in.mp4", Clip(pts=(0, 512), height=height, color=RED, coded_matrix=matrix))
    assert luma_and_tags(source)[1] == (2, 2, 2, 0)
    rgb, color = read_center(source)
    assert np.abs(rgb - RED).max() <= 3
    assert color == ColorInfo(matrix=matrix, primaries=matrix, transfer=matrix, full_range=False)


def test_what_was_assumed_of_untagged_video_is_written_as_tags(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4", Clip(pts=(0, 512), height=720, color=RED, coded_matrix=1))
    transcode(source, tmp_path / "out.mp4")
    assert luma_and_tags(tmp_path / "out.mp4")[1] == (1, 1, 1, 1)
    assert np.abs(read_center(tmp_path / "out.mp4")[0] - RED).max() <= 3


@pytest.mark.parametrize("color_range", [1, 2])
@pytest.mark.parametrize("matrix", [1, 5, 6, 7, 9])
def test_tagged_video_is_read_by_its_tags_at_any_size(tmp_path: Path, matrix: int, color_range: int) -> None:
    clip = Clip(
        pts=(0, 512), color=RED, matrix=matrix, coded_matrix=matrix, color_range=color_range, primaries=1, transfer=1
    )
    source = make(tmp_path / "in.mp4", clip)
    transcode(source, tmp_path / "out.mp4", crf=1)
    for path in (source, tmp_path / "out.mp4"):
        rgb, color = read_center(path)
        assert np.abs(rgb - RED).max() <= 3
        assert color == ColorInfo(matrix=matrix, primaries=1, transfer=1, full_range=color_range == 2)


@pytest.mark.parametrize("pixel_format", ["yuv420p10le", "yuv444p", "yuv422p", "gbrp"])
def test_other_sample_formats_show_the_same_colour(tmp_path: Path, pixel_format: str) -> None:
    codec = "libx264rgb" if pixel_format == "gbrp" else "libx264"
    options = {"preset": "ultrafast", "crf": "1"}
    pixel_format = "rgb24" if codec == "libx264rgb" else pixel_format
    clip = Clip(pts=(0, 512), color=RED, pixel_format=pixel_format, codec=codec, options=options)
    source = make(tmp_path / "in.mkv", clip)
    assert np.abs(read_center(source)[0] - RED).max() <= 3


def test_motion_jpeg_is_full_range_without_being_tagged(tmp_path: Path) -> None:
    clip = Clip(pts=(0, 512), color=RED, pixel_format="yuvj420p", codec="mjpeg", options={"qmax": "2"}, color_range=2)
    rgb, color = read_center(make(tmp_path / "in.avi", clip))
    assert np.abs(rgb - RED).max() <= 4
    assert color.full_range


@pytest.mark.parametrize(("transfer", "name"), [(16, "PQ"), (18, "HLG")])
def test_high_dynamic_range_is_refused_by_name(tmp_path: Path, transfer: int, name: str) -> None:
    clip = Clip(pts=(0, 512), matrix=9, coded_matrix=9, primaries=9, transfer=transfer, pixel_format="yuv420p10le")
    source = make(tmp_path / "in.mkv", clip)
    with pytest.raises(SourceOpenError, match=name) as refusal:
        VideoReader(source)
    assert "standard dynamic range" in refusal.value.hint


def test_a_matrix_without_coefficients_is_refused(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mkv", Clip(pts=(0, 512), matrix=8))
    with pytest.raises(SourceOpenError, match="code 8"):
        VideoReader(source)


def test_frames_own_their_memory(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4", Clip(pts=tuple(range(0, 60 * 512, 512))))
    reader = VideoReader(source)
    frames = [(frame, frame.rgb.copy()) for frame in reader]
    reader.close()
    assert all(np.array_equal(frame.rgb, copy) for frame, copy in frames)
    assert len({int(frame.rgb[0, 0, 0]) for frame, _ in frames}) > 25
