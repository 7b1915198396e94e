"""The form of one export refuses what cannot be, and replaces nothing by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from PyQt6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from lowlight_live.gui.export.job import ExportJob
from lowlight_live.gui.export.settings import ExportSettings
from tests.gui.export.conftest import film_file


@pytest.mark.parametrize(("name", "said"), [("film.gif", "ends in"), ("", "ends in"), ("a.mp4", "to be read")])
def test_a_target_that_cannot_be_is_refused_in_the_form(qtbot: QtBot, tmp_path: Path, name: str, said: str) -> None:
    form = ExportSettings(ExportJob(film_file(tmp_path, "a"), tmp_path / "b.mp4"))
    qtbot.addWidget(form)
    form.show()
    form.target.setText(str(tmp_path / name) if name else "")
    form.accept()
    assert form.isVisible()
    assert said in form.trouble.text()


def test_a_film_may_be_replaced_only_where_the_file_dialog_asked(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = ExportSettings(ExportJob(film_file(tmp_path, "a"), tmp_path / "b.mp4"))
    qtbot.addWidget(form)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "old.mp4"), ""))
    form._choose_target()
    assert (form.job.target.name, form.job.overwrite) == ("old.mp4", True)
    form.target.setText(str(tmp_path / "third.mp4"))
    assert not form.job.overwrite
