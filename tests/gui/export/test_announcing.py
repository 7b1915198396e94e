"""What came of the exports is told once, when all are over, by the desktop or else by the window."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from lowlight_live.gui.export.announcing import Announcer
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
    assert told == ["Complete: 2. Failed: 1."]


def test_where_the_desktop_shows_nothing_the_window_is_to_tell_it(
    qtbot: QtBot, panel_of: PanelOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    panel = panel_of()
    with qtbot.waitSignal(panel.told, timeout=PATIENCE_MS) as told:
        panel.add_files([film_file(tmp_path, "a"), film_file(tmp_path, "bad")], BRIGHT)
    assert told.args == ["Complete: 1. Failed: 1.", tmp_path / "a.enhanced.mp4"]
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
    assert told.args == ["Complete: 1.", tmp_path / "a.enhanced.mp4"]
