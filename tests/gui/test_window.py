"""The window as a whole: sources, what is made of the pictures, menus, and an end in every state."""

from __future__ import annotations

import json
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import av
import pytest
from PyQt6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from lowlight_live.assets import asset_dir
from lowlight_live.attached import SinkState
from lowlight_live.errors import SourceLost, SourceOpenError
from lowlight_live.gui import appearance
from lowlight_live.gui.appearance import Appearance
from lowlight_live.gui.bridge import Choice
from lowlight_live.gui.compose import ViewMode
from lowlight_live.gui.export_job import ExportJob, JobState
from lowlight_live.gui.export_panel import ExportPanel
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.places import data_folder
from lowlight_live.video import virtual_camera
from lowlight_live.video.camera_opener import Machine
from lowlight_live.video.live import CameraBackend, CameraSpec, open_live
from lowlight_live.video.protocols import LiveStatus, SourceState
from lowlight_live.video.v4l2 import Mode
from lowlight_live.video.watchdog import Timing
from tests.fake_camera import FakeCamera
from tests.gui.conftest import CAMERA, Desk, NumberedCamera, enhanced
from tests.live_fakes import FakeDevice
from tests.video.clips import Clip, make

CLIP = asset_dir("samples") / "night-dog.mp4"


def film(desk: Desk, *, paused: bool = True) -> MainWindow:
    """A window that shows the sample clip."""
    window = desk.window()
    window.open(CLIP)
    desk.until(lambda: enhanced(window))
    player = window.bridge.player
    assert player is not None
    if paused:
        player.pause()
        player.seek(0.0)
        desk.until(lambda: position(window) == 0.0)
    return window


def position(window: MainWindow) -> float | None:
    """Where in the film the picture on the screen stands."""
    player, pair = window.bridge.player, window.preview.pair
    return player.position_of(pair.original) if player is not None and pair is not None else None


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QEvent.Type.Drop,
    )
    QApplication.sendEvent(window, event)


def said(window: MainWindow) -> str:
    return window.messages.problem.sentence if window.messages.problem is not None else ""


# Sources.


