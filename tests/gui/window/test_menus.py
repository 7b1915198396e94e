"""Every action of every menu does what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QAction, QDesktopServices
from PyQt6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QMenu

from lowlight_live.assets import asset_dir
from lowlight_live.gui.export.panel import ExportPanel
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.picture.compose import ViewMode
from lowlight_live.gui.storage.log_file import log_path
from lowlight_live.gui.training.dialog import TrainingDialog
from lowlight_live.gui.window.about import AboutDialog, KeysDialog
from lowlight_live.video import virtual_camera
from lowlight_live.video.live.opening import CameraSpec
from tests.gui.conftest import Desk, enhanced
from tests.live_fakes import FakeDevice

CLIP = asset_dir("samples") / "night-dog.mp4"
Check = Callable[[MainWindow], bool]


class Answers:
    """What dialogs of the system would be answered, and what was opened outside.

    Attributes:
        path: A file that is chosen; "" for none.
        opened: Addresses.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.path = ""
        self.opened: list[QUrl] = []
        monkeypatch.setattr(QDesktopServices, "openUrl", self.opened.append)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (self.path, ""))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder / "report.zip"), ""))
        monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_named: ("rtsp://camera", True))
        monkeypatch.setattr(virtual_camera, "_open_device", lambda *_: FakeDevice(48, 64))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Answers:
    monkeypatch.setattr(ExportPanel, "add_files", lambda *_: None)
    return Answers(monkeypatch, tmp_path)


def exposure(window: MainWindow) -> float:
    return window.bridge.settings.exposure


def camera(window: MainWindow) -> str:
    what = window.bridge.view.what if window.bridge.view is not None else None
    return what.what if isinstance(what, CameraSpec) else ""


def dialog_is_open(kind: type[QDialog]) -> Check:
    return lambda window: any(dialog.isVisible() for dialog in window.findChildren(kind))


def mode_is(mode: ViewMode) -> Check:
    return lambda window: window.preview.look.mode is mode


def message_is(part: str) -> Check:
    return lambda window: window.messages.problem is not None and part in window.messages.problem.sentence


SEEN: dict[str, Check] = {
    "open": lambda window: window.bridge.player is not None,
    "open_address": lambda window: camera(window) == "rtsp://camera",
    "close_source": lambda window: window.pages.currentWidget() is window.welcome,
    "record": lambda window: window.bridge.outputs.recording is not None,
    "record_both": lambda window: window.acts["record_both"].isChecked(),
    "snapshot": message_is("Saved as"),
    "virtual_camera": lambda window: window.bridge.outputs.virtual_camera is not None,
    "export": lambda window: window.work.exports_dock is not None and window.work.exports_dock.isVisible(),
    "quit": lambda window: not window.isVisible(),
    "side_by_side": mode_is(ViewMode.SIDE_BY_SIDE),
    "wipe": mode_is(ViewMode.WIPE),
    "enhanced": mode_is(ViewMode.ENHANCED),
    "difference": mode_is(ViewMode.DIFFERENCE),
    "original": lambda window: window.preview.look.original,
    "fit": lambda window: window.preview.look.viewport.zoom is None,
    "actual_size": lambda window: window.preview.look.viewport.zoom == 1.0,
    "zoom_in": lambda window: (window.preview.look.viewport.zoom or 0) > 1.0,
    "zoom_out": lambda window: (window.preview.look.viewport.zoom or 2) < 1.0,
    "figures": lambda window: bool(window.preview._lines),
    "labels": lambda window: not window.preview._labels,
    "controls": lambda window: not window.dock.isVisible(),
    "exports": lambda window: window.work.exports_dock is not None and window.work.exports_dock.isVisible(),
    "full_screen": lambda window: window.isFullScreen(),
    "on_top": lambda window: window.acts["on_top"].isChecked(),
    "loop": lambda window: window.playback.loop_button.isChecked(),
    "brighter": lambda window: exposure(window) == pytest.approx(0.2),
    "darker": lambda window: exposure(window) == pytest.approx(-0.2),
    "reset": lambda window: exposure(window) == 0.0,
    "weight_file": lambda window: window.bridge.choice.model.endswith("mine.safetensors"),
    "training": dialog_is_open(TrainingDialog),
    "shortcuts": dialog_is_open(KeysDialog),
    "bug_report": message_is("Saved as report.zip"),
    "about": dialog_is_open(AboutDialog),
}
"""By action: what is to be seen then of a window that showed a camera."""

