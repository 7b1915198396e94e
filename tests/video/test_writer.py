"""Every frame is written at the moment that it says."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from lowlight_live.frame import Frame, FramePair
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.writer import VideoWriter, WriterSpec
from tests.video.clips import picture, times
from tests.video.films import INFO, pairs


def test_a_recording_of_a_camera_starts_at_zero(tmp_path: Path) -> None:
    info = SourceInfo("camera", 48, 64, Fraction(1, 25), live=True)
    writer = VideoWriter(WriterSpec(tmp_path / "out.mp4"), info)
    for pair in pairs(10, first=1_000_000):
        writer.write(pair)
    writer.finish()
    writer.close()
    assert times(tmp_path / "out.mp4") == [Fraction(i, 25) for i in range(10)]


def test_frames_in_another_time_base_keep_their_moment(tmp_path: Path) -> None:
    writer = VideoWriter(WriterSpec(tmp_path / "out.mp4"), INFO)
    for index in range(5):
        frame = Frame(picture(48, 64, index), index * 3600, Fraction(1, 90000))
        writer.write(FramePair(frame, frame))
    writer.finish()
    writer.close()
    assert times(tmp_path / "out.mp4") == [Fraction(i, 25) for i in range(5)]


def test_frames_out_of_order_are_the_callers_mistake(tmp_path: Path) -> None:
    writer = VideoWriter(WriterSpec(tmp_path / "out.mp4"), INFO)
    pair = next(pairs(1))
    writer.write(pair)
    with pytest.raises(ValueError, match="order"):
        writer.write(pair)
    writer.close()
    assert len(times(writer.part)) == 1