def test_the_window_offers_the_camera_that_is_there(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window()
    desk.until(lambda: window.welcome.camera_button.text() == "Start Test Camera")
    qtbot.mouseClick(window.welcome.camera_button, Qt.MouseButton.LeftButton)
    desk.until(lambda: enhanced(window))
    desk.until(lambda: window.state_label.text().startswith("Live from Test Camera"))


def test_the_list_of_cameras_follows_what_is_plugged_in(desk: Desk) -> None:
    mode = Mode("MJPG", 720, 1280, (30.0, 15.0))
    desk.cameras = []
    window = desk.window()
    window.cameras_menu.aboutToShow.emit()
    assert [action.text() for action in window.cameras_menu.actions()] == ["No camera is connected"]
    assert not window.welcome.camera_button.isEnabled()
    desk.cameras = [replace(CAMERA, modes=(mode, replace(mode, format="YUYV", fps=(10.0,))))]
    desk.until(window.welcome.camera_button.isEnabled)
    window.cameras_menu.aboutToShow.emit()
    (camera,) = window.cameras_menu.actions()
    menu = camera.menu()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["As it comes", "1280 x 720, 30 fps (MJPG)"]
    with desk.qtbot.waitSignal(window.cameras_menu.chosen) as chosen:
        menu.actions()[1].trigger()
    assert chosen.args == [CameraSpec("/dev/video0", height=720, width=1280, fps=30.0)]


def test_a_camera_that_does_not_open_is_told_and_the_picture_stays(desk: Desk) -> None:
    window = desk.live()

    def refuse() -> NumberedCamera:
        raise SourceOpenError("Camera 1 did not open.", hint="Plug it in again.")

    desk.source = refuse
    window.open(CameraSpec("/dev/video1"))
    desk.until(lambda: said(window) == "Camera 1 did not open.")
    before = window.preview.paints
    desk.until(lambda: window.preview.paints > before + 5)
    assert window.messages.copy_button.isVisible()
    window.messages.copy_button.click()
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    assert "Plug it in again." in clipboard.text()
    assert "SourceOpenError" in clipboard.text()
    window.messages.close_button.click()
    assert not window.messages.isVisible()


def test_a_camera_that_is_away_is_told_in_the_picture(desk: Desk) -> None:
    window = desk.live()
    source = desk.opened[-1]
    assert isinstance(source, NumberedCamera)
    source.status = LiveStatus(SourceState.LOST, 0.0, reason="Test Camera is unplugged.")
    desk.until(lambda: "is away (Test Camera is unplugged)" in window.preview._banner)
    source.status = LiveStatus(SourceState.LIVE, 0.0)
    desk.until(lambda: window.preview._banner == "")


def test_an_error_of_a_source_leaves_its_last_picture(desk: Desk) -> None:
    class Failing(NumberedCamera):
        def __iter__(self):  # type: ignore[no-untyped-def]
            for number, frame in enumerate(super().__iter__()):
                if number == 50:
                    raise SourceLost("The stream broke off.")
                yield frame

    desk.source = Failing
    window = desk.window()
    window.open(CameraSpec("rtsp://camera"))
    desk.until(lambda: said(window) == "The stream broke off.")
    assert window.preview.pair is not None
    window.open(CLIP)
    desk.until(lambda: window.bridge.player is not None)


def test_the_same_camera_is_let_go_before_it_is_opened_again(desk: Desk) -> None:
    window = desk.live()
    first = desk.opened[0]
    assert isinstance(first, NumberedCamera)
    closed: list[bool] = []

    def open_again() -> NumberedCamera:
        closed.append(first.closed.is_set())
        return NumberedCamera()

    desk.source = open_again
    window.open(CameraSpec("/dev/video0", height=720, width=1280))
    desk.until(lambda: len(desk.opened) == 2 and enhanced(window))
    assert closed == [True]


def test_a_film_is_dropped_and_remembered(desk: Desk) -> None:
    window = desk.window()
    drop(window, CLIP)
    desk.until(lambda: enhanced(window))
    assert window.windowTitle().startswith("night-dog.mp4")
    window.acts["close_source"].trigger()
    assert window.pages.currentWidget() is window.welcome
    assert window.store.recent == [CLIP]
    window.recent_menu.aboutToShow.emit()
    window.recent_menu.actions()[0].trigger()
    desk.until(lambda: enhanced(window))
    window.recent_menu.actions()[-1].trigger()
    window.recent_menu.aboutToShow.emit()
    assert not window.recent_menu.isEnabled()


def test_what_is_no_film_is_told(desk: Desk) -> None:
    window = desk.window()
    path = desk.folder / "letter.mp4"
    path.write_text("Dear Sir")
    drop(window, path)
    desk.until(lambda: "letter.mp4 is not a video file" in said(window))
    assert window.messages.hint.text()


def test_a_photo_can_be_opened(desk: Desk, still: Path) -> None:
    window = desk.window()
    window.open(still)
    desk.until(lambda: enhanced(window))
    assert not window.playback.play_button.isEnabled()


def test_a_weight_file_and_a_preset_can_be_dropped(desk: Desk) -> None:
    window = desk.live()
    weights = desk.folder / "mine.safetensors"
    preset = desk.folder / "mine.preset.json"
    window.store.presets.save("Mine", replace(window.bridge.settings, exposure=1.0))
    window.store.presets.export_to("Mine", preset)
    drop(window, weights, preset)
    desk.until(lambda: desk.built[-1].info.model == str(weights) and bool(desk.built[-1].seen))
    assert window.bridge.settings.exposure == 1.0


# A film.


def test_a_film_is_played_paused_and_stepped_through_by_keys(desk: Desk, qtbot: QtBot) -> None:
    window = film(desk)
    player = window.bridge.player
    assert player is not None
    qtbot.keyClick(window, Qt.Key.Key_Period)
    desk.until(lambda: player.position_s > 0)
    second = player.position_s
    qtbot.keyClick(window, Qt.Key.Key_Period)
    desk.until(lambda: player.position_s > second)
    qtbot.keyClick(window, Qt.Key.Key_Comma)
    desk.until(lambda: player.position_s == second)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    desk.until(lambda: player.position_s > 0.5)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert not player.playing
    desk.until(lambda: window.playback.play_button.accessibleName() == "Play")
    qtbot.keyClick(window, Qt.Key.Key_Home)
    desk.until(lambda: player.position_s == 0.0)


def test_a_film_is_searched_in_steps_of_five_seconds_within_its_bounds(desk: Desk, qtbot: QtBot) -> None:
    clip = Clip(pts=tuple(range(0, 60 * 2560, 2560)), last_duration=2560)  # 12 s, five frames a second
    window = desk.window()
    window.open(make(desk.folder / "long.mp4", clip))
    desk.until(lambda: enhanced(window))
    player = window.bridge.player
    assert player is not None
    player.pause()
    player.seek(0.0)
    shift = Qt.KeyboardModifier.ShiftModifier
    right, left = Qt.Key.Key_Right, Qt.Key.Key_Left
    for key, place in ((right, 5.0), (right, 10.0), (left, 5.0), (left, 0.0), (left, 0.0)):
        desk.until(lambda: position(window) == player.position_s)
        qtbot.keyClick(window, key, shift)
        desk.until(lambda place=place: position(window) == pytest.approx(place))  # type: ignore[misc]
    for _ in range(3):
        desk.until(lambda: position(window) == player.position_s)
        qtbot.keyClick(window, right, shift)
    desk.until(lambda: position(window) == pytest.approx(11.8))


def test_a_click_on_the_seek_bar_goes_there(desk: Desk, qtbot: QtBot) -> None:
    window = film(desk)
    player, bar = window.bridge.player, window.playback.seek_bar
    assert player is not None
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() * 2 // 3, bar.height() // 2))
    desk.until(lambda: abs(player.position_s - 1.0) < 0.1)
    pair = window.preview.pair
    desk.until(lambda: window.preview.pair is not pair or pair is None)
    desk.until(lambda: window.playback.time.text().startswith("0:01.0"))


def test_a_film_is_played_again_and_again_if_it_is_wished(desk: Desk) -> None:
    window = film(desk)
    player = window.bridge.player
    assert player is not None
    window.acts["loop"].trigger()
    assert window.playback.loop_button.isChecked()
    player.seek(1.3)
    player.play()
    desk.until(lambda: player.position_s > 1.3)
    desk.until(lambda: 0 < player.position_s < 1.0)
    assert player.playing


def test_at_its_end_a_film_is_paused_and_play_begins_again(desk: Desk) -> None:
    window = film(desk)
    player = window.bridge.player
    assert player is not None
    player.seek(1.4)
    window.playback.play_button.click()
    desk.until(lambda: player.ended)
    assert not player.playing
    window.playback.play_button.click()
    desk.until(lambda: player.position_s < 1.0)


# What is looked at.


def test_modes_have_keys_and_the_menu_shows_which_is_on(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    for key, mode in zip("1234", ViewMode, strict=True):
        qtbot.keyClick(window, key)
        assert window.preview.look.mode is mode
        assert window.modes[mode].isChecked()


def test_the_original_is_shown_as_long_as_key_or_button_is_held(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    qtbot.keyPress(window, Qt.Key.Key_O)
    assert window.preview.look.original
    qtbot.keyRelease(window, Qt.Key.Key_O)
    assert not window.preview.look.original
    qtbot.mousePress(window.tools.hold_button, Qt.MouseButton.LeftButton)
    assert window.preview.look.original
    qtbot.mouseRelease(window.tools.hold_button, Qt.MouseButton.LeftButton)
    assert not window.preview.look.original


def test_the_original_is_let_go_when_another_window_gets_the_keys(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    qtbot.keyPress(window, Qt.Key.Key_O)
    assert window.preview.look.original
    desk.window()
    desk.until(lambda: not window.preview.look.original)


def test_the_figures_tell_what_happens(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    qtbot.keyClick(window, Qt.Key.Key_I)
    desk.until(lambda: len(window.preview._lines) == 5)
    rates, latency, dropped, enhancer, size = window.preview._lines
    assert rates.startswith("fps: ")
    assert "95 % below" in latency
    assert dropped.startswith("dropped: ")
    assert "in float32, sees 3 x 2" in enhancer
    assert size == "64x48 30 fps"
    qtbot.keyClick(window, Qt.Key.Key_I)
    assert not window.preview._lines


def test_zoom_has_keys(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    fitting = window.preview.scale
    qtbot.keyClick(window, Qt.Key.Key_Plus)
    assert window.preview.scale == pytest.approx(1.25 * fitting)
    qtbot.keyClick(window, Qt.Key.Key_Minus)
    assert window.preview.scale == pytest.approx(fitting)
    qtbot.keyClick(window, Qt.Key.Key_Z)
    assert window.preview.scale == 1.0
    qtbot.keyClick(window, Qt.Key.Key_F)
    assert window.preview.scale == pytest.approx(fitting)


def test_the_full_screen_shows_nothing_but_the_picture(desk: Desk, qtbot: QtBot) -> None:
    window = film(desk)
    qtbot.mouseDClick(window.preview, Qt.MouseButton.LeftButton)
    assert window.isFullScreen()
    bars = [window.menuBar(), window.statusBar(), window.tools, window.dock, window.playback]
    assert not any(bar is not None and bar.isVisible() for bar in bars)
    qtbot.keyClick(window, "2")
    assert window.preview.look.mode is ViewMode.WIPE
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert all(bar is not None and bar.isVisible() for bar in bars)


def test_always_on_top_and_appearance_are_kept(desk: Desk) -> None:
    window = desk.window()
    window.acts["on_top"].trigger()
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    light = QApplication.palette().window().color().lightness()
    next(action for action in window.menus.appearances.values() if action.text() == "&Dark").trigger()
    assert QApplication.palette().window().color().lightness() < light
    window.close()
    assert window.store.value("appearance", "") == "dark"


# What is made of the pictures.


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


# Menus, dialogs, reports.


def test_no_two_actions_share_a_key(desk: Desk) -> None:
    window = desk.window()
    keys = [key.toString() for action in window.acts.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_a_bug_report_holds_no_picture_and_no_folder(desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    from lowlight_live.gui.log_file import log_path

    log_path().parent.mkdir(parents=True, exist_ok=True)
    log_path().write_text(f"opened {Path.home()}/Videos/private/night.mp4 and /mnt/disk/private/x.mp4\n")
    target = desk.folder / "report.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window = desk.live()
    with qtbot.waitSignal(window.bridge.outputs.changed, raising=False, timeout=10):
        window.acts["bug_report"].trigger()
    desk.until(lambda: said(window) == "Saved as report.zip")
    with zipfile.ZipFile(target) as bundle:
        names = bundle.namelist()
        text = "".join(bundle.read(name).decode() for name in names)
    assert sorted(names) == [
        "about.json", "choice.json", "figures.json", "lowlight-live.log", "message.json", "settings.json",
    ]  # fmt: skip
    assert "private" not in text
    assert str(Path.home()) not in text
    assert '"exposure": 0.0' in text


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


# What belongs to exports and training.


def test_several_films_go_into_the_queue_with_the_settings_of_now(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[tuple[object, ...]] = []
    monkeypatch.setattr(ExportPanel, "add_files", lambda _panel, *given: added.append(given))
    window = desk.window()
    window.panel.controls.rows["exposure"].number.setValue(1.0)
    window.bridge.choose(Choice("zero-dce", "cpu"))
    films = [desk.folder / "a.mp4", desk.folder / "b.mov"]
    drop(window, *films)
    assert added == [(films, window.bridge.settings, Choice("zero-dce", "cpu"))]
    assert window.work.exports_dock is not None
    assert window.work.exports_dock.isVisible()
    assert window.bridge.view is None


def test_export_lines_up_the_film_that_is_looked_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[tuple[object, ...]] = []
    monkeypatch.setattr(ExportPanel, "add_files", lambda _panel, *given: added.append(given))
    window = film(desk)
    window.acts["export"].trigger()
    assert added == [([CLIP], window.bridge.settings, Choice())]


def test_trained_weights_are_shown_and_taken_back(desk: Desk) -> None:
    window = desk.live()
    window.acts["training"].trigger()
    dialog = window.work.training
    assert dialog is not None
    trained = desk.folder / "mine.safetensors"
    dialog.weights_ready.emit(trained)
    desk.until(lambda: desk.built[-1].info.model == str(trained) and bool(desk.built[-1].seen))
    assert window.panel.model.model.currentText() == "mine.safetensors"
    # Trained further, under the same name.
    dialog.weights_ready.emit(trained)
    desk.until(lambda: len(desk.built) == 3 and bool(desk.built[2].seen))
    dialog.undo_weights.emit()
    desk.until(lambda: desk.built[-1].info.model == "dce-live" and bool(desk.built[-1].seen))
    assert window.panel.model.model.currentText() == "dce-live"


def test_the_window_follows_the_system_unless_it_is_told_otherwise(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    window = desk.window()
    monkeypatch.setattr(appearance, "is_dark", lambda wanted: wanted is not Appearance.LIGHT)
    light = QApplication.palette().window().color().lightness()
    window.follow_system()
    dark = QApplication.palette().window().color().lightness()
    assert dark < light
    window.menus.appearances[Appearance.LIGHT].trigger()
    window.follow_system()
    assert QApplication.palette().window().color().lightness() > dark


def test_what_is_wrong_with_a_film_is_told(desk: Desk) -> None:
    whole = make(desk.folder / "in.mkv", Clip(options={"preset": "veryfast", "crf": "10", "g": "5"}))
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 4])
    window = desk.window()
    for _ in range(2):  # also of one that is opened again
        window.open(whole)
        desk.until(lambda: "of in.mkv are missing" in said(window))
        window.messages.close_button.click()
        window.acts["close_source"].trigger()


def test_a_notice_of_the_settings_stays_until_it_was_seen(desk: Desk) -> None:
    (desk.folder / "settings.json").write_text("{")
    window = desk.window()
    desk.until(lambda: "settings.corrupt.json" in said(window))
    drop(window, desk.folder / "nothing.mp4")
    desk.until(lambda: "nothing.mp4" in said(window))
    window.open(CameraSpec("/dev/video0"))
    desk.until(lambda: enhanced(window))
    assert "settings.corrupt.json" in said(window)
    window.messages.close_button.click()
    assert not window.messages.isVisible()


def test_exports_that_were_interrupted_are_offered_at_the_start(desk: Desk, qtbot: QtBot) -> None:
    job = ExportJob(desk.folder / "a.mp4", desk.folder / "a.enhanced.mp4", state=JobState.RUNNING)
    kept = data_folder() / "exports.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({"version": 1, "jobs": [job.as_json()]}))
    window = desk.window()
    window.work.offer_interrupted_exports()
    exports, dock = window.work.exports, window.work.exports_dock
    assert exports is not None
    assert dock is not None
    assert dock.isVisible()
    assert exports.take_up_button.isVisible()
    other = desk.window()  # the exports of the first window are not interrupted
    other.work.offer_interrupted_exports()
    assert other.work.exports_dock is not None
    assert not other.work.exports_dock.isVisible()
    qtbot.mouseClick(exports.discard_button, Qt.MouseButton.LeftButton)
    window.close()
    again = desk.window()
    again.work.offer_interrupted_exports()
    assert again.work.exports_dock is None
