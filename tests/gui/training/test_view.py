"""The curves of a training can be read, by day and by night and however long it takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pyqtgraph", reason="pyqtgraph is not installed")
from PyQt6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from tests.gui.training.dialogs import DialogOf, training_dialogs


@pytest.fixture
def dialog_of(qtbot: QtBot, tmp_path: Path) -> Iterator[DialogOf]:
    with training_dialogs(qtbot, tmp_path) as make:
        yield make


def test_the_curves_follow_the_desktop_into_the_dark(qtbot: QtBot, dialog_of: DialogOf) -> None:
    curves = dialog_of().view.curves
    curves.show_rows([{"step": 1, "total": 2.0, "a": 1.0}, {"step": 2, "total": 1.0, "a": 0.5}], ["a"], 2)
    dark = QPalette(QColor(20, 20, 20))
    dark.setColor(QPalette.ColorRole.Text, QColor("white"))
    curves.setPalette(dark)
    assert curves.losses.backgroundBrush().color() == dark.color(QPalette.ColorRole.Base)
    assert curves.lines["total"].opts["pen"].color() == QColor("white")
    curves.show_rows([], [], 0)
    assert not curves.lines


def test_long_runs_are_drawn_with_few_points(dialog_of: DialogOf) -> None:
    curves = dialog_of().view.curves
    rows = [{"step": float(step), "total": 1.0, "validation_db": 20.0} for step in range(1, 6001)]
    curves.show_rows(rows, [], 6000)
    x, y = curves.lines["total"].getOriginalDataset()
    assert 300 <= len(x) <= 800
    assert (x[0], x[-1]) == (1, 6000)
    assert y == pytest.approx(1.0)
