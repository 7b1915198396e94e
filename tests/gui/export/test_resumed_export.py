"""An export that was ended in its middle goes on there, by the real worker; one that is wanted otherwise does not."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from pytestqt.qtbot import QtBot

from lowlight_live.gui.export.job import ExportJob, ExportOptions, JobState
from lowlight_live.gui.export.progress import ExportProgress
from lowlight_live.gui.export.queue import ExportQueue
from lowlight_live.gui.export.row import ExportRow
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.resuming.part_record import record_of
from tests.gui.processes import is_running
from tests.models import save_flat_weights
from tests.video.clips import Clip, make, sound_packets, times

FRAMES = 2000
"""So many that no machine is through with them before it is told to pause: it tells of them five times a second."""
PATIENCE_MS = 60_000

QueueOf = Callable[[], ExportQueue]


@pytest.fixture
def queue_of(qtbot: QtBot, tmp_path: Path) -> Iterator[QueueOf]:
    queues: list[ExportQueue] = []

    def make_queue() -> ExportQueue:
        queues.append(ExportQueue(tmp_path / "kept"))
        return queues[-1]

    yield make_queue
    for queue in queues:
        queue.close()


@pytest.fixture
def job(tmp_path: Path) -> ExportJob:
    source = make(tmp_path / "clip.mp4", Clip(pts=range(0, FRAMES * 512, 512), sounds=["eng"], sound_codec="aac"))
    model = save_flat_weights(tmp_path / "flat.safetensors")
    return ExportJob(source, tmp_path / "out.mp4", options=ExportOptions(str(model), device="cpu", threads=1))


def pause_in_the_middle(qtbot: QtBot, queue: ExportQueue) -> None:
    qtbot.waitUntil(lambda: bool(queue.progress and queue.progress.frames >= 100), timeout=PATIENCE_MS)
    queue.pause()
    qtbot.waitUntil(lambda: bool(times_in_part(queue)), timeout=PATIENCE_MS)


def times_in_part(queue: ExportQueue) -> int:
    """How many frames of the job at work are in its part."""
    (job,) = queue
    assert job.part is not None
    return len(times(job.part)) if job.part.stat().st_size else 0


def until_over(qtbot: QtBot, queue: ExportQueue, begin: Callable[[], None]) -> list[ExportProgress]:
    """What the progress was whenever it was told."""
    told: list[ExportProgress] = []

    def note(_name: str) -> None:
        if queue.progress is not None:
            told.append(queue.progress)

    queue.advanced.connect(note)
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        begin()
    return told


def test_an_export_that_the_window_ended_goes_on_at_the_next_start(
    qtbot: QtBot, queue_of: QueueOf, job: ExportJob
) -> None:
    queue = queue_of()
    queue.add(job)
    pause_in_the_middle(qtbot, queue)
    queue.close()
    again = queue_of()
    (left,) = again.unfinished()
    assert left.part is not None
    assert record_of(left.part).exists()
    told = until_over(qtbot, again, again.take_up)
    (done,) = again
    assert (done.state, done.warnings) == (JobState.DONE, ()), done.detail
    assert f"{FRAMES} frames" in done.message
    assert {progress.goes_on_at_s is not None for progress in told} == {True}
    assert times(job.target) == times(job.source)
    assert sound_packets(job.target) == sound_packets(job.source)
    assert sorted(path.name for path in job.target.parent.iterdir() if path.is_file()) == [
        "clip.mp4",
        "flat.safetensors",
        "out.mp4",
    ]


def test_an_export_whose_process_was_killed_goes_on_when_it_is_tried_again(
    qtbot: QtBot, queue_of: QueueOf, job: ExportJob
) -> None:
    queue = queue_of()
    queue.add(job)
    pause_in_the_middle(qtbot, queue)
    process = queue.process_id
    os.kill(process, signal.SIGKILL)
    qtbot.waitUntil(lambda: queue.job(job.id).state is JobState.FAILED, timeout=PATIENCE_MS)
    assert not is_running(process)
    queue.retry(job.id)
    told = until_over(qtbot, queue, queue.go_on)
    assert queue.job(job.id).state is JobState.DONE
    assert told[-1].goes_on_at_s
    assert times(job.target) == times(job.source)


def test_an_export_with_other_settings_begins_anew_and_what_was_written_stays_until_it_is_complete(
    qtbot: QtBot, queue_of: QueueOf, job: ExportJob
) -> None:
    queue = queue_of()
    queue.add(job)
    pause_in_the_middle(qtbot, queue)
    queue.close()
    again = queue_of()
    (left,) = again.unfinished()
    assert left.part is not None
    again.replace(replace(left, overwrite=True))
    assert left.part.exists()
    again.replace(replace(left, settings=EnhanceSettings(exposure=1.0)))
    row = ExportRow(again.job(job.id))
    qtbot.addWidget(row)
    assert row.status.text().startswith("With other settings it begins from the start.")
    assert str(left.part) in row.status.text()
    again.take_up()
    pause_in_the_middle(qtbot, again)
    assert left.part.exists()
    again.close()
    third = queue_of()
    row.show_job(third.job(job.id), None, paused=False)
    assert "goes on where it ended" in row.status.text()
    third.replace(replace(third.job(job.id), settings=EnhanceSettings(exposure=0.5)))
    told = until_over(qtbot, third, third.take_up)
    assert told[-1].goes_on_at_s is None
    done = third.job(job.id)
    assert (done.state, done.warnings) == (JobState.DONE, ())
    assert sorted(path.name for path in job.target.parent.iterdir() if path.is_file()) == [
        "clip.mp4",
        "flat.safetensors",
        "out.mp4",
    ]
    assert times(job.target) == times(job.source)


def test_a_cancelled_export_leaves_neither_part_nor_record(qtbot: QtBot, queue_of: QueueOf, job: ExportJob) -> None:
    queue = queue_of()
    queue.add(job)
    pause_in_the_middle(qtbot, queue)
    part = queue.job(job.id).part
    queue.go_on()
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.cancel(job.id)
    assert part is not None
    assert not part.exists()
    assert not record_of(part).exists()


def test_the_row_says_that_and_where_it_goes_on(qtbot: QtBot, job: ExportJob) -> None:
    progress = ExportProgress()
    row = ExportRow(job)
    qtbot.addWidget(row)
    running = replace(job, state=JobState.RUNNING)
    progress.heard({"event": "search", "frames": 40})
    row.show_job(running, progress, paused=False)
    assert row.status.text() == "Looking for where it ended: 40 frames"
    row.show_job(running, progress, paused=True)
    assert row.status.text() == "Paused · Looking for where it ended: 40 frames"
    progress.heard({"event": "opened", "total": 300, "frames": 90, "goes_on_at_s": 83.4})
    row.show_job(running, progress, paused=False)
    assert row.status.text() == "Resumed at 1:23 · 90 of 300 frames"
    assert row.bar.value() == 300
    row.show_job(replace(job, state=JobState.UNFINISHED), None, paused=False)
    assert row.status.text() == "Not begun the last time."
    row.show_job(replace(job, state=JobState.UNFINISHED, stale=(Path("a"),)), None, paused=False)
    assert "goes on where it ended" in row.status.text()
    assert row.retry_button.text() == "Resume"
