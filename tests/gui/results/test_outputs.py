"""What the window makes of its pictures: recordings, snapshots, a camera for other programs, pictures to train on."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import av
import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from lowlight_live.attached import SinkState
from lowlight_live.gui.results.outputs import why_not_recorded
from lowlight_live.video import virtual_camera
from lowlight_live.video.live.camera_opener import Machine
from lowlight_live.video.live.opening import CameraBackend, CameraSpec, open_live
from lowlight_live.video.live.watchdog import Timing
from tests.fake_camera import FakeCamera
from tests.gui.conftest import Desk, NumberedCamera, enhanced
from tests.gui.windows import CLIP, film, said
from tests.live_fakes import FakeDevice


def test_a_recording_becomes_a_film_that_plays(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    qtbot.keyClick(window, Qt.Key.Key_R)
    recording = window.bridge.outputs.recording
    assert recording is not None
    desk.until(lambda: recording.state is SinkState.RUNNING)
    before = window.preview.paints
    desk.until(lambda: window.preview.paints > before + 20)
    window.acts["record"].trigger()
    with qtbot.waitSignal(window.bridge.outputs.saved, timeout=20_000) as saved:
        pass
    (path,) = saved.args
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    assert len(frames) > 5
    assert window.messages.action_button.text() == "Open folder"
    assert not window.acts["record"].isChecked()


def test_a_photo_is_not_recorded_and_it_is_said_why(desk: Desk, still: Path) -> None:
    window = desk.window()
    assert why_not_recorded(window.bridge.view) == ""
    window.open(still)
    desk.until(lambda: enhanced(window))
    assert "photo" in why_not_recorded(window.bridge.view)
    window.work.record(True)
    assert said(window) == why_not_recorded(window.bridge.view)
    assert window.bridge.outputs.recording is None
    assert not window.acts["record"].isChecked()
    window.open(CLIP)
    desk.until(lambda: window.bridge.player is not None and window.bridge.player.path == CLIP)
    assert why_not_recorded(window.bridge.view) == ""


def test_a_recording_side_by_side_is_twice_as_wide(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    window.acts["record_both"].trigger()
    window.acts["record"].trigger()
    recording = window.bridge.outputs.recording
    assert recording is not None
    assert not window.acts["record_both"].isEnabled()
    desk.until(lambda: recording.state is SinkState.RUNNING)
    before = window.preview.paints
    desk.until(lambda: window.preview.paints > before + 5)
    with qtbot.waitSignal(window.bridge.outputs.saved, timeout=20_000) as saved:
        window.acts["record"].trigger()
    with av.open(str(saved.args[0])) as container:
        first = next(container.decode(video=0))
    assert (first.height, first.width) == (48, 128)
    rgb = first.to_ndarray(format="rgb24")
    assert rgb[:, 4:60].mean() < 96 < 160 < rgb[:, 68:124].mean()  # numbers are dark, their inverse is bright
    assert window.acts["record_both"].isEnabled()


def test_a_recording_survives_the_loss_of_its_source(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    window.acts["record"].trigger()
    recording = window.bridge.outputs.recording
    assert recording is not None
    desk.until(lambda: recording.state is SinkState.RUNNING)
    source = desk.opened[-1]
    assert isinstance(source, NumberedCamera)
    given = source.given
    desk.until(lambda: source.given > given + 30)
    with qtbot.waitSignal(window.bridge.outputs.saved, timeout=20_000) as saved:
        window.acts["close_source"].trigger()
    with av.open(str(saved.args[0])) as container:
        assert next(container.decode(video=0)).width == 64


def test_a_camera_unplugged_while_it_is_recorded_comes_back_into_the_same_film(desk: Desk, tmp_path: Path) -> None:
    camera = FakeCamera(tmp_path / "system")
    machine = Machine(root=tmp_path / "system", capture=camera.capture)
    timing = Timing(stalled_after_s=0.2, lost_after_s=0.4, back_off_s=(0.05,), hold_every_s=0.05)
    desk.source = lambda: open_live(CameraSpec("0", backend=CameraBackend.OPENCV), machine=machine, timing=timing)
    camera.run(60)
    window = desk.live()
    window.acts["record"].trigger()
    recording, path = window.bridge.outputs.recording, window.bridge.outputs._recording_path
    assert recording is not None
    assert path is not None
    desk.until(lambda: recording.state is SinkState.RUNNING)
    camera.unplug()
    desk.until(lambda: "is away" in window.preview._banner)
    assert recording.state is SinkState.RUNNING
    camera.plug(3)
    desk.until(lambda: window.preview._banner == "")
    window.acts["record"].trigger()
    desk.until(lambda: said(window) == f"Saved as {path.name}")
    with av.open(str(path)) as container:
        assert sum(1 for _ in container.decode(video=0)) > 3
    window.close()


def test_a_snapshot_has_both_pictures_and_the_parameters(desk: Desk, qtbot: QtBot) -> None:
    from PIL import Image

    window = film(desk)
    window.panel.controls.rows["exposure"].number.setValue(0.5)
    desk.until(lambda: window.preview.pair is not None and window.preview.pair.settings == window.bridge.settings)
    with qtbot.waitSignal(window.bridge.outputs.saved, timeout=20_000) as saved:
        qtbot.keyClick(window, Qt.Key.Key_S)
    path = saved.args[0]
    original = path.with_name(f"{path.stem}-original.png")
    with Image.open(path) as after, Image.open(original) as before:
        assert after.size == before.size == (1280, 720)
        pixel = before.getpixel((640, 360))
        assert isinstance(pixel, tuple)
        assert after.getpixel((640, 360)) == tuple(255 - value for value in pixel)
    parameters = json.loads(path.with_suffix(".json").read_text())
    assert parameters["settings"]["exposure"] == 0.5
    assert (parameters["source"], parameters["position_s"]) == ("night-dog.mp4", 0.0)


def test_snapshots_in_quick_succession_are_all_kept(desk: Desk) -> None:
    window = desk.live()
    saved: list[Path] = []
    failed: list[object] = []
    window.bridge.outputs.saved.connect(saved.append)
    window.bridge.outputs.failed.connect(failed.append)
    for _ in range(5):
        window.acts["snapshot"].trigger()
    desk.until(lambda: len(saved) + len(failed) == 5)
    assert not failed
    assert len(set(saved)) == 5
    for path in saved:
        assert {path.with_suffix(".json"), path, path.with_name(f"{path.stem}-original.png")} <= set(
            path.parent.iterdir()
        )


def test_other_programs_are_shown_the_picture(desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    device = FakeDevice(48, 64)
    monkeypatch.setattr(virtual_camera, "_open_device", lambda *_: device)
    window = desk.live()
    qtbot.keyClick(window, Qt.Key.Key_V)
    desk.until(lambda: said(window) == "Other programs find the picture as /dev/video10.")
    assert window.acts["virtual_camera"].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_V)
    desk.until(lambda: device.closed == 1)
    assert device.sent
    assert not window.acts["virtual_camera"].isChecked()


def test_without_a_virtual_camera_it_is_told_how_to_get_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from lowlight_live.errors import SinkOpenError

    def refuse(*_: object) -> FakeDevice:
        raise SinkOpenError("A virtual camera cannot be used.", hint="Set one up.")

    monkeypatch.setattr(virtual_camera, "_open_device", refuse)
    window = desk.live()
    window.acts["virtual_camera"].trigger()
    desk.until(lambda: said(window) == "A virtual camera cannot be used.")
    assert not window.acts["virtual_camera"].isChecked()
    assert enhanced(window)


def test_pictures_to_train_on_are_recorded_from_the_camera(desk: Desk) -> None:
    window = desk.live()
    folder = desk.folder / "recorded"
    folder.mkdir()
    thread = threading.Thread(target=lambda: window.bridge.record_pictures(folder, 1.0))
    thread.start()
    desk.until(lambda: not thread.is_alive())
    assert 3 <= len(list(folder.iterdir())) <= 5
