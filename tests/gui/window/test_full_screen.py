"""The full screen shows the picture alone; afterwards all is where it was, and what happened meanwhile is told."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from lowlight_live.gui.texts.problem import Problem
from tests.gui.conftest import Desk


def test_messages_and_exports_give_way_to_the_full_screen_and_come_back(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    window.messages.show_problem(Problem("Something went wrong before."))
    window.work.show_exports()
    exports = window.work.exports_dock
    assert exports is not None
    assert exports.isVisible()
    window.acts["full_screen"].trigger()
    assert window.preview.isVisible()
    assert not window.messages.isVisible()
    assert not exports.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.messages.isVisible()
    assert exports.isVisible()


def test_what_was_hidden_before_the_full_screen_stays_so(desk: Desk) -> None:
    window = desk.live()
    window.work.show_exports()
    exports = window.work.exports_dock
    assert exports is not None
    exports.close()
    window.acts["controls"].trigger()
    window.acts["full_screen"].trigger()
    window.acts["full_screen"].trigger()
    assert exports.isHidden()
    assert window.dock.isHidden()
    assert not window.messages.isVisible()


def test_what_goes_wrong_in_the_full_screen_is_told_there_and_goes_when_it_is_put_away(desk: Desk) -> None:
    window = desk.live()
    window.acts["full_screen"].trigger()
    window.messages.show_problem(Problem("The disk is full."))
    assert window.messages.isVisible()
    window.messages.close_button.click()
    window.acts["full_screen"].trigger()
    assert not window.messages.isVisible()
