"""A camera that stalls, repeats itself, vanishes, changes its number or is taken away does not take us with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from lowlight_live.errors import SourceOpenError
from lowlight_live.frame import ColorInfo
from lowlight_live.video.camera_opener import Machine
from lowlight_live.video.device import Grant, Picture
from lowlight_live.video.live import CameraBackend, CameraSpec, open_live
from lowlight_live.video.protocols import LiveSource, SourceState
from lowlight_live.video.supervised import SupervisedSource
from lowlight_live.video.watchdog import Timing
from tests.fake_camera import PATIENCE_S, FakeCamera, Viewer, soon

HANDLES = Path("/proc/self/fd")
pytestmark = pytest.mark.skipif(not HANDLES.is_dir(), reason="the made-up cameras are Linux's")

NEVER = 1000.0
CALM = Timing(
    stalled_after_s=NEVER,
    lost_after_s=NEVER,
    repeats_after_s=NEVER,
    back_off_s=(0.01,),
    hold_every_s=0.01,
    leave_within_s=0.05,
)
"""Nothing is noticed by its absence."""
NERVOUS = Timing(
    stalled_after_s=0.3, lost_after_s=0.6, open_within_s=0.6, repeats_after_s=0.1, back_off_s=(0.01,), hold_every_s=0.01
)

Open = Callable[..., LiveSource]
Watch = Callable[[LiveSource], Viewer]


@pytest.fixture
def camera(tmp_path: Path) -> Iterator[FakeCamera]:
    camera = FakeCamera(tmp_path)
    yield camera
    # Whatever hangs in it is let go, so that every thread comes to its end.
    camera.hang(False)
    camera.open_slowly(False)
    camera.pause()
    camera.take_away()
    for thread in threading.enumerate():
        if thread.name == "lowlight-camera":
            thread.join(PATIENCE_S)


@pytest.fixture
def open_camera(camera: FakeCamera, tmp_path: Path) -> Iterator[Open]:
    """Open the camera with its first picture waiting."""
    opened: list[LiveSource] = []

    def open_it(what: str = "0", *, timing: Timing = CALM, **wishes: object) -> LiveSource:
        camera.show()
        spec = CameraSpec(what, backend=CameraBackend.OPENCV, **wishes)  # type: ignore[arg-type]
        source = open_live(spec, machine=Machine(tmp_path, camera.capture), timing=timing)
        opened.append(source)
        return source

    yield open_it
    for source in opened:
        source.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    viewers: list[Viewer] = []

    def watch_it(source: LiveSource) -> Viewer:
        viewers.append(Viewer(source))
        return viewers[-1]

    yield watch_it
    for viewer in viewers:
        viewer.stop()


def test_pictures_come_with_the_time_of_their_capture(camera: FakeCamera, open_camera: Open, watch: Watch) -> None:
    before = time.monotonic()
    source = open_camera()
    assert source.info.live
    assert (source.info.height, source.info.width) == (48, 64)
    viewer = watch(source)
    for count in range(1, 6):
        viewer.until(lambda frames, _, count=count: len(frames) == count)  # type: ignore[misc]
        camera.show()
    viewer.until(lambda frames, _: len(frames) == 6)
    frames = viewer.frames
    assert frames[0].pts == 0
    assert {frame.time_base for frame in frames} == {source.info.time_base}
    assert before <= frames[0].captured_at
    for earlier, later in pairwise(frames):
        assert later.pts > earlier.pts
        assert later.time_s == pytest.approx(later.captured_at - frames[0].captured_at, abs=1e-4)
    assert not any(frame.discontinuity or frame.held for frame in frames)
    assert source.status.state is SourceState.LIVE
    assert (source.status.delivered, source.status.repeated, source.status.dropped) == (6, 0, 0)
    assert source.warnings == ()


def test_blue_green_red_of_the_driver_is_red_green_blue_of_a_frame(camera: FakeCamera, open_camera: Open) -> None:
    frame = next(iter(open_camera()))
    assert np.array_equal(frame.rgb, camera.picture[..., ::-1])
    assert frame.rgb.flags.c_contiguous


def test_the_newest_picture_wins_and_every_drop_is_counted(camera: FakeCamera, open_camera: Open, watch: Watch) -> None:
    source = open_camera()
    frames = iter(source)
    next(frames)
    camera.show(5)
    soon(lambda: source.status.dropped == 4)
    newest = next(frames)
    assert np.array_equal(newest.rgb, camera.picture[..., ::-1])
    assert (source.status.delivered, source.status.dropped) == (2, 4)


def test_what_came_before_anybody_looked_is_not_a_drop(camera: FakeCamera, open_camera: Open) -> None:
    source = open_camera()
    camera.show(3)
    soon(lambda: source.status.dropped == 3)
    next(iter(source))
    assert source.status.dropped == 0


def test_a_format_is_asked_for_first_then_a_size_then_a_rate(camera: FakeCamera, open_camera: Open) -> None:
    camera.grants = {cv2.CAP_PROP_FPS: 15.0}
    source = open_camera(height=720, width=1280, fps=30.0)
    assert camera.asked == [
        (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
        (cv2.CAP_PROP_FRAME_WIDTH, 1280),
        (cv2.CAP_PROP_FRAME_HEIGHT, 720),
        (cv2.CAP_PROP_FPS, 30.0),
    ]
    assert source.status.granted == "64x48 MJPG 15 fps"
    assert source.status.requested_fps == 30.0
    (warning,) = source.warnings
    assert "64x48 MJPG 15 fps" in warning
    assert "1280x720 30 fps" in warning


def test_a_camera_that_gives_what_was_asked_for_gets_no_warning(camera: FakeCamera, open_camera: Open) -> None:
    camera.grants = {cv2.CAP_PROP_FPS: 29.97}
    assert open_camera(height=48, width=64, fps=30.0).warnings == ()


def test_a_stalled_camera_shows_its_last_picture_until_it_goes_on(
    camera: FakeCamera, open_camera: Open, watch: Watch
) -> None:
    timing = Timing(stalled_after_s=0.1, lost_after_s=NEVER, hold_every_s=0.01)
    source = open_camera(timing=timing)
    viewer = watch(source)
    viewer.until(lambda frames, status: status.state is SourceState.STALLED and len(viewer.held) > 3)
    assert source.status.reason
    assert source.status.fps == 0.0
    first, held = viewer.new[0], viewer.held
    for earlier, later in zip([first, *held], held, strict=False):
        assert later.pts > earlier.pts
        assert np.array_equal(later.rgb, first.rgb)
        assert not later.discontinuity
    camera.show()
    viewer.until(lambda frames, _: len(viewer.new) == 2)
    assert viewer.new[1].discontinuity
    assert viewer.new[1].pts > held[-1].pts
    assert source.status.repeated >= len(held)
    assert source.status.reconnections == 0
    viewer.until(lambda frames, _: frames[-1].held)
    assert not viewer.frames[-1].discontinuity  # the gap is told once
    assert source.status.fps == 0.0


def test_an_unplugged_camera_is_found_again_under_another_number(
    camera: FakeCamera, open_camera: Open, watch: Watch
) -> None:
    source = open_camera()
    viewer = watch(source)
    viewer.until(lambda frames, _: len(frames) == 1)
    camera.unplug()
    viewer.until(lambda frames, status: status.state is SourceState.LOST and len(viewer.held) > 3)
    assert "unplugged" in source.status.reason or "gave no picture" in source.status.reason
    attempts = camera.attempts
    camera.plug(3)
    camera.show()
    viewer.until(lambda frames, status: len(viewer.new) == 2 and status.state is SourceState.LIVE)
    assert viewer.new[1].discontinuity
    assert camera.attempts == attempts + 1  # while it was away, nothing was opened in its place
    assert source.status.reconnections == 1
    assert source.status.reason == ""
    assert "lost once" in source.warnings[0]


def test_another_camera_at_the_same_number_is_not_taken_for_it(
    camera: FakeCamera, open_camera: Open, watch: Watch, tmp_path: Path
) -> None:
    source = open_camera()
    viewer = watch(source)
    camera.unplug()
    other = FakeCamera(tmp_path, name="Another")
    viewer.until(lambda frames, status: "unplugged" in status.reason and len(viewer.held) > 10)
    assert (camera.attempts, other.attempts) == (1, 0)
    viewer.stop()
    (warning,) = source.warnings
    assert "away at the end" in warning


def test_a_camera_taken_by_another_program_comes_back_when_that_lets_go(
    camera: FakeCamera, open_camera: Open, watch: Watch
) -> None:
    source = open_camera()
    viewer = watch(source)
    camera.take_away()
    camera.until(lambda camera: camera.attempts >= 3)
    viewer.until(lambda frames, status: "did not open" in status.reason)
    camera.take_away(False)
    camera.show()
    viewer.until(lambda frames, status: len(viewer.new) == 2 and status.state is SourceState.LIVE)
    assert source.status.reconnections == 1


def test_a_driver_that_hangs_is_left_alone_and_the_camera_opened_anew(
    camera: FakeCamera, open_camera: Open, watch: Watch
) -> None:
    source = open_camera(timing=NERVOUS)
    viewer = watch(source)
    viewer.until(lambda frames, _: len(frames) == 1)
    camera.hang()
    # Two connections hang and are left; a third would only cost a thread more.
    viewer.until(lambda frames, status: "does not let go" in status.reason)
    assert not any(capture.released for capture in camera.captures)
    assert len(camera.captures) == 2
    camera.run(100)
    camera.hang(False)
    viewer.until(lambda frames, status: status.state is SourceState.LIVE and len(viewer.new) > 3)
    camera.until(lambda camera: all(capture.released for capture in camera.captures[:2]))


def test_a_driver_that_repeats_its_last_picture_is_opened_anew(
    camera: FakeCamera, open_camera: Open, watch: Watch
) -> None:
    source = open_camera(timing=Timing(repeats_after_s=0.1, back_off_s=(0.01,), hold_every_s=0.01))
    camera.run(200)
    viewer = watch(source)
    viewer.until(lambda frames, _: len(frames) > 3)
    camera.repeat()
    camera.until(lambda camera: len(camera.captures) == 2)
    camera.repeat(False)
    viewer.until(lambda frames, status: status.reconnections == 1)
    assert any(frame.discontinuity for frame in viewer.new[3:])


def test_a_picture_that_is_still_the_same_after_a_new_connection_is_meant_to_be(
    camera: FakeCamera, open_camera: Open, watch: Watch
) -> None:
    source = open_camera(timing=Timing(repeats_after_s=0.3, back_off_s=(0.01,), hold_every_s=0.01))
    camera.run(200)
    viewer = watch(source)
    viewer.until(lambda frames, _: len(frames) > 3)
    camera.repeat()
    viewer.until(lambda frames, status: status.reconnections == 1)
    back_s = viewer.frames[-1].time_s
    viewer.until(lambda frames, _: frames[-1].time_s > back_s + 0.9)
    assert len(camera.captures) == 2


def test_a_picture_of_another_size_comes_as_it_is(camera: FakeCamera, open_camera: Open, watch: Watch) -> None:
    viewer = watch(open_camera())
    viewer.until(lambda frames, _: len(frames) == 1)
    camera.resize(30, 40)
    camera.show()
    viewer.until(lambda frames, _: len(frames) == 2)
    camera.show()
    viewer.until(lambda frames, _: len(frames) == 3)
    assert [frame.rgb.shape for frame in viewer.frames] == [(48, 64, 3), (30, 40, 3), (30, 40, 3)]
    assert [frame.discontinuity for frame in viewer.frames] == [False, True, False]


def test_an_error_of_the_driver_is_a_loss_like_any_other(camera: FakeCamera, open_camera: Open, watch: Watch) -> None:
    viewer = watch(open_camera())
    viewer.until(lambda frames, _: len(frames) == 1)
    camera.fail(cv2.error("ioctl"))
    camera.until(lambda camera: camera.attempts == 2)
    camera.show()
    viewer.until(lambda frames, status: len(viewer.new) == 2 and status.reconnections == 1)


def test_an_error_of_ours_is_raised_where_the_frames_are_taken(
    camera: FakeCamera, open_camera: Open, watch: Watch
) -> None:
    viewer = watch(open_camera())
    viewer.until(lambda frames, _: len(frames) == 1)
    camera.fail(RuntimeError("a mistake"))
    viewer.join()
    assert isinstance(viewer.error, RuntimeError)
    assert camera.captures[0].released


def until_live(_: FakeCamera, viewer: Viewer) -> None:
    viewer.until(lambda frames, status: bool(frames) and status.state is SourceState.LIVE)


def until_stalled(_: FakeCamera, viewer: Viewer) -> None:
    viewer.until(lambda frames, status: status.state is SourceState.STALLED)


def until_hung(camera: FakeCamera, viewer: Viewer) -> None:
    until_live(camera, viewer)
    camera.hang()
    viewer.until(lambda frames, status: "does not let go" in status.reason)


def until_lost(camera: FakeCamera, viewer: Viewer) -> None:
    camera.unplug()
    viewer.until(lambda frames, status: status.state is SourceState.LOST)


def until_reconnecting(camera: FakeCamera, viewer: Viewer) -> None:
    until_live(camera, viewer)
    camera.open_slowly()
    camera.fail(cv2.error("gone"))
    viewer.until(lambda frames, status: status.state is SourceState.RECONNECTING)


STALLING = Timing(stalled_after_s=0.05, lost_after_s=NEVER)


@pytest.mark.parametrize(
    ("reach", "timing"),
    [
        (until_live, CALM),
        (until_stalled, STALLING),
        (until_hung, NERVOUS),
        (until_lost, CALM),
        (until_reconnecting, CALM),
    ],
)
def test_stop_answers_from_every_state(
    camera: FakeCamera,
    open_camera: Open,
    watch: Watch,
    reach: Callable[[FakeCamera, Viewer], None],
    timing: Timing,
) -> None:
    source = open_camera(timing=timing)
    viewer = watch(source)
    reach(camera, viewer)
    took_s = viewer.stop()
    asked_at = time.monotonic()
    source.close()
    took_s += time.monotonic() - asked_at
    assert viewer.error is None
    assert took_s < 5  # it is 0.3 s at most; a machine that is busy with something else is given time


def open_handles() -> int:
    return len(list(HANDLES.iterdir()))


def test_fifty_times_unplugged_costs_no_thread_and_no_handle(
    camera: FakeCamera, open_camera: Open, watch: Watch
) -> None:
    source = open_camera()
    viewer = watch(source)

    def lose_and_find(cycle: int) -> None:
        camera.unplug()
        viewer.until(lambda frames, status: status.state is not SourceState.LIVE)
        camera.plug(cycle % 4)
        camera.show()
        viewer.until(lambda frames, status: status.reconnections == cycle and status.state is SourceState.LIVE)

    lose_and_find(1)
    threads, handles = threading.active_count(), open_handles()
    for cycle in range(2, 52):
        lose_and_find(cycle)
    soon(lambda: threading.active_count() == threads)  # the last connection's thread may be at its last line
    assert open_handles() == handles
    assert [capture.released for capture in camera.captures] == [True] * 51 + [False]


def test_a_camera_that_does_not_open_is_told_with_every_reason_and_what_there_is(
    camera: FakeCamera, tmp_path: Path
) -> None:
    camera.take_away()
    with pytest.raises(SourceOpenError) as caught:
        open_live(CameraSpec("0"), machine=Machine(tmp_path, camera.capture))
    assert "opencv: Fake Camera did not open" in str(caught.value)
    assert "pyav: Fake Camera did not open" in str(caught.value)
    assert "0 (Fake Camera)" in caught.value.hint


def test_a_camera_that_gives_no_first_picture_is_refused(camera: FakeCamera, tmp_path: Path) -> None:
    spec = CameraSpec("0", backend=CameraBackend.OPENCV)
    with pytest.raises(SourceOpenError, match="No picture came") as caught:
        open_live(spec, machine=Machine(tmp_path, camera.capture), timing=Timing(open_within_s=0.1))
    assert caught.value.hint


@pytest.mark.camera
def test_a_real_camera_gives_pictures() -> None:
    source = open_live(CameraSpec("0"))
    try:
        frames = [frame for frame, _ in zip(source, range(30), strict=False)]
    finally:
        source.close()
    assert source.status.delivered >= 10
    assert [frame.pts for frame in frames] == sorted({frame.pts for frame in frames})
    assert source.status.fps > 1


class ScriptedDevice:
    """Gives the pictures it is told to, one for each release of `next`."""

    grant = Grant("scripted", "4x4")

    def __init__(self, times: list[float], *, new_beginning: int | None = None) -> None:
        rgb = np.zeros((4, 4, 3), np.uint8)
        self._pictures = iter([Picture(rgb, at, ColorInfo(), i == new_beginning) for i, at in enumerate(times)])
        self.next = threading.Semaphore(1)

    def read(self) -> Picture | None:
        self.next.acquire()
        return next(self._pictures, None)

    def close(self) -> None:
        pass


def test_time_never_stands_still_or_goes_back() -> None:
    now = time.monotonic()
    device = ScriptedDevice([now, now + 0.5, now + 0.5, now + 0.4, now + 1.0])
    source = SupervisedSource(lambda _stopped: device, timing=CALM)
    ticks = []
    for frame in source:
        ticks.append(frame.pts)
        device.next.release()
    source.close()
    assert ticks == [0, 45_000, 45_001, 45_002, 90_000]


def test_a_new_beginning_is_told_even_if_its_first_picture_is_dropped() -> None:
    now = time.monotonic()
    device = ScriptedDevice([now, now + 0.1, now + 0.2], new_beginning=1)
    source = SupervisedSource(lambda _stopped: device, timing=CALM)
    frames = iter(source)
    assert not next(frames).discontinuity
    device.next.release(2)
    soon(lambda: source.status.dropped == 1)
    assert next(frames).discontinuity
    device.next.release()
    assert list(frames) == []
    source.close()
