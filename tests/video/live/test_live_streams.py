"""A camera of the network, real as it can be on one machine, and a file that plays as if it were one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lowlight_live.errors import SourceOpenError
from lowlight_live.video.live import stream_source
from lowlight_live.video.live.opening import CameraSpec, open_live
from lowlight_live.video.live.realtime import PlayedFile
from lowlight_live.video.live.stream_source import shown
from lowlight_live.video.live.watchdog import Timing
from lowlight_live.video.protocols import LiveSource, SourceState
from tests.fake_camera import PATIENCE_S, Viewer, soon
from tests.video.clips import LONG, RED, Clip, cut_short, make, open_files_in
from tests.video.live.loopback import MjpegServer, TransportStreamServer, jpeg, night_dog

FPS = 30.0
TIMES_S = [0.0, 0.03, 0.08, 0.1, 0.18, 0.22, 0.3, 0.34, 0.4, 0.46]
NEVER = 1000.0
SOON = Timing(stalled_after_s=0.3, lost_after_s=NEVER, hold_every_s=0.02)


@pytest.fixture(scope="module")
def pictures() -> list[bytes]:
    return night_dog()


@pytest.fixture
def server(pictures: list[bytes]) -> Iterator[MjpegServer]:
    server = MjpegServer(pictures, FPS)
    yield server
    server.go_down()
    # A read that waited for a silent server ends when the connection does.
    for thread in threading.enumerate():
        if thread.name == "lowlight-camera":
            thread.join(PATIENCE_S)


@pytest.fixture
def watch() -> Iterator[Callable[[LiveSource], Viewer]]:
    viewers: list[Viewer] = []

    def watch_it(source: LiveSource) -> Viewer:
        viewers.append(Viewer(source))
        return viewers[-1]

    yield watch_it
    for viewer in viewers:
        viewer.stop()
        viewer.source.close()


Watch = Callable[[LiveSource], Viewer]


def test_a_stream_gives_the_pictures_that_were_sent(server: MjpegServer, watch: Watch) -> None:
    source = open_live(CameraSpec(server.url))
    assert (source.info.height, source.info.width, source.info.live) == (180, 320, True)
    viewer = watch(source)
    viewer.until(lambda frames, _: len(viewer.new) >= 45)
    frames = viewer.new
    assert [frame.pts for frame in frames] == sorted({frame.pts for frame in frames})
    assert source.status.delivered + source.status.dropped <= server.sent
    assert 1.0 < source.status.fps < 1.5 * FPS  # a busy machine sends fewer, none gets more
    assert source.status.state is SourceState.LIVE
    assert source.status.granted == "320x180 mjpeg"


def test_the_colours_of_a_stream_are_those_that_were_sent(watch: Watch) -> None:
    server = MjpegServer([jpeg(np.full((64, 64, 3), RED, np.uint8))], FPS)
    source = open_live(CameraSpec(server.url))
    frame = next(iter(source))
    source.close()
    server.go_down()
    assert np.abs(frame.rgb.astype(int) - RED).max() <= 2


def test_a_stream_that_is_dropped_and_comes_back_is_shown_within_three_seconds(
    server: MjpegServer, watch: Watch
) -> None:
    source = open_live(CameraSpec(server.url))
    viewer = watch(source)
    viewer.until(lambda frames, _: len(frames) > 5)
    server.go_down()
    viewer.until(lambda frames, status: status.state is SourceState.LOST and len(viewer.held) > 2)
    assert "ended" in source.status.reason or "lost" in source.status.reason or "refused" in source.status.reason
    before, back_at = len(viewer.new), time.monotonic()
    server.come_up()
    viewer.until(lambda frames, _: len(viewer.new) > before)
    again = viewer.new[before]
    assert again.captured_at - back_at < 3.0
    assert again.discontinuity
    assert source.status.reconnections == 1
    frames = viewer.frames
    assert [frame.pts for frame in frames] == sorted({frame.pts for frame in frames})
    # Somebody who records sees time go on: no gap without a frame is longer than a stall is noticed in.
    assert max(np.diff([frame.time_s for frame in frames])) < 3.0


def test_a_silent_stream_is_stalled_and_goes_on(server: MjpegServer, watch: Watch) -> None:
    source = open_live(CameraSpec(server.url), timing=SOON)
    viewer = watch(source)
    viewer.until(lambda frames, _: len(frames) > 5)
    server.fall_silent()
    viewer.until(lambda frames, status: status.state is SourceState.STALLED and len(viewer.held) > 2)
    before = len(viewer.new)
    server.fall_silent(False)
    viewer.until(lambda frames, status: len(viewer.new) > before and status.state is SourceState.LIVE)
    assert viewer.new[before].discontinuity


@pytest.mark.parametrize("state", ["live", "silent", "down"])
def test_stop_answers_from_every_state_of_a_stream(
    server: MjpegServer, watch: Watch, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setattr(stream_source, "_READ_WITHIN_S", NEVER)  # who waits for a read of the network, waits for ever
    source = open_live(CameraSpec(server.url))
    viewer = watch(source)
    viewer.until(lambda frames, _: len(frames) > 2)
    if state == "silent":
        server.fall_silent()
        viewer.until(lambda frames, status: status.state is SourceState.STALLED)
    if state == "down":
        server.go_down()
        viewer.until(lambda frames, status: status.state is SourceState.LOST)
        server.come_up()
    viewer.stop()
    closing = threading.Thread(target=source.close)
    closing.start()
    closing.join(PATIENCE_S)
    assert not closing.is_alive()


def test_a_stream_that_cannot_be_decoded_any_more_is_opened_anew(pictures: list[bytes], watch: Watch) -> None:
    server = MjpegServer([pictures[0], *([b"\xff\xd8 no picture"] * 500)], 200)
    viewer = watch(open_live(CameraSpec(server.url)))
    viewer.until(lambda frames, status: status.reconnections == 2)
    server.go_down()
    viewer.until(lambda frames, status: status.state is SourceState.LOST)


def test_a_stream_is_shown_from_its_first_key_frame_on(watch: Watch) -> None:
    """The only one it has: what is read to learn what the stream is must not be thrown away."""
    server = TransportStreamServer()
    source = open_live(CameraSpec(server.url))
    frame = next(iter(source))
    source.close()
    server.go_down()
    assert frame.rgb.shape == (48, 64, 3)


def test_a_consumer_that_is_blocked_gets_the_newest_picture_afterwards(server: MjpegServer, watch: Watch) -> None:
    source = open_live(CameraSpec(server.url))
    frames = iter(source)
    next(frames)
    sent = server.sent
    soon(lambda: server.sent >= sent + 30)
    newest = next(frames)
    age_s = time.monotonic() - newest.captured_at
    dropped = source.status.dropped
    source.close()
    assert age_s < 0.5  # two periods, and what a busy machine adds; the oldest that came is a second old
    assert dropped >= 10


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "rtsp://127.0.0.1:9/live"])
def test_an_address_where_nobody_answers_is_refused_at_once(url: str) -> None:
    with pytest.raises(SourceOpenError, match="refused") as caught:
        open_live(CameraSpec(url))
    assert caught.value.hint


def test_a_password_in_an_address_is_not_shown() -> None:
    assert shown("rtsp://admin:secret@10.0.0.7:554/live") == "rtsp://10.0.0.7:554/live"
    assert shown("http://10.0.0.7/a@b") == "http://10.0.0.7/a@b"
    with pytest.raises(SourceOpenError) as caught:
        open_live(CameraSpec("http://admin:secret@127.0.0.1:9/"))
    assert "secret" not in str(caught.value) + caught.value.hint


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Ten pictures over half a second, the times between them unequal."""
    times = [round(at * 1000) for at in TIMES_S]
    return make(tmp_path / "clip.mp4", Clip(pts=times, time_base=Fraction(1, 1000), last_duration=40))


