"""Other programs get a picture at every beat, whatever happens to the source."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lowlight_live.errors import ConfigError, EncodeError, LowlightError, SinkOpenError
from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.video import virtual_camera
from lowlight_live.video.cadence import Cadence
from lowlight_live.video.live.camera import OWN_LABEL
from lowlight_live.video.mark import AMBER, marked, slate
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.virtual_camera import VirtualCamera, VirtualCameraSpec
from tests.live_fakes import WAIT_S, FakeDevice

INFO = SourceInfo("camera", 48, 64, Fraction(1, 90000), frame_rate=Fraction(100), live=True)


def pair_of(value: int, *, held: bool = False, height: int = 48, width: int = 64) -> FramePair:
    """Its original is black, its enhanced picture flat."""
    frame = Frame(np.zeros((height, width, 3), np.uint8), 0, INFO.time_base, captured_at=time.monotonic(), held=held)
    return FramePair(frame, replace(frame, rgb=np.full((height, width, 3), value, np.uint8)))


def is_flat(value: int) -> Any:
    return lambda rgb: bool((rgb == value).all())


def is_marked(rgb: Rgb) -> bool:
    return tuple(rgb[0, 0]) == AMBER


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> FakeDevice:
    """What every virtual camera of the test sends to."""
    return FakeDevice(48, 64)


def camera_on(device: FakeDevice, spec: VirtualCameraSpec | None = None) -> VirtualCamera:
    def open_it(height: int, width: int, fps: float, name: str) -> FakeDevice:
        device.shape, device.fps, device.device = (height, width, 3), fps, name or device.device
        return device

    return VirtualCamera(spec or VirtualCameraSpec(), INFO, open_it)


def test_the_same_picture_is_sent_again_until_there_is_a_newer_one(device: FakeDevice) -> None:
    camera = camera_on(device)
    for value in (50, 90):
        camera.write(pair_of(value))
        device.wait_for(is_flat(value), times=3)
    camera.close()
    assert device.threads == {"lowlight-virtual-camera"}
    assert device.closed == 1
    assert camera.meter.count == 2


def test_before_the_first_picture_there_is_a_slate(device: FakeDevice) -> None:
    camera = camera_on(device)
    device.wait_for(lambda rgb: bool((rgb == slate(48, 64)).all()))
    camera.close()


def test_a_held_picture_is_marked_and_not_counted(device: FakeDevice) -> None:
    camera = camera_on(device)
    camera.write(pair_of(50))
    device.wait_for(is_flat(50))
    camera.write(pair_of(50, held=True))
    device.wait_for(is_marked)
    camera.write(pair_of(60))
    device.wait_for(is_flat(60))
    camera.close()
    assert camera.meter.count == 2


def test_a_picture_that_has_grown_old_is_marked_though_nobody_says_so(
    device: FakeDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(virtual_camera, "_STALE_S", 0.05)
    camera = camera_on(device)
    camera.write(pair_of(50))
    device.wait_for(lambda rgb: is_marked(rgb) and rgb[24, 32, 0] == 50)
    camera.close()


def test_a_picture_of_another_size_is_fitted_into_that_of_the_device(device: FakeDevice) -> None:
    camera = camera_on(device)
    camera.write(pair_of(80, height=96, width=64))
    device.wait_for(lambda rgb: rgb[24, 32, 0] == 80)
    fitted = device.sent[0]
    assert (fitted[:, :16].max(), fitted[:, 16:48].min(), fitted[:, 48:].max()) == (0, 80, 0)
    camera.close()


def test_pictures_that_come_between_two_beats_are_counted_as_lost(device: FakeDevice) -> None:
    camera = camera_on(device, VirtualCameraSpec(fps=0.5))
    device.wait_for(lambda rgb: True)  # the first beat is over, the next is two seconds away
    for value in range(5):
        camera.write(pair_of(value))
    camera.close()
    assert (camera.meter.dropped, camera.meter.count) == (4, 0)


def test_the_rate_is_the_source_s_unless_another_is_asked_for(device: FakeDevice) -> None:
    camera_on(device).close()
    assert device.fps == 100
    camera_on(device, VirtualCameraSpec("/dev/video3", fps=25)).close()
    assert (device.fps, device.device) == (25, "/dev/video3")


def test_a_device_that_goes_away_is_an_error_of_the_sink(device: FakeDevice) -> None:
    camera = camera_on(device)
    device.error = RuntimeError("no such device")
    camera._thread.join(WAIT_S)
    with pytest.raises(EncodeError, match="no such device") as caught:
        camera.write(pair_of(1))
    assert caught.value.hint
    camera.close()
    assert device.closed == 1


def refusal(**modules: Any) -> LowlightError:
    with pytest.MonkeyPatch.context() as patch:
        for name, module in modules.items():
            patch.setitem(sys.modules, name, module)
        with pytest.raises(LowlightError) as caught:
            VirtualCamera(VirtualCameraSpec("/dev/video99"), INFO)
    assert caught.value.hint
    return caught.value


def test_without_pyvirtualcam_the_line_that_installs_it_is_told() -> None:
    error = refusal(pyvirtualcam=None)
    assert isinstance(error, ConfigError)
    assert "pip install 'lowlight-live[virtual-camera]'" in error.hint


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_without_a_device_the_way_to_one_is_told_for_each_system(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        @staticmethod
        def Camera(*_arguments: object, **_options: object) -> None:  # noqa: N802
            raise RuntimeError("'some' backend: no device")

    monkeypatch.setattr(sys, "platform", system)
    error = refusal(pyvirtualcam=Missing)
    assert isinstance(error, SinkOpenError)
    assert "no device" in str(error)
    assert ("v4l2loopback" if system == "linux" else "OBS") in error.hint


def test_the_device_that_was_set_up_for_us_is_preferred(tmp_path: Path) -> None:
    assert virtual_camera.labelled_device(tmp_path / "nothing") == ""
    for node, name in (("video0", "HD Webcam"), ("video7", OWN_LABEL), ("video9", "OBS")):
        (tmp_path / node).mkdir()
        (tmp_path / node / "name").write_text(f"{name}\n")
    assert virtual_camera.labelled_device(tmp_path) == "/dev/video7"
    (tmp_path / "video7" / "name").unlink()
    assert virtual_camera.labelled_device(tmp_path) == ""


def test_the_real_package_takes_our_arguments_and_says_that_there_is_no_device() -> None:
    pytest.importorskip("pyvirtualcam", reason="the extra virtual-camera is not installed")
    error = refusal()
    assert "/dev/video99" in str(error)


def test_the_cadence_is_kept_whatever_happens_between_two_beats() -> None:
    cadence = Cadence(fps=10, start_s=100.0)
    assert cadence.wait_s(100.0) == 0
    cadence.beat(100.02)
    assert cadence.wait_s(100.02) == pytest.approx(0.08)
    cadence.beat(100.1)
    assert cadence.wait_s(100.15) == pytest.approx(0.05)


def test_a_missed_beat_is_skipped_and_counted_never_caught_up_with() -> None:
    cadence = Cadence(fps=10, start_s=0.0)
    cadence.beat(0.0)
    assert cadence.wait_s(0.55) == 0
    cadence.beat(0.55)
    assert cadence.skipped == 4
    assert cadence.wait_s(0.55) == pytest.approx(0.05)


def test_a_thousand_beats_take_the_time_of_a_thousand_beats() -> None:
    cadence, now = Cadence(fps=30, start_s=5.0), 5.0
    for _ in range(1000):
        now += cadence.wait_s(now)
        cadence.beat(now)
        now += 0.002
    assert now + cadence.wait_s(now) == pytest.approx(5.0 + 1000 / 30, abs=1e-6)
    assert cadence.skipped == 0


@pytest.mark.parametrize(("height", "width"), [(1, 1), (4, 6), (48, 64), (64, 16), (1080, 1920)])
def test_a_mark_fits_every_picture_and_leaves_its_original_alone(height: int, width: int) -> None:
    rgb = np.full((height, width, 3), 200, np.uint8)
    picture = marked(rgb)
    assert picture.shape == rgb.shape
    assert tuple(picture[0, 0]) == tuple(picture[-1, -1]) == AMBER
    assert (rgb == 200).all()
