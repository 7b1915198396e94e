"""Exports go one after the other, each apart; a pause keeps, a cancel is quick, what was not done is offered again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from pytestqt.qtbot import QtBot

from lowlight_live.gui.export.job import ExportJob, ExportOptions, JobState, free_target
from lowlight_live.gui.export.progress import ExportProgress
from lowlight_live.gui.export.queue_file import count_unfinished
from lowlight_live.settings import EnhanceSettings
from tests.gui.export.conftest import FAKE, PATIENCE_MS, QueueOf, film, states
from tests.gui.export.fakes import FRAMES as ALL
from tests.gui.processes import is_running
from tests.video.clips import Clip, make


def test_exports_run_one_after_the_other_in_their_order(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    queue = queue_of()
    begun: list[str] = []
    queue.changed.connect(
        lambda name: begun.append(queue.job(name).source.stem) if queue.job(name).state is JobState.RUNNING else None
    )
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        for name in ("a", "b", "c"):
            queue.add(film(tmp_path, name))
        assert states(queue) == ["running", "waiting", "waiting"]
    assert states(queue) == ["done"] * 3
    assert list(dict.fromkeys(begun)) == ["a", "b", "c"]
    assert all(job.target.read_text() == "some of it" for job in queue)


def test_one_that_fails_and_one_that_crashes_do_not_stop_the_rest(
    qtbot: QtBot, queue_of: QueueOf, tmp_path: Path
) -> None:
    queue = queue_of()
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        for name in ("bad", "crash", "good"):
            queue.add(film(tmp_path, name))
    bad, crashed, good = queue
    assert (bad.state, bad.message, bad.hint) == (JobState.FAILED, "The film is damaged.", "Copy it again.")
    assert "SourceOpenError" in bad.detail
    assert crashed.state is JobState.FAILED
    assert crashed.message == "The export of crash.mp4 ended unexpectedly."
    assert crashed.hint
    assert "Segmentation fault, or so" in crashed.detail
    assert good.state is JobState.DONE


def test_a_pause_keeps_the_process_and_its_frames(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    queue = queue_of()
    queue.add(film(tmp_path, "a", go=3))
    queue.add(film(tmp_path, "b"))
    qtbot.waitUntil(lambda: bool(queue.progress and queue.progress.frames == 3), timeout=PATIENCE_MS)
    process = queue.process_id
    queue.pause()
    qtbot.waitUntil((tmp_path / "a.paused").exists, timeout=PATIENCE_MS)
    (tmp_path / "a.go").write_text(str(ALL))
    qtbot.wait(200)  # if it did not wait, it would be done within a tenth of this
    assert states(queue) == ["running", "waiting"]
    assert queue.progress is not None
    assert queue.progress.frames == 3
    assert queue.process_id == process
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.go_on()
    assert states(queue) == ["done", "done"]


def test_nothing_begins_in_a_pause(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    queue = queue_of()
    queue.pause()
    queue.add(film(tmp_path, "a"))
    assert states(queue) == ["waiting"]
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.go_on()
    assert states(queue) == ["done"]


def test_a_pause_before_the_process_has_started_holds(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    queue = queue_of()
    queue.add(film(tmp_path, "a"))
    queue.pause()
    qtbot.waitUntil(lambda: queue.job(next(iter(queue)).id).part is not None, timeout=PATIENCE_MS)
    qtbot.wait(100)
    assert states(queue) == ["running"]
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.go_on()
    assert states(queue) == ["done"]


def test_a_failed_export_can_be_tried_again(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    queue = queue_of()
    job = film(tmp_path, "bad")
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.add(job)
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.retry(job.id)
        assert queue.job(job.id).message == ""
    assert queue.job(job.id).state is JobState.FAILED


def test_closing_ends_the_process_and_offers_the_job_at_the_next_start(
    qtbot: QtBot, queue_of: QueueOf, tmp_path: Path
) -> None:
    queue = queue_of()
    queue.add(film(tmp_path, "deaf", go=2))
    queue.add(film(tmp_path, "b"))
    qtbot.waitUntil(lambda: bool(queue.progress and queue.progress.frames == 2), timeout=PATIENCE_MS)
    process = queue.process_id
    queue.close()
    qtbot.waitUntil(lambda: not is_running(process), timeout=PATIENCE_MS)
    (tmp_path / "deaf.go").write_text(str(ALL))
    again = queue_of()
    assert states(again) == ["unfinished", "unfinished"]
    assert count_unfinished(tmp_path / "kept") == 2
    first = again.unfinished()[0]
    assert first.part is not None
    assert first.part.exists()
    with qtbot.waitSignal(again.all_over, timeout=PATIENCE_MS):
        again.take_up()
    assert states(again) == ["done", "done"]
    assert count_unfinished(tmp_path / "kept") == 0


def test_a_killed_application_takes_its_exports_along_and_finds_them_again(
    qtbot: QtBot, queue_of: QueueOf, tmp_path: Path
) -> None:
    job = film(tmp_path, "a", go=2)
    program = (
        "import sys; from pathlib import Path; from PyQt6.QtCore import QCoreApplication\n"
        "from lowlight_live.gui.export.queue import ExportQueue\n"
        "from lowlight_live.gui.export.job import ExportJob\n"
        "app = QCoreApplication([]); queue = ExportQueue(Path(sys.argv[1]), sys.argv[2])\n"
        "queue.advanced.connect(lambda name: print(queue.process_id, queue.progress.frames, flush=True))\n"
        "queue.add(ExportJob(Path(sys.argv[3]), Path(sys.argv[4]))); app.exec()\n"
    )
    arguments = [sys.executable, "-c", program, tmp_path / "kept", FAKE, job.source, job.target]
    with subprocess.Popen([str(a) for a in arguments], stdout=subprocess.PIPE, text=True) as application:
        assert application.stdout is not None
        for line in application.stdout:
            worker, frames = (int(number) for number in line.split())
            if frames == 2:
                break
        application.send_signal(signal.SIGKILL)
    qtbot.waitUntil(lambda: not is_running(worker), timeout=PATIENCE_MS)
    (tmp_path / "a.go").write_text(str(ALL))
    queue = queue_of()
    assert not queue.notice
    assert states(queue) == ["unfinished"]
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.take_up()
    assert states(queue) == ["done"]
    assert job.target.exists()


def test_one_that_was_completed_in_the_last_moment_is_done(queue_of: QueueOf, tmp_path: Path) -> None:
    job = film(tmp_path, "a")
    kept = ExportJob(
        **{f: getattr(job, f) for f in job.__slots__} | {"state": JobState.RUNNING, "part": tmp_path / "x"}
    )
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "exports.json").write_text(json.dumps({"version": 1, "jobs": [kept.as_json()]}))
    job.target.write_text("whole")
    assert states(queue_of()) == ["done"]


def test_a_second_window_leaves_the_list_alone(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    first = queue_of()
    first.pause()
    first.add(film(tmp_path, "a"))
    second = queue_of()
    assert not list(second)
    assert "another window" in second.notice
    with qtbot.waitSignal(second.all_over, timeout=PATIENCE_MS):
        second.add(film(tmp_path, "b"))
    kept = json.loads((tmp_path / "kept" / "exports.json").read_text())
    assert [Path(job["source"]).stem for job in kept["jobs"]] == ["a"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1}', '{"version": 1, "jobs": [{}]}', '{"version": 9}'])
def test_a_damaged_list_begins_anew_and_is_kept_aside(queue_of: QueueOf, tmp_path: Path, text: str) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "exports.json").write_text(text)
    assert count_unfinished(tmp_path / "kept") == 0
    queue = queue_of()
    assert not list(queue)
    assert "exports.corrupt.json" in queue.notice
    assert count_unfinished(tmp_path / "kept") == 0
    assert (tmp_path / "kept" / "exports.corrupt.json").read_text() == text


def test_a_job_survives_its_file(tmp_path: Path) -> None:
    from lowlight_live.gui.export.job import job_from

    job = ExportJob(
        tmp_path / "ä.mkv",
        tmp_path / "b.mp4",
        EnhanceSettings(strength=0.5),
        ExportOptions(codec="libx265", crf=20, two_pass=True),
        part=tmp_path / ".b.part.mp4",
        stale=(tmp_path / "old",),
        warnings=("one",),
    )
    assert job_from(json.loads(json.dumps(job.as_json()))) == job


def test_results_get_names_that_nothing_has(tmp_path: Path) -> None:
    source = tmp_path / "a.avi"
    first = free_target(source, ())
    assert first.name == "a.enhanced.mp4"
    first.touch()
    second = free_target(source, ())
    assert second.name == "a.enhanced 2.mp4"
    assert free_target(source, {second}).name == "a.enhanced 3.mp4"


def test_a_pause_counts_neither_for_the_rate_nor_for_the_time_left() -> None:
    now = 0.0
    progress = ExportProgress(lambda: now)
    progress.heard({"event": "opened", "total": 100})
    for frames in (10, 20):
        now += 1
        progress.heard({"event": "progress", "frames": frames, "total": 100})
    assert (progress.share, progress.fps, progress.left_s) == (0.2, 10, 8)
    progress.paused(True)
    assert (progress.fps, progress.left_s) == (None, None)
    now += 1000
    progress.paused(False)
    now += 1
    progress.heard({"event": "progress", "frames": 30, "total": 100})
    assert (progress.fps, progress.left_s) == (10, 7)


def test_films_are_really_exported_with_what_was_asked_for(
    qtbot: QtBot, queue_of: QueueOf, tmp_path: Path, still: Path
) -> None:
    import av
    from PIL import Image

    queue = queue_of("lowlight_live.gui.export.worker")
    source = make(tmp_path / "clip.mp4", Clip())
    options = ExportOptions(device="cpu", two_pass=True, side_by_side=True, threads=1)
    (tmp_path / "broken.mp4").write_bytes(b"no film")
    broken = ExportJob(tmp_path / "broken.mp4", tmp_path / "c.mp4", options=options)
    whole = ExportJob(source, tmp_path / "out.mkv", EnhanceSettings(strength=0.5), options)
    photo = ExportJob(still, free_target(still, ()), options=replace(options, side_by_side=False))
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS * 2):
        for job in (broken, whole, photo):
            queue.add(job)
    broken, whole, photo = queue
    assert broken.state is JobState.FAILED
    assert "broken.mp4" in broken.message
    assert broken.hint
    assert (whole.state, whole.message, whole.part) == (JobState.DONE, whole.message, None), whole.detail
    with av.open(str(whole.target)) as film:
        assert sum(1 for _ in film.decode(video=0)) == 20
        assert film.streams.video[0].width == 128
    assert (photo.state, photo.target.name) == (JobState.DONE, "photo.enhanced.png"), photo.detail
    with Image.open(photo.target) as picture:
        assert picture.size == (64, 48)
    assert not list(tmp_path.glob(".*"))
