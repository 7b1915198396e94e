"""Training dialogs, and waiting for what their trainers do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyqtgraph", reason="pyqtgraph is not installed")
from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from lowlight_live.gui.training.dialog import TrainingDialog
from lowlight_live.gui.training.run import WORKER, RunState, TrainingRun
from tests.training.conftest import write_photo

PATIENCE_MS = 120_000
ENDLESS = 100_000

DialogOf = Callable[..., TrainingDialog]


@contextmanager
def training_dialogs(qtbot: QtBot, folder: Path) -> Iterator[DialogOf]:
    """Open dialogs whose form holds a training of seconds, on four photos in `folder`; any field can be given.

    Their helpers are small, and leave nothing behind.
    """
    dialogs: list[TrainingDialog] = []
    (folder / "photos").mkdir()
    for index in range(4):
        write_photo(folder / "photos" / f"{index}.png", index)

    def make(record_from: Any = None, cancel: Any = None, worker: str = WORKER, **fields: Any) -> TrainingDialog:
        run = TrainingRun(folder / "weights", worker=worker)
        dialog = TrainingDialog(record_from, folder=folder / "weights", cancel_recording=cancel, run=run)
        dialogs.append(dialog)
        qtbot.addWidget(dialog)
        dialog.form.purpose.setCurrentIndex(1)
        dialog.form.data.setText(str(folder / "photos"))
        small = {"steps": 4, "batch_size": 1, "lines": 36, "crop": 24, "device": "cpu", "warm_up": 0}
        brief = {"checkpoint_interval": 2, "sheet_interval": 2}
        for name, value in (small | brief | fields).items():
            dialog.form.controls[name].put(value)
        dialog.show()
        return dialog

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("TORCHINDUCTOR_CACHE_DIR", str(folder / "compiler"))
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


def discard(qtbot: QtBot, dialog: TrainingDialog, answer: str) -> QMessageBox:
    """Click on the button that gives up what is offered, and answer what is asked then."""
    boxes: list[QMessageBox] = []

    def reply() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        boxes.append(box)
        next(button for button in box.buttons() if button.text().replace("&", "") == answer).click()

    QTimer.singleShot(0, reply)
    qtbot.mouseClick(dialog.offer.discard_button, Qt.MouseButton.LeftButton)
    (box,) = boxes
    return box
