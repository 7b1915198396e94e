"""A run goes on with the part of the same run alone, and says why not with another."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from lowlight_live.errors import DecodeError
from lowlight_live.frame import FramePair
from lowlight_live.video.opening import open_video
from lowlight_live.video.resuming.part_record import record_of, same_file
from lowlight_live.video.writer import WriterSpec
from tests.video.clips import Clip, make, times
from tests.video.resuming.dark_clips import FRAMES, UNEVEN, dark_clip, moving_pictures
from tests.video.resuming.runs import FIRST_KILL, SECOND_KILL, STILL_LOST, copy_film, copy_until_killed, leave, run_of


def test_a_part_with_other_frames_than_the_source_is_begun_anew(source: Path, tmp_path: Path) -> None:
    other, target = dark_clip(tmp_path / "other.mp4", "even"), tmp_path / "out.mp4"
    leave(other, target, 120, run_of(source, codec="libx264"))
    done = copy_film(source, target)
    assert (done.there, times(target)) == (0, times(source))
    assert "has other frames than in.mp4" in "".join(done.warnings)


def test_a_part_with_other_frames_shortly_before_its_end_is_refused(source: Path, tmp_path: Path) -> None:
    pts = (*UNEVEN[:50], *(time + 1 for time in UNEVEN[50:]))
    other, target = make(tmp_path / "other.mp4", Clip(pts=pts), moving_pictures(FRAMES)), tmp_path / "out.mp4"
    leave(other, target, 75, run_of(source, codec="libx264"))
    with pytest.raises(DecodeError, match=r"frames of .out.part.mp4 are not those of in.mp4") as refused:
        copy_film(source, target)
    assert "Delete" in refused.value.hint


def test_another_source_is_begun_anew(source: Path, target: Path, tmp_path: Path) -> None:
    other = shutil.copy(source, tmp_path / "in.mp4")
    done = copy_film(other, target)
    assert (done.there, times(target)) == (0, times(source))
    assert ".out.part.mp4 was made of a source that has changed since" in "".join(done.warnings)
    assert ".out.part.mp4 of another run is there still" in "".join(done.warnings)


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no Unicode")
def test_a_source_whose_name_is_no_unicode_is_gone_on_with(source: Path, tmp_path: Path) -> None:
    named, target = tmp_path / os.fsdecode(b"caf\xe9.mp4"), tmp_path / "out.mp4"
    shutil.copy(source, named)
    copy_until_killed(named, target, FIRST_KILL)
    assert copy_film(named, target).there > FIRST_KILL - STILL_LOST
    assert times(target) == times(source)


def test_a_source_that_was_changed_is_begun_anew(source: Path, target: Path) -> None:
    run = {**run_of(source, codec="libx264"), "source": {**same_file(source), "modified_ns": 1}}
    done = copy_film(source, target, run=run)
    assert (done.there, times(target)) == (0, times(source))
    assert "made of a source that has changed since" in "".join(done.warnings)


@pytest.mark.parametrize(
    ("group", "words"), [("output", "options for the output"), ("settings", "with other settings")]
)
def test_other_options_are_begun_anew(source: Path, target: Path, group: str, words: str) -> None:
    done = copy_film(source, target, run={**run_of(source, codec="libx264"), group: {"crf": 3}})
    assert (done.there, times(target)) == (0, times(source))
    assert words in "".join(done.warnings)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 7}', "\0\0"])
def test_a_record_that_cannot_be_read_is_begun_anew(source: Path, target: Path, content: str) -> None:
    record_of(target.with_name(".out.part.mp4")).write_text(content)
    assert copy_film(source, target).there == 0
    assert times(target) == times(source)


def test_without_being_asked_a_run_begins_anew_and_names_the_way(source: Path, target: Path) -> None:
    done = copy_film(source, target, resume=False)
    assert done.there == 0
    assert "--resume goes on with it" in "".join(done.warnings)
    assert target.with_name(".out.part.mp4").exists()


def test_a_film_whose_record_cannot_be_written_is_made_all_the_same(source: Path, tmp_path: Path) -> None:
    target = tmp_path / f"{'n' * (255 - len('..part.mp4'))}.mp4"  # there is no room for the record's ending
    done = copy_film(source, target)
    assert "no later run can go on with" in "".join(done.warnings)
    assert times(target) == times(source)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_part_that_somebody_is_at_work_on_is_left_alone(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"
    at_work, writer = open_video(source, WriterSpec(target), run_of(source, codec="libx264"), None)
    for frame in at_work:
        writer.write(FramePair(frame, frame))
    done = copy_film(source, target)
    assert done.there == 0
    assert f"{writer.part} of another run is there still" in "".join(done.warnings)
    assert writer.part.exists()
    writer.close()
    at_work.close()


def test_of_several_parts_the_one_that_reaches_furthest_is_taken(source: Path, left: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"
    copy_until_killed(source, target, SECOND_KILL)
    longest = len(times(tmp_path / ".out.part.mp4"))
    for name in (".out.part.mp4", ".out.part.mp4.json"):
        shutil.copy(left / name, tmp_path / name.replace("part", "part2"))
    seen: list[list[str]] = []
    done = copy_film(source, target, on_frame=lambda _: seen.append(sorted(path.name for path in tmp_path.iterdir())))
    assert done.there > longest - 8
    assert done.warnings == ()
    parts = [".out.part.mp4", ".out.part.mp4.json", ".out.part3.mp4", ".out.part3.mp4.json"]
    assert seen[-1] == parts  # the one that is gone on with stays, the shorter one does not
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]
