"""A made-up camera, opened and looked at."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lowlight_live.video.live.camera_opener import Machine
from lowlight_live.video.live.opening import CameraBackend, CameraSpec, open_live
from lowlight_live.video.live.watchdog import Timing
from lowlight_live.video.protocols import LiveSource
from tests.fake_camera import PATIENCE_S, FakeCamera, Viewer
from tests.video.live.made_up import CALM, Open, Watch


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
