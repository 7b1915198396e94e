"""What is paused or killed can go on until the user gives it up, and no two trainers are at the same training."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pyqtgraph", reason="pyqtgraph is not installed")
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from lowlight_live.gui.training.dialog import TrainingDialog
from lowlight_live.gui.training.run import RunState
from tests.gui.training.dialogs import (
    ENDLESS,
    PATIENCE_MS,
    DialogOf,
    begin,
    discard,
    is_over,
    training_dialogs,
    until_state,
    until_step,
)
from tests.training.conftest import write_photo

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dialog_of(qtbot: QtBot, tmp_path: Path) -> Iterator[DialogOf]:
    with training_dialogs(qtbot, tmp_path) as make:
        yield make


def photograph(folder: Path, _seconds: float) -> None:
    for index in range(10):
        write_photo(folder / f"{index}.png", index)


def paused(qtbot: QtBot, dialog: TrainingDialog, step: int = 3) -> None:
    begin(qtbot, dialog)
    until_step(qtbot, dialog, step)
    qtbot.mouseClick(dialog.view.pause_button, LEFT)
    until_state(qtbot, dialog, RunState.PAUSED)


def fail(qtbot: QtBot, dialog: TrainingDialog, folder: Path) -> None:
    """Begin a training that fails at once."""
    qtbot.mouseClick(dialog.new_button, LEFT)
    dialog.form.data.setText(str(folder / "nowhere"))
    begin(qtbot, dialog)
    qtbot.waitUntil(lambda: is_over(dialog), timeout=PATIENCE_MS)
    assert dialog.run.state is RunState.FAILED


def kill(qtbot: QtBot, dialog: TrainingDialog) -> None:
    os.kill(dialog.run.process_id, signal.SIGKILL)
    qtbot.waitUntil(lambda: dialog.run.state is RunState.FAILED, timeout=PATIENCE_MS)


def offered(dialog: TrainingDialog) -> str:
    return dialog.offer.text.text() if dialog.offer.isVisible() else ""


@pytest.mark.parametrize("end", ["pause", "kill"])
def test_a_start_that_fails_costs_no_other_training_its_offer_nor_its_pictures(
    qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path, end: str
) -> None:
    dialog = dialog_of(photograph, steps=ENDLESS)
    before = dialog.form.data.text()
    qtbot.mouseClick(dialog.form.record_button, LEFT)
    qtbot.waitUntil(lambda: dialog.form.data.text() != before, timeout=PATIENCE_MS)
    recorded = Path(dialog.form.data.text())
    if end == "pause":
        paused(qtbot, dialog)
    else:
        begin(qtbot, dialog)
        until_step(qtbot, dialog, 3)
        kill(qtbot, dialog)
    fail(qtbot, dialog, tmp_path)
    qtbot.mouseClick(dialog.new_button, LEFT)
    assert offered(dialog) == "The training “mine” is not finished."
    dialog.close_down()
    assert len(list(recorded.glob("*.png"))) == 10
    again = dialog_of()
    assert offered(again) == "The training “mine” is not finished."
    qtbot.mouseClick(again.offer.resume_button, LEFT)
    until_step(qtbot, again, 3)
    assert again.run.data == recorded


def test_a_start_that_fails_leaves_nothing_behind(qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path) -> None:
    dialog = dialog_of()
    fail(qtbot, dialog, tmp_path)
    assert not dialog.view.go_on_button.isVisible()
    qtbot.mouseClick(dialog.new_button, LEFT)
    assert not offered(dialog)
    assert dialog.form.name.text() == "mine"


def test_of_several_the_newest_is_offered_and_then_the_others(qtbot: QtBot, dialog_of: DialogOf) -> None:
    dialog = dialog_of(steps=ENDLESS)
    paused(qtbot, dialog)
    qtbot.mouseClick(dialog.new_button, LEFT)
    assert dialog.form.name.text() == "mine-2"
    paused(qtbot, dialog)
    dialog.close_down()
    again = dialog_of()
    assert "“mine-2”" in offered(again)
    discard(qtbot, again, "Discard")
    assert "“mine”" in offered(again)
    qtbot.mouseClick(again.offer.resume_button, LEFT)
    until_step(qtbot, again, 3)
    assert again.run.out.stem == "mine"


def test_what_is_over_is_offered_no_more_and_the_one_before_is(qtbot: QtBot, dialog_of: DialogOf) -> None:
    dialog = dialog_of(steps=ENDLESS)
    paused(qtbot, dialog)
    qtbot.mouseClick(dialog.new_button, LEFT)
    dialog.form.controls["steps"].put(2)
    begin(qtbot, dialog)
    until_state(qtbot, dialog, RunState.OVER)
    qtbot.mouseClick(dialog.new_button, LEFT)
    assert "“mine”" in offered(dialog)


def test_what_was_killed_before_its_first_checkpoint_begins_again(qtbot: QtBot, dialog_of: DialogOf) -> None:
    dialog = dialog_of(steps=3, checkpoint_interval=ENDLESS)
    begin(qtbot, dialog)
    kill(qtbot, dialog)
    assert dialog.view.go_on_button.isVisible()
    dialog.close_down()
    again = dialog_of()
    qtbot.mouseClick(again.offer.resume_button, LEFT)
    until_state(qtbot, again, RunState.OVER)
    assert [row["step"] for row in again.run.course.rows] == [1, 2, 3]


def test_a_training_is_given_up_only_when_the_user_says_so(qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path) -> None:
    dialog = dialog_of(steps=ENDLESS)
    paused(qtbot, dialog)
    dialog.close_down()
    again = dialog_of()
    box = discard(qtbot, again, "Cancel")
    assert box.text() == "Discard the training “mine”?"
    assert "your pictures stay" in box.informativeText() == again.offer.discard_button.toolTip()
    assert offered(again)
    discard(qtbot, again, "Discard")
    assert not offered(again)
    assert not offered(dialog_of())
    assert (tmp_path / "weights" / "mine.checkpoint").exists()
    assert len(list((tmp_path / "photos").iterdir())) == 4
    assert dialog_of().form.name.text() == "mine-2"


def test_it_is_said_that_recorded_pictures_go(qtbot: QtBot, dialog_of: DialogOf) -> None:
    dialog = dialog_of(photograph, steps=ENDLESS)
    before = dialog.form.data.text()
    qtbot.mouseClick(dialog.form.record_button, LEFT)
    qtbot.waitUntil(lambda: dialog.form.data.text() != before, timeout=PATIENCE_MS)
    recorded = Path(dialog.form.data.text())
    paused(qtbot, dialog)
    dialog.form.data.clear()
    qtbot.mouseClick(dialog.new_button, LEFT)
    box = discard(qtbot, dialog, "Discard")
    assert "recorded for it are removed" in box.informativeText()
    qtbot.waitUntil(lambda: not recorded.exists(), timeout=PATIENCE_MS)


def test_what_another_window_is_at_is_not_offered_until_it_leaves_it(qtbot: QtBot, dialog_of: DialogOf) -> None:
    dialog = dialog_of(steps=ENDLESS)
    begin(qtbot, dialog)
    until_step(qtbot, dialog, 3)
    other = dialog_of()
    assert not offered(other)
    assert other.form.name.text() == "mine-2"
    kill(qtbot, dialog)  # even so no lock is left
    qtbot.waitUntil(lambda: "“mine”" in offered(other), timeout=PATIENCE_MS)


def test_two_trainers_are_never_at_the_same_training(qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path) -> None:
    dialog = dialog_of(steps=ENDLESS)
    paused(qtbot, dialog)
    other = dialog_of()
    qtbot.mouseClick(other.offer.resume_button, LEFT)
    until_step(qtbot, other, 4)
    qtbot.mouseClick(dialog.view.go_on_button, LEFT)
    qtbot.waitUntil(lambda: is_over(dialog), timeout=PATIENCE_MS)
    assert dialog.run.state is RunState.FAILED
    assert dialog.view.status.text().startswith("mine is being trained already")
    assert other.run.state is RunState.RUNNING
    other.close_down()
    assert (tmp_path / "weights" / "mine.checkpoint").exists()
    qtbot.mouseClick(dialog.view.go_on_button, LEFT)
    until_step(qtbot, dialog, 4)
