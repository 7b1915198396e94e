"""The space bar plays a film, but where the focus is in something that it works; Return presses a button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QCheckBox, QDockWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lowlight_live.gui.main_window import MainWindow
from tests.gui.conftest import Desk
from tests.gui.windows import film


@pytest.fixture(autouse=True)
def exports_of_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def playing(window: MainWindow) -> bool:
    player = window.bridge.player
    assert player is not None
    return player.playing


def focus(desk: Desk, widget: QWidget) -> None:
    widget.setFocus()
    desk.until(lambda: QApplication.focusWidget() is widget)


def tick_box(window: MainWindow) -> QCheckBox:
    (box,) = (row.box for row in window.panel.controls.rows.values() if row.box is not None)
    return box


def paused(desk: Desk) -> MainWindow:
    window = film(desk)
    assert not playing(window)
    return window


PLAYS: dict[str, Callable[[MainWindow], QWidget]] = {
    "picture": lambda window: window.preview,
    "slider": lambda window: window.panel.controls.rows["exposure"].slider,
    "place in the film": lambda window: window.playback.seek_bar,
}


@pytest.mark.parametrize("name", PLAYS)
def test_the_space_bar_plays_and_pauses(desk: Desk, qtbot: QtBot, name: str) -> None:
    window = paused(desk)
    widget = PLAYS[name](window)
    focus(desk, widget)
    qtbot.keyClick(widget, Qt.Key.Key_Space)
    assert playing(window)
    qtbot.keyClick(widget, Qt.Key.Key_Space)
    assert not playing(window)


@pytest.mark.parametrize("floating", [False, True], ids=["in the window", "taken out"])
def test_the_space_bar_works_the_panel_while_a_film_is_open(desk: Desk, qtbot: QtBot, floating: bool) -> None:
    window = paused(desk)
    if floating:
        take_out(desk, window.dock)
    box, reset, models = tick_box(window), window.panel.controls.reset_button, window.panel.model.model
    focus(desk, box)
    before = box.isChecked()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked() is not before
    focus(desk, reset)
    qtbot.keyClick(reset, Qt.Key.Key_Space)
    assert box.isChecked() is before
    focus(desk, models)
    qtbot.keyClick(models, Qt.Key.Key_Space)
    desk.until(lambda: QApplication.activePopupWidget() is not None)
    models.hidePopup()
    assert not playing(window)


def test_the_space_bar_works_the_exports_while_a_film_is_open(desk: Desk, qtbot: QtBot) -> None:
    window = paused(desk)
    window.work.show_exports()
    panel = window.work.exports
    assert panel is not None
    pressed: list[str] = []
    button = next(button for button in panel.findChildren(QPushButton) if button.isEnabled())
    button.clicked.disconnect()
    button.clicked.connect(lambda: pressed.append(button.text()))
    focus(desk, button)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert len(pressed) == 2
    assert not playing(window)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter], ids=["return", "enter"])
@pytest.mark.parametrize("floating", [False, True], ids=["in the window", "taken out"])
def test_return_presses_the_button_that_has_the_focus(desk: Desk, qtbot: QtBot, key: Qt.Key, floating: bool) -> None:
    window = desk.live()
    if floating:
        take_out(desk, window.dock)
    window.panel.expose(1.0)
    focus(desk, window.panel.controls.reset_button)
    qtbot.keyClick(window.panel.controls.reset_button, key)
    assert window.bridge.settings.exposure == 0.0


def test_return_elsewhere_presses_no_button(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    window.panel.expose(1.0)
    box = tick_box(window)
    before = box.isChecked()
    for widget in (box, window.preview):
        focus(desk, widget)
        qtbot.keyClick(widget, Qt.Key.Key_Return)
    focus(desk, window.panel.controls.reset_button)
    qtbot.keyClick(window.panel.controls.reset_button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (box.isChecked(), window.bridge.settings.exposure) == (before, 1.0)


def take_out(desk: Desk, dock: QDockWidget) -> None:
    dock.setFloating(True)
    dock.activateWindow()
    desk.until(lambda: QApplication.activeWindow() is dock)
