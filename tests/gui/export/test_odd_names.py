"""A film whose name is no text, bytes that are not UTF-8, is exported like the others, and shown readably; one whose
name is too long holds up none.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from lowlight_live.gui.export.announcing import show_folder_of
from lowlight_live.gui.export.job import ExportJob, ExportOptions, JobState, free_target
from lowlight_live.gui.export.queue import WORKER
from lowlight_live.gui.export.row import ExportRow
from lowlight_live.gui.export.settings import ExportSettings
from tests.gui.export.conftest import BRIGHT, PATIENCE_MS, PanelOf, QueueOf, film, film_file, states, until_over
from tests.models import save_flat_weights
from tests.video.clips import Clip, make, times

ODD = os.fsdecode(b"m\xe9")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names are text there")


def test_a_folder_with_such_a_name_is_exported_whole(qtbot: QtBot, panel_of: PanelOf, tmp_path: Path) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    for name in ("a", ODD, "z"):
        film_file(folder, name)
    panel = panel_of()
    panel.add_files([folder], BRIGHT)
    assert [job.source.stem for job in panel.queue] == ["a", ODD, "z"]
    until_over(qtbot, panel)
    assert states(panel.queue) == ["done"] * 3
    assert (folder / f"{ODD}.enhanced.mp4").read_text() == "some of it"
    titles = [row.title.text() for row in panel.findChildren(ExportRow)]
    assert titles[1] == "m\ufffd.mp4  →  m\ufffd.enhanced.mp4"
    for row in panel.findChildren(ExportRow):
        for text in (row.title.toolTip(), row.accessibleName(), row.bar.accessibleName(), row.status.text()):
            text.encode()  # no halves of a character


def test_the_list_keeps_such_a_name(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    queue = queue_of()
    queue.add(job := film(tmp_path, ODD, go=2))
    qtbot.waitUntil(lambda: bool(queue.progress and queue.progress.frames == 2), timeout=PATIENCE_MS)
    queue.close()
    (left,) = queue_of()
    assert (left.source, left.target, left.state) == (job.source, job.target, JobState.UNFINISHED)
    assert left.part is not None
    assert left.part.exists()


def test_the_worker_really_exports_it(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    queue = queue_of(WORKER)
    source = make(tmp_path / "clip.mp4", Clip(sounds=["eng"], sound_codec="aac")).rename(tmp_path / f"{ODD}.mp4")
    model = save_flat_weights(tmp_path / "flat.safetensors")
    options = ExportOptions(str(model), "cpu", threads=1)
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.add(ExportJob(source, free_target(source, ()), options=options))
    (done,) = queue
    assert (done.state, done.warnings) == (JobState.DONE, ()), done.detail
    shown = done.target.rename(tmp_path / "shown.mp4")
    assert times(shown) == times(source.rename(tmp_path / "source.mp4"))


def test_the_form_shows_it_readably_and_keeps_what_nobody_changed(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / ODD
    folder.mkdir()
    job = ExportJob(film_file(folder, ODD), folder / f"{ODD}.enhanced.mp4")
    form = ExportSettings(job)
    qtbot.addWidget(form)
    form.target.text().encode()
    assert "m\ufffd.mp4" in form.windowTitle()
    assert form.job.target == job.target
    form.target.setText(form.target.text().replace("enhanced", "bright"))
    assert form.job.target == folder / "m\ufffd.bright.mp4"


def test_its_folder_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    show_folder_of(tmp_path / ODD / "a.mp4")
    assert [url.toEncoded().data() for url in opened] == [f"file://{tmp_path}/".encode() + b"m%E9"]


def test_a_photo_too(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path, still: Path) -> None:
    queue = queue_of(WORKER)
    model = save_flat_weights(tmp_path / "flat.safetensors")
    source = still.rename(tmp_path / f"{ODD}.png")
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.add(ExportJob(source, free_target(source, ()), options=ExportOptions(str(model), "cpu", threads=1)))
    (done,) = queue
    assert (done.state, done.target.exists()) == (JobState.DONE, True), done.detail


def test_a_name_that_leaves_no_room_for_the_results_fails_alone(
    qtbot: QtBot, panel_of: PanelOf, tmp_path: Path
) -> None:
    source = make(tmp_path / "clip.mp4", Clip()).rename(tmp_path / f"{'x' * 250}.mp4")
    panel = panel_of()
    panel.queue._worker = WORKER
    panel.add_files([source], BRIGHT)
    until_over(qtbot, panel)
    (job,) = panel.queue
    assert job.state is JobState.FAILED
    assert job.hint == "Choose a shorter name."
