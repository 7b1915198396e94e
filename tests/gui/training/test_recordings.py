"""Pictures of the user's own camera are there for as long as a training needs them, and then they are gone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
pytest.importorskip("pyqtgraph", reason="pyqtgraph is not installed")
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from lowlight_live.errors import SourceLost
from lowlight_live.frame import Frame
from lowlight_live.gui.storage.places import data_folder
from lowlight_live.gui.training import dialog as training_dialog
from lowlight_live.gui.training.dialog import TrainingDialog
from lowlight_live.gui.training.recordings import Recordings
from lowlight_live.gui.training.run import RunState
from tests.gui.conftest import Desk, NumberedCamera
from tests.gui.training.dialogs import discard
from tests.training.conftest import write_photo

PATIENCE_MS = 120_000
LEFT = Qt.MouseButton.LeftButton
SMALL = {"batch_size": 1, "lines": 36, "crop": 24, "device": "cpu", "warm_up": 0, "checkpoint_interval": 1}

DialogOf = Callable[..., TrainingDialog]


class NightCamera(NumberedCamera):
    """A camera in whose pictures there is something to see."""

    def __iter__(self) -> Iterator[Frame]:
        random = np.random.default_rng(0)
        for frame in super().__iter__():
            coarse = random.integers(0, 60, (4, 5, 3), dtype=np.uint8)
            rgb = cv2.resize(coarse, (self.info.width, self.info.height), interpolation=cv2.INTER_LINEAR)
            yield replace(frame, rgb=np.asarray(rgb, np.uint8))


@pytest.fixture(autouse=True)
def helpers_are_small_and_leave_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path / "compiler"))
    monkeypatch.setattr(training_dialog, "RECORDED_S", 3)


@pytest.fixture
def dialog_of(qtbot: QtBot, tmp_path: Path) -> Iterator[DialogOf]:
    """Dialogs with a camera that gives ten photos."""
    dialogs: list[TrainingDialog] = []

    def make(
        record: Callable[[Path, float], None] = photograph, cancel: Callable[[], None] | None = None
    ) -> TrainingDialog:
        dialog = TrainingDialog(record, folder=tmp_path / "weights", cancel_recording=cancel)
        dialogs.append(dialog)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    yield make
    for dialog in dialogs:
        dialog.close_down()


def photograph(folder: Path, _seconds: float) -> None:
    write_photos(folder, 10)


def write_photos(folder: Path, count: int) -> None:
    for index in range(count):
        write_photo(folder / f"{index}.png", index)


def recorded() -> list[Path]:
    folder = data_folder() / "recordings"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def record(qtbot: QtBot, dialog: TrainingDialog) -> Path:
    """Let it record to the end, and tell where."""
    before = dialog.form.data.text()
    qtbot.mouseClick(dialog.form.record_button, LEFT)
    qtbot.waitUntil(lambda: dialog.start_button.isEnabled() and dialog.form.data.text() != before, timeout=PATIENCE_MS)
    return Path(dialog.form.data.text())


def train(qtbot: QtBot, dialog: TrainingDialog, steps: int) -> None:
    dialog.form.purpose.setCurrentIndex(1)
    for name, value in (SMALL | {"steps": steps}).items():
        dialog.form.controls[name].put(value)
    qtbot.mouseClick(dialog.start_button, LEFT)
    assert dialog.run.state is RunState.RUNNING, dialog.form.trouble.text()


def gone(qtbot: QtBot, folder: Path) -> None:
    qtbot.waitUntil(lambda: not folder.exists(), timeout=PATIENCE_MS)


def test_pictures_of_the_camera_are_recorded_trained_on_and_removed(desk: Desk, qtbot: QtBot) -> None:
    desk.source = NightCamera
    window = desk.live()
    window.acts["training"].trigger()
    dialog = window.work.training
    assert dialog is not None
    folder = record(qtbot, dialog)
    assert folder.parent == data_folder() / "recordings"
    assert folder.stat().st_mode & 0o077 == 0
    assert len(list(folder.glob("*.png"))) >= 3
    train(qtbot, dialog, steps=1)
    qtbot.waitUntil(lambda: dialog.run.state not in (RunState.RUNNING, RunState.STOPPING), timeout=PATIENCE_MS)
    assert dialog.run.state is RunState.OVER, dialog.run.course
    assert [row["step"] for row in dialog.run.course.rows] == [1]
    assert dialog.form.data.text() == ""
    gone(qtbot, folder)
    out = Path(str((dialog.run.course.result or {})["out"]))
    assert not dialog.view.samples.is_empty  # they were shown, and the file of them is gone too
    assert not out.with_suffix(".png").exists()
    out.unlink()
    window.close()


@pytest.mark.parametrize("how", ["button", "failure", "close", "close_down"])
def test_a_recording_that_comes_to_nothing_leaves_nothing(qtbot: QtBot, dialog_of: DialogOf, how: str) -> None:
    cancelled, begun = threading.Event(), threading.Event()

    def interrupted(folder: Path, _seconds: float) -> None:
        write_photos(folder, 4)
        begun.set()
        if how == "failure":
            raise SourceLost("The camera has gone.")
        cancelled.wait()

    dialog = dialog_of(interrupted, cancelled.set)
    qtbot.mouseClick(dialog.form.record_button, LEFT)
    assert begun.wait(PATIENCE_MS / 1000)
    if how == "button":
        qtbot.mouseClick(dialog.recorder.end_button, LEFT)
    elif how != "failure":
        getattr(dialog, how)()
    qtbot.waitUntil(lambda: not recorded(), timeout=PATIENCE_MS)


def test_what_is_recorded_anew_takes_the_place_of_what_nobody_used(qtbot: QtBot, dialog_of: DialogOf) -> None:
    dialog = dialog_of()
    first = record(qtbot, dialog)
    second = record(qtbot, dialog)
    gone(qtbot, first)
    assert second.exists()
    dialog.close_down()
    assert not recorded()


def test_a_training_that_is_not_finished_finds_its_pictures_again_until_it_is_left(
    qtbot: QtBot, dialog_of: DialogOf
) -> None:
    dialog = dialog_of()
    folder = record(qtbot, dialog)
    train(qtbot, dialog, steps=100_000)
    qtbot.waitUntil(lambda: dialog.run.course.step >= 2, timeout=PATIENCE_MS)
    dialog.close_down()
    assert recorded() == [folder]
    again = dialog_of()
    qtbot.mouseClick(again.offer.resume_button, LEFT)
    qtbot.waitUntil(lambda: again.run.course.step >= 3 or again.run.state is RunState.FAILED, timeout=PATIENCE_MS)
    assert again.run.state is RunState.RUNNING, again.run.course
    again.close_down()
    last = dialog_of()
    assert recorded() == [folder]
    sheet = again.run.out.with_suffix(".png")
    sheet.touch()
    discard(qtbot, last, "Discard")
    gone(qtbot, folder)
    assert not sheet.exists()


def test_a_folder_of_the_users_own_is_never_removed(qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    photograph(photos, 0)
    dialog = dialog_of()
    dialog.form.data.setText(str(photos))
    train(qtbot, dialog, steps=1)
    qtbot.waitUntil(lambda: dialog.run.state is RunState.OVER, timeout=PATIENCE_MS)
    assert dialog.form.data.text() == str(photos)
    assert dialog.run.out.with_suffix(".png").exists()
    dialog.close_down()
    assert len(list(photos.iterdir())) == 10


def test_recordings_of_another_window_stay_and_those_of_a_dead_one_go(tmp_path: Path) -> None:
    one, other = Recordings(tmp_path), Recordings(tmp_path)
    ours = one.new()
    left_over = tmp_path / "left over"
    left_over.mkdir()
    (left_over / "0.png").touch()
    other.remove_all_but(())
    other.close(PATIENCE_MS / 1000)
    assert list(tmp_path.iterdir()) == [ours]
    one.remove_all_but({ours})
    assert ours.exists()
    one.remove_all_but(())
    one.close(PATIENCE_MS / 1000)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_is_a_sentence(
    qtbot: QtBot, dialog_of: DialogOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(training_dialog, "Recordings", lambda: Recordings(tmp_path / "file"))
    dialog = dialog_of()
    qtbot.mouseClick(dialog.form.record_button, LEFT)
    assert "No pictures can be kept in" in dialog.form.trouble.text()
    assert dialog.start_button.isEnabled()
