"""Wherever the window shows what comes from below it, it is in the user's language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from PyQt6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lowlight_live.enhance.protocols import EnhancerInfo
from lowlight_live.gui.enhancing.loading import Choice
from lowlight_live.gui.enhancing.panel import EnhancePanel
from lowlight_live.gui.export.job import ExportJob, JobState
from lowlight_live.gui.export.row import ExportRow
from lowlight_live.gui.picture.overlay import state_sentence
from lowlight_live.gui.sources.menus import CamerasMenu
from lowlight_live.gui.storage.presets import Presets
from lowlight_live.gui.texts.problem import Problem
from lowlight_live.gui.training.form import TrainingForm
from lowlight_live.gui.training.run import RunState, TrainingRun
from lowlight_live.gui.training.view import TrainingView
from lowlight_live.gui.window.message_bar import MessageBar
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.live.camera import Camera
from lowlight_live.video.protocols import LiveStatus, SourceState
from tests.gui.texts.conftest import TEMPLATES


def test_the_message_bar_shows_german_and_copies_english(german: None, qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_problem(Problem("There is no file x.mp4.", "Check the spelling and the folder.", "Traceback"))
    assert bar.sentence.text() == bar.accessibleName() == "Es gibt keine Datei x.mp4."
    assert bar.hint.text() == "Prüfen Sie die Schreibweise und den Ordner."
    bar.copy_button.click()
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == "There is no file x.mp4.\nCheck the spelling and the folder.\n\nTraceback"
    bar.show_notice("3 chapters were not kept.")
    assert bar.sentence.text() == "3 Kapitel wurden nicht behalten."


def test_the_longest_message_is_not_clipped(german: None, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout, bar = QVBoxLayout(window), MessageBar()
    layout.addWidget(bar)
    layout.addStretch(1)
    # What names an option of the command line has other words here.
    shown = [template for template in TEMPLATES if "--" not in template]
    sentence, hint, *_ = sorted(shown, key=lambda template: -len(TEMPLATES[template]))
    bar.show_problem(Problem(sentence, hint, "Traceback"), "Noch einmal öffnen", lambda: None)
    window.resize(440, 600)
    window.show()
    for label, template in ((bar.sentence, sentence), (bar.hint, hint)):
        assert label.text() == TEMPLATES[template]
        assert label.height() >= label.heightForWidth(label.width()) > 2 * label.fontMetrics().height()
    assert bar.geometry().bottom() <= window.height()


def test_an_export_tells_its_error_and_its_warnings(german: None, qtbot: QtBot) -> None:
    job = ExportJob(
        Path("a.mp4"), Path("b.mp4"), state=JobState.FAILED, message="a.mp4 is empty.", hint="Try another film."
    )
    row = ExportRow(job)
    qtbot.addWidget(row)
    assert row.status.text() == "a.mp4 ist leer.\nVersuchen Sie einen anderen Film."
    done = replace(job, state=JobState.DONE, message="Fertig.", warnings=("3 chapters were not kept.",))
    row.show_job(done, None, paused=False)
    assert row.status.text() == "Fertig.\n3 Kapitel wurden nicht behalten."


def test_the_panel_says_why_on_this_device(german: None, qtbot: QtBot) -> None:
    panel = EnhancePanel(EnhanceSettings(), Presets({}, lambda: None), Choice())
    qtbot.addWidget(panel)
    panel.show_enhancer(EnhancerInfo("m", "n", "cpu", "float32", (2, 3), "no CUDA device was found; as asked for"))
    assert panel.runs_on.toolTip() == "Läuft auf cpu in float32: kein CUDA-Gerät gefunden; wie gewünscht."


def test_a_camera_that_is_away_says_why(german: None) -> None:
    status = LiveStatus(SourceState.LOST, 0.0, reason="HD Cam is unplugged.")
    view = SimpleNamespace(source=SimpleNamespace(info=SimpleNamespace(name="HD Cam")))
    sentence = state_sentence(SimpleNamespace(source=status), view)
    assert sentence == "HD Cam ist weg (HD Cam ist nicht angeschlossen); es wird auf sie gewartet"


def test_the_note_of_a_camera_stands_in_its_menu(german: None, qtbot: QtBot) -> None:
    camera = Camera(0, "/dev/video0", "HD Cam", "hd", note="it does not say what it offers (Permission denied)")
    menu = CamerasMenu(lambda: [camera], lambda: None)
    qtbot.addWidget(menu)
    (of_camera,) = menu.findChildren(QMenu)
    assert [action.text() for action in of_camera.actions()][1:] == [
        "sie sagt nicht, was sie bietet (Keine Berechtigung)"
    ]


def test_the_training_form_shows_sentence_and_hint(german: None, qtbot: QtBot, tmp_path: Path) -> None:
    form = TrainingForm(tmp_path, can_record=False)
    qtbot.addWidget(form)
    form.say("steps is 0.\nChoose a value of at least 1.")
    assert form.trouble.text() == "steps ist 0.\nWählen Sie einen Wert von mindestens 1."


def test_a_training_that_failed_says_why(german: None, qtbot: QtBot, tmp_path: Path) -> None:
    run = TrainingRun(tmp_path)
    run.state = RunState.FAILED
    run.course.message, run.course.hint = "There is no folder /dark.", "Give a folder of well-lit photos."
    run.course.warnings.append("/dark/a.png is left out: 8 x 6 pixels is too small.")
    view = TrainingView(run)
    qtbot.addWidget(view)
    assert view.status.text() == (
        "Es gibt keinen Ordner /dark.\nGeben Sie einen Ordner mit hellen Fotos.\n"
        "/dark/a.png wird ausgelassen: 8 x 6 Pixel sind zu klein."
    )
