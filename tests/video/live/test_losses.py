"""A camera that stalls, repeats itself, vanishes, changes its number or is taken away does not take us with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from lowlight_live.video.live.watchdog import Timing
from lowlight_live.video.protocols import SourceState
from tests.fake_camera import FakeCamera, Viewer, soon
from tests.video.live.made_up import CALM, HANDLES, NERVOUS, NEVER, Open, Watch

pytestmark = pytest.mark.skipif(not HANDLES.is_dir(), reason="the made-up cameras are Linux's")


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
