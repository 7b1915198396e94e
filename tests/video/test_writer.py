"""A film gets its name when it is complete, replaces nothing unasked, and leaves what there is when it is not."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from lowlight_live.errors import EncodeError, SinkError, SinkOpenError
from lowlight_live.frame import Frame, FramePair
from lowlight_live.video import encoders
from lowlight_live.video.encoders import ENCODERS, EncoderProbe, probe_encoder, working_encoders
from lowlight_live.video.mp4_index import correct_index
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.stream_plan import StreamCopy
from lowlight_live.video.streams import OtherStreams
from lowlight_live.video.writer import VideoWriter, WriterSpec
from tests.video.clips import Clip, make, picture, sound_packets, times, transcode

INFO = SourceInfo("camera", 48, 64, Fraction(1, 25), frame_rate=Fraction(25))


def pairs(count: int, first: int = 0) -> Iterator[FramePair]:
    for index in range(count):
        frame = Frame(picture(48, 64, index), first + index, INFO.time_base)
        yield FramePair(frame, frame)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refusal(spec: WriterSpec) -> SinkOpenError:
    with pytest.raises(SinkOpenError) as caught:
        VideoWriter(spec, INFO)
    assert caught.value.hint
    return caught.value


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
    monkeypatch.setattr("lowlight_live.video.writer.crash_safe_options", interrupted)
    source = make(tmp_path / "in.mp4")
    with pytest.raises(error):
        VideoWriter(WriterSpec(tmp_path / "out.mp4", copy_streams_from=source), INFO)
    assert names(tmp_path) == ["in.mp4"]
    assert closed


@pytest.mark.parametrize("ending", [".mp4", ".mkv"])
def test_an_interrupted_film_does_not_wait_for_an_encoder_that_holds_back_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr("lowlight_live.video.writer._GRACE_S", 0)
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


@pytest.mark.parametrize("step", [1, 2])
def test_a_crash_while_the_index_is_corrected_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    steps: list[int] = []

    def crash(_: int) -> None:
        steps.append(1)
        if len(steps) == step:
            raise OSError(errno.EIO, "Input/output error")

    source, film = make(tmp_path / "in.mp4"), tmp_path / "out.mp4"
    transcode(source, film)
    monkeypatch.setattr("lowlight_live.video.mp4_index.os.fsync", crash)
    with pytest.raises(OSError, match="Input/output"):
        correct_index(film, Fraction(10))  # longer than it is, so that there is something to correct
    assert times(film) == times(source)


def test_half_an_index_behind_a_film_does_not_harm_it(tmp_path: Path) -> None:
    film = tmp_path / "out.mp4"
    transcode(make(tmp_path / "in.mp4"), film)
    data = film.read_bytes()
    index = data[data.rindex(b"moov") - 4 :]
    film.write_bytes(data + index[: len(index) // 2])
    assert times(film) == times(tmp_path / "in.mp4")


def test_an_index_of_another_layout_is_left_as_it_is(tmp_path: Path) -> None:
    film = tmp_path / "strange.mp4"
    for data in (b"", b"no film at all", b"\0\0\0\x10moovabcdefgh", b"\0\0\0\x18moov\0\0\0\x10mvhd\0\0\0\0\0\0\0\0"):
        film.write_bytes(data)
        assert not correct_index(film, Fraction(1))
        assert film.read_bytes() == data


def test_a_film_whose_index_is_not_understood_is_kept_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lowlight_live.video.mp4_index._NESTING", ())
    _, writer = transcode(make(tmp_path / "in.mp4"), tmp_path / "out.mp4")
    assert len(times(tmp_path / "out.mp4")) >= 19
    assert "index" in writer.warnings[0]


def test_a_film_without_frames_leaves_nothing(tmp_path: Path) -> None:
    writer = VideoWriter(WriterSpec(tmp_path / "out.mp4"), INFO)
    with pytest.raises(EncodeError, match="no frame"):
        writer.finish()
    writer.close()
    assert names(tmp_path) == []


def test_an_existing_film_is_replaced_only_when_that_is_allowed(tmp_path: Path) -> None:
    source, target = make(tmp_path / "in.mp4"), tmp_path / "out.mp4"
    target.write_bytes(b"precious")
    assert "there already" in str(refusal(WriterSpec(target)))
    assert target.read_bytes() == b"precious"
    transcode(source, target, overwrite=True)
    assert len(times(target)) == 20


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


def test_the_source_is_never_the_target_even_by_another_name(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4")
    (tmp_path / "link.mp4").symlink_to(source)
    before = source.read_bytes()
    for target in ("in.mp4", "link.mp4"):
        spec = WriterSpec(tmp_path / target, overwrite=True, copy_streams_from=source)
        assert "being read" in str(refusal(spec))
    assert source.read_bytes() == before


def test_a_leftover_can_be_a_source_without_being_overwritten(tmp_path: Path) -> None:
    source = make(tmp_path / ".out.part.mp4")
    before = source.read_bytes()
    transcode(source, tmp_path / "out.mp4")
    assert source.read_bytes() == before
    assert times(tmp_path / "out.mp4") == times(source)


@pytest.mark.parametrize("name", ["out.xyz", "out", "out.avi"])
def test_an_ending_that_names_no_format_is_refused(tmp_path: Path, name: str) -> None:
    assert ".mkv" in refusal(WriterSpec(tmp_path / name)).hint


def test_a_missing_folder_is_made_but_not_for_a_film_that_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "new" / "newer" / "out.mp4"
    refusal(WriterSpec(target, codec="libx263"))
    assert names(tmp_path) == []
    VideoWriter(WriterSpec(target), INFO).close()
    assert names(target.parent.parent) == ["newer"]


def test_a_folder_that_cannot_be_made_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "folder"):
        assert str(folder) in refusal(WriterSpec(folder / "out.mp4")).hint


@pytest.mark.parametrize("length", [251, 300])  # with the ending the first is just allowed, but not with `.part`
def test_a_name_too_long_is_refused(tmp_path: Path, length: int) -> None:
    assert "shorter" in refusal(WriterSpec(tmp_path / f"{'n' * length}.mp4")).hint
    assert names(tmp_path) == []


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    (tmp_path / "out.mp4").mkdir()
    assert "folder" in str(refusal(WriterSpec(tmp_path / "out.mp4", overwrite=True)))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    error = refusal(WriterSpec(tmp_path / "out.mp4"))
    tmp_path.chmod(0o700)
    assert "may not write" in error.hint


def test_an_unknown_codec_is_refused_with_those_that_work(tmp_path: Path) -> None:
    error = refusal(WriterSpec(tmp_path / "out.mp4", codec="libx263"))
    assert "libx263" in str(error)
    assert "libx264" in error.hint
    assert names(tmp_path) == []


def test_an_encoder_that_is_listed_but_does_not_work_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No GPU needed to play one that is not there: x264 cannot encode these samples either.
    monkeypatch.setitem(ENCODERS, "libx264", replace(ENCODERS["libx264"], pixel_format="yuv410p"))
    probe = probe_encoder("libx264")
    assert not probe.works
    assert probe.reason in str(refusal(WriterSpec(tmp_path / "out.mp4")))
    assert "libx264" not in working_encoders()


@pytest.mark.parametrize("codec", working_encoders())
def test_every_encoder_that_is_said_to_work_writes_a_film(tmp_path: Path, codec: str) -> None:
    source = make(tmp_path / "in.mp4", Clip(height=160, width=160))
    transcode(source, tmp_path / "out.mp4", codec=codec)
    assert times(tmp_path / "out.mp4") == times(source)


@pytest.mark.skipif(not probe_encoder("libx265").works, reason="this FFmpeg has no x265")
@pytest.mark.parametrize("ending", [".mp4", ".mov"])
def test_hevc_gets_the_name_under_which_apple_plays_it(tmp_path: Path, ending: str) -> None:
    transcode(make(tmp_path / "in.mp4"), tmp_path / f"out{ending}", codec="libx265")
    with av.open(str(tmp_path / f"out{ending}")) as film:
        assert film.streams.video[0].codec_tag == "hvc1"


def test_a_preset_that_the_encoder_does_not_know_is_refused(tmp_path: Path) -> None:
    error = refusal(WriterSpec(tmp_path / "out.mp4", preset="in no time"))
    assert "libx264" in str(error)
    assert "in no time" in str(error)
    assert "veryslow" in error.hint
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("works", "taken"),
    [({"libx265"}, "libx265"), ({"hevc_amf", "libx265"}, "hevc_amf"), ({"hevc_qsv", "hevc_amf"}, "hevc_qsv")],
)
def test_a_codec_is_encoded_by_hardware_where_it_works(
    works: set[str], taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders, "probe_encoder", lambda name, _preset="": EncoderProbe(name, works=name in works))
    assert encoders.encoder_for("hevc").name == taken


def test_a_codec_that_nothing_encodes_is_refused_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "probe_encoder", lambda name: EncoderProbe(name, works=False, reason=f"no {name}"))
    with pytest.raises(SinkOpenError, match="no libsvtav1"):
        encoders.encoder_for("av1")


def test_h264_in_software_always_works() -> None:
    assert probe_encoder("libx264").works
    assert not probe_encoder("no such encoder").works


def test_probing_and_writing_print_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for codec in working_encoders():
        transcode(make(tmp_path / "in.mp4"), tmp_path / "out.mp4", codec=codec, overwrite=True)
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")


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


@pytest.mark.parametrize("count", range(1, 40, 3))
def test_no_frame_is_cut_off_wherever_the_last_fragment_begins(tmp_path: Path, count: int) -> None:
    """FFmpeg's hybrid MP4 ends the edit list early when B-frames straddle the last fragment; see `mp4_index`."""
    source = make(tmp_path / "in.mp4", Clip(pts=tuple(range(0, count * 512, 512))))
    transcode(source, tmp_path / "out.mp4")
    assert times(tmp_path / "out.mp4") == times(source)
    with av.open(str(tmp_path / "out.mp4")) as film:
        assert film.streams.video[0].frames == count
