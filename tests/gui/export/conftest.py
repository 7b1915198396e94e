"""Queues of exports done by the worker of `fakes`, panels that show them, and films for both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtDBus import QDBusConnection
from PyQt6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.export.job import ExportJob, JobState, free_target
from lowlight_live.gui.export.panel import ExportPanel
from lowlight_live.gui.export.queue import ExportQueue
from lowlight_live.settings import EnhanceSettings
from tests.gui.export.fakes import FRAMES

FAKE = "tests.gui.export.fakes"
PATIENCE_MS = 60_000

BRIGHT = EnhanceSettings(exposure=1.0)
NANO = Choice("dce-nano", "cpu")

QueueOf = Callable[..., ExportQueue]
PanelOf = Callable[..., ExportPanel]


@pytest.fixture(autouse=True)
def helpers_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


@pytest.fixture
def queue_of(qtbot: QtBot, tmp_path: Path) -> Iterator[QueueOf]:
    queues: list[ExportQueue] = []

    def make_queue(worker: str = FAKE, folder: Path = tmp_path / "kept") -> ExportQueue:
        queues.append(ExportQueue(folder, worker))
        return queues[-1]

    yield make_queue
    for queue in queues:
        queue.close()


@pytest.fixture(autouse=True)
def nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests on a desktop is spared its messages."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    monkeypatch.setattr(QDBusConnection, "sessionBus", lambda: QDBusConnection("none"))


@pytest.fixture
def panel_of(qtbot: QtBot, tmp_path: Path) -> Iterator[PanelOf]:
    panels: list[ExportPanel] = []

    def make(*, paused: bool = False) -> ExportPanel:
        queue = ExportQueue(tmp_path / "kept", FAKE)
        if paused:
            queue.pause()
        panels.append(ExportPanel(queue=queue, current=lambda: (BRIGHT, NANO)))
        qtbot.addWidget(panels[-1])
        panels[-1].show()
        return panels[-1]

    yield make
    for panel in panels:
        panel.close_down()


def film_file(folder: Path, name: str, *, go: int = FRAMES) -> Path:
    path = folder / f"{name}.mp4"
    path.write_text("a film")
    path.with_suffix(".go").write_text(str(go))
    return path


def film(folder: Path, name: str, *, go: int = FRAMES) -> ExportJob:
    path = film_file(folder, name, go=go)
    return ExportJob(path, free_target(path, ()))


def until_over(qtbot: QtBot, panel: ExportPanel) -> None:
    qtbot.waitUntil(
        lambda: all(job.state not in (JobState.WAITING, JobState.RUNNING) for job in panel.queue), timeout=PATIENCE_MS
    )


def states(queue: ExportQueue) -> list[str]:
    return [job.state.value for job in queue]
