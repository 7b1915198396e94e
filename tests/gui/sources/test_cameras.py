"""Which camera is meant, whatever it is called: it opens once, is ticked, and is asked again what it offers."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.sources.camera_list import CameraList
from lowlight_live.gui.sources.menus import CamerasMenu
from lowlight_live.video.live import opening, v4l2
from lowlight_live.video.live.camera import Camera, find_cameras, list_cameras
from lowlight_live.video.live.opening import CameraSpec
from lowlight_live.video.live.v4l2 import Description, Mode
from tests.fake_camera import FakeCamera
from tests.gui.conftest import CAMERA, WAIT_MS, Desk, NumberedCamera, enhanced

MODES = (Mode("MJPG", 720, 1280, (30.0,)), Mode("MJPG", 48, 64, (30.0,)))
OTHER = Camera(1, "/dev/video1", "Other Camera", "other-camera")


@pytest.fixture
def listed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose cameras the system lists too."""
    desk.cameras = [replace(CAMERA, modes=MODES), OTHER]
    monkeypatch.setattr(opening, "list_cameras", lambda _root: desk.cameras)
    return desk


def offered(desk: Desk, window: MainWindow, name: str) -> dict[str, QAction]:
    """What the menu of a camera offers, as it is when it is opened."""
    desk.until(lambda: name in [camera.name for camera in window.cameras.look()[1]])
    window.cameras_menu.aboutToShow.emit()
    (menu,) = (action.menu() for action in window.cameras_menu.actions() if action.text() == name)
    assert isinstance(menu, QMenu)
    return {action.text(): action for action in menu.actions()}


def leaves(menu: QMenu) -> list[QAction]:
    """What a menu and those in it offer."""
    found = []
    for action in menu.actions():
        inner = action.menu()
        found += leaves(inner) if isinstance(inner, QMenu) else [action]
    return found


def at_opening(desk: Desk, first: NumberedCamera) -> list[bool]:
    """Whether the first camera is closed at the moments when others are opened."""
    closed: list[bool] = []

    def open_again() -> NumberedCamera:
        closed.append(first.closed.is_set())
        return NumberedCamera()

    desk.source = open_again
    return closed


@pytest.mark.parametrize("name", ["0", "test cam", "/dev/video0"])
def test_a_camera_is_let_go_before_it_is_opened_again_under_another_name(listed: Desk, name: str) -> None:
    window = listed.window()
    window.open(CameraSpec(name))
    listed.until(lambda: enhanced(window))
    first = listed.opened[0]
    assert isinstance(first, NumberedCamera)
    closed = at_opening(listed, first)
    offered(listed, window, "Test Camera")["1280 x 720, 30 fps (MJPG)"].trigger()
    listed.until(lambda: len(listed.opened) == 2 and enhanced(window))
    assert closed == [True]


def test_a_camera_that_came_back_under_another_number_is_still_the_same(listed: Desk) -> None:
    window = listed.window()
    window.open(CameraSpec("0"))
    listed.until(lambda: enhanced(window))
    first = listed.opened[0]
    assert isinstance(first, NumberedCamera)
    listed.cameras = [replace(CAMERA, index=2, device="/dev/video2", modes=MODES)]
    closed = at_opening(listed, first)
    window.open(CameraSpec("/dev/video2"))
    listed.until(lambda: len(listed.opened) == 2 and enhanced(window))
    assert closed == [True]


def test_another_camera_is_opened_while_the_first_still_shows(listed: Desk) -> None:
    window = listed.live()
    first = listed.opened[0]
    assert isinstance(first, NumberedCamera)
    closed = at_opening(listed, first)
    window.open(CameraSpec("1"))
    listed.until(lambda: len(listed.opened) == 2 and enhanced(window))
    assert closed == [False]


def test_a_camera_that_is_still_being_opened_is_not_opened_a_second_time(listed: Desk) -> None:
    """Whoever chooses two sizes in quick succession gets the second one."""
    window = listed.window()
    may_open, free_at_opening = threading.Event(), []
    made: list[NumberedCamera] = []

    def open_slowly() -> NumberedCamera:
        free_at_opening.append(all(camera.closed.is_set() for camera in made) and len(made) == len(free_at_opening))
        assert may_open.wait(WAIT_MS / 1000)
        made.append(NumberedCamera())
        return made[-1]

    listed.source = open_slowly
    for name in ("0", "/dev/video0", "test cam"):
        window.open(CameraSpec(name))
    listed.until(lambda: bool(free_at_opening))
    may_open.set()
    listed.until(lambda: enhanced(window))
    assert free_at_opening == [True, True]  # the one in the middle was not wanted any more when it was its turn
    assert [camera.closed.is_set() for camera in made] == [True, False]
    assert window.bridge.view is not None
    assert window.bridge.view.what == CameraSpec("test cam")


