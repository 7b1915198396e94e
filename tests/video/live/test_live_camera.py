"""What a camera gives becomes frames with the time of their capture, or a refusal with the reason."""

from __future__ import annotations

import threading
import time
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from lowlight_live.errors import SourceOpenError
from lowlight_live.frame import ColorInfo
from lowlight_live.video.live.camera_opener import Machine
from lowlight_live.video.live.device import Grant, Picture
from lowlight_live.video.live.opening import CameraBackend, CameraSpec, open_live
from lowlight_live.video.live.supervised import SupervisedSource
from lowlight_live.video.live.watchdog import Timing
from lowlight_live.video.protocols import SourceState
from tests.fake_camera import FakeCamera, soon
from tests.video.live.made_up import CALM, HANDLES, Open, Watch

pytestmark = pytest.mark.skipif(not HANDLES.is_dir(), reason="the made-up cameras are Linux's")


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
