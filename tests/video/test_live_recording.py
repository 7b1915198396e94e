"""A recording of a live source lasts as long as what it shows, whatever the source does meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from lowlight_live.frame import Frame, FramePair
from lowlight_live.outlets import Outlet
from lowlight_live.pipeline import Pipeline
from lowlight_live.video.image_writers import SnapshotWriter
from lowlight_live.video.mark import AMBER
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.writer import VideoWriter, WriterSpec
from tests.fakes import FakeEnhancer
from tests.live_fakes import TICKS, FakeLiveSource, WatchedSink, live_frame
from tests.video.clips import times

HEIGHT, WIDTH = 48, 64
INFO = SourceInfo("camera", HEIGHT, WIDTH, TICKS, frame_rate=Fraction(30), live=True)
# A camera in the dark: a second of 30 fps, two of 12, another of 30, from somewhere in the life of the machine.
CAPTURED = [5_000_000, *([3000] * 30), *([7500] * 24), *([3000] * 30)]
PTS = [sum(CAPTURED[: index + 1]) for index in range(len(CAPTURED))]


def pair_of(pts: int, *, value: int = 90, height: int = HEIGHT, width: int = WIDTH, held: bool = False) -> FramePair:
    """Its original is black."""
    frame = Frame(np.zeros((height, width, 3), np.uint8), pts, TICKS, held=held)
    return FramePair(frame, replace(frame, rgb=np.full((height, width, 3), value, np.uint8)))


def recorded(path: Path, pairs: Sequence[FramePair], **options: bool) -> VideoWriter:
    writer = VideoWriter(WriterSpec(path, crf=5, **options), INFO)  # type: ignore[arg-type]
    for pair in pairs:
        writer.write(pair)
    writer.finish()
    writer.close()
    return writer


def pictures_of(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


@pytest.mark.parametrize(("ending", "exact_to"), [(".mp4", 0), (".mov", 0), (".mkv", Fraction(1, 1000))])
def test_a_rate_that_falls_and_rises_keeps_the_time_of_the_clock(
    tmp_path: Path, ending: str, exact_to: Fraction
) -> None:
    path = tmp_path / f"out{ending}"
    recorded(path, [pair_of(pts) for pts in PTS])
    wanted = [Fraction(pts - PTS[0], 90000) for pts in PTS]
    assert len(times(path)) == len(wanted)
    assert all(abs(a - b) <= exact_to for a, b in zip(times(path), wanted, strict=True))
    with av.open(str(path)) as film:
        assert film.duration is not None
        assert film.duration / av.time_base == pytest.approx(float(wanted[-1]) + 1 / 30, abs=0.002)


def test_the_same_holds_through_a_whole_pipeline(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    source, window = FakeLiveSource(height=HEIGHT, width=WIDTH), WatchedSink()
    film = Outlet(VideoWriter(WriterSpec(path), source.info), "recording", waiting=len(PTS))
    with Pipeline(source, FakeEnhancer(), [film, window]) as pipeline:
        for number, pts in enumerate(PTS):
            source.give(replace(live_frame(number, height=HEIGHT, width=WIDTH), pts=pts))
            window.wait_for(number + 1)
        pipeline.stop()
    assert times(path) == [Fraction(pts - PTS[0], 90000) for pts in PTS]


def test_an_outage_is_recorded_as_long_as_it_was_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    before = [pair_of(n * 3000) for n in range(10)]
    held = [pair_of(30000 + n * 22500, held=True) for n in range(12)]
    after = [pair_of(300000 + n * 3000) for n in range(10)]
    recorded(path, [*before, *held, *after])
    moments = times(path)
    assert moments[-1] == Fraction(327000, 90000)
    assert max(b - a for a, b in pairwise(moments)) == Fraction(1, 4)
    corners = [picture[0, 0].astype(int) for picture in pictures_of(path)]
    amber = [bool(np.abs(corner - AMBER).max() < 60) for corner in corners]
    assert amber == [False] * 10 + [True] * 12 + [False] * 10


def test_a_size_that_changes_is_fitted_into_that_of_the_film_and_told_once(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    pairs = [pair_of(0), pair_of(3000, height=96, width=64), pair_of(6000, height=24, width=32), pair_of(9000)]
    writer = recorded(path, pairs)
    pictures = pictures_of(path)
    assert {picture.shape for picture in pictures} == {(HEIGHT, WIDTH, 3)}
    high = pictures[1][HEIGHT // 2]
    assert high[4].max() < 20
    assert high[-4].max() < 20
    assert high[WIDTH // 2].min() > 70
    assert pictures[2][1, 1].min() > 70  # of the same shape: scaled, without bars
    assert len(writer.warnings) == 1
    assert "size" in writer.warnings[0]


def test_the_original_can_be_recorded_in_place_of_the_result(tmp_path: Path) -> None:
    pairs = [pair_of(n * 3000) for n in range(5)]
    recorded(tmp_path / "result.mp4", pairs)
    recorded(tmp_path / "original.mp4", pairs, original=True)
    assert times(tmp_path / "result.mp4") == times(tmp_path / "original.mp4")
    assert np.mean(pictures_of(tmp_path / "result.mp4")) > 70
    assert np.mean(pictures_of(tmp_path / "original.mp4")) < 10


def grey_of(path: Path) -> int:
    """Of the right half: the enhanced picture."""
    with Image.open(path) as picture:
        assert picture.size == (2 * WIDTH, HEIGHT)
        return int(np.asarray(picture)[:, WIDTH:].mean())


def test_a_snapshot_shows_the_last_frame_and_on_request_others(tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    writer = SnapshotWriter(path)
    for value in range(10, 20):
        if value in (13, 16):
            writer.take()
        writer.write(pair_of(value * 3000, value=value))
    writer.finish()
    writer.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["shot-1.png", "shot-2.png", "shot.png"]
    assert [grey_of(tmp_path / name) for name in ("shot-1.png", "shot-2.png", "shot.png")] == [13, 16, 19]


def test_a_picture_on_request_that_cannot_be_written_is_told_and_costs_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "shots"
    writer = SnapshotWriter(folder / "shot.png")
    folder.rmdir()
    folder.write_text("in the way")
    writer.take()
    writer.write(pair_of(0, value=50))
    folder.unlink()
    writer.finish()
    writer.close()
    assert "shot-1.png" in writer.warnings[0]
    assert grey_of(folder / "shot.png") == 50


def test_a_picture_on_request_replaces_none_of_an_earlier_run(tmp_path: Path) -> None:
    (tmp_path / "shot-1.png").write_text("precious")
    writer = SnapshotWriter(tmp_path / "shot.png")
    writer.take()
    writer.write(pair_of(0, value=50))
    writer.close()
    assert (tmp_path / "shot-1.png").read_text() == "precious"
    assert grey_of(tmp_path / "shot-2.png") == 50
