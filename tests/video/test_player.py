"""A film is played by its timestamps, and paused, stepped through and searched while it runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from lowlight_live.assets import asset_dir
from lowlight_live.errors import SourceError
from lowlight_live.frame import Frame
from lowlight_live.video.film import VideoFilm
from lowlight_live.video.player import Player
from lowlight_live.video.reader import VideoReader
from tests.video.clips import LONG, cut_short, make

CLIP = asset_dir("samples") / "night-dog.mp4"


@pytest.fixture(scope="module")
def times() -> list[float]:
    """When each frame of the clip is due, counted from the first."""
    reader = VideoReader(CLIP)
    frames = [frame.time_s for frame in reader]
    reader.close()
    return [time_s - frames[0] for time_s in frames]


@pytest.fixture
def player() -> Iterator[Player]:
    player = Player(CLIP, paused=True)
    yield player
    player.close()


def same(one: Frame, other: Frame) -> bool:
    return bool(np.array_equal(one.rgb, other.rgb))


def test_a_paused_player_shows_its_first_frame(player: Player, times: list[float]) -> None:
    frame = next(iter(player))
    assert player.position_of(frame) == times[0] == 0.0
    assert frame.discontinuity
    assert not player.playing


def test_it_steps_frame_by_frame_in_both_directions(player: Player, times: list[float]) -> None:
    frames = iter(player)
    there = [next(frames)]
    for number in range(1, 12):
        player.step(1)
        there.append(next(frames))
        assert player.position_s == pytest.approx(times[number])
    for number in range(10, -1, -1):
        player.step(-1)
        back = next(frames)
        assert player.position_s == pytest.approx(times[number])
        assert same(back, there[number])


@pytest.mark.parametrize("position_s", [0.0, 0.2, 0.5, 0.984, 1.2, 1.484, 99.0])
def test_a_search_shows_the_frame_that_is_on_the_screen_then(
    player: Player, times: list[float], position_s: float
) -> None:
    frames = iter(player)
    next(frames)
    player.seek(position_s)
    frame = next(frames)
    assert player.position_s == pytest.approx(max(time_s for time_s in times if time_s <= position_s))
    assert frame.discontinuity


def test_of_several_wishes_the_last_counts(player: Player) -> None:
    frames = iter(player)
    next(frames)
    for position_s in (0.3, 1.0, 0.7):
        player.seek(position_s)
    next(frames)
    assert 0.6 < player.position_s <= 0.7


def test_every_frame_is_played_in_its_time(times: list[float]) -> None:
    player = Player(CLIP)
    came = []
    for frame in player:
        came.append(frame)
        if len(came) == len(times):
            break
    player.close()
    elapsed = [frame.captured_at - came[0].captured_at for frame in came]
    # A machine may be late, but nothing comes before its time.
    assert all(at >= due - 0.002 for at, due in zip(elapsed, times, strict=True))
    assert all(later.pts > earlier.pts for earlier, later in pairwise(came))


def test_after_its_last_frame_it_waits_and_can_begin_again(times: list[float]) -> None:
    player = Player(CLIP)
    player.seek(1.4)
    frames = iter(player)
    frame = next(frames)
    while player.position_of(frame) != pytest.approx(times[-1]):
        frame = next(frames)
    waiting = threading.Timer(0.05, player.play)  # a player that has ended waits until somebody wishes something
    waiting.name = "play again"
    waiting.start()
    assert player.position_of(next(frames)) == 0.0
    waiting.join()
    player.close()


def test_it_turns_at_the_end_if_it_is_wished() -> None:
    player = Player(CLIP, loop=True)
    player.seek(1.45)
    frames = iter(player)
    positions = [player.position_of(next(frames)) or 0.0 for _ in range(5)]
    assert 0.0 in positions[1:]
    assert player.playing
    player.close()


def test_while_it_is_paused_a_frame_is_given_again_on_request_only(player: Player) -> None:
    frames = iter(player)
    first = next(frames)
    player.refresh()
    again = next(frames)
    assert again.held
    assert again.rgb is first.rgb
    assert again.pts > first.pts
    threading.Timer(0.05, player.stop).start()
    assert next(frames, None) is None


def test_a_photo_is_a_film_that_rests(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    Image.fromarray(np.full((20, 30, 3), 40, np.uint8)).save(path)
    player = Player(path, loop=True)
    frames = iter(player)
    assert next(frames).rgb.shape == (20, 30, 3)
    threading.Timer(0.05, player.refresh).start()
    assert next(frames).held
    assert not player.playing
    player.close()


def test_a_file_whose_index_leads_nowhere_is_read_from_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    film = VideoFilm(CLIP)
    wanted = next(film.frames_from(1.0))
    monkeypatch.setattr(film, "_seek", lambda _time_s: False)
    assert same(next(film.frames_from(1.0)), wanted)
    film.close()


def test_what_is_no_film_is_refused(tmp_path: Path) -> None:
    for name in ("nothing.mp4", "nothing.png"):
        with pytest.raises(SourceError, match="nothing"):
            Player(tmp_path / name)
    (tmp_path / "text.png").write_text("no picture")
    with pytest.raises(SourceError, match=r"text\.png"):
        Player(tmp_path / "text.png")


def warnings_of(path: Path, from_s: float | None = None) -> tuple[str, ...]:
    """What a player tells when it has been through its film, from a place on."""
    player = Player(path, paused=True)
    film = player._film
    for _ in film.frames_from(film.start_s if from_s is None else from_s):
        pass
    player.close()
    return player.warnings


def test_of_a_film_that_is_whole_nothing_is_told(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4", LONG)
    assert warnings_of(source) == warnings_of(source, 2.0) == ()


def test_damaged_places_are_told_once_however_often_they_are_played(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4", LONG)
    with av.open(str(source)) as film:
        packets = [(p.pos, p.size) for p in film.demux(video=0) if p.size]
    data = bytearray(source.read_bytes())
    for pos, size in packets[50:53]:
        data[pos : pos + size] = b"\xff" * size
    source.write_bytes(data)
    player = Player(source, paused=True)
    assert player.warnings == ()
    for _ in range(2):
        list(player._film.frames_from(0.0))
    player.close()
    assert player.warnings == ("Damaged places in in.mp4 are skipped.",)


def test_a_film_that_was_cut_off_is_told(tmp_path: Path) -> None:
    source = cut_short(make(tmp_path / "in.mp4", replace(LONG, container_options={"movflags": "faststart"})))
    assert warnings_of(source, 1.0) == ()  # how much is missing can only be said by who has read all of it
    (warning,) = warnings_of(source)
    assert "of the 100 frames that in.mp4 announces are missing" in warning


def test_what_is_known_of_a_film_before_it_is_played_is_told_at_once(tmp_path: Path) -> None:
    whole = make(tmp_path / "in.mkv", LONG)
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 4])
    player = Player(whole, paused=True)
    player.close()
    assert player.warnings == ("The last 25 % of in.mkv are missing: the file is cut off.",)
