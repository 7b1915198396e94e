"""Which cameras there are, what they offer, which one is meant, and their controls put back as they were."""

from __future__ import annotations

import errno
import threading
from pathlib import Path

import av
import pytest

from lowlight_live.errors import SourceOpenError
from lowlight_live.video.live import camera as cameras_module
from lowlight_live.video.live import stream_source, v4l2
from lowlight_live.video.live.camera import OWN_LABEL, Camera, choose, find_again, find_cameras, list_cameras
from lowlight_live.video.live.camera_opener import Machine
from lowlight_live.video.live.device import Wish
from lowlight_live.video.live.exposure import DYNAMIC_FRAMERATE, ExposureControl, ExposurePriority
from lowlight_live.video.live.opening import CameraBackend, CameraSpec, open_live
from lowlight_live.video.live.watchdog import Timing
from tests.fake_camera import FakeCamera, Viewer
from tests.video.live.fake_v4l2 import FakeDriver

WEBCAM = FakeDriver(
    sizes={
        b"MJPG": {(1280, 720): [(1, 30), (1, 15)], (640, 480): [(1, 60), (100, 2997)]},
        b"YUYV": {(640, 480): [(1, 30)]},
    }
)

WISHES = ("input_format", "video_size", "framerate")


@pytest.fixture
def device(tmp_path: Path) -> str:
    path = tmp_path / "video0"
    path.touch()
    return str(path)


def test_a_camera_tells_its_formats_sizes_and_rates(device: str) -> None:
    said = v4l2.describe(device, WEBCAM)
    assert (said.name, said.captures, said.virtual) == ("HD Webcam", True, False)
    assert said.modes == (
        v4l2.Mode("MJPG", 720, 1280, (30.0, 15.0)),
        v4l2.Mode("MJPG", 480, 640, (60.0, 29.97)),
        v4l2.Mode("YUYV", 480, 640, (30.0,)),
    )


def test_a_camera_that_takes_any_size_tells_the_usual_ones_and_the_largest(device: str) -> None:
    said = v4l2.describe(device, FakeDriver(driver="v4l2 loopback", ranges={b"YU12": ((2, 2), (1600, 1200))}))
    assert said.virtual
    assert [(mode.width, mode.height) for mode in said.modes] == [(640, 480), (1280, 720), (1600, 1200)]


def test_a_device_that_gives_no_pictures_says_so(device: str) -> None:
    metadata_only = 0x04A00000
    assert not v4l2.describe(device, FakeDriver(device_caps=metadata_only)).captures


def test_a_driver_whose_list_never_ends_is_not_read_for_ever(device: str) -> None:
    endless = FakeDriver()
    answer = endless.__call__

    def never_refuses(descriptor: int, request: int, buffer: bytearray, /) -> int:
        return answer(descriptor, request, buffer) if request & 0xFF == 0 else 0

    assert len(v4l2.describe(device, never_refuses).modes) <= 256


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """Two cameras, one of which has a second node for metadata."""
    FakeCamera(tmp_path, index=2, name="HD Webcam C920")
    FakeCamera(tmp_path, index=10, name="Laptop Camera")
    node = tmp_path / "sys/class/video4linux/video3"
    node.mkdir()
    (node / "index").write_text("1\n")
    (node / "name").write_text("HD Webcam C920\n")
    return tmp_path


def test_every_camera_is_listed_once_with_a_name_that_stays(system: Path) -> None:
    listed = list_cameras(system)
    assert [(camera.index, camera.name) for camera in listed] == [(2, "HD Webcam C920"), (10, "Laptop Camera")]
    assert listed[0].device == str(system / "dev/video2")
    assert listed[0].identity.endswith("/dev/v4l/by-id/usb-HD_Webcam_C920-video-index0")


def test_the_device_that_our_own_pictures_go_to_is_no_camera(system: Path) -> None:
    FakeCamera(system, index=20, name=OWN_LABEL)
    assert [camera.index for camera in list_cameras(system)] == [2, 10]


def test_a_system_without_cameras_has_none(tmp_path: Path) -> None:
    assert list_cameras(tmp_path) == []
    assert find_cameras(tmp_path) == []


