"""The form of a training says what is asked for, and refuses what cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyqtgraph", reason="pyqtgraph is not installed")
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.enhancing.model_row import ModelRow
from lowlight_live.gui.training.purposes import PURPOSES
from lowlight_live.gui.training.run import RunState
from lowlight_live.training.collection import collect
from lowlight_live.training.config import DEVICES
from lowlight_live.training.recipes import RECIPES, config_of_recipe
from tests.gui.training.dialogs import DialogOf, training_dialogs
from tests.training.conftest import write_photo


@pytest.fixture
def dialog_of(qtbot: QtBot, tmp_path: Path) -> Iterator[DialogOf]:
    with training_dialogs(qtbot, tmp_path) as make:
        yield make


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


def test_without_a_camera_there_is_nothing_to_record(dialog_of: DialogOf) -> None:
    assert not dialog_of().form.record_button.isVisible()


def test_devices_are_called_as_in_the_rest_of_the_window(dialog_of: DialogOf) -> None:
    form = dialog_of().form
    box, row = form.controls["device"].widget, ModelRow(Choice())
    assert isinstance(box, QComboBox)
    for device in DEVICES:
        form.controls["device"].put(device)
        assert form.controls["device"].value == device
        assert box.currentText() == row.device.itemText(row.device.findData(device))
