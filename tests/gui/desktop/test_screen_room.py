"""On a small screen, such as one of 1920 x 1080 at 200 %, nothing that the window opens lies beyond it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PyQt6.QtCore import QSize
from PyQt6.QtGui import QScreen
from PyQt6.QtWidgets import QDialog, QDialogButtonBox

from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.window.about import AboutDialog, KeysDialog
from tests.gui.conftest import Desk

ROOM = QSize(960, 500)
"""In points, below the panel of a desktop."""
TINY = QSize(480, 320)


@pytest.fixture(params=[ROOM, TINY], ids=["200 percent", "tiny"])
def room(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> QSize:
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: request.param)
    size: QSize = request.param
    return size


def keys(window: MainWindow) -> QDialog:
    window.acts["shortcuts"].trigger()
    return window.findChildren(KeysDialog)[0]


def about(window: MainWindow) -> QDialog:
    window.acts["about"].trigger()
    return window.findChildren(AboutDialog)[0]


@pytest.mark.parametrize("make", [keys, about], ids=lambda make: make.__name__)
def test_a_dialog_has_room_on_a_small_screen(desk: Desk, room: QSize, make: Callable[[MainWindow], QDialog]) -> None:
    dialog = make(desk.window())
    desk.until(dialog.isVisible)
    assert dialog.width() < room.width()
    assert dialog.height() < room.height()
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    assert dialog.rect().contains(buttons.geometry())