class FilmTime(threading.Event):
    """Time that passes only while somebody waits."""

    now = 100.0

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.now += timeout
        return self.is_set()


@pytest.fixture
def film_time() -> FilmTime:
    return FilmTime()


def play(film: PlayedFile, film_time: FilmTime, count: int) -> list[float]:
    """When so many pictures came."""
    pictures = [film.read() for _ in range(count)]
    assert all(picture is not None for picture in pictures)
    return [round(picture.captured_at - 100.0, 6) for picture in pictures if picture is not None]


def test_every_picture_of_a_file_comes_at_its_moment(clip: Path, film_time: FilmTime) -> None:
    film = PlayedFile(clip, film_time, clock=lambda: film_time.now)
    assert play(film, film_time, 10) == TIMES_S
    assert film.read() is None
    film.close()
    assert film_time.now == pytest.approx(100.5)  # the last one was seen for as long as it is meant to be


def test_a_loop_goes_on_where_the_film_ends(clip: Path, film_time: FilmTime) -> None:
    film = PlayedFile(clip, film_time, loop=True, clock=lambda: film_time.now)
    times = play(film, film_time, 30)
    film.close()
    assert times == pytest.approx([start + at for start in (0.0, 0.5, 1.0) for at in TIMES_S])


def test_after_a_long_sleep_a_film_goes_on_and_does_not_race(clip: Path, film_time: FilmTime) -> None:
    film = PlayedFile(clip, film_time, clock=lambda: film_time.now)
    play(film, film_time, 5)
    film_time.now += 3600.0
    times = play(film, film_time, 5)
    film.close()
    assert np.diff(times) == pytest.approx(np.diff(TIMES_S[5:]))


