"""Of a part is kept what is whole, from the film's first frame on."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest

from lowlight_live.video.resuming.keeping import keepable
from tests.video.clips import Clip, make, times
from tests.video.resuming.dark_clips import FRAMES, UNEVEN, moving_pictures
from tests.video.resuming.runs import FIRST_KILL, copy_film, film_in, leave, run_of


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


def test_whoever_waits_is_told_from_the_first_packet_of_a_part_on(source: Path, tmp_path: Path) -> None:
    class EndedByUser(Exception):
        pass

    told: list[int] = []
    leave(source, tmp_path / "out.mp4", FRAMES, run_of(source, codec="libx264"))
    part = tmp_path / ".out.part.mp4"
    kept = keepable(part, 0, Fraction(1, 12800), lambda: told.append(1))
    assert kept is not None
    assert len(told) >= len(times(part)) + len(kept.times)  # each is read, then decoded

    too_little = make(tmp_path / "short.mp4", Clip(pts=UNEVEN[:4]), moving_pictures(4))
    told.clear()
    assert keepable(too_little, 0, Fraction(1, 12800), lambda: told.append(1)) is None
    assert told

    def end() -> None:
        raise EndedByUser

    with pytest.raises(EndedByUser):
        keepable(too_little, 0, Fraction(1, 12800), end)


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
