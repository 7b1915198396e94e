"""A whole folder of films is exported by dropping or choosing it; what in it is no film is told, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from lowlight_live.gui.export.panel import ExportPanel
from lowlight_live.gui.export.queue import ExportQueue
from lowlight_live.gui.sources.kinds import films_in
from tests.gui.conftest import Desk
from tests.gui.windows import drop, said


@pytest.fixture(autouse=True)
def queue_of_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three films, and what else lies in such a folder."""
    made = tmp_path / "holiday"
    made.mkdir()
    for name in (
        "b.MOV",
        "a.mp4",
        "c.enhanced cut.mkv",
        "notes.txt",
        "a.enhanced.mp4",
        "a.enhanced 2.mp4",
        ".a.part.mp4",
    ):
        (made / name).write_text("a film, or none")
    (made / "more.mp4").mkdir()
    return made


@pytest.fixture
def panel(qtbot: QtBot, tmp_path: Path) -> Iterator[ExportPanel]:
    """One that begins nothing."""
    queue = ExportQueue(tmp_path / "kept", "tests.gui.export.fakes")
    queue.pause()
    panel = ExportPanel(queue=queue)
    qtbot.addWidget(panel)
    panel.show()
    yield panel
    panel.close_down()


def queued(panel: ExportPanel) -> list[str]:
    return [job.source.name for job in panel.queue]


def test_a_folder_is_its_films_in_order_and_what_is_none_is_named_once(panel: ExportPanel, folder: Path) -> None:
    told: list[str] = []
    panel.told.connect(lambda text, _target: told.append(text))
    single = folder.parent / "single.mp4"
    drop(panel, single, folder)
    assert queued(panel) == ["single.mp4", "a.mp4", "b.MOV", "c.enhanced cut.mkv"]
    assert len({job.target for job in panel.queue}) == 4
    assert len(told) == 1
    for name in ("notes.txt", "a.enhanced.mp4", "more.mp4"):
        assert name in told[0]
    assert ".a.part" not in told[0]


def test_a_folder_of_many_other_things_is_told_in_one_line(panel: ExportPanel, tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"photo {number:02d}.jpg").touch()
    told: list[str] = []
    panel.told.connect(lambda text, _target: told.append(text))
    panel.add_files([tmp_path], *panel._current())
    assert queued(panel) == []
    assert "photo 00.jpg" in told[0]
    assert told[0].endswith("…")
    assert len(told[0]) < 200


def test_a_folder_is_chosen_by_its_button(
    panel: ExportPanel, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    qtbot.mouseClick(panel.folder_button, Qt.MouseButton.LeftButton)
    assert queued(panel) == []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    qtbot.mouseClick(panel.folder_button, Qt.MouseButton.LeftButton)
    assert queued(panel) == ["a.mp4", "b.MOV", "c.enhanced cut.mkv"]


def test_a_folder_with_one_film_dropped_on_the_window_is_exported_not_opened(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExportQueue, "_next", lambda _queue: None)  # begins nothing
    for name in ("b.MOV", "c.enhanced cut.mkv"):
        (folder / name).unlink()
    window = desk.window()
    drop(window, folder)
    assert window.work.exports is not None
    assert queued(window.work.exports) == ["a.mp4"]
    assert window.work.exports_dock is not None
    assert window.work.exports_dock.isVisible()
    assert "notes.txt" in said(window)
    assert window.bridge.view is None


def test_a_folder_that_may_not_be_looked_into_is_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_folder: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert films_in([folder / "a.mp4", folder]) == ([folder / "a.mp4"], [folder])