def test_what_is_a_little_late_is_caught_up_with(clip: Path, film_time: FilmTime) -> None:
    film = PlayedFile(clip, film_time, clock=lambda: film_time.now)
    play(film, film_time, 5)
    film_time.now += 0.1
    assert play(film, film_time, 5) == pytest.approx([0.28, *TIMES_S[6:]])
    film.close()


def test_a_file_that_plays_is_a_live_source_without_a_loss(clip: Path, watch: Watch) -> None:
    source = open_live(CameraSpec(str(clip), realtime=True))
    viewer = watch(source)
    viewer.join()
    assert viewer.error is None
    frames = viewer.frames
    assert source.status.delivered + source.status.dropped == 10
    assert not any(frame.held for frame in frames)
    assert source.info.live
    source.close()
    assert open_files_in(clip.parent) == []


def test_a_film_is_seen_from_its_beginning_however_late_somebody_watches(clip: Path, watch: Watch) -> None:
    source = open_live(CameraSpec(str(clip), realtime=True))
    soon(lambda: not any(thread.name == "lowlight-camera" for thread in threading.enumerate()))
    watch(source).join()
    assert source.status.delivered + source.status.dropped == 10


def test_what_is_wrong_with_a_file_is_told_at_its_end(tmp_path: Path, watch: Watch) -> None:
    whole = replace(LONG, pts=range(0, 6400, 64), last_duration=64, container_options={"movflags": "faststart"})
    film = cut_short(make(tmp_path / "cut.mp4", whole))
    source = open_live(CameraSpec(str(film), realtime=True))
    watch(source).join()
    assert any("missing" in warning for warning in source.warnings)


def test_a_file_in_a_loop_never_ends_and_says_where_it_begins_again(clip: Path, watch: Watch) -> None:
    source = open_live(CameraSpec(str(clip), realtime=True, loop=True))
    viewer = watch(source)
    viewer.until(lambda frames, _: sum(frame.discontinuity for frame in frames) >= 2)
    assert viewer.error is None
    viewer.stop()
    source.close()
    assert open_files_in(clip.parent) == []


def test_a_film_that_vanishes_between_two_rounds_is_not_waited_for(clip: Path, watch: Watch) -> None:
    viewer = watch(open_live(CameraSpec(str(clip), realtime=True, loop=True)))
    viewer.until(lambda frames, _: len(frames) >= 1)
    clip.unlink()
    viewer.join()
    assert isinstance(viewer.error, SourceOpenError)
    assert viewer.frames
    assert viewer.error.hint


def test_a_pause_in_a_film_is_no_stall(tmp_path: Path, watch: Watch) -> None:
    film = make(tmp_path / "slow.mp4", Clip(pts=(0, 10, 600), time_base=Fraction(1, 1000), last_duration=10))
    viewer = watch(open_live(CameraSpec(str(film), realtime=True), timing=Timing(stalled_after_s=0.05)))
    viewer.join()
    assert not any(frame.held or frame.discontinuity for frame in viewer.frames)


def test_stop_does_not_wait_for_the_next_picture_of_a_film(tmp_path: Path, watch: Watch) -> None:
    film = make(tmp_path / "slow.mp4", Clip(pts=(0, 10, 60_000), time_base=Fraction(1, 1000), last_duration=10))
    viewer = watch(open_live(CameraSpec(str(film), realtime=True)))
    viewer.until(lambda frames, _: len(frames) >= 1)
    assert viewer.stop() < PATIENCE_S / 2


def test_a_file_is_no_camera_unless_it_is_to_play(clip: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceOpenError, match="is a file") as caught:
        open_live(CameraSpec(str(clip)))
    assert "--realtime" in caught.value.hint
    text = tmp_path / "notes.mp4"
    text.write_text("It was a dark and stormy night.\n" * 200)
    with pytest.raises(SourceOpenError, match=r"notes\.mp4") as caught:
        open_live(CameraSpec(str(text), realtime=True))
    assert caught.value.hint
