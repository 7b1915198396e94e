"""Sound, subtitles, covers, chapters and metadata come along, or their loss is told."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import pytest
from av.stream import Disposition

from lowlight_live.errors import SinkError
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.reading.container import open_input
from tests.video.clips import Clip, make, sound_packets, subtitle_texts, times, transcode


def kinds(path: Path) -> list[tuple[str, str | None]]:
    """Kind and language of every stream but data, which MP4 writes for chapters."""
    with av.open(str(path)) as film:
        return [(stream.type, stream.language) for stream in film.streams if stream.type != "data"]


@pytest.mark.parametrize("sound_first", [True, False])
@pytest.mark.parametrize("ending", [".mp4", ".mov", ".mkv"])
def test_every_sound_track_is_copied_packet_for_packet(tmp_path: Path, ending: str, sound_first: bool) -> None:
    clip = Clip(sounds=["eng", "fra"], sound_codec="aac", sound_first=sound_first)
    source = make(tmp_path / "in.mp4", clip)
    _, writer = transcode(source, tmp_path / f"out{ending}")
    for track in (0, 1):
        original, copy = (sound_packets(path, track) for path in (source, tmp_path / f"out{ending}"))
        assert [data for _, data in copy] == [data for _, data in original]
        shift = copy[0][0] - original[0][0]  # Matroska has no time before zero: all its streams move together
        assert all(abs(b - a - shift) <= 0.001 for (a, _), (b, _) in zip(original, copy, strict=True))
        assert shift == 0 or (ending == ".mkv" and abs(times(tmp_path / "out.mkv")[0] - shift) <= 0.001)
    assert kinds(tmp_path / f"out{ending}") == [("video", "und"), ("audio", "eng"), ("audio", "fra")] or (
        kinds(tmp_path / f"out{ending}") == [("video", None), ("audio", "eng"), ("audio", "fra")]
    )
    assert writer.warnings == ()


def test_sound_that_outlasts_the_picture_is_copied_to_its_end(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mkv", Clip(pts=(0, 512), sounds=["eng"]))
    transcode(source, tmp_path / "out.mkv")
    copied = sound_packets(tmp_path / "out.mkv")
    assert copied == sound_packets(source)
    assert copied[-1][0] > times(tmp_path / "out.mkv")[-1]


def test_sound_a_format_cannot_hold_is_left_out_with_a_sentence_that_names_it(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mkv", Clip(sounds=["eng", "fra"], sound_codec="tta"))
    _, writer = transcode(source, tmp_path / "out.mp4")
    assert kinds(tmp_path / "out.mp4") == [("video", "und")]
    assert len(writer.warnings) == 2
    assert all(part in writer.warnings[1] for part in ("Sound stream 2", "tta", "fra", ".mkv"))


@pytest.mark.parametrize("ending", [".mp4", ".mov", ".mkv"])
def test_sound_in_transport_streams_gets_the_form_of_files(tmp_path: Path, ending: str) -> None:
    source = make(tmp_path / "in.ts", Clip(sounds=["eng"], sound_codec="aac", container_options={}))
    target = tmp_path / f"out{ending}"
    transcode(source, target)
    with av.open(str(source)) as a, av.open(str(target)) as b:
        count_in, count_out = (sum(f.samples for f in film.decode(audio=0)) for film in (a, b))
    assert count_out == count_in > 0
    assert all(abs(a - b) <= 0.001 for a, b in zip(times(target), times(source), strict=True))


@pytest.mark.parametrize("fault", ["no header", "an unknown form"])
def test_damaged_sound_in_transport_streams_is_left_out_and_counted(tmp_path: Path, fault: str) -> None:
    source = make(tmp_path / "in.ts", Clip(sounds=["eng"], sound_codec="aac", container_options={}))
    packet = sound_packets(source)[3][1]
    data = bytearray(source.read_bytes())
    place = data.index(packet[:12])
    if fault == "no header":
        data[place] = 0
    else:
        data[place + 1] &= 0xFE
        data[place + 6] |= 3
    source.write_bytes(data)
    _, writer = transcode(source, tmp_path / "out.mp4")
    assert len(sound_packets(tmp_path / "out.mp4")) == len(sound_packets(source)) - 1
    assert writer.warnings == ("1 damaged packets of sound or subtitles were left out.",)


def test_a_damaged_subtitle_is_left_out_and_counted(tmp_path: Path) -> None:
    clip, source = make(tmp_path / "clip.mp4", Clip(subtitles="mov_text")), tmp_path / "in.mp4"
    with av.open(str(clip)) as film, av.open(str(source), "w") as out:
        video, text = (out.add_stream_from_template(stream) for stream in film.streams)
        for packet in film.demux():
            if packet.size and packet.stream.type == "subtitle" and b"Abend" in bytes(packet):
                damaged = av.Packet(b"\0")
                damaged.pts, damaged.dts, damaged.duration = packet.pts, packet.dts, packet.duration
                damaged.time_base, damaged.stream = packet.time_base, text
                out.mux(damaged)
            elif packet.size:
                packet.stream = video if packet.stream.type == "video" else text
                out.mux(packet)
    _, writer = transcode(source, tmp_path / "out.mkv")
    assert "Gute Nacht" in subtitle_texts(tmp_path / "out.mkv")[-1][1]
    assert writer.warnings == ("1 damaged packets of sound or subtitles were left out.",)


class Unreadable:
    """A file that is opened like any other, but its disk gives out after `packets` packets."""

    def __init__(self, path: Path, packets: int) -> None:
        self._file = open_input(path)
        self._packets = packets
        self.closed = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def demux(self, streams: object) -> Iterator[av.Packet]:
        for number, packet in enumerate(self._file.demux(streams)):
            if number == self._packets:
                raise av.error.OSError(errno.EIO, "Input/output error")
            yield packet

    def close(self) -> None:
        self.closed = True
        self._file.close()


@pytest.mark.parametrize("packets", [0, 3])
def test_a_source_that_can_no_longer_be_read_is_not_taken_for_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packets: int
) -> None:
    source = make(tmp_path / "in.mkv", Clip(sounds=["eng"]))
    opened: list[Unreadable] = []

    def open_unreadable(path: Path) -> Unreadable:
        opened.append(Unreadable(path, packets))
        return opened[-1]

    monkeypatch.setattr("lowlight_live.video.writing.streams.open_input", open_unreadable)
    with pytest.raises(SinkError, match=r"in\.mkv can no longer be read") as caught:
        transcode(source, tmp_path / "out.mkv")
    assert "that the file is on" in caught.value.hint
    assert opened[0].closed


@pytest.mark.parametrize(
    ("kind", "source_ending", "ending"),
    [
        ("subrip", ".mkv", ".mp4"),
        ("ass", ".mkv", ".mp4"),
        ("subrip", ".mkv", ".mov"),
        ("subrip", ".mkv", ".mkv"),
        ("ass", ".mkv", ".mkv"),
        ("mov_text", ".mp4", ".mp4"),
        ("mov_text", ".mp4", ".mkv"),
    ],
)
def test_text_subtitles_come_along_with_their_times_and_language(
    tmp_path: Path, kind: str, source_ending: str, ending: str
) -> None:
    source = make(tmp_path / f"in{source_ending}", Clip(subtitles=kind, sounds=["eng"], sound_codec="aac"))
    transcode(source, tmp_path / f"out{ending}")
    shift = float(times(tmp_path / f"out{ending}")[0] - times(source)[0])
    texts = subtitle_texts(tmp_path / f"out{ending}")
    assert [start - shift for start, _ in texts] == pytest.approx([0.1, 0.4], abs=0.002)
    assert ["Guten Abend" in texts[0][1], "Gute Nacht" in texts[1][1]] == [True, True]
    if ending != ".mov":
        assert ("subtitle", "deu") in kinds(tmp_path / f"out{ending}")


def test_subtitles_in_mp4_leave_every_frame_its_time(tmp_path: Path) -> None:
    clip = Clip(pts=tuple(range(0, 60 * 512, 512)), subtitles="subrip", sounds=["eng", "fra"], sound_codec="aac")
    source = make(tmp_path / "in.mkv", clip)
    transcode(source, tmp_path / "out.mp4")
    assert times(tmp_path / "out.mp4") == times(source)


def test_a_language_that_quicktime_cannot_name_is_told(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4", Clip(sounds=["deu"], sound_codec="aac"))
    _, writer = transcode(source, tmp_path / "out.mov")
    assert any("deu" in warning for warning in writer.warnings)


@pytest.mark.parametrize("source_ending", [".mp4", ".mkv"])
@pytest.mark.parametrize("ending", [".mp4", ".mov", ".mkv"])
def test_chapters_and_title_are_kept(tmp_path: Path, ending: str, source_ending: str) -> None:
    clip = Clip(chapters=["Dusk", "Night", "Dawn"], metadata={"title": "A night"})
    source = make(tmp_path / f"in{source_ending}", clip)
    _, writer = transcode(source, tmp_path / f"out{ending}")
    with av.open(str(tmp_path / f"out{ending}")) as film:
        chapters = [(c["metadata"]["title"], float(c["start"] * c["time_base"])) for c in film.chapters()]
        assert film.metadata["title"] == "A night"
    assert chapters == [("Dusk", 0.0), ("Night", 0.1), ("Dawn", 0.2)]
    assert writer.warnings == ()


def test_metadata_that_a_format_has_no_place_for_is_told(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mkv", Clip(metadata={"title": "A night", "MOON_PHASE": "full"}))
    _, writer = transcode(source, tmp_path / "out.mp4")
    assert len(writer.warnings) == 1
    assert "MOON_PHASE" in writer.warnings[0]
    assert "title" not in writer.warnings[0]


@pytest.mark.parametrize("ending", [".mp4", ".mkv"])
def test_cover_art_is_not_taken_for_the_video_and_is_kept(tmp_path: Path, ending: str) -> None:
    source = make(tmp_path / "in.mp4", Clip(cover=True, sounds=["eng"], sound_codec="aac"))
    reader, writer = transcode(source, tmp_path / f"out{ending}")
    assert (reader.info.height, reader.info.width) == (48, 64)
    assert writer.warnings == ()
    with av.open(str(tmp_path / f"out{ending}")) as film, av.open(str(source)) as original:
        covers = [stream for stream in film.streams.video if stream.disposition & Disposition.attached_pic]
        assert len(film.streams.video) == 2
        assert bytes(next(film.demux(covers[0]))) == bytes(next(original.demux(original.streams.video[1])))
    with_shift = times(tmp_path / f"out{ending}")
    assert len(with_shift) == 20


def test_cover_art_in_quicktime_is_left_out_with_a_sentence(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4", Clip(cover=True))
    _, writer = transcode(source, tmp_path / "out.mov")
    assert kinds(tmp_path / "out.mov") == [("video", None)]
    assert "mjpeg" in writer.warnings[0]


def test_a_second_video_is_left_out_with_a_sentence(tmp_path: Path) -> None:
    parts = [make(tmp_path / f"{size}.mkv", Clip(height=size, width=size)) for size in (32, 64)]
    source = tmp_path / "two.mkv"
    with av.open(str(source), "w") as out:
        opened = [av.open(str(part)) for part in parts]
        targets = [out.add_stream_from_template(film.streams.video[0]) for film in opened]
        for film, target in zip(opened, targets, strict=True):
            for packet in film.demux(video=0):
                if packet.size:
                    packet.stream = target
                    out.mux(packet)
            film.close()
    reader, writer = transcode(source, tmp_path / "out.mp4")
    assert reader.info.height == 64
    assert "Video stream 0" in writer.warnings[0]


def test_data_that_a_format_cannot_hold_is_left_out_with_a_sentence(tmp_path: Path) -> None:
    source = tmp_path / "in.ts"
    clip = make(tmp_path / "clip.ts", Clip(container_options={}))
    with av.open(str(clip)) as film, av.open(str(source), "w") as out:
        video = out.add_stream_from_template(film.streams.video[0])
        data = out.add_data_stream("klv")
        for packet in film.demux(video=0):
            if packet.size:
                note = av.Packet(b"position")
                note.stream, note.pts, note.dts, note.time_base = data, packet.pts, packet.dts, packet.time_base
                packet.stream = video
                out.mux([packet, note])
    _, writer = transcode(source, tmp_path / "out.mp4")
    assert any(warning.startswith("Data stream 1") for warning in writer.warnings)


def test_sound_is_read_along_with_the_picture_and_not_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lowlight_live.video.writing import stream_plan

    source = make(tmp_path / "in.mkv", Clip(pts=tuple(range(0, 400 * 512, 512)), sounds=["eng"]))
    seen: list[float] = []
    original: Callable[..., None] = stream_plan.StreamCopy.mux

    def mux(self: stream_plan.StreamCopy, packet: av.Packet, output: av.container.OutputContainer) -> None:
        seen.append(float(packet.pts * packet.time_base))
        original(self, packet, output)

    monkeypatch.setattr(stream_plan.StreamCopy, "mux", mux)
    from lowlight_live.frame import FramePair
    from lowlight_live.video.writer import VideoWriter, WriterSpec

    reader = VideoReader(source)
    writer = VideoWriter(WriterSpec(tmp_path / "out.mkv", copy_streams_from=source), reader.info)
    for frame in reader:
        writer.write(FramePair(frame, frame))
        assert not seen or seen[-1] <= frame.time_s
    assert seen[-1] > frame.time_s - 2
    writer.finish()
    writer.close()
    reader.close()
