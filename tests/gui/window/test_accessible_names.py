"""Every control of every dialog and panel has a name for screen readers, and the overview of the keys is complete."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsView,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from lowlight_live.assets import asset_dir
from lowlight_live.gui.export.settings import ExportSettings
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.training.run import RunState
from lowlight_live.gui.window.about import AboutDialog, KeysDialog
from tests.gui.conftest import Desk

CLIP = asset_dir("samples") / "night-dog.mp4"
CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QGraphicsView, QLineEdit,
    QPlainTextEdit, QProgressBar, QTextEdit,
)  # fmt: skip
PARTS = (QHeaderView, QScrollBar)
"""Of which controls consist."""


@pytest.fixture(autouse=True)
def exports_of_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def about(window: MainWindow) -> QWidget:
    window.acts["about"].trigger()
    return window.findChildren(AboutDialog)[0]


def keys(window: MainWindow) -> QWidget:
    window.acts["shortcuts"].trigger()
    return window.findChildren(KeysDialog)[0]


def exports(window: MainWindow) -> QWidget:
    window.work.show_exports()
    panel = window.work.exports
    assert panel is not None
    panel.queue.pause()
    panel.add_files([CLIP], window.bridge.settings, window.bridge.choice)
    return panel


def one_export(window: MainWindow) -> QWidget:
    exports(window)
    panel = window.work.exports
    assert panel is not None
    (job,) = panel.queue
    dialog = ExportSettings(job, window)
    dialog.open()
    return dialog


def training(window: MainWindow) -> QWidget:
    window.acts["training"].trigger()
    dialog = window.work.training
    assert dialog is not None
    dialog.run.state = RunState.PAUSED
    assert dialog.view is not None  # it is made when it is first needed
    return dialog


@pytest.mark.parametrize("make", [about, keys, exports, one_export, training], ids=lambda make: make.__name__)
def test_every_control_has_a_name(desk: Desk, make: Callable[[MainWindow], QWidget]) -> None:
    found = make(desk.window()).findChildren(QWidget)
    controls = [widget for widget in found if isinstance(widget, CONTROLS) and not isinstance(widget, PARTS)]
    # What Qt puts into its own widgets is named by them.
    controls = [widget for widget in controls if not (widget.objectName().startswith("qt_") or is_part(widget))]
    assert controls
    assert [widget for widget in controls if not (widget.accessibleName() or text_of(widget))] == []


def is_part(widget: QWidget) -> bool:
    """Whether it is the list of a box to choose from, or a button of a table."""
    parent = widget.parent()
    while parent is not None and not isinstance(parent, QComboBox | QAbstractItemView | QLineEdit):
        parent = parent.parent()
    return parent is not None


def text_of(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def test_the_overview_of_the_keys_has_each_declared_key(desk: Desk) -> None:
    window = desk.window()
    dialog = keys(window)
    assert isinstance(dialog, KeysDialog)
    table = dialog.table
    rows = {
        item.text(): what.text()
        for row in range(table.rowCount())
        if (item := table.item(row, 0)) is not None and (what := table.item(row, 1)) is not None
    }
    native = QKeySequence.SequenceFormat.NativeText
    for group in window.groups:
        for declared in group.actions:
            if declared is not None and declared.keys:
                shown = ", ".join(QKeySequence(key).toString(native) for key in declared.keys)
                assert rows[shown] == declared.text.replace("&", "").rstrip("…")
    for name, action in window.acts.items():
        for key in action.shortcuts():
            assert any(key.toString(native) in shown.split(", ") for shown in rows), name
    assert "original" in rows[QKeySequence(Qt.Key.Key_O).toString(native)]
