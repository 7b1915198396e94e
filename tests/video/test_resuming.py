"""A run that was killed is gone on with, and the film is the one that an unbroken run would have made."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest

from lowlight_live.errors import DecodeError, EncodeError
from lowlight_live.frame import Frame, FramePair
from lowlight_live.video.clock import Clock
from lowlight_live.video.encoders import probe_encoder
from lowlight_live.video.kept_part import keepable
from lowlight_live.video.part_record import Run, record_of, same_file
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.resuming import open_video
from lowlight_live.video.writer import VideoWriter, WriterSpec
from tests.video.clips import Clip, make, open_files_in, subtitle_texts, times
from tests.video.resuming import (
    copy_film,
    copy_until_killed,
    difference,
    film_in,
    moving_pictures,
    run_of,
    uneven_times,
)

FRAMES = 130
FIRST_KILL, SECOND_KILL = 75, 110
STILL_LOST = 40
"""Frames that a kill costs at most: those that the encoder and the last fragment hold."""
EVEN, UNEVEN = tuple(range(0, FRAMES * 512, 512)), uneven_times(FRAMES)
TIMES = {
    "even": EVEN,
    "uneven": UNEVEN,
    "late": [7000 + time for time in UNEVEN],
    "cut": [time - 2000 for time in UNEVEN],  # an edit list cuts off what begins before zero
    "slow": [3 * time for time in EVEN],  # so slow that the sound, which begins before zero, is written after a frame
}


def dark_clip(path: Path, kind: str = "uneven", **changes: object) -> Path:
    clip = Clip(pts=TIMES[kind], sounds=["eng"], sound_codec="aac", **changes)  # type: ignore[arg-type]
    return make(path, clip, moving_pictures(FRAMES))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dark_clip(tmp_path_factory.mktemp("source") / "in.mp4")


@pytest.fixture(scope="module")
def left(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a killed run has left."""
    folder = tmp_path_factory.mktemp("left")
    copy_until_killed(source, folder / "out.mp4", FIRST_KILL)
    return folder


@pytest.fixture
def target(left: Path, tmp_path: Path) -> Path:
    """Where a run that was killed would have put its film."""
    shutil.copytree(left, tmp_path, dirs_exist_ok=True)
    return tmp_path / "out.mp4"


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        ("even", ".mp4"),
        ("uneven", ".mp4"),
        ("uneven", ".mkv"),
        ("late", ".mov"),
        ("cut", ".mp4"),
        ("cut", ".mkv"),
        ("slow", ".mkv"),
    ],
)
def test_a_film_whose_run_was_killed_twice_is_that_of_an_unbroken_run(tmp_path: Path, kind: str, ending: str) -> None:
    source = dark_clip(tmp_path / "in.mp4", kind)
    unbroken, target = tmp_path / f"unbroken{ending}", tmp_path / f"out{ending}"
    expected = copy_film(source, unbroken, resume=False)
    copy_until_killed(source, target, FIRST_KILL)
    first_part = tmp_path / f".out.part{ending}"
    seam = len(times(first_part))
    copy_until_killed(source, target, SECOND_KILL, resume=True)
    assert first_part.exists()  # until the film is complete
    done = copy_film(source, target)
    assert done.there >= SECOND_KILL - STILL_LOST
    assert done.warnings == expected.warnings
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.mp4", target.name, unbroken.name]
    film, wanted = film_in(target), film_in(unbroken)
    assert film.times == wanted.times
    assert film.sound == wanted.sound
    if ending == ".mkv":
        assert film.durations == wanted.durations
    else:  # which counts durations in the order of decoding
        assert film.decoded_for == wanted.decoded_for
    same = FIRST_KILL - STILL_LOST
    assert same < seam
    assert all((a == b).all() for a, b in zip(film.pictures[:same], wanted.pictures[:same], strict=True))
    # The encoder begins anew: other B-frames, another key frame, the same quality.
    assert max(difference(a, b) for a, b in zip(film.pictures, wanted.pictures, strict=True)) < 2


@pytest.mark.parametrize("codec", ["libx265", "libsvtav1"])
@pytest.mark.parametrize("ending", [".mp4", ".mkv"])
def test_other_encoders_can_be_gone_on_with(source: Path, tmp_path: Path, codec: str, ending: str) -> None:
    if not probe_encoder(codec).works:
        pytest.skip(f"{codec} does not work here")
    unbroken, target = tmp_path / f"unbroken{ending}", tmp_path / f"out{ending}"
    copy_film(source, unbroken, codec=codec, resume=False)
    copy_until_killed(source, target, SECOND_KILL, codec=codec)
    assert copy_film(source, target, codec=codec).there > 20
    film, wanted = film_in(target), film_in(unbroken)
    assert (film.times, film.sound) == (wanted.times, wanted.sound)
    assert max(difference(a, b) for a, b in zip(film.pictures, wanted.pictures, strict=True)) < 3


@pytest.mark.parametrize("ending", [".mp4", ".mkv"])
def test_subtitles_and_chapters_are_those_of_an_unbroken_run(tmp_path: Path, ending: str) -> None:
    source = dark_clip(tmp_path / "in.mkv", subtitles="subrip", chapters=["one", "two"])
    unbroken, target = tmp_path / f"unbroken{ending}", tmp_path / f"out{ending}"
    copy_film(source, unbroken, resume=False)
    copy_until_killed(source, target, SECOND_KILL)
    assert copy_film(source, target).there
    assert subtitle_texts(target) == subtitle_texts(unbroken) != []
    assert (film_in(target).times, film_in(target).sound) == (film_in(unbroken).times, film_in(unbroken).sound)
    with av.open(str(target)) as film:
        assert [chapter["metadata"]["title"] for chapter in film.chapters()] == ["one", "two"]


