"""A helper process hears pauses and ends while it works, and does not outlive the application."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from lowlight_live.gui.background import orders
from lowlight_live.gui.background.orders import Order, OrdersTaken
from lowlight_live.gui.export.worker import _Pausable, export
from tests.fakes import FakeSource
from tests.video.clips import Clip, make

FRAMES = 5
PATIENCE_S = 60.0


class Line:
    """What an application sends, as it sends it; None hangs up."""

    def __init__(self) -> None:
        self._sent: SimpleQueue[Order | None] = SimpleQueue()

    def send(self, *names: str | None) -> None:
        for name in names:
            self._sent.put({"order": name} if name is not None else None)

    def __iter__(self) -> Iterator[Order]:
        return iter(self._sent.get, None)


@pytest.fixture
def overdue(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What is set to happen to a helper that does not end: in place of ending the tests."""
    timers: list[tuple[Any, ...]] = []

    class Timer:
        daemon = False

        def __init__(self, *arguments: Any) -> None:
            timers.append(arguments)

        def start(self) -> None:
            pass

    monkeypatch.setattr(orders.threading, "Timer", Timer)
    return timers


@pytest.fixture
def line(overdue: list[tuple[Any, ...]]) -> Iterator[Line]:
    line = Line()
    yield line
    line.send(None)
    for thread in threading.enumerate():
        if thread.name == "lowlight-orders":
            thread.join(PATIENCE_S)


def reading(source: FakeSource, taken: OrdersTaken) -> tuple[threading.Thread, list[int]]:
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.extend(frame.pts for frame in _Pausable(source, taken)))
    thread.start()
    return thread, seen


def test_frames_wait_while_paused_and_all_come_after(line: Line) -> None:
    taken = OrdersTaken(iter(line))
    asked, heard = threading.Event(), threading.Event()

    def before(pts: int) -> None:
        if pts == 2:
            asked.set()
            heard.wait(PATIENCE_S)

    thread, seen = reading(FakeSource(FRAMES, before=before), taken)
    assert asked.wait(PATIENCE_S)
    line.send("pause")
    while taken._going.is_set():
        taken.stopped.wait(0.001)
    heard.set()
    thread.join(0.2)  # were it not for the pause, it would end at once
    assert thread.is_alive()
    assert seen == [0, 1]
    line.send("go on")
    thread.join(PATIENCE_S)
    assert seen == list(range(FRAMES))


@pytest.mark.parametrize("end", ["stop", None])
def test_a_pause_ends_with_everything(line: Line, overdue: list[tuple[Any, ...]], end: str | None) -> None:
    taken = OrdersTaken(iter(line))
    ended = threading.Event()
    taken.when_stopped(ended.set)
    line.send("pause", end)
    assert ended.wait(PATIENCE_S)
    taken.wait_while_paused()
    assert taken.stopped.is_set()
    assert taken.last == ({"order": "stop"} if end else {})
    assert len(overdue) == (0 if end else 1)
    late: list[bool] = []
    taken.when_stopped(lambda: late.append(True))
    assert late == [True]


def test_an_export_that_is_stopped_says_nothing_of_being_done(
    line: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = make(tmp_path / "clip.mp4", Clip())
    order = {
        "source": str(source),
        "target": str(tmp_path / "out.mp4"),
        "settings": {},
        "overwrite": False,
        "options": {
            "model": "dce-live",
            "device": "cpu",
            "codec": "libx264",
            "crf": 18,
            "two_pass": True,
            "side_by_side": False,
            "threads": 1,
        },
    }
    taken = OrdersTaken(iter(line))
    line.send("stop")
    assert taken.stopped.wait(PATIENCE_S)
    export(order, taken)
    events = [json.loads(text)["event"] for text in capsys.readouterr().out.splitlines()]
    assert "done" not in events
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.mp4"]


def test_a_helper_says_what_went_wrong_and_ends_with_its_input() -> None:
    program = (
        "import sys; from lowlight_live.gui.background.orders import serve\n"
        "def work(order, taken):\n"
        "    if order['order'] == 'fail': raise ZeroDivisionError('by zero')\n"
        "    taken.wait_while_paused(); taken.stopped.wait(); print('ended', flush=True)\n"
        "sys.exit(serve(work))\n"
    )
    for sent, status in ((b"", 0), (b'{"order": "fail"}\n', 2), (b'{"order": "wait"}\n{"order": "pause"}\n', 0)):
        run = subprocess.run(
            [sys.executable, "-c", program],
            input=sent,
            capture_output=True,
            check=False,
            timeout=PATIENCE_S,
            env=dict(os.environ),
        )
        assert run.returncode == status, run.stderr
        if status:
            event = json.loads(run.stdout)
            assert event["message"] == "Something unexpected happened: by zero"
            assert "ZeroDivisionError" in event["detail"]
        elif sent:
            assert run.stdout == b"ended\n"
