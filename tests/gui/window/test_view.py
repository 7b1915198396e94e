"""How the window shows its picture, and what it looks like itself."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lowlight_live.gui.desktop import appearance
from lowlight_live.gui.desktop.appearance import Appearance
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.picture.compose import ViewMode
from tests.gui.conftest import Desk
from tests.gui.windows import film


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


def fits(window: MainWindow) -> bool:
    screen = window.screen()
    assert screen is not None
    return screen.availableGeometry().contains(window.frameGeometry())


def test_the_window_is_never_larger_than_its_screen(desk: Desk) -> None:
    window = desk.window()
    assert fits(window)
    window.resize(3000, 2000)
    assert not fits(window)
    window.close()  # as on a larger screen, the last time
    again = desk.window()
    assert again.size() != window.size()
    assert fits(again)


def test_the_window_comes_back_in_its_size(desk: Desk) -> None:
    window = desk.window()
    window.resize(770, 500)
    window.close()
    again = desk.window()
    assert (again.width(), again.height()) == (770, 500)
