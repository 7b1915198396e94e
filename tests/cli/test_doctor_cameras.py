"""`doctor --cameras`: the cameras and what they offer, soon, and without taking one away from anybody."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from lowlight_live.errors import SourceError
from lowlight_live.video.live import camera, v4l2
from lowlight_live.video.live.camera import Camera
from lowlight_live.video.live.v4l2 import Mode
from tests.cli.conftest import Run
from tests.fake_camera import FakeCamera

MODES = (Mode("MJPG", 720, 1280, (30.0, 15.0)), Mode("YUYV", 480, 640, ()))
CAMERAS = [
    Camera(0, "/dev/video0", "HD Webcam", "/dev/v4l/by-id/usb-HD_Webcam-video-index0", MODES),
    Camera(4, "/dev/video4", "Stage", "Stage", virtual=True, note="it does not answer"),
]


def test_cameras_and_their_modes_are_listed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "find_cameras", lambda: CAMERAS)
    outcome = run("doctor", "--cameras")
    assert outcome.status == 0
    assert outcome.out.splitlines() == [
        "0: HD Webcam",
        "   /dev/v4l/by-id/usb-HD_Webcam-video-index0",
        "   MJPG  1280 x 720   30, 15 fps",
        "   YUYV   640 x 480",
        "4: Stage (virtual)",
        "   it does not answer",
    ]


def test_cameras_are_listed_for_programs(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "find_cameras", lambda: CAMERAS)
    first, second = json.loads(run("doctor", "--cameras", "--json").out)
    assert first["index"] == 0
    assert first["name"] == "HD Webcam"
    assert first["modes"][0] == {"format": "MJPG", "height": 720, "width": 1280, "fps": [30.0, 15.0]}
    assert second["virtual"]
    assert second["note"]


def test_no_camera_is_no_error_but_a_hint(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "find_cameras", list)
    outcome = run("doctor", "--cameras")
    assert (outcome.status, outcome.out) == (0, "")
    assert "Plug one in" in outcome.err
    assert json.loads(run("doctor", "--cameras", "--json").out) == []


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), SourceError("Unknown.", hint="Do this.")])
def test_cameras_that_cannot_be_listed_are_one_sentence_and_a_hint(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refused() -> None:
        raise error

    monkeypatch.setattr(camera, "find_cameras", refused)
    outcome = run("doctor", "--cameras")
    assert outcome.status == 2
    assert len(outcome.err.strip().splitlines()) == 2


def test_a_camera_that_never_answers_is_not_waited_for(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    FakeCamera(tmp_path)
    let_go = threading.Event()

    def hang(_device: str) -> None:
        let_go.wait()
        raise OSError

    monkeypatch.setattr(v4l2, "describe", hang)
    find = camera.find_cameras
    monkeypatch.setattr(camera, "find_cameras", lambda: find(tmp_path))
    started = time.monotonic()
    outcome = run("doctor", "--cameras")
    took_s = time.monotonic() - started
    let_go.set()
    for thread in threading.enumerate():
        if thread.name == "lowlight-ask-camera":
            thread.join()
    assert "does not answer" in outcome.out
    assert took_s < 3.0


def test_listing_cameras_loads_neither_torch_nor_codecs() -> None:
    code = (
        "import sys; from lowlight_live.cli.app import main; main(['doctor', '--cameras', '--json']); "
        "print([name for name in ('torch', 'PyQt6', 'av') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
