"""Pictures to train on are recorded from what the window shows, while it shows something that moves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pyqtgraph", reason="pyqtgraph is not installed")
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from lowlight_live.errors import SourceLost
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.storage.places import data_folder
from lowlight_live.gui.training.dialog import TrainingDialog
from lowlight_live.gui.training.form import RECORDED_S
from tests.gui.conftest import Desk
from tests.gui.training.dialogs import PATIENCE_MS, DialogOf, training_dialogs
from tests.gui.windows import film
from tests.training.conftest import write_photo

LEFT = Qt.MouseButton.LeftButton
SOON_MS = RECORDED_S * 1000 // 2
"""Long before a recording would end by itself."""


@pytest.fixture
def dialog_of(qtbot: QtBot, tmp_path: Path) -> Iterator[DialogOf]:
    with training_dialogs(qtbot, tmp_path) as make:
        yield make


def write_photos(folder: Path, count: int) -> None:
    for index in range(count):
        write_photo(folder / f"{index}.png", index)


def dialog_in(window: MainWindow) -> TrainingDialog:
    window.acts["training"].trigger()
    dialog = window.work.training
    assert dialog is not None
    return dialog


def test_pictures_are_recorded_from_the_camera_while_the_window_lives(qtbot: QtBot, dialog_of: DialogOf) -> None:
    asked: list[tuple[Path, float]] = []
    recorded = threading.Event()

    def record(folder: Path, seconds: float) -> None:
        asked.append((folder, seconds))
        for index in range(12):
            write_photo(folder / f"{index}.png", index)
        recorded.wait()

    dialog = dialog_of(record)
    qtbot.mouseClick(dialog.form.record_button, Qt.MouseButton.LeftButton)
    assert dialog.recorder.progress.isVisible()
    assert not dialog.start_button.isEnabled()
    recorded.set()
    qtbot.waitUntil(lambda: dialog.start_button.isEnabled(), timeout=PATIENCE_MS)
    ((folder, seconds),) = asked
    assert seconds == RECORDED_S
    assert folder.parent == data_folder() / "recordings"
    assert dialog.form.data.text() == str(folder)
    assert not dialog.recorder.progress.isVisible()


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
        qtbot.mouseClick(dialog.recorder.end_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not dialog.recorder.is_running, timeout=PATIENCE_MS)
    else:
        getattr(dialog, how)()
    assert cancelled.is_set()
    assert not [thread for thread in threading.enumerate() if thread.name == "lowlight-record-pictures"]
    dialog.show()
    qtbot.waitUntil(lambda: dialog.start_button.isEnabled(), timeout=PATIENCE_MS)
    assert dialog.form.data.text() == before


@pytest.mark.parametrize(("pictures", "kept"), [(12, True), (4, False)])
def test_what_was_recorded_until_the_user_ended_it_is_kept_if_it_is_enough(
    qtbot: QtBot, dialog_of: DialogOf, pictures: int, kept: bool
) -> None:
    ended, begun = threading.Event(), threading.Event()

    def record(folder: Path, _seconds: float) -> None:
        write_photos(folder, pictures)
        begun.set()
        ended.wait()

    dialog = dialog_of(record, ended.set)
    before = dialog.form.data.text()
    qtbot.mouseClick(dialog.form.record_button, LEFT)
    assert begun.wait(PATIENCE_MS / 1000)
    assert "Keeps what has been recorded" in dialog.recorder.end_button.toolTip()
    qtbot.mouseClick(dialog.recorder.end_button, LEFT)
    qtbot.waitUntil(lambda: dialog.start_button.isEnabled(), timeout=PATIENCE_MS)
    assert (dialog.form.data.text() != before) == kept
    said = dialog.form.trouble.text()
    assert f"{pictures} pictures" in said
    assert ("You can train on them." if kept else "Nothing of it is kept.") in said


@pytest.mark.parametrize("what", ["camera closed", "film paused"])
def test_a_source_that_gives_no_more_pictures_while_it_is_recorded_is_told(desk: Desk, qtbot: QtBot, what: str) -> None:
    window = desk.live() if what == "camera closed" else film(desk, paused=False)
    player = window.bridge.player
    if player is not None:
        player.loop = True
        player.play()
    dialog = dialog_in(window)
    qtbot.waitUntil(dialog.form.record_button.isEnabled, timeout=PATIENCE_MS)
    qtbot.mouseClick(dialog.form.record_button, LEFT)
    recordings = data_folder() / "recordings"
    qtbot.waitUntil(lambda: len(list(recordings.glob("*/*.png"))) >= 8, timeout=PATIENCE_MS)
    if player is not None:
        player.pause()
    else:
        window.bridge.close_source()
    qtbot.waitUntil(lambda: dialog.form.trouble.isVisible(), timeout=SOON_MS)
    recorded = Path(dialog.form.data.text())
    assert recorded.parent == recordings
    assert "no more pictures came" in dialog.form.trouble.text()
    assert f"There are {len(list(recorded.glob('*.png')))} to train on." in dialog.form.trouble.text()


def test_nothing_is_recorded_from_a_film_that_is_paused(desk: Desk, qtbot: QtBot) -> None:
    window = film(desk)
    button = dialog_in(window).form.record_button
    assert button.isVisible()
    assert not button.isEnabled()
    assert "The film is paused" in button.toolTip()
    assert button.accessibleDescription() == button.toolTip()
    assert window.bridge.player is not None
    window.bridge.player.loop = True
    window.bridge.player.play()
    qtbot.waitUntil(button.isEnabled, timeout=PATIENCE_MS)
    assert button.toolTip() == f"For {RECORDED_S} seconds."


def test_nothing_is_recorded_from_a_photo_nor_from_nothing(desk: Desk, qtbot: QtBot, still: Path) -> None:
    window = desk.window()
    button = dialog_in(window).form.record_button
    assert not button.isEnabled()
    assert "No camera is open" in button.toolTip()
    window.open(still)
    qtbot.waitUntil(lambda: "A photo is open" in button.toolTip(), timeout=PATIENCE_MS)
    assert not button.isEnabled()
