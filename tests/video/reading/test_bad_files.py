"""Files that are missing, damaged or no video are told in a sentence, and what can be read of them is read."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import av
import pytest

from lowlight_live.errors import SourceOpenError
from lowlight_live.video.reader import VideoReader
from tests.video.clips import LONG, Clip, cut_short, make, open_files_in, transcode


def refusal(path: Path) -> SourceOpenError:
    with pytest.raises(SourceOpenError) as caught:
        VideoReader(path)
    assert caught.value.hint
    return caught.value


def test_a_missing_file_is_told_by_its_name(tmp_path: Path) -> None:
    assert "nothing.mp4" in str(refusal(tmp_path / "nothing.mp4"))


def test_a_name_too_long_is_refused(tmp_path: Path) -> None:
    assert "shorter" in refusal(tmp_path / f"{'n' * 300}.mp4").hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_that_may_not_be_entered_is_told_so(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4")
    tmp_path.chmod(0)
    error = refusal(source)
    tmp_path.chmod(0o700)
    assert "may not look" in error.hint


def test_a_folder_is_no_video(tmp_path: Path) -> None:
    assert "folder" in str(refusal(tmp_path))


def test_an_empty_file_is_told_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    assert "empty" in str(refusal(tmp_path / "empty.mp4"))


def test_text_under_the_name_of_a_video_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("It was a dark and stormy night.\n" * 200)
    assert "text.mp4" in str(refusal(tmp_path / "text.mp4"))


def test_a_text_is_no_film_of_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("It was a dark and stormy night.\n" * 200)
    assert str(refusal(tmp_path / "notes.txt")) == "notes.txt is a text, not a video."


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    assert "regular" in str(refusal(tmp_path / "pipe.mp4"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told_so(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4")
    source.chmod(0)
    assert "may not be read" in str(refusal(source))


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mkv", Clip(sounds=["eng"]))
    with av.open(str(source)) as film, av.open(str(tmp_path / "sound.mka"), "w") as out:
        track = out.add_stream_from_template(film.streams.audio[0])
        for packet in film.demux(audio=0):
            if packet.size:
                packet.stream = track
                out.mux(packet)
    assert "audio" in str(refusal(tmp_path / "sound.mka"))


def test_a_recording_that_was_cut_off_before_its_index_is_told_so(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4", LONG)
    data = source.read_bytes()
    source.write_bytes(data[: data.rindex(b"moov") - 4])
    error = refusal(source)
    assert "no index" in str(error)
    assert "cut off" in str(error)


def test_a_colon_in_the_name_is_no_protocol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "in.mp4").rename(tmp_path / "at 12:30.mp4")
    monkeypatch.chdir(tmp_path)
    reader = VideoReader(Path("at 12:30.mp4"))
    assert len(list(reader)) == 20
    reader.close()


def test_of_a_truncated_file_everything_up_to_the_cut_is_read_and_the_loss_counted(tmp_path: Path) -> None:
    source = cut_short(make(tmp_path / "in.mp4", replace(LONG, container_options={"movflags": "faststart"})))
    reader = VideoReader(source)
    frames = list(reader)
    reader.close()
    assert 40 < len(frames) < 90
    assert frames[-1].duration <= 2048
    assert reader.info.frame_count == 100
    assert f"{100 - len(frames)} of the 100 frames" in reader.warnings[0]


@pytest.mark.parametrize("ending", [".mkv", ".webm"])
def test_of_a_truncated_matroska_file_it_is_told_how_much_is_missing(tmp_path: Path, ending: str) -> None:
    whole = make(tmp_path / "in.mkv", LONG)
    cut = tmp_path / f"cut{ending}"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 4])
    reader = VideoReader(cut)
    assert 40 < len(list(reader)) < 95
    reader.close()
    assert reader.warnings == (f"The last 25 % of {cut.name} are missing: the file is cut off.",)


def test_a_whole_matroska_file_and_one_that_does_not_know_its_length_are_not_cut_off(tmp_path: Path) -> None:
    whole = make(tmp_path / "in.mkv", LONG)
    data = bytearray(whole.read_bytes())
    size = data.index(b"\x18\x53\x80\x67") + 4
    data[size : size + 8] = b"\x01" + b"\xff" * 7  # as a recording has that was killed
    (tmp_path / "live.mkv").write_bytes(data)
    for path in (whole, tmp_path / "live.mkv"):
        reader = VideoReader(path)
        assert len(list(reader)) == 100
        reader.close()
        assert reader.warnings == ()


def test_damaged_packets_are_skipped_and_told(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4", LONG)
    with av.open(str(source)) as film:
        packets = [(p.pos, p.size) for p in film.demux(video=0) if p.size]
    data = bytearray(source.read_bytes())
    for pos, size in packets[50:53]:
        data[pos : pos + size] = b"\xff" * size
    source.write_bytes(data)
    reader = VideoReader(source)
    frames = list(reader)
    reader.close()
    assert 90 <= len(frames) < 100
    assert [frame.pts for frame in frames] == sorted({frame.pts for frame in frames})
    assert f"{100 - len(frames)} of the 100 frames" in reader.warnings[0]


def test_a_clip_that_an_edit_list_trims_has_lost_nothing(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4", LONG)
    data = bytearray(source.read_bytes())
    edit = data.index(b"elst") + 12
    data[edit : edit + 4] = (90000).to_bytes(4, "big")  # of 4 seconds the first, in the film's ticks of 1/90000 s
    source.write_bytes(data)
    reader = VideoReader(source)
    assert [frame.duration for frame in reader] == [512] * 25
    assert reader.warnings == ()
    reader.close()


def test_a_damaged_source_still_becomes_a_film(tmp_path: Path) -> None:
    clip = Clip(
        pts=LONG.pts,
        sounds=["eng"],
        sound_codec="aac",
        options=LONG.options,
        container_options={"movflags": "faststart"},
    )
    source = make(tmp_path / "in.mp4", clip)
    data = source.read_bytes()
    source.write_bytes(data[: len(data) * 2 // 3])
    reader, writer = transcode(source, tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as film:
        assert sum(1 for _ in film.decode(video=0)) > 40
    assert reader.warnings
    assert all("damaged" in warning for warning in writer.warnings)


def test_closing_early_and_twice_is_harmless(tmp_path: Path) -> None:
    reader = VideoReader(make(tmp_path / "in.mp4"))
    next(iter(reader))
    reader.close()
    reader.close()
    assert open_files_in(tmp_path) == []
