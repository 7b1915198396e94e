"""The list of exports: films in by button and drop, buttons that do what they say, and words for what came of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from PyQt6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, pyqtSlot
from PyQt6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication
from PyQt6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
)
from pytestqt.qtbot import QtBot

from lowlight_live.gui.export.job import ExportJob, JobState
from lowlight_live.gui.export.panel import ExportPanel
from lowlight_live.gui.export.row import ExportRow
from lowlight_live.gui.export.settings import ExportSettings
from lowlight_live.settings import declared_settings
from tests.gui.export.conftest import BRIGHT, NANO, PATIENCE_MS, PanelOf, film_file, until_over
from tests.gui.export.fakes import FRAMES

LEFT = Qt.MouseButton.LeftButton


def only(panel: ExportPanel) -> tuple[ExportJob, ExportRow]:
    (job,) = panel.queue
    return job, panel.findChildren(ExportRow)[0]


def visible_buttons(row: ExportRow) -> list[str]:
    return [button.text() for button in row.findChildren(QAbstractButton) if button.isVisible()]


def drop(panel: ExportPanel, urls: list[QUrl]) -> bool:
    data = QMimeData()
    data.setUrls(urls)
    actions, buttons, keys = Qt.DropAction.CopyAction, LEFT, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), actions, data, buttons, keys)
    entering.setAccepted(False)
    QApplication.sendEvent(panel, entering)
    if entering.isAccepted():
        QApplication.sendEvent(panel, QDropEvent(QPointF(5, 5), actions, data, buttons, keys))
    return entering.isAccepted()


def test_a_film_goes_through_and_its_folder_opens(qtbot: QtBot, panel_of: PanelOf, tmp_path: Path) -> None:
    class Opener(QObject):
        opened: list[str] = []  # noqa: RUF012  of one test

        @pyqtSlot(QUrl)
        def open(self, url: QUrl) -> None:
            self.opened.append(url.toLocalFile())

    panel = panel_of()
    assert panel.empty.isVisible()
    panel.add_files([film_file(tmp_path, "a", go=3)], BRIGHT, NANO)
    assert not panel.empty.isVisible()
    job, row = only(panel)
    assert (job.settings, job.options.model, job.target) == (BRIGHT, "dce-nano", tmp_path / "a.enhanced.mp4")
    qtbot.waitUntil(lambda: f"3 of {FRAMES} frames" in row.status.text(), timeout=PATIENCE_MS)
    assert row.bar.value() == row.bar.maximum() * 3 // FRAMES
    assert visible_buttons(row) == ["Cancel"]
    (tmp_path / "a.go").write_text(str(FRAMES))
    until_over(qtbot, panel)
    assert row.status.text() == f"{FRAMES} frames in 1.0 s."
    assert panel.summary.text() == "1 done"
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")
    qtbot.mouseClick(row.folder_button, LEFT)
    QDesktopServices.unsetUrlHandler("file")
    assert opener.opened == [str(tmp_path)]
    qtbot.mouseClick(panel.clear_button, LEFT)
    assert panel.empty.isVisible()


def test_an_error_is_a_sentence_a_hint_and_a_detail_to_copy(qtbot: QtBot, panel_of: PanelOf, tmp_path: Path) -> None:
    panel = panel_of()
    panel.add_files([film_file(tmp_path, "bad"), film_file(tmp_path, "good")], BRIGHT)
    until_over(qtbot, panel)
    bad, good = panel.findChildren(ExportRow)
    assert bad.status.text() == "The film is damaged.\nCopy it again."
    assert good.folder_button.isVisible()
    assert panel.summary.text() == "1 done, 1 failed"
    qtbot.mouseClick(bad.copy_button, LEFT)
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text().startswith("The film is damaged.\nCopy it again.\nTraceback")


def test_what_a_failed_export_wrote_goes_when_the_finished_are_cleared(
    qtbot: QtBot, panel_of: PanelOf, tmp_path: Path
) -> None:
    panel = panel_of()
    panel.add_files([film_file(tmp_path, "crash")], BRIGHT)
    until_over(qtbot, panel)
    job, row = only(panel)
    assert job.part is not None
    assert job.part.exists()
    assert "deletes" in row.remove_button.toolTip()
    qtbot.mouseClick(panel.clear_button, LEFT)
    assert not job.part.exists()


def test_pause_cancel_and_remove(qtbot: QtBot, panel_of: PanelOf, tmp_path: Path) -> None:
    panel = panel_of()
    assert not panel.pause_button.isEnabled()
    panel.add_files([film_file(tmp_path, "a", go=2)], BRIGHT)
    _, row = only(panel)
    qtbot.waitUntil(lambda: "2 of" in row.status.text(), timeout=PATIENCE_MS)
    qtbot.mouseClick(panel.pause_button, LEFT)
    assert row.status.text() == f"Paused · 2 of {FRAMES} frames"
    assert panel.pause_button.text() == "Go on"
    qtbot.mouseClick(panel.pause_button, LEFT)
    assert "Paused" not in row.status.text()
    qtbot.mouseClick(row.cancel_button, LEFT)
    assert row.status.text() == "Cancelled."
    until_over(qtbot, panel)
    qtbot.mouseClick(row.remove_button, LEFT)
    assert not list(panel.queue)
    assert panel.empty.isVisible()


def test_dropped_films_take_the_settings_at_hand(panel_of: PanelOf, tmp_path: Path) -> None:
    panel = panel_of(paused=True)
    assert drop(panel, [QUrl.fromLocalFile(str(film_file(tmp_path, "a")))])
    job, row = only(panel)
    assert (job.settings, job.options.model, job.options.device) == (BRIGHT, "dce-nano", "cpu")
    assert row.status.text() == "Waits for its turn."
    assert not drop(panel, [QUrl("https://example.org/film.mp4")])


def test_films_chosen_in_the_file_dialog(
    qtbot: QtBot, panel_of: PanelOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [str(film_file(tmp_path, "a")), str(film_file(tmp_path, "b"))]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    panel = panel_of(paused=True)
    qtbot.mouseClick(panel.add_button, LEFT)
    assert [str(job.source) for job in panel.queue] == chosen


def test_the_same_film_twice_becomes_two_films(panel_of: PanelOf, tmp_path: Path) -> None:
    panel = panel_of(paused=True)
    source = film_file(tmp_path, "a")
    panel.add_files([source, source], BRIGHT)
    assert [job.target.name for job in panel.queue] == ["a.enhanced.mp4", "a.enhanced 2.mp4"]


def test_a_film_that_is_asked_for_is_added_when_its_form_is_accepted(panel_of: PanelOf, tmp_path: Path) -> None:
    panel = panel_of(paused=True)
    source = film_file(tmp_path, "a")
    panel.ask_for(source, BRIGHT, NANO)
    (form,) = panel.findChildren(ExportSettings)
    assert form.target.text() == str(tmp_path / "a.enhanced.mp4")
    form.target.setText(str(tmp_path / "mine.mkv"))
    form.two_pass.setChecked(True)
    assert not list(panel.queue)
    form.accept()
    job, _ = only(panel)
    assert (job.source, job.target, job.settings) == (source, tmp_path / "mine.mkv", BRIGHT)
    assert (job.options.model, job.options.device, job.options.two_pass) == ("dce-nano", "cpu", True)


def test_a_form_that_is_dismissed_adds_nothing(panel_of: PanelOf, tmp_path: Path) -> None:
    panel = panel_of()
    panel.ask_for(film_file(tmp_path, "a"), BRIGHT, NANO)
    (form,) = panel.findChildren(ExportSettings)
    form.reject()
    assert not list(panel.queue)
    assert panel.empty.isVisible()


def choose(box: QComboBox, data: str) -> None:
    """As a user does it in the open list."""
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_each_film_has_its_settings(qtbot: QtBot, panel_of: PanelOf, tmp_path: Path) -> None:
    panel = panel_of(paused=True)
    panel.add_files([film_file(tmp_path, "a"), film_file(tmp_path, "b")], BRIGHT)
    first, second = panel.findChildren(ExportRow)
    qtbot.mouseClick(second.settings_button, LEFT)
    (form,) = panel.findChildren(ExportSettings)
    assert set(form.fields) == {setting.name for setting in declared_settings()}
    exposure, auto = form.fields["exposure"], form.fields["auto"]
    assert isinstance(exposure, QDoubleSpinBox)
    assert isinstance(auto, QCheckBox)
    assert (exposure.value(), auto.isChecked()) == (1.0, True)
    exposure.setValue(-0.5)
    auto.click()
    choose(form.model.model, "zero-dce")
    choose(form.model.device, "cpu")
    form.codec.choose("hevc")
    form.quality.number.setValue(23)
    form.two_pass.setChecked(True)
    form.target.setText(str(tmp_path / "other.mkv"))
    form.accept()
    one, other = panel.queue
    assert one.settings == BRIGHT
    assert other.settings == replace(BRIGHT, exposure=-0.5, auto=0.0)
    assert (one.options.model, one.options.device) == ("dce-live", "auto")
    assert (other.options.model, other.options.device) == ("zero-dce", "cpu")
    assert (other.options.codec, other.options.crf, other.options.two_pass) == ("hevc", 23, True)
    assert other.target == tmp_path / "other.mkv"
    assert not other.overwrite
    assert "other.mkv" in second.title.text()
    assert "a.enhanced.mp4" in first.title.text()


def test_a_photo_becomes_a_photo_and_is_asked_only_what_it_can_have(
    qtbot: QtBot, panel_of: PanelOf, tmp_path: Path
) -> None:
    panel = panel_of(paused=True)
    panel.add_files([tmp_path / "a.JPG", tmp_path / "b.png"], BRIGHT)
    assert [job.target.name for job in panel.queue] == ["a.enhanced.JPG", "b.enhanced.png"]
    qtbot.mouseClick(panel.findChildren(ExportRow)[0].settings_button, LEFT)
    (form,) = panel.findChildren(ExportSettings)
    assert form.side_by_side.isVisible()
    assert not [widget for widget in (form.codec, form.quality, form.two_pass) if widget.isVisible()]
    form.target.setText(str(tmp_path / "a.mp4"))
    form.accept()
    assert "ends in" in form.trouble.text()
    form.target.setText(str(tmp_path / "other.webp"))
    form.accept()
    assert next(iter(panel.queue)).target == tmp_path / "other.webp"


def test_what_was_not_finished_is_offered_and_can_be_discarded(qtbot: QtBot, panel_of: PanelOf, tmp_path: Path) -> None:
    panel = panel_of()
    panel.add_files([film_file(tmp_path, "a", go=2), film_file(tmp_path, "b")], BRIGHT)
    qtbot.waitUntil(lambda: bool(panel.queue.progress and panel.queue.progress.frames == 2), timeout=PATIENCE_MS)
    panel.close_down()
    again = panel_of()
    assert again.offer.isVisible()
    assert "2" in again.offer_text.text()
    first = again.findChildren(ExportRow)[0]
    assert "goes on where it ended" in first.status.text()
    part = again.queue.unfinished()[0].part
    assert part is not None
    assert str(part) in first.status.text()
    assert part.exists()
    qtbot.mouseClick(again.discard_button, LEFT)
    assert not part.exists()
    assert not again.offer.isVisible()
    assert not list(again.queue)


def test_taking_up_begins_them_all(qtbot: QtBot, panel_of: PanelOf, tmp_path: Path) -> None:
    panel = panel_of(paused=True)
    panel.add_files([film_file(tmp_path, "a"), film_file(tmp_path, "b")], BRIGHT)
    panel.close_down()
    again = panel_of()
    qtbot.mouseClick(again.take_up_button, LEFT)
    until_over(qtbot, again)
    assert [job.state for job in again.queue] == [JobState.DONE, JobState.DONE]


def test_every_button_says_which_film_it_is_for(panel_of: PanelOf, tmp_path: Path) -> None:
    panel = panel_of(paused=True)
    panel.add_files([film_file(tmp_path, "a")], BRIGHT)
    job, row = only(panel)
    for button in row.findChildren(QAbstractButton):
        assert button.accessibleName() == f"{button.text()}: {job.source.name}"
    assert row.accessibleName() == f"{job.source.name}: {row.status.text()}"
