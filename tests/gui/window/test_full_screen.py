"""The full screen shows the picture alone; afterwards all is where it was, and what happened meanwhile is told."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QRect, Qt
from PyQt6.QtWidgets import QWidget
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


PLACE = QRect(12, 45, 770, 500)


def slow_desktop(window: QWidget, patch: pytest.MonkeyPatch) -> None:
    """Let the desktop give the window its place back only later, as those with a window manager do."""
    patch.setattr(window, "showNormal", lambda: window.overrideWindowState(Qt.WindowState.WindowNoState))


def test_a_window_closed_in_the_full_screen_comes_back_where_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desk.window()
    window.setGeometry(PLACE)
    slow_desktop(window, monkeypatch)
    window.acts["full_screen"].trigger()
    desk.until(lambda: window.height() > PLACE.height())
    window.close()
    assert desk.window().geometry() == PLACE


def test_a_window_that_is_back_from_the_full_screen_is_kept_where_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desk.window()
    window.setGeometry(PLACE)
    slow_desktop(window, monkeypatch)
    window.acts["full_screen"].trigger()
    desk.until(lambda: window.height() > PLACE.height())
    window.acts["full_screen"].trigger()
    moved = PLACE.translated(5, 20)
    window.setGeometry(moved)
    window.close()
    assert desk.window().geometry() == moved
