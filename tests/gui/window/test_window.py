"""What the window does besides: keys, reports, exports, trained weights, and notices."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPalette
from PyQt6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.export.job import ExportJob, JobState
from lowlight_live.gui.export.panel import ExportPanel
from lowlight_live.gui.export.queue import ExportQueue
from lowlight_live.gui.export.settings import ExportSettings
from lowlight_live.gui.storage.places import data_folder
from lowlight_live.video.live.opening import CameraSpec
from tests.gui.conftest import Desk, enhanced
from tests.gui.windows import CLIP, drop, film, said


def test_no_two_actions_share_a_key(desk: Desk) -> None:
    window = desk.window()
    keys = [key.toString() for action in window.acts.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_a_bug_report_holds_no_picture_and_no_folder(desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    from lowlight_live.gui.storage.log_file import log_path

    log_path().parent.mkdir(parents=True, exist_ok=True)
    log_path().write_text(f"opened {Path.home()}/Videos/private/night.mp4 and /mnt/disk/private/x.mp4\n")
    target = desk.folder / "report.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window = desk.live()
    with qtbot.waitSignal(window.bridge.outputs.changed, raising=False, timeout=10):
        window.acts["bug_report"].trigger()
    desk.until(lambda: said(window) == "Saved as report.zip")
    with zipfile.ZipFile(target) as bundle:
        names = bundle.namelist()
        text = "".join(bundle.read(name).decode() for name in names)
    assert sorted(names) == [
        "about.json", "choice.json", "figures.json", "lowlight-live.log", "message.json", "settings.json",
    ]  # fmt: skip
    assert "private" not in text
    assert str(Path.home()) not in text
    assert '"exposure": 0.0' in text


def test_several_films_go_into_the_queue_with_the_settings_of_now(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[tuple[object, ...]] = []
    monkeypatch.setattr(ExportPanel, "add_files", lambda _panel, *given: added.append(given))
    window = desk.window()
    window.panel.controls.rows["exposure"].number.setValue(1.0)
    window.bridge.choose(Choice("zero-dce", "cpu"))
    films = [desk.folder / "a.mp4", desk.folder / "b.mov"]
    drop(window, *films)
    assert added == [(films, window.bridge.settings, Choice("zero-dce", "cpu"))]
    assert window.work.exports_dock is not None
    assert window.work.exports_dock.isVisible()
    assert window.bridge.view is None


def test_export_asks_how_and_lines_up_the_film_that_is_looked_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ExportQueue, "_next", lambda _queue: None)  # begins nothing
    window = film(desk)
    window.panel.controls.rows["exposure"].number.setValue(1.0)
    window.acts["export"].trigger()
    exports = window.work.exports
    assert exports is not None
    (form,) = exports.findChildren(ExportSettings)
    assert form.isVisible()
    assert not list(exports.queue)
    form.accept()
    (job,) = exports.queue
    assert (job.source, job.settings) == (CLIP, window.bridge.settings)
    assert (job.options.model, job.options.device) == (Choice().model, Choice().device)


def test_trained_weights_are_shown_and_taken_back(desk: Desk) -> None:
    window = desk.live()
    window.acts["training"].trigger()
    dialog = window.work.training
    assert dialog is not None
    trained = desk.folder / "mine.safetensors"
    dialog.weights_ready.emit(trained)
    desk.until(lambda: desk.built[-1].info.model == str(trained) and bool(desk.built[-1].seen))
    assert window.panel.model.model.currentText() == "mine.safetensors: your own"
    # Trained further, under the same name.
    dialog.weights_ready.emit(trained)
    desk.until(lambda: len(desk.built) == 3 and bool(desk.built[2].seen))
    dialog.undo_weights.emit()
    desk.until(lambda: desk.built[-1].info.model == "dce-live" and bool(desk.built[-1].seen))
    assert window.panel.model.model.currentText() == "dce-live: best quality"


def test_a_notice_of_the_settings_stays_until_it_was_seen(desk: Desk) -> None:
    (desk.folder / "settings.json").write_text("{")
    window = desk.window()
    desk.until(lambda: "settings.corrupt.json" in said(window))
    drop(window, desk.folder / "nothing.mp4")
    desk.until(lambda: "nothing.mp4" in said(window))
    window.open(CameraSpec("/dev/video0"))
    desk.until(lambda: enhanced(window))
    assert "settings.corrupt.json" in said(window)
    window.messages.close_button.click()
    assert not window.messages.isVisible()


def test_exports_that_were_interrupted_are_offered_at_the_start(desk: Desk, qtbot: QtBot) -> None:
    job = ExportJob(desk.folder / "a.mp4", desk.folder / "a.enhanced.mp4", state=JobState.RUNNING)
    kept = data_folder() / "exports.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({"version": 1, "jobs": [job.as_json()]}))
    window = desk.window()
    window.work.offer_interrupted_exports()
    exports, dock = window.work.exports, window.work.exports_dock
    assert exports is not None
    assert dock is not None
    assert dock.isVisible()
    assert exports.take_up_button.isVisible()
    other = desk.window()  # the exports of the first window are not interrupted
    other.work.offer_interrupted_exports()
    assert other.work.exports_dock is not None
    assert not other.work.exports_dock.isVisible()
    qtbot.mouseClick(exports.discard_button, Qt.MouseButton.LeftButton)
    window.close()
    again = desk.window()
    again.work.offer_interrupted_exports()
    assert again.work.exports_dock is None


def test_exports_that_failed_are_told_as_what_went_wrong(desk: Desk) -> None:
    window = desk.window()
    window.work.show_exports()
    exports = window.work.exports
    assert exports is not None
    colors = []
    for text, has_failed in (("2 films exported", False), ("2 exports failed", True)):
        exports.told.emit(text, None, has_failed)
        assert said(window) == text
        assert not window.messages.action_button.isVisible()
        colors.append(window.messages._stripe.palette().color(QPalette.ColorRole.Window))
    assert colors[0] != colors[1]
