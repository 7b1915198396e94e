"""A run that was killed is gone on with, and the film is the one that an unbroken run would have made."""

from __future__ import annotations

import errno
from pathlib import Path

import av
import pytest

from lowlight_live.errors import EncodeError
from lowlight_live.frame import FramePair
from lowlight_live.video.opening import open_video
from lowlight_live.video.writer import WriterSpec
from lowlight_live.video.writing.encoders import probe_encoder
from lowlight_live.video.writing.output_file import OutputFile
from tests.video.clips import open_files_in, subtitle_texts, times
from tests.video.resuming.dark_clips import FRAMES, dark_clip
from tests.video.resuming.runs import (
    FIRST_KILL,
    SECOND_KILL,
    STILL_LOST,
    copy_film,
    copy_until_killed,
    difference,
    film_in,
    leave,
    run_of,
)


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


@pytest.mark.parametrize("frames", [60, FRAMES])
def test_a_run_that_was_ended_in_order_can_be_gone_on_with(source: Path, tmp_path: Path, frames: int) -> None:
    target = tmp_path / "out.mp4"
    leave(source, target, frames, run_of(source, codec="libx264"))
    assert copy_film(source, target).there > frames - 8  # all but the last group of B-frames
    assert times(target) == times(source)


def test_an_error_before_a_new_frame_names_the_part_that_stays(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise av.FFmpegError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(OutputFile, "_mux", full)
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
