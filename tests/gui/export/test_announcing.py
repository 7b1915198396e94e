"""What came of the exports is told once, when all are over, by the desktop or else by the window."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from PyQt6.QtCore import Qt, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from lowlight_live.gui.export.announcing import Announcer, count_of
from lowlight_live.gui.export.job import ExportJob, JobState
from tests.gui.export.conftest import BRIGHT, PATIENCE_MS, PanelOf, QueueOf, film, film_file, states, until_over


def test_the_desktop_is_told_once_when_all_are_over(
    qtbot: QtBot, panel_of: PanelOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _icon, _title, text, *_: told.append(text))
    panel = panel_of()
    panel.add_files([film_file(tmp_path, "a"), film_file(tmp_path, "bad"), film_file(tmp_path, "c")], BRIGHT)
    until_over(qtbot, panel)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert told == ["2 films exported, 1 failed"]


def test_where_the_desktop_shows_nothing_the_window_is_to_tell_it(
    qtbot: QtBot, panel_of: PanelOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    panel = panel_of()
    with qtbot.waitSignal(panel.told, timeout=PATIENCE_MS) as told:
        panel.add_files([film_file(tmp_path, "a"), film_file(tmp_path, "bad")], BRIGHT)
    assert told.args == ["1 film exported, 1 failed", tmp_path / "a.enhanced.mp4", True]
    panel.announcer.notifier.clicked.emit()
    assert opened == [QUrl.fromLocalFile(str(tmp_path))]


def test_what_had_failed_before_the_start_is_not_told_again(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    before = queue_of()
    with qtbot.waitSignal(before.all_over, timeout=PATIENCE_MS):
        before.add(film(tmp_path, "bad"))
    before.close()
    queue = queue_of()
    assert states(queue) == ["failed"]
    announcer = Announcer(queue)
    with qtbot.waitSignal(announcer.unheard, timeout=PATIENCE_MS) as told:
        queue.add(film(tmp_path, "a"))
    assert told.args == ["1 film exported", tmp_path / "a.enhanced.mp4", False]


def test_after_a_pause_only_what_is_new_is_told(qtbot: QtBot, panel_of: PanelOf, tmp_path: Path) -> None:
    panel = panel_of()
    with qtbot.waitSignal(panel.told, timeout=PATIENCE_MS) as told:
        panel.add_files([film_file(tmp_path, name) for name in ("a", "b", "c")], BRIGHT)
    assert told.args[0] == "3 films exported"
    qtbot.mouseClick(panel.pause_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.pause_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.told, timeout=PATIENCE_MS) as told:
        panel.add_files([film_file(tmp_path, "d")], BRIGHT)
    assert told.args == ["1 film exported", tmp_path / "d.enhanced.mp4", False]


def test_one_that_is_tried_again_is_told_again_alone(qtbot: QtBot, panel_of: PanelOf, tmp_path: Path) -> None:
    panel = panel_of()
    with qtbot.waitSignal(panel.told, timeout=PATIENCE_MS):
        panel.add_files([film_file(tmp_path, "a"), film_file(tmp_path, "bad")], BRIGHT)
    bad = list(panel.queue)[1]
    with qtbot.waitSignal(panel.told, timeout=PATIENCE_MS) as told:
        panel.queue.retry(bad.id)
    assert told.args == ["1 export failed", None, True]


def test_what_waited_no_more_is_told_although_the_last_was_cancelled(
    qtbot: QtBot, panel_of: PanelOf, tmp_path: Path
) -> None:
    panel = panel_of()
    panel.add_files([film_file(tmp_path, "a", go=2), film_file(tmp_path, "b")], BRIGHT)
    first, second = panel.queue
    qtbot.waitUntil(lambda: bool(panel.queue.progress and panel.queue.progress.frames == 2), timeout=PATIENCE_MS)
    with qtbot.waitSignal(panel.told, timeout=PATIENCE_MS) as told:
        panel.queue.cancel(second.id)
        (tmp_path / "a.go").write_text("10")
    assert told.args[:2] == ["1 film exported", first.target]


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["a.png"], "1 photo exported"),
        (["a.png", "b.JPG"], "2 photos exported"),
        (["a.png", "b.mp4"], "2 files exported"),
        (["bad.mp4", "bad too.mp4"], "2 exports failed"),
    ],
)
def test_what_is_counted_has_its_name(names: list[str], text: str) -> None:
    jobs = [
        ExportJob(Path(name), Path("x"), state=JobState.FAILED if name.startswith("bad") else JobState.DONE)
        for name in names
    ]
    assert count_of(jobs) == text
