"""The key that shows the original works wherever the focus is, but where letters are typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from lowlight_live.gui.main_window import MainWindow
from tests.gui.conftest import Desk

FOCUSED: dict[str, Callable[[MainWindow], QWidget]] = {
    "picture": lambda window: window.preview,
    "number": lambda window: window.panel.controls.rows["exposure"].number,
    "slider": lambda window: window.panel.controls.rows["exposure"].slider,
    "models": lambda window: window.panel.model.model,
    "devices": lambda window: window.panel.model.device,
    "presets": lambda window: window.panel.presets.box,
}


def focus(desk: Desk, widget: QWidget) -> None:
    widget.setFocus()
    desk.until(lambda: QApplication.focusWidget() is widget)


@pytest.mark.parametrize("name", FOCUSED)
def test_the_key_shows_the_original_whatever_has_the_focus(desk: Desk, qtbot: QtBot, name: str) -> None:
    window = desk.live()
    widget = FOCUSED[name](window)
    focus(desk, widget)
    choice, settings = window.bridge.choice, window.bridge.settings
    qtbot.keyPress(widget, Qt.Key.Key_O)
    assert window.preview.look.original
    qtbot.keyRelease(widget, Qt.Key.Key_O)
    assert not window.preview.look.original
    assert (window.bridge.choice, window.bridge.settings) == (choice, settings)


def test_where_letters_are_typed_the_key_is_a_letter(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    field = QLineEdit(window)
    field.show()
    focus(desk, field)
    qtbot.keyClick(field, Qt.Key.Key_O)
    assert field.text() == "o"
    assert not window.preview.look.original
    dialog = QInputDialog(window)
    dialog.open()
    (asked,) = dialog.findChildren(QLineEdit)
    desk.until(lambda: QApplication.activeWindow() is dialog)
    qtbot.keyClick(asked, Qt.Key.Key_O)
    assert asked.text() == "o"
    dialog.close()


def test_other_keys_and_open_menus_are_left_alone(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    number = window.panel.controls.rows["exposure"].number
    focus(desk, number)
    number.selectAll()
    for key in "1", Qt.Key.Key_Return:
        qtbot.keyClick(number, key)
    assert window.bridge.settings.exposure == 1.0
    menu = next(menu for menu in window.findChildren(QMenu) if menu.title() == "&Enhance")
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.keyPress(menu, Qt.Key.Key_O)
    assert not window.preview.look.original
    menu.close()


def test_a_floating_panel_belongs_to_the_window(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    window.dock.setFloating(True)
    window.dock.activateWindow()
    number = window.panel.controls.rows["exposure"].number
    focus(desk, number)
    desk.until(lambda: QApplication.activeWindow() is window.dock)
    qtbot.keyPress(number, Qt.Key.Key_O)
    assert window.preview.look.original
    qtbot.keyRelease(number, Qt.Key.Key_O)
    assert not window.preview.look.original