def test_a_camera_that_does_not_answer_is_listed_all_the_same(system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()

    def describe(device: str) -> v4l2.Description:
        if device.endswith("video2"):
            let_go.wait()
        return v4l2.Description("Laptop Camera", captures=True, virtual=False, modes=(v4l2.Mode("MJPG", 1, 2, ()),))

    monkeypatch.setattr(v4l2, "describe", describe)
    silent, talking = find_cameras(system, within_s=0.05)
    let_go.set()
    for thread in threading.enumerate():
        if thread.name == "lowlight-ask-camera":
            thread.join()
    assert (silent.index, silent.note, silent.modes) == (2, "it does not answer", ())
    assert (talking.index, talking.note, len(talking.modes)) == (10, "", 1)


def test_a_camera_that_may_not_be_opened_says_what_to_do(system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def describe(_device: str) -> v4l2.Description:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(v4l2, "describe", describe)
    assert "group video" in find_cameras(system)[0].note


def test_a_device_that_gives_no_pictures_is_no_camera(system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = v4l2.Description("codec", captures=False, virtual=False, modes=())
    monkeypatch.setattr(v4l2, "describe", lambda _device: nothing)
    assert find_cameras(system) == []


def test_a_camera_is_named_by_number_path_or_part_of_a_name(system: Path) -> None:
    first, second = listed = list_cameras(system)
    assert choose("2", listed) == [first]
    assert choose("3", listed) == []
    assert choose(str(system / "dev/video10"), listed) == [second]
    assert choose("c920", listed) == [first]
    assert choose(first.identity, listed) == [first]
    assert choose("ca", listed) == [first, second]
    assert choose("Laptop Camera", listed) == [second]


def test_a_camera_without_a_serial_number_is_found_at_another_socket_if_nothing_else_has_its_name() -> None:
    lost = Camera(0, "/dev/video0", "Webcam", "/dev/v4l/by-path/pci-1-video-index0")
    moved = Camera(4, "/dev/video4", "Webcam", "/dev/v4l/by-path/pci-2-video-index0")
    twin = Camera(5, "/dev/video5", "Webcam", "/dev/v4l/by-path/pci-3-video-index0")
    assert find_again(lost, [moved]) == moved
    assert find_again(lost, [moved, twin]) is None


def test_a_camera_with_a_serial_number_is_never_another_of_its_make() -> None:
    lost = Camera(0, "/dev/video0", "Webcam", "/dev/v4l/by-id/usb-Webcam_1-video-index0")
    other = Camera(0, "/dev/video0", "Webcam", "/dev/v4l/by-id/usb-Webcam_2-video-index0")
    assert find_again(lost, [other]) is None


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("7", "There is no camera 7"),
        ("/dev/video7", "There is no camera /dev/video7"),
        ("C930", "There is no camera or file C930"),
        ("clip.mp4", "There is no camera or file clip.mp4"),
        ("", "nothing given"),
        ("ca", "fits 2 cameras"),
        ("ftp://host/x", "ftp://"),
    ],
)
def test_what_is_no_camera_is_refused_with_what_there_is(system: Path, what: str, message: str) -> None:
    with pytest.raises(SourceOpenError, match=message) as caught:
        open_live(CameraSpec(what), machine=Machine(system))
    assert "Laptop Camera" in caught.value.hint or "rtsp" in caught.value.hint


def test_a_link_to_a_camera_is_that_camera(system: Path) -> None:
    link = system / "by-path-link"
    link.symlink_to(system / "dev/video10")
    with pytest.raises(SourceOpenError, match="Laptop Camera did not open"):
        open_live(CameraSpec(str(link), backend=CameraBackend.PYAV), machine=Machine(system))


def test_ffmpeg_is_asked_for_less_when_the_camera_has_not_got_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse(place: str, _mode: str, kind: str, options: dict[str, str], **_more: object) -> None:
        asked.append((place, kind, {name: options[name] for name in WISHES if name in options}))
        raise av.error.ArgumentError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(av, "open", refuse)
    monkeypatch.setattr(stream_source.sys, "platform", "linux")
    with pytest.raises(SourceOpenError, match="Webcam did not open"):
        stream_source.open_device("/dev/video0", "Webcam", Wish(720, 1280, 30.0))
    size = {"video_size": "1280x720", "framerate": "30"}
    assert [options for _, _, options in asked] == [{"input_format": "mjpeg"} | size, size, {}]
    assert {(place, kind) for place, kind, _ in asked} == {("/dev/video0", "v4l2")}


def test_opencv_is_not_asked_for_an_address() -> None:
    with pytest.raises(SourceOpenError, match="cameras only"):
        open_live(CameraSpec("http://127.0.0.1/", backend=CameraBackend.OPENCV))


def test_where_the_system_cannot_tell_its_cameras_a_number_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cameras_module.sys, "platform", "freebsd14")
    camera = FakeCamera(tmp_path)
    camera.show()
    source = open_live(CameraSpec("0", backend=CameraBackend.OPENCV), machine=Machine(tmp_path, camera.capture))
    viewer = Viewer(source)
    viewer.until(lambda frames, _: len(frames) == 1)
    camera.take_away()
    camera.until(lambda camera: camera.attempts > 1)
    camera.take_away(False)
    camera.show()
    viewer.until(lambda frames, status: status.reconnections == 1)
    camera.take_away()
    viewer.stop()
    source.close()


