"""Every frame keeps its moment and its duration."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest

from lowlight_live.video.reader import VideoReader
from lowlight_live.video.reading.timestamps import Timestamps
from tests.video.clips import Clip, make, sound_packets, times, transcode

VARIABLE = (0, 900, 3100, 3101, 9000, 9450, 18000, 27000, 27500, 30000, 36000, 45000, 47000, 50000, 50500, 64000)
NTSC = tuple(range(0, 45 * 1001, 1001))
TIMINGS = {
    "constant": Clip(),
    "variable": Clip(pts=VARIABLE, time_base=Fraction(1, 90000), last_duration=700),
    "30000/1001": Clip(pts=NTSC, time_base=Fraction(1, 30000), last_duration=1001),
    "start after zero": Clip(pts=tuple(p + 93093 for p in VARIABLE), time_base=Fraction(1, 90000), last_duration=700),
    "one frame": Clip(pts=(0,), last_duration=512),
}


@pytest.mark.parametrize("ending", [".mp4", ".mov"])
@pytest.mark.parametrize("clip", TIMINGS.values(), ids=TIMINGS.keys())
def test_every_frame_keeps_its_exact_moment(tmp_path: Path, clip: Clip, ending: str) -> None:
    source = make(tmp_path / "in.mp4", clip)
    transcode(source, tmp_path / f"out{ending}")
    assert times(tmp_path / f"out{ending}") == times(source) == [pts * clip.time_base for pts in clip.pts]


@pytest.mark.parametrize("clip", TIMINGS.values(), ids=TIMINGS.keys())
def test_matroska_keeps_every_frame_to_its_millisecond(tmp_path: Path, clip: Clip) -> None:
    source = make(tmp_path / "in.mp4", clip)
    transcode(source, tmp_path / "out.mkv")
    kept = times(tmp_path / "out.mkv")
    assert len(kept) == len(clip.pts)
    assert all(abs(a - b) <= Fraction(1, 1000) for a, b in zip(kept, times(source), strict=True))


@pytest.mark.parametrize("last_duration", [100, 512, 5000])
def test_last_frame_stays_as_long_as_in_the_source(tmp_path: Path, last_duration: int) -> None:
    source = make(tmp_path / "in.mp4", Clip(last_duration=last_duration, options={"preset": "veryfast", "bf": "0"}))
    transcode(source, tmp_path / "out.mp4")
    for path in (source, tmp_path / "out.mp4"):
        reader = VideoReader(path)
        assert [frame.duration for frame in reader] == [512] * 19 + [last_duration]
        reader.close()
    with av.open(str(tmp_path / "out.mp4")) as film:
        assert film.duration == pytest.approx((19 * 512 + last_duration) / 12800 * av.time_base, abs=1)


@pytest.mark.parametrize("ending", [".mp4", ".mkv"])
def test_picture_and_sound_keep_their_distance(tmp_path: Path, ending: str) -> None:
    clip = Clip(
        pts=tuple(range(6400, 6400 + 20 * 512, 512)), sounds=["eng"], sound_codec="aac", sound_start=Fraction(1, 4)
    )
    source = make(tmp_path / "in.mp4", clip)
    transcode(source, tmp_path / f"out{ending}")

    def distance(path: Path) -> Fraction:
        return times(path)[0] - sound_packets(path)[0][0]

    assert abs(distance(tmp_path / f"out{ending}") - distance(source)) <= Fraction(1, 1000)


def test_frame_numbers_of_the_source_are_those_of_the_reader(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4", TIMINGS["variable"])
    reader = VideoReader(source)
    frames = list(reader)
    reader.close()
    assert [frame.pts for frame in frames] == list(VARIABLE)
    assert frames[-1].duration == 700
    assert reader.info.frame_count == len(VARIABLE)
    assert reader.info.time_base == Fraction(1, 90000)
    assert reader.info.duration_s == pytest.approx(64700 / 90000, abs=0.001)
    assert not any(frame.discontinuity for frame in frames)


def test_a_gap_is_told_by_the_times_alone(tmp_path: Path) -> None:
    """How long is too long is for whoever keeps state over time to decide, once: `enhance.analysis`."""
    source = make(tmp_path / "in.mp4", Clip(pts=(0, 512, 1024, 30000, 30512)))
    reader = VideoReader(source)
    assert [(frame.pts, frame.discontinuity) for frame in reader] == [
        (pts, False) for pts in (0, 512, 1024, 30000, 30512)
    ]
    reader.close()


def test_length_is_unknown_where_the_file_does_not_tell(tmp_path: Path) -> None:
    source = make(tmp_path / "in.h264", Clip())
    reader = VideoReader(source)
    assert reader.info.frame_count is None
    assert reader.info.duration_s is None
    assert len(list(reader)) == 20
    reader.close()


def _decoded(*pts: int | None) -> list[av.VideoFrame]:
    frames = []
    for time in pts:
        frame = av.VideoFrame(16, 16, "gray")
        frame.pts = time
        frames.append(frame)
    return frames


def test_timestamps_dealt_out_in_decoding_order_are_put_in_order() -> None:
    timestamps = Timestamps()
    paired = list(timestamps.pair(_decoded(0, 101, 67, 134, 34, 234, 201, 267, 167)))
    assert [time for _, time in paired] == [0, 34, 67, 101, 134, 167, 201, 234, 267]
    assert timestamps.repaired > 0


def test_timestamps_in_order_are_left_alone() -> None:
    timestamps = Timestamps()
    assert [time for _, time in timestamps.pair(_decoded(*range(5, 100, 3)))] == list(range(5, 100, 3))
    assert timestamps.repaired == 0


def test_frames_without_or_with_the_same_timestamp_still_increase() -> None:
    timestamps = Timestamps()
    given = [time for _, time in timestamps.pair(_decoded(None, None, 7, 7, 7, 30))]
    assert given == sorted(set(given))
    assert len(given) == 6
    assert timestamps.repaired == 4
