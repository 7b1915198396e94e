"""The application begins, tells what nobody foresaw, and ends in order however it is asked to."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication

from lowlight_live.assets import asset_dir
from lowlight_live.gui import app
from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.export.job import ExportJob, JobState
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.storage.log_file import LogFile, Unforeseen, log_path
from lowlight_live.gui.storage.places import data_folder
from lowlight_live.gui.storage.store import Store
from lowlight_live.settings import EnhanceSettings
from tests.fake_camera import soon
from tests.gui.conftest import Desk, enhanced
from tests.models import save_flat_weights

CLIP = asset_dir("samples") / "night-dog.mp4"


@pytest.fixture(autouse=True)
def settings_of_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def windows() -> list[MainWindow]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]


def test_it_opens_on_a_film_and_leaves_everything_as_it_was(tmp_path: Path, qapp: QApplication) -> None:
    hooks = sys.excepthook, threading.excepthook
    model = save_flat_weights(tmp_path / "flat.safetensors")
    shown: list[EnhanceSettings] = []
    timer = QTimer()

    def look() -> None:
        for window in windows():
            pair = window.preview.pair
            if pair is not None and pair.settings is not None and pair.enhanced is not pair.original:
                shown.append(pair.settings)
                window.close()

    timer.timeout.connect(look)
    timer.start(20)
    status = app.run(CLIP, settings={"exposure": 0.5}, choice={"model": str(model), "device": "cpu"})
    timer.stop()
    assert status == 0
    assert shown[0].exposure == 0.5
    assert (sys.excepthook, threading.excepthook) == hooks
    assert not windows()
    log = log_path().read_text(encoding="utf-8")
    assert "looking at night-dog.mp4" in log
    assert "enhancing by" in log


def test_what_is_not_given_is_as_it_was_the_last_time(tmp_path: Path, qapp: QApplication) -> None:
    model = save_flat_weights(tmp_path / "flat.safetensors")
    before = EnhanceSettings(exposure=-0.5, denoise=0.2)
    store = Store()
    store.save_settings(before)
    store.save_value("device", "cpu")
    begun: list[tuple[EnhanceSettings, Choice]] = []
    timer = QTimer()

    def look() -> None:
        for window in windows():
            begun.append((window.bridge.settings, window.bridge.choice))
            window.close()

    timer.timeout.connect(look)
    timer.start(20)
    assert app.run(settings={"exposure": 1.0}, choice={"model": str(model)}) == 0
    timer.stop()
    assert begun[0] == (replace(before, exposure=1.0), Choice(str(model), "cpu"))
    assert Store().settings() == replace(before, exposure=1.0)
    soon(lambda: "lowlight-load" not in {thread.name for thread in threading.enumerate()})


def test_at_the_start_it_offers_the_exports_that_were_interrupted(tmp_path: Path, qapp: QApplication) -> None:
    job = ExportJob(tmp_path / "a.mp4", tmp_path / "a.enhanced.mp4", state=JobState.RUNNING)
    kept = data_folder() / "exports.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({"version": 1, "jobs": [job.as_json()]}), encoding="utf-8")
    offered: list[str] = []
    timer = QTimer()

    def look() -> None:
        for window in windows():
            exports = window.work.exports
            if exports is not None and exports.take_up_button.isVisible():
                offered.append(exports.offer_text.text())
                exports.discard_button.click()
                window.close()

    timer.timeout.connect(look)
    timer.start(20)
    assert app.run(choice={"model": str(save_flat_weights(tmp_path / "flat.safetensors")), "device": "cpu"}) == 0
    timer.stop()
    assert "1" in offered[0]
    soon(
        lambda: "lowlight-load" not in {thread.name for thread in threading.enumerate()}
    )  # the end did not wait for it


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_closes_the_window_in_order(tmp_path: Path, number: signal.Signals, status: int) -> None:
    model = save_flat_weights(tmp_path / "flat.safetensors")
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "lowlight_live", str(CLIP), "--model", str(model), "--device", "cpu"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    log = tmp_path / "lowlight-live" / "log" / "lowlight-live.log"
    soon(lambda: log.is_file() and "looking at" in log.read_text(encoding="utf-8"))
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == status, said
    assert "Traceback" not in said
    assert "the end" in log.read_text(encoding="utf-8")


def test_opencvs_folders_of_plugins_are_forgotten(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/cv2/qt/plugins")
    monkeypatch.setenv("QT_QPA_FONTDIR", "/cv2/qt/fonts")
    app.make_application()
    assert not {"QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"} & set(os.environ)


def test_what_nobody_foresaw_is_shown_and_the_window_goes_on(desk: Desk) -> None:
    unforeseen = Unforeseen()
    try:
        window = desk.live()
        window.upkeep.unforeseen = unforeseen
        thread = threading.Thread(target=lambda: 1 // 0, name="broken")
        thread.start()
        thread.join()
        desk.until(lambda: window.messages.problem is not None)
        assert window.messages.problem is not None
        assert "ZeroDivisionError" in window.messages.problem.sentence
        assert "line" in window.messages.problem.detail
        before = window.preview.paints
        desk.until(lambda: window.preview.paints > before + 3 and enhanced(window))
    finally:
        unforeseen.close()


def test_an_exception_in_a_slot_does_not_end_the_program(tmp_path: Path) -> None:
    code = (
        "from PyQt6.QtCore import QTimer\n"
        "from lowlight_live.gui import app, main_window\n"
        "from lowlight_live.gui.window import source_display\n"
        "def broken(*_): raise KeyError('nobody')\n"
        "source_display.WindowDisplay.show_stats = broken\n"
        "def end():\n"
        "    from PyQt6.QtWidgets import QApplication\n"
        "    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, main_window.MainWindow)]\n"
        "    if windows and windows[0].messages.problem is not None:\n"
        "        print(windows[0].messages.problem.sentence)\n"
        "        windows[0].close()\n"
        "application = app.make_application()\n"
        "timer = QTimer(); timer.timeout.connect(end); timer.start(50)\n"
        "from pathlib import Path\n"
        f"raise SystemExit(app.run(Path({str(CLIP)!r})))\n"
    )
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "KeyError: 'nobody'" in run.stdout
    assert "unforeseen" in (tmp_path / "lowlight-live" / "log" / "lowlight-live.log").read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_costs_no_more_than_that(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    handlers = list(logging.getLogger("lowlight_live").handlers)
    log = LogFile(tmp_path / "file" / "lowlight-live.log")
    logging.getLogger("lowlight_live").error("nowhere to go")
    log.close()
    log.close()
    assert logging.getLogger("lowlight_live").handlers == handlers
    assert (tmp_path / "file").read_text() == ""