@pytest.mark.parametrize(("priority", "value"), [(ExposurePriority.SMOOTH, 0), (ExposurePriority.BRIGHTER, 1)])
def test_the_priority_of_auto_exposure_is_set_and_put_back(device: str, priority: ExposurePriority, value: int) -> None:
    driver = FakeDriver(controls={DYNAMIC_FRAMERATE: 1 - value})
    control = ExposureControl(priority, driver)
    assert control.apply(device) == ""
    assert driver.controls == {DYNAMIC_FRAMERATE: value}
    control.restore()
    assert driver.controls == {DYNAMIC_FRAMERATE: 1 - value}
    driver.controls[DYNAMIC_FRAMERATE] = value
    control.restore()  # once is enough: what somebody set since is theirs
    assert driver.controls == {DYNAMIC_FRAMERATE: value}


def test_what_the_owner_had_set_is_remembered_over_a_reconnection(device: str) -> None:
    driver = FakeDriver(controls={DYNAMIC_FRAMERATE: 1})
    control = ExposureControl(ExposurePriority.SMOOTH, driver)
    control.apply(device)
    control.apply(device)  # it kept its power: what it has now is ours
    control.restore()
    assert driver.controls == {DYNAMIC_FRAMERATE: 1}


def test_nothing_is_touched_unless_asked_for(device: str) -> None:
    driver = FakeDriver(refuses=OSError(errno.EIO, "nobody may ask"))
    control = ExposureControl(ExposurePriority.LEAVE, driver)
    assert control.apply(device) == ""
    control.restore()


def test_a_camera_without_the_switch_or_that_refuses_is_a_warning(device: str) -> None:
    assert "no switch" in ExposureControl(ExposurePriority.SMOOTH, FakeDriver()).apply(device)
    refusing = FakeDriver(controls={DYNAMIC_FRAMERATE: 1})
    refusing.refuses = OSError(errno.EIO, "Input/output error")
    assert "Input/output error" in ExposureControl(ExposurePriority.SMOOTH, refusing).apply(device)


@pytest.mark.parametrize("failure", [None, RuntimeError("a mistake")], ids=["closed", "after an error"])
def test_the_controls_are_put_back_when_the_source_is_closed(tmp_path: Path, failure: Exception | None) -> None:
    camera = FakeCamera(tmp_path)
    driver = FakeDriver(controls={DYNAMIC_FRAMERATE: 1})
    camera.show()
    spec = CameraSpec("0", backend=CameraBackend.OPENCV, exposure_priority=ExposurePriority.SMOOTH)
    source = open_live(spec, machine=Machine(tmp_path, camera.capture, driver))
    assert driver.controls == {DYNAMIC_FRAMERATE: 0}
    frames = iter(source)
    next(frames)
    if failure is None:
        camera.take_away()
    else:
        camera.fail(failure)
        with pytest.raises(RuntimeError):
            next(frames)
    source.close()
    assert driver.controls == {DYNAMIC_FRAMERATE: 1}


def test_the_controls_are_put_back_when_no_picture_comes(tmp_path: Path) -> None:
    camera = FakeCamera(tmp_path)
    driver = FakeDriver(controls={DYNAMIC_FRAMERATE: 1})
    spec = CameraSpec("0", backend=CameraBackend.OPENCV, exposure_priority=ExposurePriority.SMOOTH)
    with pytest.raises(SourceOpenError, match="No picture came"):
        open_live(spec, machine=Machine(tmp_path, camera.capture, driver), timing=Timing(open_within_s=0.2))
    camera.take_away()
    camera.until(lambda camera: camera.captures[0].released)
    assert driver.controls == {DYNAMIC_FRAMERATE: 1}
    assert camera.captures[0].released


def test_a_camera_without_the_switch_is_told_among_the_warnings(tmp_path: Path) -> None:
    camera = FakeCamera(tmp_path)
    camera.show()
    spec = CameraSpec("0", backend=CameraBackend.OPENCV, exposure_priority=ExposurePriority.SMOOTH)
    source = open_live(spec, machine=Machine(tmp_path, camera.capture, FakeDriver()))
    camera.take_away()
    source.close()
    assert any("no switch" in warning for warning in source.warnings)
