"""The form of one export refuses what cannot be, and replaces nothing by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from lowlight_live.gui.export.job import ExportJob
from lowlight_live.gui.export.quality_row import QualityRow
from lowlight_live.gui.export.settings import ExportSettings
from tests.gui.export.conftest import film_file


@pytest.mark.parametrize(
    ("name", "said"), [("film.gif", "ends in"), ("", "ends in"), ("a.mp4", "to be read"), ("folder.mp4", "is a folder")]
)
def test_a_target_that_cannot_be_is_refused_in_the_form(qtbot: QtBot, tmp_path: Path, name: str, said: str) -> None:
    form = ExportSettings(ExportJob(film_file(tmp_path, "a"), tmp_path / "b.mp4"))
    qtbot.addWidget(form)
    form.show()
    (tmp_path / "folder.mp4").mkdir()
    form.target.setText(str(tmp_path / name) if name else "")
    form.accept()
    assert form.isVisible()
    assert said in form.trouble.text()


def test_a_film_may_be_replaced_once_the_file_dialog_asked(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old.mp4").touch()
    form = ExportSettings(ExportJob(film_file(tmp_path, "a"), tmp_path / "b.mp4"))
    qtbot.addWidget(form)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "old.mp4"), ""))
    qtbot.mouseClick(form.place.choose_button, Qt.MouseButton.LeftButton)
    assert (form.job.target.name, form.job.overwrite) == ("old.mp4", True)
    form.accept()  # asks nothing
    assert form.result() == QDialog.DialogCode.Accepted
    form.target.setText(str(tmp_path / "third.mp4"))
    assert not form.job.overwrite


@pytest.mark.parametrize("replaced", [False, True])
def test_a_typed_name_that_is_there_is_asked_about(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced: bool
) -> None:
    asked: list[str] = []

    def answer(box: QMessageBox) -> None:
        asked.append(box.text())
        kind = QMessageBox.ButtonRole.AcceptRole if replaced else QMessageBox.ButtonRole.RejectRole
        next(button for button in box.buttons() if box.buttonRole(button) == kind).click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    (tmp_path / "old.mp4").touch()
    form = ExportSettings(ExportJob(film_file(tmp_path, "a"), tmp_path / "b.mp4"))
    qtbot.addWidget(form)
    form.show()
    form.target.setText(str(tmp_path / "old.mp4"))
    form.accept()
    assert asked == ["There is a file old.mp4 already."]
    assert form.isVisible() is not replaced
    assert form.job.overwrite is replaced


def test_a_name_without_a_folder_is_one_beside_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    form = ExportSettings(ExportJob(film_file(tmp_path, "a"), tmp_path / "b.mp4"))
    qtbot.addWidget(form)
    form.target.setText("mine.mkv")
    assert form.job.target == tmp_path / "mine.mkv"
    form.target.setText("deep/mine.mkv")
    assert form.job.target == tmp_path / "deep" / "mine.mkv"


def test_two_exports_are_not_written_to_one_file(qtbot: QtBot, tmp_path: Path) -> None:
    taken = tmp_path / "b.mp4"
    form = ExportSettings(ExportJob(film_file(tmp_path, "a"), taken), taken=[taken])
    qtbot.addWidget(form)
    form.show()
    form.accept()
    assert form.isVisible()
    assert form.trouble.text().startswith("Another export of the list")


def test_quality_is_better_to_the_right_and_has_its_number_beside(qtbot: QtBot, tmp_path: Path) -> None:
    form = ExportSettings(ExportJob(film_file(tmp_path, "a"), tmp_path / "b.mp4"))
    qtbot.addWidget(form)
    quality = form.quality
    left, right = quality.findChildren(QLabel)
    assert (left.text(), right.text()) == ("Smaller file", "Better picture")
    assert (quality.number.value(), quality.slider.value()) == (18, 33)
    qtbot.keyClick(quality.slider, Qt.Key.Key_Right)
    assert (quality.number.value(), form.job.options.crf) == (17, 17)
    quality.number.setValue(30)
    assert quality.slider.value() == 21


@pytest.mark.parametrize("crf", [0, 18, 51])
def test_slider_and_number_agree_from_the_start(qtbot: QtBot, crf: int) -> None:
    row = QualityRow(crf)
    qtbot.addWidget(row)
    assert (row.crf, row.number.value(), row.slider.value()) == (crf, crf, 51 - crf)


@pytest.mark.parametrize(("is_new", "text"), [(True, "Export"), (False, "OK")])
def test_the_button_says_what_it_does(qtbot: QtBot, tmp_path: Path, is_new: bool, text: str) -> None:
    form = ExportSettings(ExportJob(film_file(tmp_path, "a"), tmp_path / "b.mp4"), is_new=is_new)
    qtbot.addWidget(form)
    button = form.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert button is not None
    assert button.text().replace("&", "") == text
