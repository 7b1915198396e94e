"""A cancelled export has gone at once, with all that it wrote, however far it was."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from pytestqt.qtbot import QtBot

from lowlight_live.gui.export.job import ExportJob, ExportOptions, JobState
from lowlight_live.gui.export.queue import WORKER
from lowlight_live.video.resuming.part_record import PartRecord, record_of
from lowlight_live.video.target import new_part
from tests.gui.export.conftest import PATIENCE_MS, QueueOf, film, states
from tests.gui.processes import is_running
from tests.models import save_flat_weights
from tests.video.clips import Clip, make


def parts_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file() and ".part" in path.name)


def until_begun(qtbot: QtBot, job: ExportJob) -> Path:
    """Wait until the worker has a part that it has not told of; where that lies."""
    part = job.target.with_name(f".{job.target.stem}.part{job.target.suffix}")
    qtbot.waitUntil(record_of(part).exists, timeout=PATIENCE_MS)
    return part


def test_a_cancelled_export_has_gone_with_what_it_wrote_also_out_of_what_listens_to_nobody(
    qtbot: QtBot, queue_of: QueueOf, tmp_path: Path
) -> None:
    queue = queue_of()
    job = film(tmp_path, "deaf", go=2)
    queue.add(job)
    queue.add(film(tmp_path, "b"))
    qtbot.waitUntil(lambda: bool(queue.progress and queue.progress.frames == 2), timeout=PATIENCE_MS)
    part, process = queue.job(job.id).part, queue.process_id
    assert part is not None
    assert part.exists()
    queue.cancel(job.id)
    assert queue.job(job.id).state is JobState.CANCELLED
    qtbot.waitUntil(lambda: not is_running(process), timeout=PATIENCE_MS)
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        pass
    assert states(queue) == ["cancelled", "done"]
    assert not part.exists()
    assert not job.target.exists()


def test_one_removed_at_work_leaves_nothing(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    queue = queue_of()
    job = film(tmp_path, "a", go=2)
    queue.add(job)
    qtbot.waitUntil(lambda: bool(queue.progress and queue.progress.frames == 2), timeout=PATIENCE_MS)
    part = queue.job(job.id).part
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.remove(job.id)
    assert part is not None
    assert not part.exists()
    assert not list(queue)


def test_one_cancelled_while_it_opens_leaves_nothing(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    queue = queue_of()
    job = film(tmp_path, "opening", go=0)
    queue.add(job)
    until_begun(qtbot, job)
    assert queue.job(job.id).part is None
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.cancel(job.id)
    assert states(queue) == ["cancelled"]
    assert parts_in(tmp_path) == []


def test_one_removed_while_it_opens_leaves_nothing(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    queue = queue_of()
    job = film(tmp_path, "opening", go=0)
    queue.add(job)
    until_begun(qtbot, job)
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.remove(job.id)
    assert parts_in(tmp_path) == []


def test_one_cancelled_while_it_opens_and_wanted_again_at_once_leaves_only_its_result(
    qtbot: QtBot, queue_of: QueueOf, tmp_path: Path
) -> None:
    queue = queue_of()
    job = film(tmp_path, "opening", go=0)
    queue.add(job)
    until_begun(qtbot, job)
    queue.cancel(job.id)
    queue.retry(job.id)
    job.source.with_suffix(".go").write_text("10")
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        pass
    assert states(queue) == ["done"]
    assert parts_in(tmp_path) == []


def test_closing_while_one_opens_leaves_nothing_and_offers_it_at_the_next_start(
    qtbot: QtBot, queue_of: QueueOf, tmp_path: Path
) -> None:
    queue = queue_of()
    job = film(tmp_path, "opening", go=0)
    queue.add(job)
    until_begun(qtbot, job)
    queue.close()
    assert parts_in(tmp_path) == []
    assert states(queue_of()) == ["unfinished"]


@pytest.mark.parametrize("removed", [False, True])
@pytest.mark.parametrize(("name", "frames"), [("deaf", 2), ("opening", 0)])
def test_closing_just_after_a_cancel_leaves_nothing(
    qtbot: QtBot, queue_of: QueueOf, tmp_path: Path, name: str, frames: int, removed: bool
) -> None:
    queue = queue_of()
    job = film(tmp_path, name, go=frames)
    queue.add(job)
    if frames:
        qtbot.waitUntil(lambda: bool(queue.progress and queue.progress.frames == frames), timeout=PATIENCE_MS)
    else:
        until_begun(qtbot, job)
    if removed:
        queue.remove(job.id)
    else:
        queue.cancel(job.id)
    queue.close()
    assert parts_in(tmp_path) == []
    assert states(queue_of()) == []


def test_a_cancelled_export_leaves_what_others_write_or_have_left(
    qtbot: QtBot, queue_of: QueueOf, tmp_path: Path
) -> None:
    queue = queue_of()
    job = film(tmp_path, "opening", go=0)
    crashed, _ = new_part(job.target)
    PartRecord.write(crashed, {}).close()
    queue.add(job)
    qtbot.waitUntil(lambda: len(parts_in(tmp_path)) == 4, timeout=PATIENCE_MS)
    elsewhere, _ = new_part(job.target)
    record = PartRecord.write(elsewhere, {})
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.cancel(job.id)
    record.close()
    stay = [crashed, record_of(crashed), elsewhere, record_of(elsewhere)]
    assert parts_in(tmp_path) == sorted(path.name for path in stay)


def test_a_failed_export_that_is_removed_leaves_nothing(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    queue = queue_of()
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.add(job := film(tmp_path, "crash"))
    part = queue.job(job.id).part
    assert part is not None
    PartRecord.write(part, {}).close()  # as the real worker leaves it
    assert len(parts_in(tmp_path)) == 2
    queue.close()
    again = queue_of()
    assert states(again) == ["failed"]
    assert len(parts_in(tmp_path)) == 2
    again.remove(job.id)
    assert parts_in(tmp_path) == []


def test_a_part_that_another_program_goes_on_with_stays(qtbot: QtBot, queue_of: QueueOf, tmp_path: Path) -> None:
    queue = queue_of()
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        queue.add(job := film(tmp_path, "crash"))
    part = queue.job(job.id).part
    assert part is not None
    record = PartRecord.write(part, {})
    queue.remove(job.id)
    record.close()
    assert parts_in(tmp_path) == sorted([part.name, record_of(part).name])


def test_a_crash_while_it_opens_leaves_its_part_until_it_is_removed(
    qtbot: QtBot, queue_of: QueueOf, tmp_path: Path
) -> None:
    queue = queue_of()
    job = film(tmp_path, "opening", go=0)
    queue.add(job)
    part = until_begun(qtbot, job)
    with qtbot.waitSignal(queue.all_over, timeout=PATIENCE_MS):
        os.kill(queue.process_id, signal.SIGKILL)
    assert states(queue) == ["failed"]
    assert part.exists()
    queue.remove(job.id)
    assert parts_in(tmp_path) == []


def test_one_cancelled_in_the_first_of_two_passes_leaves_nothing(
    qtbot: QtBot, queue_of: QueueOf, tmp_path: Path
) -> None:
    """By the real worker, which opens its film before the first pass and tells of it after that."""
    queue = queue_of(WORKER)
    source = make(tmp_path / "clip.mp4", Clip(pts=range(0, 2000 * 512, 512)))
    model = save_flat_weights(tmp_path / "flat.safetensors")
    job = ExportJob(source, tmp_path / "out.mp4", options=ExportOptions(str(model), "cpu", two_pass=True, threads=1))
    queue.add(job)
    qtbot.waitUntil(lambda: bool(queue.progress and queue.progress.looking_through), timeout=PATIENCE_MS)
    queue.pause()
    assert parts_in(tmp_path) != []
    assert queue.job(job.id).part is None
    queue.cancel(job.id)
    qtbot.waitUntil(lambda: not queue.process_id, timeout=PATIENCE_MS)
    assert parts_in(tmp_path) == []
