"""What all panels of the window have in common: an action that shows them, the window's keys, and legible symbols."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QAbstractButton, QApplication, QDockWidget

from lowlight_live.gui.desktop.icons import icon

if TYPE_CHECKING:
    from lowlight_live.gui.main_window import MainWindow

_SYMBOLS = {"qt_dockwidget_floatbutton": "float", "qt_dockwidget_closebutton": "close"}
"""By the names that Qt gives to the buttons in the title of a panel."""


def take_in(window: MainWindow, dock: QDockWidget, action: QAction) -> None:
    """Let a panel belong to a window.

    Args:
        window: It.
        dock: The panel, there already.
        action: Says whether it is to be seen.
    """
    window.focus_keys.watch(dock)
    dock.visibilityChanged.connect(lambda _on: action.setChecked(not dock.isHidden()))
    dock.topLevelChanged.connect(lambda _floating: draw_symbols(dock))  # Qt puts its own back then
    draw_symbols(dock)


def draw_symbols(dock: QDockWidget) -> None:
    """Draw the buttons in the title in the colours that the window has now: Qt's own are lost in a dark one."""
    for name, picture in _SYMBOLS.items():
        button = dock.findChild(QAbstractButton, name)
        if button is not None:
            button.setIcon(icon(picture, QApplication.palette()))
