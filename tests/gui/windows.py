"""Brings a window to where a test begins, and reads what it says."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QApplication, QWidget

from lowlight_live.assets import asset_dir
from lowlight_live.gui.main_window import MainWindow
from tests.gui.conftest import Desk, enhanced

CLIP = asset_dir("samples") / "night-dog.mp4"


def film(desk: Desk, *, paused: bool = True) -> MainWindow:
    """A window that shows the sample clip."""
    window = desk.window()
    window.open(CLIP)
    desk.until(lambda: enhanced(window))
    player = window.bridge.player
    assert player is not None
    if paused:
        player.pause()
        player.seek(0.0)
        desk.until(lambda: position(window) == 0.0)
    return window


def position(window: MainWindow) -> float | None:
    """Where in the film the picture on the screen stands."""
    player, pair = window.bridge.player, window.preview.pair
    return player.position_of(pair.original) if player is not None and pair is not None else None


def drop(window: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QEvent.Type.Drop,
    )
    QApplication.sendEvent(window, event)


def said(window: MainWindow) -> str:
    return window.messages.problem.sentence if window.messages.problem is not None else ""
