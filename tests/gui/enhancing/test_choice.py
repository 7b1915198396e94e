"""What enhances is remembered once it has loaded; where that fails, something else enhances and it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from lowlight_live.errors import ModelError
from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.storage.places import weights_folder
from lowlight_live.gui.window.memory import remembered_choice
from lowlight_live.video.live.opening import CameraSpec
from tests.gui.conftest import Desk, enhanced


@pytest.fixture(autouse=True)
def weights_of_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def take_from_list(window: MainWindow, model: str) -> None:
    """Choose a model as the user does."""
    box = window.panel.model.model
    box.setCurrentIndex(box.findData(model))
    assert box.currentData() == model
    box.activated.emit(box.currentIndex())


def listed(window: MainWindow) -> list[str]:
    """The models that the open list offers."""
    box = window.panel.model.model
    box.showPopup()
    names = [box.itemText(index) for index in range(box.count())]
    box.hidePopup()
    return names


def own_weights(name: str) -> Path:
    path = weights_folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"weights")
    return path


def test_a_file_that_did_not_load_is_not_taken_at_the_next_start(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = str(desk.folder / "bad.safetensors")
    desk.refused[bad] = ModelError("bad.safetensors is no weight file.", hint="Take another.")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (bad, ""))
    window = desk.live()
    window.acts["weight_file"].trigger()
    desk.until(lambda: window.messages.problem is not None)
    window.close()
    again = desk.live()
    assert desk.built[-1].info.model == "dce-live"
    assert again.messages.problem is None


def test_the_choice_of_the_last_time_enhances_again(desk: Desk) -> None:
    window = desk.live()
    take_from_list(window, "zero-dce")
    desk.until(lambda: desk.built[-1].info.model == "zero-dce" and bool(desk.built[-1].seen))
    window.panel.model.device.setCurrentIndex(window.panel.model.device.findData("cpu"))
    window.panel.model.device.activated.emit(window.panel.model.device.currentIndex())
    desk.until(lambda: desk.built[-1].info.device == "cpu" and bool(desk.built[-1].seen))
    window.close()
    again = desk.live()
    assert (desk.built[-1].info.model, desk.built[-1].info.device) == ("zero-dce", "cpu")
    assert again.panel.model.choice == Choice("zero-dce", "cpu")


def test_what_was_chosen_before_there_is_a_picture_is_remembered(desk: Desk) -> None:
    window = desk.window()
    take_from_list(window, "zero-dce")
    desk.until(lambda: bool(desk.built) and window.busy_label.text() == "")
    window.close()
    assert desk.window().bridge.choice == Choice("zero-dce", "auto")


def test_where_the_remembered_choice_does_not_load_the_usual_one_enhances_and_it_is_told(desk: Desk) -> None:
    window = desk.window()
    window.store.save_value("model", "broken")
    window.store.save_value("device", "cuda")
    window.close()
    again = desk.live()
    assert (desk.built[-1].info.model, desk.built[-1].info.device) == ("dce-live", "auto")
    assert again.panel.model.choice == Choice()
    problem = again.messages.problem
    assert problem is not None
    assert problem.sentence == "The model is broken."
    assert "dce-live" in problem.hint
    assert "Take another." in problem.hint


def test_where_not_even_the_usual_choice_loads_the_picture_stays_as_it_is(desk: Desk) -> None:
    desk.refused["dce-live"] = ModelError("dce-live is damaged.", hint="Install again.")
    window = desk.window()
    window.store.save_value("model", "broken")
    window.close()
    again = desk.window()
    again.open(CameraSpec("/dev/video0"))
    desk.until(lambda: again.messages.problem is not None and "damaged" in again.messages.problem.sentence)
    desk.until(lambda: again.busy_label.text() == "")
    before = again.preview.paints
    desk.until(lambda: again.preview.paints > before + 5)
    assert not enhanced(again)
    take_from_list(again, "zero-dce")
    desk.until(lambda: enhanced(again))


def test_a_choice_that_was_never_loaded_is_loaded_when_another_fails(desk: Desk) -> None:
    """Somebody chooses while the first model is still being loaded."""
    desk.may_build.clear()
    window = desk.window()
    window.bridge.prepare()
    window.bridge.choose(Choice("broken"))
    desk.may_build.set()
    desk.until(lambda: window.messages.problem is not None)
    window.open(CameraSpec("/dev/video0"))
    desk.until(lambda: enhanced(window))
    assert desk.built[-1].info.model == "dce-live"


def test_weights_that_cannot_be_loaded_again_stay_at_work(desk: Desk) -> None:
    window = desk.live()
    window.acts["training"].trigger()
    dialog = window.work.training
    assert dialog is not None
    trained = own_weights("mine.safetensors")
    dialog.weights_ready.emit(trained)
    desk.until(lambda: desk.built[-1].info.model == str(trained) and bool(desk.built[-1].seen))
    desk.refused[str(trained)] = ModelError("It is damaged.")
    dialog.weights_ready.emit(trained)
    desk.until(lambda: window.messages.problem is not None)
    assert window.bridge.choice.model == str(trained)
    assert desk.built[-1].closed == 0
    assert len(desk.built) == 2


def test_weights_used_in_live_view_are_there_at_the_next_start(desk: Desk) -> None:
    window = desk.live()
    window.acts["training"].trigger()
    dialog = window.work.training
    assert dialog is not None
    trained = own_weights("evening.safetensors")
    dialog.weights_ready.emit(trained)
    desk.until(lambda: desk.built[-1].info.model == str(trained) and bool(desk.built[-1].seen))
    window.close()
    again = desk.live()
    assert desk.built[-1].info.model == str(trained)
    assert again.panel.model.model.currentText() == "evening.safetensors: your own"
    again.close()
    assert remembered_choice(again.store).model == str(trained)


def test_the_users_own_weights_are_in_the_list(desk: Desk) -> None:
    evening = own_weights("evening.safetensors")
    window = desk.live()
    assert listed(window)[-2:] == ["evening.safetensors: your own", "Weight file…"]
    own_weights("dawn.safetensors")  # trained meanwhile
    (weights_folder() / "dawn.checkpoint").write_bytes(b"state")
    assert listed(window)[-3:] == ["dawn.safetensors: your own", "evening.safetensors: your own", "Weight file…"]
    assert window.panel.model.model.currentText() == "dce-live: best quality"
    take_from_list(window, str(evening))
    desk.until(lambda: desk.built[-1].info.model == str(evening) and bool(desk.built[-1].seen))
    (weights_folder() / "dawn.safetensors").unlink()
    assert "dawn.safetensors: your own" not in listed(window)
    assert listed(window).count("evening.safetensors: your own") == 1
    assert window.panel.model.model.currentText() == "evening.safetensors: your own"


def test_each_model_says_in_plain_words_what_it_is_for(desk: Desk) -> None:
    own_weights("mine.safetensors")
    window = desk.window()
    names = listed(window)
    assert names == [
        "dce-live: best quality",
        "dce-nano: fastest",
        "zero-dce: published method, for comparison",
        "zero-dce++: published method, for comparison",
        "mine.safetensors: your own",
        "Weight file…",
    ]
    box = window.panel.model.model
    box.showPopup()
    view = box.view()
    assert view is not None
    assert view.viewport().width() >= view.sizeHintForColumn(0)  # nothing of it is left out
    box.hidePopup()


def test_undo_is_offered_as_long_as_the_trained_weights_are_at_work(desk: Desk, qtbot: QtBot) -> None:
    window = desk.live()
    window.acts["training"].trigger()
    dialog = window.work.training
    assert dialog is not None
    trained = own_weights("mine.safetensors")
    dialog.run.course.result = {"out": str(trained), "accepted": True}
    assert not dialog.undo_button.isVisible()
    dialog.use_button.click()
    desk.until(lambda: desk.built[-1].info.model == str(trained) and bool(desk.built[-1].seen))
    assert dialog.start_button.isVisible()
    assert dialog.undo_button.isVisible()
    qtbot.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.built[-1].info.model == "dce-live" and bool(desk.built[-1].seen))
    assert not dialog.undo_button.isVisible()
    # Whoever takes another model from the list has nothing to undo.
    dialog.use_button.click()
    desk.until(lambda: desk.built[-1].info.model == str(trained) and bool(desk.built[-1].seen))
    assert dialog.undo_button.isVisible()
    take_from_list(window, "zero-dce")
    desk.until(lambda: desk.built[-1].info.model == "zero-dce" and bool(desk.built[-1].seen))
    desk.until(lambda: not dialog.undo_button.isVisible())
