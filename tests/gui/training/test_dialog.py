"""A training from the window: begun, watched, paused, stopped, killed, gone on with, used and taken back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pyqtgraph", reason="pyqtgraph is not installed")
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from lowlight_live.gui.training.run import RunState
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.training.state import config_of_checkpoint
from tests.gui.processes import is_running
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


@pytest.fixture
def dialog_of(qtbot: QtBot, tmp_path: Path) -> Iterator[DialogOf]:
    with training_dialogs(qtbot, tmp_path) as make:
        yield make


def test_a_training_is_watched_to_its_end_and_its_weights_are_used_and_taken_back(
    qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path
) -> None:
    dialog = dialog_of()
    dialog.form.name.setText("evening")
    begin(qtbot, dialog)
    assert not dialog.use_button.isVisible()
    until_state(qtbot, dialog, RunState.OVER)
    course = dialog.run.course
    assert [row["step"] for row in course.rows] == [1, 2, 3, 4]
    assert course.terms == ("spatial", "exposure", "colour", "smoothness")
    assert set(dialog.view.curves.lines) == {"total", *course.terms}
    assert all(len(line.getData()[0]) == 4 for line in dialog.view.curves.lines.values())
    assert not dialog.view.samples.is_empty
    out = tmp_path / "weights" / "evening.safetensors"
    assert "evening" in dialog.view.status.text()
    assert str(out) in dialog.view.status.toolTip()
    used: list[Path] = []
    undone: list[bool] = []
    dialog.weights_ready.connect(used.append)
    dialog.undo_weights.connect(lambda: undone.append(True))
    assert not dialog.undo_button.isVisible()
    qtbot.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)
    assert used == [out]
    assert load_network(out).architecture == "dce-live"
    qtbot.mouseClick(dialog.new_button, Qt.MouseButton.LeftButton)
    assert dialog.start_button.isVisible()
    qtbot.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)  # the next training takes nothing back
    assert undone == [True]
    assert not dialog.undo_button.isVisible()
    assert not dialog.offer.isVisible()


def test_a_pause_ends_the_process_and_going_on_takes_up_the_next_step(qtbot: QtBot, dialog_of: DialogOf) -> None:
    dialog = dialog_of(steps=ENDLESS)
    begin(qtbot, dialog)
    until_step(qtbot, dialog, 2)
    process = dialog.run.process_id
    qtbot.mouseClick(dialog.view.pause_button, Qt.MouseButton.LeftButton)
    until_state(qtbot, dialog, RunState.PAUSED)
    assert not is_running(process)
    assert dialog.run.process_id == 0
    paused_at = dialog.run.course.step
    assert f"step {paused_at} of" in dialog.view.status.text()
    qtbot.mouseClick(dialog.view.go_on_button, Qt.MouseButton.LeftButton)
    until_step(qtbot, dialog, paused_at + 1)
    steps = [row["step"] for row in dialog.run.course.rows]
    assert steps[:paused_at] == list(range(1, paused_at + 1))
    assert steps == sorted(set(steps))


def test_stop_keeps_the_weights_so_far(qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path) -> None:
    dialog = dialog_of(steps=ENDLESS)
    begin(qtbot, dialog)
    until_step(qtbot, dialog, 1)
    qtbot.mouseClick(dialog.view.stop_button, Qt.MouseButton.LeftButton)
    until_state(qtbot, dialog, RunState.OVER)
    assert dialog.use_button.isVisible()
    assert load_network(tmp_path / "weights" / "mine.safetensors").architecture == "dce-live"
    assert dialog.run.unfinished() is None


def test_a_pause_while_the_pictures_are_read_is_a_pause_at_once(
    qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    dialog = dialog_of(worker="tests.gui.training.fakes")
    begin(qtbot, dialog)
    qtbot.waitUntil((tmp_path / "reading").exists, timeout=PATIENCE_MS)
    process = dialog.run.process_id
    qtbot.mouseClick(dialog.view.pause_button, Qt.MouseButton.LeftButton)
    until_state(qtbot, dialog, RunState.PAUSED)
    assert not is_running(process)
    assert not dialog.view.stop_button.isVisible()  # there is nothing to be kept
    (tmp_path / "go").touch()
    qtbot.mouseClick(dialog.view.go_on_button, Qt.MouseButton.LeftButton)
    until_state(qtbot, dialog, RunState.OVER)
    assert [row["step"] for row in dialog.run.course.rows] == [1, 2, 3, 4]


@pytest.mark.parametrize("steps", [0, 2])
def test_stop_while_the_pictures_are_read_keeps_what_there_is(
    qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    dialog = dialog_of(worker="tests.gui.training.fakes", steps=ENDLESS)
    go, reading = tmp_path / "go", tmp_path / "reading"
    if steps:
        go.touch()
        begin(qtbot, dialog)
        until_step(qtbot, dialog, steps)
        qtbot.mouseClick(dialog.view.pause_button, Qt.MouseButton.LeftButton)
        until_state(qtbot, dialog, RunState.PAUSED)
        go.unlink()
        reading.unlink()
        qtbot.mouseClick(dialog.view.go_on_button, Qt.MouseButton.LeftButton)
    else:
        begin(qtbot, dialog)
    qtbot.waitUntil(reading.exists, timeout=PATIENCE_MS)
    qtbot.mouseClick(dialog.view.stop_button, Qt.MouseButton.LeftButton)
    until_state(qtbot, dialog, RunState.OVER if steps else RunState.PAUSED)
    assert (tmp_path / "weights" / "mine.safetensors").exists() == bool(steps)


@pytest.mark.parametrize(("purpose", "words"), [(0, "Stop and keep the best"), (1, "Stop and keep")])
def test_only_where_weights_are_chosen_the_best_are_promised(
    qtbot: QtBot, dialog_of: DialogOf, purpose: int, words: str
) -> None:
    dialog = dialog_of()
    dialog.form.purpose.setCurrentIndex(purpose)
    small = {"steps": ENDLESS, "batch_size": 1, "lines": 36, "crop": 24, "device": "cpu", "validation_interval": 1}
    for name, value in small.items():
        dialog.form.controls[name].put(value)
    begin(qtbot, dialog)
    until_step(qtbot, dialog, 1)
    assert dialog.view.stop_button.text() == words
    assert ("validation_db" in dialog.run.course.rows[0]) == (purpose == 0)


def test_a_killed_trainer_is_reported_and_its_checkpoint_loads(
    qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path
) -> None:
    dialog = dialog_of(steps=ENDLESS)
    begin(qtbot, dialog)
    until_step(qtbot, dialog, 3)  # the first checkpoint is of step 2
    os.kill(dialog.run.process_id, signal.SIGKILL)
    qtbot.waitUntil(lambda: dialog.run.state is RunState.FAILED, timeout=PATIENCE_MS)
    said = dialog.view.status.text().splitlines()
    assert said == [dialog.run.course.message, "It can go on from its last checkpoint."]
    assert said[0].startswith("The training ended unexpectedly at step ")
    assert config_of_checkpoint(tmp_path / "weights" / "mine.checkpoint").steps == ENDLESS
    qtbot.mouseClick(dialog.view.stop_button, Qt.MouseButton.LeftButton)
    until_state(qtbot, dialog, RunState.OVER)
    assert load_network(tmp_path / "weights" / "mine.safetensors").architecture == "dce-live"


def test_closing_the_application_ends_the_trainer_and_offers_to_go_on(qtbot: QtBot, dialog_of: DialogOf) -> None:
    dialog = dialog_of(steps=ENDLESS)
    begin(qtbot, dialog)
    until_step(qtbot, dialog, 3)
    process = dialog.run.process_id
    dialog.close_down()
    qtbot.waitUntil(lambda: not is_running(process), timeout=PATIENCE_MS)
    again = dialog_of()
    assert again.offer.isVisible()
    assert "mine" in again.offer.text.text()
    qtbot.mouseClick(again.offer.resume_button, Qt.MouseButton.LeftButton)
    until_step(qtbot, again, 3)
    assert again.run.course.steps == ENDLESS


def test_closing_the_dialog_pauses(qtbot: QtBot, dialog_of: DialogOf) -> None:
    dialog = dialog_of(steps=ENDLESS)
    begin(qtbot, dialog)
    until_step(qtbot, dialog, 1)
    process = dialog.run.process_id
    dialog.close()
    until_state(qtbot, dialog, RunState.PAUSED)
    assert not is_running(process)
    dialog.show()
    assert dialog.view.go_on_button.isVisible()


def test_a_killed_application_takes_its_trainer_along(qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path) -> None:
    dialog_of()
    program = (
        "import sys; from pathlib import Path; from PyQt6.QtCore import QCoreApplication\n"
        "from lowlight_live.gui.training.run import TrainingRun\n"
        "app = QCoreApplication([]); run = TrainingRun(Path(sys.argv[1]))\n"
        "run.advanced.connect(lambda: print(run.process_id, run.course.step, flush=True))\n"
        "settings = {'steps': 100000, 'batch_size': 1, 'lines': 36, 'crop': 24, 'device': 'cpu'}\n"
        "run.start('zero-reference', Path(sys.argv[2]), Path(sys.argv[1]) / 'a.safetensors', settings); app.exec()\n"
    )
    arguments = [sys.executable, "-c", program, str(tmp_path / "weights"), str(tmp_path / "photos")]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as application:
        assert application.stdout is not None
        for line in application.stdout:
            worker, step = (int(number) for number in line.split())
            if step >= 1:
                break
        application.send_signal(signal.SIGKILL)
    qtbot.waitUntil(lambda: not is_running(worker), timeout=PATIENCE_MS)
    assert config_of_checkpoint(tmp_path / "weights" / "a.checkpoint").steps == ENDLESS
    assert dialog_of().offer.isVisible()


def test_a_result_that_is_no_better_cannot_be_used_and_that_is_said(
    qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path
) -> None:
    dialog = dialog_of()
    dialog.form.purpose.setCurrentIndex(0)
    small = {"steps": 1, "batch_size": 1, "lines": 36, "crop": 24, "device": "cpu", "learning_rate": 0.0}
    for name, value in small.items():
        dialog.form.controls[name].put(value)
    begin(qtbot, dialog)
    until_state(qtbot, dialog, RunState.OVER)
    assert "no better" in dialog.view.status.text()
    assert not dialog.use_button.isVisible()
    assert not (tmp_path / "weights" / "mine.safetensors").exists()
    assert dialog.view.curves.scores.isVisible()


def test_stopped_before_there_was_anything_to_keep_it_can_go_on(
    qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path
) -> None:
    dialog = dialog_of()
    dialog.form.purpose.setCurrentIndex(0)
    (tmp_path / "photos" / "broken.jpg").write_bytes(b"no picture")
    small = {"steps": ENDLESS, "validation_interval": ENDLESS, "batch_size": 1, "lines": 36, "crop": 24}
    for name, value in small.items():
        dialog.form.controls[name].put(value)
    begin(qtbot, dialog)
    until_step(qtbot, dialog, 1)
    dialog.view.show_course()
    assert "pictures left out: 1" in dialog.view.status.text()
    assert "broken.jpg" in dialog.view.status.toolTip()
    qtbot.mouseClick(dialog.view.stop_button, Qt.MouseButton.LeftButton)
    until_state(qtbot, dialog, RunState.PAUSED)
    assert "nothing was written" in dialog.view.status.text()
    assert not (tmp_path / "weights" / "mine.safetensors").exists()
    assert dialog.view.go_on_button.isVisible()


def test_pictures_that_cannot_be_used_are_a_sentence_and_a_hint(
    qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path
) -> None:
    dialog = dialog_of()
    (tmp_path / "empty").mkdir()
    dialog.form.data.setText(str(tmp_path / "empty"))
    begin(qtbot, dialog)
    qtbot.waitUntil(lambda: is_over(dialog), timeout=PATIENCE_MS)
    assert dialog.run.state is RunState.FAILED
    sentence, hint = dialog.view.status.text().splitlines()
    assert "holds no photo" in sentence
    assert hint.startswith("Give a folder")
    assert "Traceback" not in dialog.view.status.text()
    assert not dialog.view.go_on_button.isVisible()
    qtbot.mouseClick(dialog.view.copy_button, Qt.MouseButton.LeftButton)
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert "Traceback" in clipboard.text()