BEFORE: dict[str, Callable[[MainWindow], object]] = {
    "side_by_side": lambda window: window.preview.set_mode(ViewMode.WIPE),
    "fit": lambda window: window.preview.actual_size(),
    "zoom_in": lambda window: window.preview.actual_size(),
    "zoom_out": lambda window: window.preview.actual_size(),
    "reset": lambda window: window.panel.expose(1.0),
}
"""What is done first, so that there is something to see."""

FILM = {"play", "step_on", "step_back", "seek_on", "seek_back", "to_start"}


@pytest.mark.parametrize("name", SEEN)
def test_an_action_of_a_camera_does_what_it_says(desk: Desk, answers: Answers, name: str) -> None:
    window = desk.live()
    answers.path = str(desk.folder / "mine.safetensors") if name == "weight_file" else str(CLIP)
    BEFORE.get(name, lambda _: None)(window)
    assert name == "fit" or not SEEN[name](window)
    in_menu(window, name).trigger()
    desk.until(lambda: SEEN[name](window))


def test_the_folder_of_the_log_is_opened(desk: Desk, answers: Answers) -> None:
    in_menu(desk.window(), "log_folder").trigger()
    assert answers.opened == [QUrl.fromLocalFile(str(log_path().parent))]


def test_an_action_of_a_film_moves_it(desk: Desk) -> None:
    window = desk.window()
    window.open(CLIP)
    desk.until(lambda: enhanced(window))
    player = window.bridge.player
    assert player is not None
    player.pause()

    def after(name: str, begin_s: float) -> float:
        player.seek(begin_s)
        in_menu(window, name).trigger()
        shown = [-1.0]

        def came() -> bool:
            pair = window.preview.drawing.pair if window.preview.drawing is not None else None
            shown[0] = (player.position_of(pair.original) if pair is not None else None) or 0.0
            return shown[0] == player.position_s

        desk.until(came)
        return shown[0]

    assert after("step_on", 0.5) > 0.5
    assert after("step_back", 0.5) < 0.48
    assert after("seek_on", 0.5) > 1.4  # the film is a second and a half long
    assert after("seek_back", 0.5) == 0.0
    assert after("to_start", 0.5) == 0.0
    in_menu(window, "play").trigger()
    assert player.playing
    in_menu(window, "play").trigger()
    assert not player.playing


def test_every_action_is_in_a_menu_and_is_tested(desk: Desk) -> None:
    window = desk.window()
    assert set(window.acts) == set(SEEN) | FILM | {"log_folder"}
    listed = {action.objectName() for action in leaves(window)}
    assert listed >= set(window.acts)


def test_what_else_the_menus_offer_can_be_chosen(desk: Desk) -> None:
    window = desk.live()
    window.store.add_recent(CLIP)
    named = {action.text(): action for action in leaves(window) if not action.objectName()}
    for name in ("&Dark", "&Light", "As the &system has it"):
        named[name].trigger()
        assert named[name].isChecked()
    named["As it comes"].trigger()
    desk.until(lambda: len(desk.opened) == 2 and enhanced(window))
    next(action for action in leaves(window) if CLIP.name in action.text()).trigger()
    desk.until(lambda: window.bridge.player is not None)


def in_menu(window: MainWindow, name: str) -> QAction:
    """An action as the user finds it, which must be possible now."""
    (action,) = (action for action in leaves(window) if action.objectName() == name)
    assert action.isEnabled()
    return action


def leaves(window: MainWindow) -> list[QAction]:
    """All entries of all menus, as they are when a menu opens."""
    bar = window.menuBar()
    assert bar is not None
    QApplication.processEvents()

    def below(actions: list[QAction]) -> list[QAction]:
        found = []
        for action in actions:
            menu = action.menu()
            if isinstance(menu, QMenu):
                menu.aboutToShow.emit()
                found += below(menu.actions())
            elif not action.isSeparator():
                found.append(action)
        return found

    return below(bar.actions())
