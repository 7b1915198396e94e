"""A film gets its name when it is complete, and leaves what there is when it is not."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from lowlight_live.errors import EncodeError, SinkError
from lowlight_live.frame import FramePair
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.writer import VideoWriter, WriterSpec
from lowlight_live.video.writing.output_file import OutputFile
from lowlight_live.video.writing.stream_plan import StreamCopy
from lowlight_live.video.writing.streams import OtherStreams
from tests.video.clips import Clip, make, sound_packets, times, transcode
from tests.video.films import INFO, names, pairs, refusal


def test_the_film_has_its_name_only_when_it_is_complete(tmp_path: Path) -> None:
    writer = VideoWriter(WriterSpec(tmp_path / "out.mp4"), INFO)
    for pair in pairs(30):
        writer.write(pair)
    assert names(tmp_path) == [".out.part.mp4"]
    writer.finish()
    assert names(tmp_path) == ["out.mp4"]
    writer.close()
    writer.close()
    assert len(times(tmp_path / "out.mp4")) == 30


@pytest.mark.parametrize("ending", [".mp4", ".mov", ".mkv"])
def test_closing_without_finishing_leaves_a_part_that_plays(tmp_path: Path, ending: str) -> None:
    writer = VideoWriter(WriterSpec(tmp_path / f"out{ending}"), INFO)
    for pair in pairs(30):
        writer.write(pair)
    writer.close()
    assert names(tmp_path) == [f".out.part{ending}"]
    assert len(times(writer.part)) == 30


def test_a_leftover_of_an_earlier_run_is_kept_and_told(tmp_path: Path) -> None:
    (tmp_path / ".out.part.mp4").write_bytes(b"an hour of film")
    writer = VideoWriter(WriterSpec(tmp_path / "out.mp4"), INFO)
    for pair in pairs(3):
        writer.write(pair)
    assert writer.part == tmp_path / ".out.part2.mp4"
    writer.finish()
    writer.close()
    assert names(tmp_path) == [".out.part.mp4", "out.mp4"]
    assert (tmp_path / ".out.part.mp4").read_bytes() == b"an hour of film"
    assert len(times(tmp_path / "out.mp4")) == 3
    assert ".out.part.mp4" in writer.warnings[0]


def test_a_start_that_fails_leaves_what_an_earlier_run_left(tmp_path: Path) -> None:
    (tmp_path / ".out.part.mp4").write_bytes(b"an hour of film")
    refusal(WriterSpec(tmp_path / "out.mp4", copy_streams_from=tmp_path / "nothing.mp4"))
    assert names(tmp_path) == [".out.part.mp4"]
    assert (tmp_path / ".out.part.mp4").read_bytes() == b"an hour of film"


def test_two_runs_to_one_target_do_not_write_into_each_other(tmp_path: Path) -> None:
    first, second = (VideoWriter(WriterSpec(tmp_path / "out.mp4", overwrite=True), INFO) for _ in range(2))
    for pair in pairs(5):
        first.write(pair)
    for pair in pairs(3):
        second.write(pair)
    for writer, count in ((first, 5), (second, 3)):
        writer.finish()
        writer.close()
        assert len(times(tmp_path / "out.mp4")) == count
    assert names(tmp_path) == ["out.mp4"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_start_that_is_interrupted_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    closed: list[OtherStreams] = []
    close = OtherStreams.close

    def counted(self: OtherStreams) -> None:
        closed.append(self)
        close(self)

    def interrupted(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(OtherStreams, "close", counted)
    monkeypatch.setattr("lowlight_live.video.writing.encoding.crash_safe_options", interrupted)
    source = make(tmp_path / "in.mp4")
    with pytest.raises(error):
        VideoWriter(WriterSpec(tmp_path / "out.mp4", copy_streams_from=source), INFO)
    assert names(tmp_path) == ["in.mp4"]
    assert closed


@pytest.mark.parametrize("ending", [".mp4", ".mkv"])
def test_an_interrupted_film_does_not_wait_for_an_encoder_that_holds_back_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr("lowlight_live.video.writing.output_file._GRACE_S", 0)
    source = make(tmp_path / "in.mkv", Clip(pts=tuple(range(0, 120 * 512, 512)), sounds=["eng"], sound_codec="aac"))
    reader = VideoReader(source)
    spec = WriterSpec(tmp_path / f"out{ending}", preset="veryslow", copy_streams_from=source)
    writer = VideoWriter(spec, reader.info)
    for frame in reader:
        writer.write(FramePair(frame, frame))
    writer.close()
    reader.close()
    left = times(writer.part)
    assert 40 < len(left) < 110
    assert sound_packets(writer.part)[-1][0] > left[-1] - 0.5


def test_a_film_that_is_stopped_while_it_finishes_keeps_what_the_encoder_held_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = VideoWriter(WriterSpec(tmp_path / "out.mkv"), INFO)
    for pair in pairs(30):
        writer.write(pair)
    mux = OutputFile._mux_encoded
    held_back: list[av.Packet] = []

    def stopped_at_the_third(self: OutputFile, packet: av.Packet) -> None:
        mux(self, packet)
        held_back.append(packet)
        if len(held_back) == 3:
            writer.abort()

    monkeypatch.setattr(OutputFile, "_mux_encoded", stopped_at_the_third)
    writer.finish()
    assert len(held_back) == 3
    writer.close()
    assert len(times(writer.part)) == 30


def test_finishing_a_long_soundtrack_can_be_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = make(tmp_path / "in.mkv", Clip(sounds=["eng"], sound_codec="aac"))
    reader = VideoReader(source)
    writer = VideoWriter(WriterSpec(tmp_path / "out.mkv", copy_streams_from=source), reader.info)
    for frame in reader:
        writer.write(FramePair(frame, frame))
    copied: list[object] = []
    copy = StreamCopy.mux

    def copy_once(self: StreamCopy, packet: av.Packet, output: av.container.OutputContainer) -> None:
        copied.append(packet)
        copy(self, packet, output)
        writer.abort()

    monkeypatch.setattr(StreamCopy, "mux", copy_once)
    writer.finish()
    assert len(copied) <= 1
    writer.close()
    reader.close()
    assert names(tmp_path) == [".out.part.mkv", "in.mkv"]
    assert times(writer.part)


def test_a_film_without_frames_leaves_nothing(tmp_path: Path) -> None:
    writer = VideoWriter(WriterSpec(tmp_path / "out.mp4"), INFO)
    with pytest.raises(EncodeError, match="no frame"):
        writer.finish()
    writer.close()
    assert names(tmp_path) == []


def test_a_film_that_appears_in_the_meantime_is_left_alone(tmp_path: Path) -> None:
    writer = VideoWriter(WriterSpec(tmp_path / "out.mp4"), INFO)
    for pair in pairs(3):
        writer.write(pair)
    (tmp_path / "out.mp4").write_bytes(b"precious")
    with pytest.raises(SinkError, match="appeared"):
        writer.finish()
    writer.close()
    assert (tmp_path / "out.mp4").read_bytes() == b"precious"
    assert len(times(writer.part)) == 3


def test_a_leftover_can_be_a_source_without_being_overwritten(tmp_path: Path) -> None:
    source = make(tmp_path / ".out.part.mp4")
    before = source.read_bytes()
    transcode(source, tmp_path / "out.mp4")
    assert source.read_bytes() == before
    assert times(tmp_path / "out.mp4") == times(source)
