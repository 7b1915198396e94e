"""What is shown of a training can be read: its curves, by day and by night, what came of it, and on a small screen."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("pyqtgraph", reason="pyqtgraph is not installed")
from PyQt6.QtCore import QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QPalette
from PyQt6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lowlight_live.gui.training.dialog import TrainingDialog
from lowlight_live.gui.training.purposes import PURPOSES
from lowlight_live.gui.training.run import RunState
from tests.gui.training.dialogs import (
    ENDLESS,
    PATIENCE_MS,
    DialogOf,
    begin,
    is_over,
    training_dialogs,
    until_state,
    until_step,
)

FULL = Path("/dev/full")
needs_a_full_disk = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")


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


def no_room_for(folder: Path, name: str) -> None:
    """What is written aside first, to appear under this name, finds no room on the disk."""
    folder.mkdir(exist_ok=True)
    (folder / f".{name}.part").symlink_to(FULL)


@needs_a_full_disk
def test_samples_that_cannot_be_written_end_no_training(qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path) -> None:
    dialog = dialog_of()
    no_room_for(tmp_path / "weights", "mine.png")
    begin(qtbot, dialog)
    until_state(qtbot, dialog, RunState.OVER)
    done, warning = dialog.view.status.text().splitlines()
    assert done.startswith("Done")
    assert warning.endswith(f"mine.png cannot be written ({os.strerror(errno.ENOSPC)}); the training goes on.")


@needs_a_full_disk
def test_a_checkpoint_that_cannot_be_written_is_a_sentence(qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path) -> None:
    dialog = dialog_of()
    no_room_for(tmp_path / "weights", "mine.checkpoint")
    begin(qtbot, dialog)
    qtbot.waitUntil(lambda: is_over(dialog), timeout=PATIENCE_MS)
    assert dialog.run.state is RunState.FAILED
    said, hint = dialog.view.status.text().splitlines()
    assert said.endswith(f"mine.checkpoint cannot be written ({os.strerror(errno.ENOSPC)}).")
    assert hint.startswith("Free some space")
    assert dialog.view.curves.isVisible()  # it had come this far
    qtbot.mouseClick(dialog.view.go_on_button, Qt.MouseButton.LeftButton)  # there is room now
    until_state(qtbot, dialog, RunState.OVER)


def test_dark_photos_where_well_lit_ones_are_wanted_lead_to_what_takes_them(
    qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path
) -> None:
    dialog = dialog_of()
    for index in range(3):
        cv2.imwrite(str(tmp_path / "photos" / f"{index}.png"), np.full((40, 56, 3), 9, np.uint8))
    (tmp_path / "photos" / "3.png").unlink()
    dialog.form.purpose.setCurrentIndex(0)
    dialog.form.controls["crop"].put(24)
    begin(qtbot, dialog)
    qtbot.waitUntil(lambda: is_over(dialog), timeout=PATIENCE_MS)
    said, hint = dialog.view.status.text().splitlines()
    assert "No photo in" in said
    assert "bright enough" in said
    assert f"“{PURPOSES[1].title}”" in hint
    assert PURPOSES[1].recipe == "zero-reference"  # so the hint calls it on the command line


def test_a_training_that_failed_at_once_shows_nothing_but_why(
    qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path
) -> None:
    dialog = dialog_of()
    dialog.form.data.setText(str(tmp_path / "nowhere"))
    begin(qtbot, dialog)
    assert dialog.view.samples.isVisible()
    qtbot.waitUntil(lambda: is_over(dialog), timeout=PATIENCE_MS)
    assert dialog.view.status.isVisible()
    assert not dialog.view.samples.isVisible()
    assert not dialog.view.curves.isVisible()


def test_what_came_of_it_is_said_in_plain_words(qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path) -> None:
    dialog = dialog_of()
    out = tmp_path / "mine.safetensors"
    dialog.run.out, dialog.run.state = out, RunState.OVER
    dialog.run.course.result = {"accepted": True, "out": str(out), "best_db": 26.02, "before_db": 20.0}
    dialog.view.show_course()
    said = dialog.view.status.text()
    assert "“mine” is in the list of models now" in said
    assert "its error is 50 % smaller than before" in said
    assert "dB" not in said
    assert str(out) not in said
    assert "26.02 dB, and 20.00 dB before; more is better" in dialog.view.status.toolTip()
    assert str(out) in dialog.view.status.toolTip()


@pytest.mark.parametrize("room", [QSize(944, 460), QSize(1920, 1000)])
def test_all_buttons_are_on_the_screen_however_small_it_is(
    qtbot: QtBot, dialog_of: DialogOf, monkeypatch: pytest.MonkeyPatch, room: QSize
) -> None:
    monkeypatch.setattr(TrainingDialog, "screen", lambda _: SmallScreen(room))
    dialog = dialog_of(lambda _folder, _seconds: None, steps=ENDLESS)
    assert dialog.width() < room.width()
    assert dialog.height() < room.height()
    qtbot.mouseClick(dialog.form.more_button, Qt.MouseButton.LeftButton)
    assert_in_reach(dialog, dialog.start_button, dialog.close_button)
    begin(qtbot, dialog)
    until_step(qtbot, dialog, 1)
    assert_in_reach(dialog, dialog.view.pause_button, dialog.view.stop_button, dialog.close_button)
    assert dialog.height() < room.height()


class SmallScreen:
    """A screen with so much room on it."""

    def __init__(self, room: QSize) -> None:
        self._room = room

    def availableSize(self) -> QSize:  # noqa: N802  Qt's name
        return self._room


def assert_in_reach(dialog: TrainingDialog, *buttons: QPushButton) -> None:
    """The buttons are in the dialog, whole."""
    dialog.repaint()
    for button in buttons:
        place = QRect(button.mapTo(dialog, QPoint(0, 0)), button.size())
        assert button.isVisible()
        assert dialog.rect().contains(place), (button.text(), place, dialog.rect())