def leave(source: Path, target: Path, frames: int, run: Run) -> None:
    """A run that ends in order after so many frames."""
    reader, writer = open_video(source, WriterSpec(target), run, None)
    for _, frame in zip(range(frames), reader, strict=False):
        writer.write(FramePair(frame, frame))
    writer.close()
    reader.close()


@pytest.mark.parametrize("frames", [60, FRAMES])
def test_a_run_that_was_ended_in_order_can_be_gone_on_with(source: Path, tmp_path: Path, frames: int) -> None:
    target = tmp_path / "out.mp4"
    leave(source, target, frames, run_of(source, codec="libx264"))
    assert copy_film(source, target).there > frames - 8  # all but the last group of B-frames
    assert times(target) == times(source)


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


def test_what_is_kept_are_the_first_frames_wherever_writing_ended(tmp_path: Path) -> None:
    options = {"preset": "veryfast", "bf": "3", "x264-params": "keyint=12:open-gop=1:b-pyramid=normal"}
    whole = make(tmp_path / "whole.mp4", Clip(pts=UNEVEN[:50], options=options), moving_pictures(50))
    shown = times(whole)
    with av.open(str(whole)) as film:
        video = film.streams.video[0]
        packets = [packet for packet in film.demux(video) if packet.size]
        for ending in (".mp4", ".mkv"):
            for count in range(1, 50):
                cut = tmp_path / f"cut{ending}"
                with av.open(str(cut), "w") as output:
                    stream = output.add_stream_from_template(video)
                    for packet in packets[:count]:
                        copy = av.Packet(bytes(packet))
                        copy.pts, copy.dts, copy.time_base = packet.pts, packet.dts, packet.time_base
                        copy.is_keyframe, copy.stream = packet.is_keyframe, stream
                        output.mux(copy)
                kept = keepable(cut, 0, Fraction(1, 12800), lambda: None)
                if count > 16:
                    assert kept is not None
                    assert len(kept.times) > count - 8
                if kept is not None:
                    there = [time * kept.time_base for time in kept.times]
                    assert all(abs(a - b) < Fraction(1, 1000) for a, b in zip(there, shown, strict=False))


def shortened(path: Path) -> None:
    os.truncate(path, 700)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def overwritten(path: Path) -> None:
    path.write_bytes(os.urandom(20_000))


@pytest.mark.parametrize("harm", [shortened, emptied, overwritten])
def test_a_part_that_cannot_be_read_is_begun_anew_with_a_word(
    source: Path, target: Path, harm: Callable[[Path], None]
) -> None:
    harm(target.with_name(".out.part.mp4"))
    done = copy_film(source, target)
    assert done.there == 0
    assert "too little that can be read" in "".join(done.warnings)
    assert times(target) == times(source)
    assert [path.name for path in target.parent.iterdir()] == ["out.mp4"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("how", ["cut", "zeros"])
def test_of_a_damaged_part_is_kept_what_is_before_the_damage(
    source: Path, target: Path, share: float, how: str
) -> None:
    part = target.with_name(".out.part.mp4")
    whole, place = part.read_bytes(), int(share * part.stat().st_size)
    part.write_bytes(whole[:place] + (bytes(len(whole) - place) if how == "zeros" else b""))
    done = copy_film(source, target)
    film = film_in(target)
    assert film.times == times(source)
    assert done.there < FIRST_KILL * share + 8


def test_a_frame_that_cannot_be_decoded_is_not_kept(source: Path, target: Path) -> None:
    part = target.with_name(".out.part.mp4")
    with av.open(str(part)) as film:
        packets = [packet for packet in film.demux(video=0) if packet.size]
    harmed = max(packets[16:], key=lambda packet: packet.size)
    assert harmed.pos is not None
    with part.open("r+b") as file:
        file.seek(harmed.pos + 8)  # behind the length and the first bytes of the header
        file.write(b"\xff" * (harmed.size - 8))
    done = copy_film(source, target)
    assert 8 <= done.there <= packets.index(harmed)
    assert film_in(target).times == times(source)


def test_a_film_is_as_long_as_what_all_runs_wrote() -> None:
    clock = Clock(SourceInfo("a", 2, 2, Fraction(1, 100)))
    clock.begin_at(Fraction(1, 2))
    clock.time(Frame(moving_pictures(1, 2, 2)[0], 300, Fraction(1, 100), duration=4))
    assert clock.length_s == Fraction(254, 100)


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


def test_an_error_before_a_new_frame_names_the_part_that_stays(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise av.FFmpegError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(VideoWriter, "_mux", full)
    with pytest.raises(EncodeError) as caught:
        copy_film(source, target)
    assert str(target.with_name(".out.part.mp4")) in caught.value.hint
    assert sorted(path.name for path in target.parent.iterdir()) == [".out.part.mp4", ".out.part.mp4.json"]


def test_a_run_that_does_not_come_to_a_new_frame_leaves_the_part_as_it_was(source: Path, target: Path) -> None:
    before = {path.name: path.read_bytes() for path in target.parent.iterdir()}
    reader, writer = open_video(source, WriterSpec(target), run_of(source, codec="libx264"), lambda _: None)
    assert writer.goes_on
    frame = next(iter(reader))
    writer.write(FramePair(frame, frame))
    writer.close()
    reader.close()
    assert {path.name: path.read_bytes() for path in target.parent.iterdir()} == before
    assert not open_files_in(target.parent)
