"""No message is lost because another one came, and what has to be seen stays until it is put away."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lowlight_live.gui.texts.problem import Problem
from lowlight_live.gui.window.message_bar import MessageBar


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    bar = MessageBar()
    qtbot.addWidget(bar)
    return bar


def said(bar: MessageBar) -> str | None:
    return bar.sentence.text() if not bar.isHidden() else None


def test_the_message_before_comes_back_when_the_last_is_put_away(bar: MessageBar, qtbot: QtBot) -> None:
    bar.show_problem(Problem("The camera is gone.", "Plug it in.", "Traceback"))
    bar.show_notice("Saved as film.mp4", "Open folder")
    assert (said(bar), bar.more.text()) == ("Saved as film.mp4", "1 more")
    assert bar.copy_button.isHidden()
    qtbot.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert (said(bar), bar.hint.text()) == ("The camera is gone.", "Plug it in.")
    assert bar.action_button.isHidden()
    assert bar.more.isHidden()
    bar.copy_button.click()
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    assert "Traceback" in clipboard.text()
    qtbot.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert said(bar) is None


def test_a_message_that_comes_again_is_shown_once(bar: MessageBar) -> None:
    for sentence in ("One.", "Two.", "One."):
        bar.show_notice(sentence)
    assert (said(bar), bar.more.text()) == ("One.", "1 more")


def test_the_button_does_what_the_last_message_offers(bar: MessageBar) -> None:
    for name in ("a.mp4", "b.mp4"):
        bar.show_notice(f"Saved as {name}", "Open folder")
    bar.put_away()
    assert said(bar) is None


def test_what_has_to_be_seen_stays_when_the_rest_is_cleared(bar: MessageBar) -> None:
    bar.show_notice("The settings are the defaults.", kept=True)
    bar.show_problem(Problem("The camera is gone."))
    bar.clear()
    assert said(bar) == "The settings are the defaults."
    bar.put_away()
    assert said(bar) is None
