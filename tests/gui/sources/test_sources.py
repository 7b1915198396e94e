"""What the window looks at: cameras, streams, films and photos, those that do not open, and those that break off."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from dataclasses import asdict, replace
from pathlib import Path

from PyQt6.QtCore import QMimeData, Qt, QUrl
from PyQt6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from lowlight_live.errors import SourceLost, SourceOpenError
from lowlight_live.gui.sources.kinds import dropped_paths
from lowlight_live.gui.storage.log_file import LogFile
from lowlight_live.gui.storage.store import Store
from lowlight_live.gui.window.bug_report import write_bug_report
from lowlight_live.video.live.opening import CameraSpec, open_live
from lowlight_live.video.live.v4l2 import Mode
from lowlight_live.video.protocols import LiveStatus, SourceState
from tests.gui.conftest import CAMERA, Desk, NumberedCamera, enhanced, numbered
from tests.gui.windows import CLIP, drop, said
from tests.video.clips import Clip, make
from tests.video.live.loopback import MjpegServer, jpeg


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


def test_what_opens_a_stream_is_neither_shown_nor_kept(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    server = MjpegServer([jpeg(numbered(7).rgb)], fps=50.0)
    address = server.url.replace("://", "://bob:s3cret@") + "?user=bob&pwd=tok3n"
    log = LogFile(tmp_path / "the.log")
    desk.source = lambda: open_live(CameraSpec(address))
    window = desk.window()
    window.open(CameraSpec(address))
    desk.until(lambda: enhanced(window))
    desk.until(lambda: window.state_label.text().startswith("Live from"))
    with qtbot.waitSignal(window.bridge.outputs.saved, timeout=20_000) as saved:
        window.acts["snapshot"].trigger()
    server.go_down()
    desk.until(lambda: window.preview._banner != "")
    said_live = [window.windowTitle(), window.state_label.text(), window.preview._banner]
    desk.source = lambda: open_live(CameraSpec(address))
    window.open(CameraSpec(address, fps=5.0))
    desk.until(lambda: window.messages.problem is not None and bool(window.messages.problem.detail))
    problem = window.messages.problem
    assert problem is not None
    window.close()
    log.close()
    parts = {"message": asdict(problem)}
    with zipfile.ZipFile(write_bug_report(tmp_path / "report.zip", parts, [log.path])) as bundle:
        reported = [bundle.read(name).decode() for name in bundle.namelist()]
    kept = [saved.args[0].with_suffix(".json").read_text(), log.path.read_text(), window.store.path.read_text()]
    assert window.windowTitle() == f"{server.url}?… - lowlight-live"
    for text in [*said_live, *kept, *reported, problem.sentence, problem.detail]:
        assert "s3cret" not in text
        assert "tok3n" not in text


def drop_encoded(address: bytes) -> list[Path]:
    """What is taken of a file that a file manager names so."""
    data = QMimeData()
    data.setUrls([QUrl.fromEncoded(address)])
    return dropped_paths(data)


def test_a_dropped_file_is_the_one_that_is_meant_whatever_its_name() -> None:
    assert drop_encoded(b"file:///a/gr%C3%BCn%20%25%3F.mp4") == [Path("/a/grün %?.mp4")]
    assert drop_encoded(b"file:///a/gr%C3%BCn%20m%E9.mp4") == [Path(os.fsdecode(b"/a/gr\xc3\xbcn m\xe9.mp4"))]


def copy_of_the_clip(desk: Desk, name: bytes) -> Path:
    path = desk.folder / os.fsdecode(name)
    path.parent.mkdir(exist_ok=True)
    shutil.copy(CLIP, path)
    return path


def test_a_film_whose_name_is_no_text_is_opened_remembered_and_saved_of(desk: Desk, qtbot: QtBot) -> None:
    path = copy_of_the_clip(desk, b"m\xe9.mp4")
    window = desk.window()
    window.work.take([path])
    desk.until(lambda: enhanced(window))
    assert window.windowTitle() == "m\ufffd.mp4 - lowlight-live"
    desk.until(lambda: window.state_label.text().startswith("Playing m\ufffd.mp4"))
    assert not window.store.notice
    assert Store(desk.folder / "settings.json").recent == [path]
    with qtbot.waitSignal(window.bridge.outputs.saved, timeout=20_000) as saved:
        window.acts["snapshot"].trigger()
    assert json.loads(saved.args[0].with_suffix(".json").read_text())["source"] == path.name
    window.recent_menu.aboutToShow.emit()
    assert window.recent_menu.actions()[0].text() == "m\ufffd.mp4"
    window.recent_menu.actions()[0].trigger()
    desk.until(lambda: window.bridge.view is not None and window.bridge.view.what == path)


def test_a_name_that_would_turn_the_text_beside_it_does_not(desk: Desk) -> None:
    window = desk.window()
    window.open(copy_of_the_clip(desk, "holiday\u202e4pm.exe.mp4".encode()))
    desk.until(lambda: enhanced(window))
    desk.until(lambda: window.state_label.text() != "")
    window.recent_menu.aboutToShow.emit()
    recent = window.recent_menu.actions()[0]
    for text in (window.windowTitle(), window.state_label.text(), recent.text(), recent.toolTip()):
        assert "holiday\ufffd4pm.exe.mp4" in text


def test_files_opened_lately_say_where_they_lie(desk: Desk) -> None:
    window = desk.window()
    alone, one, other = (desk.folder / name for name in ("b.mp4", "one/a.mp4", "other/a.mp4"))
    window.store.recent = [alone, one, other]
    window.recent_menu.aboutToShow.emit()
    assert window.recent_menu.toolTipsVisible()
    actions = window.recent_menu.actions()[:3]
    assert [action.text() for action in actions] == ["b.mp4", f"a.mp4 ({one.parent})", f"a.mp4 ({other.parent})"]
    assert [action.toolTip() for action in actions] == [str(alone), str(one), str(other)]


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


def test_what_is_wrong_with_a_film_is_told(desk: Desk) -> None:
    whole = make(desk.folder / "in.mkv", Clip(options={"preset": "veryfast", "crf": "10", "g": "5"}))
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 4])
    window = desk.window()
    for _ in range(2):  # also of one that is opened again
        window.open(whole)
        desk.until(lambda: "of in.mkv are missing" in said(window))
        window.messages.close_button.click()
        window.acts["close_source"].trigger()
