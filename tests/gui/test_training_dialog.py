"""A training from the window: begun, watched, paused, stopped, killed, gone on with, used and taken back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
pytest.importorskip("pyqtgraph", reason="pyqtgraph is not installed")
from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QColor, QGuiApplication, QPalette
from PyQt6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from lowlight_live.errors import SourceLost
from lowlight_live.gui.places import data_folder
from lowlight_live.gui.training_dialog import TrainingDialog
from lowlight_live.gui.training_form import RECORDED_S
from lowlight_live.gui.training_purposes import PURPOSES
from lowlight_live.gui.training_run import WORKER, RunState, TrainingRun
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.training.collection import collect
from lowlight_live.training.recipes import RECIPES, config_of_recipe
from lowlight_live.training.state import config_of_checkpoint
from tests.gui.processes import is_running
from tests.training.conftest import write_photo

PATIENCE_MS = 120_000
ENDLESS = 100_000

DialogOf = Callable[..., TrainingDialog]


@pytest.fixture(autouse=True)
def helpers_are_small_and_leave_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path / "compiler"))


@pytest.fixture
def dialog_of(qtbot: QtBot, tmp_path: Path) -> Iterator[DialogOf]:
    """Open a dialog whose form holds a training of seconds; any field can be given."""
    dialogs: list[TrainingDialog] = []
    (tmp_path / "photos").mkdir()
    for index in range(4):
        write_photo(tmp_path / "photos" / f"{index}.png", index)

    def make(record_from: Any = None, cancel: Any = None, worker: str = WORKER, **fields: Any) -> TrainingDialog:
        run = TrainingRun(tmp_path / "weights", worker=worker)
        dialog = TrainingDialog(record_from, folder=tmp_path / "weights", cancel_recording=cancel, run=run)
        dialogs.append(dialog)
        qtbot.addWidget(dialog)
        dialog.form.purpose.setCurrentIndex(1)
        dialog.form.data.setText(str(tmp_path / "photos"))
        small = {"steps": 4, "batch_size": 1, "lines": 36, "crop": 24, "device": "cpu", "warm_up": 0}
        brief = {"checkpoint_interval": 2, "sheet_interval": 2}
        for name, value in (small | brief | fields).items():
            dialog.form.controls[name].put(value)
        dialog.show()
        return dialog

    yield make
    for dialog in dialogs:
        dialog.close_down()


def begin(qtbot: QtBot, dialog: TrainingDialog) -> None:
    qtbot.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    assert dialog.run.state is RunState.RUNNING, dialog.form.trouble.text()


def until_step(qtbot: QtBot, dialog: TrainingDialog, step: int) -> None:
    qtbot.waitUntil(lambda: dialog.run.course.step >= step or is_over(dialog), timeout=PATIENCE_MS)
    assert dialog.run.course.step >= step, dialog.run.course


def until_state(qtbot: QtBot, dialog: TrainingDialog, state: RunState) -> None:
    qtbot.waitUntil(lambda: dialog.run.state is state or dialog.run.state is RunState.FAILED, timeout=PATIENCE_MS)
    assert dialog.run.state is state, dialog.run.course


def is_over(dialog: TrainingDialog) -> bool:
    return dialog.run.state in (RunState.OVER, RunState.FAILED, RunState.PAUSED)


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
    assert str(out) in dialog.view.status.text()
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
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    dialog = dialog_of(worker="tests.gui.training_fakes")
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
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    dialog = dialog_of(worker="tests.gui.training_fakes", steps=ENDLESS)
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


def test_the_samples_of_dark_photos_are_none_that_it_learns_from(tmp_path: Path) -> None:
    for index in range(4):
        write_photo(tmp_path / f"{index}.png", index)
    dark_photos = PURPOSES[1]
    config = config_of_recipe(dark_photos.recipe, tmp_path, tmp_path / "out.safetensors", **dark_photos.changes)
    pictures = collect(replace(config, lines=36, crop=24))
    learnt = {photo.name for photo in pictures.photos}
    assert len(pictures.samples) == 1
    assert len(learnt) == 3
    assert not pictures.to_choose_by


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


def test_closing_the_application_ends_the_trainer_within_a_second_and_offers_to_go_on(
    qtbot: QtBot, dialog_of: DialogOf
) -> None:
    dialog = dialog_of(steps=ENDLESS)
    begin(qtbot, dialog)
    until_step(qtbot, dialog, 3)
    process, closed_at = dialog.run.process_id, time.monotonic()
    dialog.close_down()
    assert time.monotonic() - closed_at < 1
    assert not is_running(process)
    again = dialog_of()
    assert again.offer.isVisible()
    assert "mine" in again.offer_text.text()
    qtbot.mouseClick(again.resume_button, Qt.MouseButton.LeftButton)
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


def test_a_training_left_unfinished_can_be_left_so(qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path) -> None:
    dialog = dialog_of(steps=ENDLESS)
    begin(qtbot, dialog)
    until_step(qtbot, dialog, 3)
    dialog.close_down()
    again = dialog_of()
    qtbot.mouseClick(again.forget_button, Qt.MouseButton.LeftButton)
    assert not again.offer.isVisible()
    assert not dialog_of().offer.isVisible()
    assert (tmp_path / "weights" / "mine.checkpoint").exists()
    assert dialog_of().form.name.text() == "mine-2"


def test_a_killed_application_takes_its_trainer_along(qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path) -> None:
    dialog_of()
    program = (
        "import sys; from pathlib import Path; from PyQt6.QtCore import QCoreApplication\n"
        "from lowlight_live.gui.training_run import TrainingRun\n"
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


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"data": ""}, "No pictures are chosen."),
        ({"name": ""}, "need a name"),
        ({"name": "../out"}, "need a name"),
        ({"name": "taken"}, "There are weights named taken already."),
        ({"crop": 400}, "A crop of 400 pixels does not fit"),
    ],
)
def test_what_cannot_be_is_said_before_anything_begins(
    qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    dialog = dialog_of()
    (tmp_path / "weights").mkdir(exist_ok=True)
    (tmp_path / "weights" / "taken.safetensors").touch()
    for name, value in changes.items():
        if name in ("data", "name"):
            getattr(dialog.form, name).setText(value)
        else:
            dialog.form.controls[name].put(value)
    qtbot.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    assert dialog.run.state is RunState.NONE
    assert said in dialog.form.trouble.text()
    assert dialog.form.trouble.isVisible()


def test_the_form_begins_with_what_the_recipe_says(dialog_of: DialogOf) -> None:
    form = dialog_of().form
    for index, purpose in enumerate(PURPOSES):
        form.purpose.setCurrentIndex(index)
        window = {"checkpoint_interval": 25, "sheet_interval": 50}
        recipe = dict(RECIPES[purpose.recipe].settings)
        expected = {k: v for k, v in (window | dict(purpose.changes)).items() if recipe.get(k) != v}
        assert form.settings == expected, purpose.title
    form.controls["learning_rate"].put(0.02)
    form.controls["curved_cast"].put(True)
    assert form.settings == expected | {"learning_rate": 0.02, "curved_cast": True}


def test_every_control_has_a_name_and_most_are_behind_more(qtbot: QtBot, dialog_of: DialogOf) -> None:
    dialog = dialog_of(lambda _folder, _seconds: None)
    assert dialog.form.controls["steps"].widget.isVisible()
    assert not dialog.form.controls["weight_decay"].widget.isVisible()
    qtbot.mouseClick(dialog.form.more_button, Qt.MouseButton.LeftButton)
    assert dialog.form.controls["weight_decay"].widget.isVisible()
    dialog.view.show_course()
    for kind in (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit):
        for widget in dialog.findChildren(kind):
            is_inner = widget.objectName().startswith("qt_") or isinstance(widget.parent(), QAbstractSpinBox)
            named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            assert named or is_inner, (kind.__name__, widget.objectName())


def test_pictures_are_recorded_from_the_camera_while_the_window_lives(qtbot: QtBot, dialog_of: DialogOf) -> None:
    asked: list[tuple[Path, float]] = []
    recorded = threading.Event()

    def record(folder: Path, seconds: float) -> None:
        asked.append((folder, seconds))
        recorded.wait()

    dialog = dialog_of(record)
    qtbot.mouseClick(dialog.form.record_button, Qt.MouseButton.LeftButton)
    assert dialog.recorded.isVisible()
    assert not dialog.start_button.isEnabled()
    recorded.set()
    qtbot.waitUntil(lambda: dialog.start_button.isEnabled(), timeout=PATIENCE_MS)
    ((folder, seconds),) = asked
    assert seconds == RECORDED_S
    assert folder.parent == data_folder() / "recordings"
    assert dialog.form.data.text() == str(folder)
    assert not dialog.recorded.isVisible()


def test_a_camera_that_goes_away_while_recording_is_a_sentence(qtbot: QtBot, dialog_of: DialogOf) -> None:
    def record(_folder: Path, _seconds: float) -> None:
        raise SourceLost("The camera has gone.", hint="Plug it in again.")

    dialog = dialog_of(record)
    before = dialog.form.data.text()
    qtbot.mouseClick(dialog.form.record_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.start_button.isEnabled(), timeout=PATIENCE_MS)
    assert dialog.form.trouble.text() == "The camera has gone.\nPlug it in again."
    assert dialog.form.data.text() == before


@pytest.mark.parametrize("how", ["close", "close_down", "button"])
def test_closing_while_recording_ends_it(qtbot: QtBot, dialog_of: DialogOf, how: str) -> None:
    cancelled = threading.Event()

    def record(_folder: Path, _seconds: float) -> None:
        cancelled.wait()

    dialog = dialog_of(record, cancelled.set)
    before = dialog.form.data.text()
    qtbot.mouseClick(dialog.form.record_button, Qt.MouseButton.LeftButton)
    assert not dialog.offer.isEnabled()
    if how == "button":
        qtbot.mouseClick(dialog.end_recording_button, Qt.MouseButton.LeftButton)
    else:
        getattr(dialog, how)()
    assert cancelled.is_set()
    assert not [thread for thread in threading.enumerate() if thread.name == "lowlight-record-pictures"]
    dialog.show()
    qtbot.waitUntil(lambda: dialog.start_button.isEnabled(), timeout=PATIENCE_MS)
    assert dialog.form.data.text() == before


def test_without_a_camera_there_is_nothing_to_record(dialog_of: DialogOf) -> None:
    assert not dialog_of().form.record_button.isVisible()


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


def test_the_page_fits_a_small_screen(dialog_of: DialogOf) -> None:
    dialog = dialog_of()
    hint: QSize = dialog.minimumSizeHint()
    assert hint.width() <= 1000
    assert hint.height() <= 680
