"""The panels of the window: their symbols can be seen, and each has an action that shows and hides it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QIcon, QPalette
from PyQt6.QtWidgets import QAbstractButton, QApplication, QDockWidget
from pytestqt.qtbot import QtBot

from lowlight_live.gui.desktop.appearance import Appearance
from lowlight_live.gui.main_window import MainWindow
from tests.gui.conftest import Desk
from tests.gui.desktop.test_appearance import contrast
from tests.gui.windows import film


@pytest.fixture(autouse=True)
def exports_of_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def ink(icon: QIcon) -> QColor:
    """The colour that most of a symbol has."""
    picture = icon.pixmap(32, 32).toImage()
    colors = [picture.pixelColor(x, y) for y in range(picture.height()) for x in range(picture.width())]
    solid = [color.rgb() for color in colors if color.alpha() == 255]
    return QColor(max(solid, key=solid.count))


def buttons_of_qt(window: MainWindow) -> list[QAbstractButton]:
    """Those whose symbols Qt brings: of the panels, and of the bar that has no room for all."""
    names = {"qt_dockwidget_floatbutton": 2, "qt_dockwidget_closebutton": 2, "qt_toolbar_ext_button": 1}
    found = [window.findChildren(QAbstractButton, name) for name in names]
    assert [len(buttons) for buttons in found] == list(names.values())
    return [button for buttons in found for button in buttons]


@pytest.mark.parametrize("appearance", [Appearance.DARK, Appearance.LIGHT])
def test_the_symbols_of_panels_and_of_what_has_no_room_can_be_seen(desk: Desk, appearance: Appearance) -> None:
    window = desk.window()
    window.work.show_exports()
    for wanted in (Appearance.LIGHT, appearance):  # also after a change
        window.set_appearance(wanted)
    ground = QApplication.palette().color(QPalette.ColorRole.Window)
    assert all(contrast(ink(button.icon()), ground) >= 4.5 for button in buttons_of_qt(window))
    for dock in window.findChildren(QDockWidget):
        for floating in (True, False):
            dock.setFloating(floating)
            assert all(contrast(ink(button.icon()), ground) >= 4.5 for button in buttons_of_qt(window))


def test_the_queue_of_exports_can_be_looked_at_without_asking_for_another_export(desk: Desk, qtbot: QtBot) -> None:
    window = film(desk)
    shown = window.acts["exports"]
    assert not shown.isChecked()
    qtbot.keyClick(window, Qt.Key.Key_E)
    panel, dock = window.work.exports, window.work.exports_dock
    assert panel is not None
    assert dock is not None
    assert dock.isVisible()
    assert shown.isChecked()
    assert list(panel.queue) == []
    dock.close()  # by its own button
    assert not shown.isChecked()
    shown.trigger()
    assert dock.isVisible()
    shown.trigger()
    assert dock.isHidden()
    window.work.show_exports()
    assert shown.isChecked()


def test_the_queue_of_exports_that_was_open_comes_back_after_the_full_screen(desk: Desk) -> None:
    window = desk.live()
    window.acts["exports"].trigger()
    dock = window.work.exports_dock
    assert dock is not None
    window.acts["full_screen"].trigger()
    assert dock.isHidden()
    window.acts["full_screen"].trigger()
    assert dock.isVisible()
    assert window.acts["exports"].isChecked()