def test_a_camera_that_is_being_left_is_let_go_before_it_is_opened_again(listed: Desk) -> None:
    window = listed.live()
    first = listed.opened[0]
    assert isinstance(first, NumberedCamera)
    closed = at_opening(listed, first)
    window.acts["close_source"].trigger()
    window.open(CameraSpec("test cam"))
    listed.until(lambda: len(listed.opened) == 2 and enhanced(window))
    assert closed == [True]


@pytest.mark.parametrize(
    ("spec", "ticked"),
    [
        (CameraSpec("0"), ["As it comes"]),
        (CameraSpec("test cam"), ["As it comes"]),
        (CameraSpec("/dev/video0", height=48, width=64, fps=30.0), ["64 x 48, 30 fps (MJPG)"]),
        (CameraSpec("0", height=50, width=60), ["64 x 48, 30 fps (MJPG)"]),  # what it gives, not what was wished
    ],
)
def test_the_menu_ticks_what_is_looked_at(listed: Desk, spec: CameraSpec, ticked: list[str]) -> None:
    window = listed.window()
    window.open(spec)
    listed.until(lambda: enhanced(window))
    actions = offered(listed, window, "Test Camera")
    assert [text for text, action in actions.items() if action.isChecked()] == ticked
    assert not [action for action in offered(listed, window, "Other Camera").values() if action.isChecked()]
    window.acts["close_source"].trigger()
    assert not [action for action in offered(listed, window, "Test Camera").values() if action.isChecked()]


def test_a_camera_that_could_not_be_asked_at_first_is_asked_again(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FakeCamera(tmp_path)
    refusals = [PermissionError(13, "Permission denied")] * 2
    asked: list[str] = []

    def describe(device: str) -> Description:
        asked.append(device)
        if refusals:
            raise refusals.pop()
        return Description("Fake Camera", captures=True, virtual=False, modes=MODES)

    monkeypatch.setattr(v4l2, "describe", describe)
    cameras = CameraList(lambda: list_cameras(tmp_path), lambda: find_cameras(tmp_path), every_s=0.01)
    try:
        menu = CamerasMenu(lambda: cameras.look()[1], lambda: None)
        qtbot.addWidget(menu)

        def offers(text: str) -> bool:
            menu.aboutToShow.emit()
            return any(text in action.text() for action in leaves(menu))

        qtbot.waitUntil(lambda: offers("it may not be opened"), timeout=WAIT_MS)
        version, _ = cameras.look()
        qtbot.waitUntil(lambda: offers("1280 x 720"), timeout=WAIT_MS)
        assert not offers("it may not be opened")
        assert cameras.look()[0] > version
        assert len(asked) == 3
    finally:
        cameras.close()


def test_a_camera_that_is_never_to_be_asked_is_asked_less_and_less() -> None:
    looks: list[int] = []
    asked_at: list[int] = []
    enough = threading.Event()

    def look() -> list[Camera]:
        looks.append(1)
        if len(looks) > 40:
            enough.set()
        return [CAMERA]

    def describe() -> list[Camera]:
        asked_at.append(len(looks))
        return [replace(CAMERA, note="it may not be opened", ask_again=True)]

    cameras = CameraList(look, describe, every_s=0.001)
    assert enough.wait(WAIT_MS / 1000)
    cameras.close()
    assert asked_at[:6] == [1, 2, 4, 8, 16, 32]
    assert cameras.look()[0] == 1


def test_the_end_waits_for_a_system_that_lists_its_cameras_slowly() -> None:
    """A thread that is only late, on a busy machine, is not left running."""
    may_answer, asked = threading.Event(), threading.Event()

    def look() -> list[Camera]:
        may_answer.wait(WAIT_MS / 1000)
        return [CAMERA]

    def describe() -> list[Camera]:
        asked.set()
        return [CAMERA]

    cameras = CameraList(look, describe)
    threading.Timer(0.7, may_answer.set).start()  # longer than a camera that does not answer is waited for
    cameras.close()
    assert not cameras._thread.is_alive()
    assert not asked.is_set()


def test_the_end_does_not_wait_for_ever_for_a_camera_that_does_not_answer() -> None:
    asked, may_answer = threading.Event(), threading.Event()

    def describe() -> list[Camera]:
        asked.set()
        may_answer.wait(WAIT_MS / 1000)
        return [CAMERA]

    cameras = CameraList(lambda: [CAMERA], describe, patience_s=0.0)
    assert asked.wait(WAIT_MS / 1000)
    cameras.close()
    assert cameras._thread.is_alive()
    may_answer.set()
    cameras._thread.join(WAIT_MS / 1000)
    assert not cameras._thread.is_alive()
