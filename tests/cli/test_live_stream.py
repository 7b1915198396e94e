"""The whole of `lowlight-live live` on a real stream whose plug is pulled in the middle."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lowlight_live.video.mark import AMBER
from tests.cli.conftest import frames_of, start
from tests.video.clips import times
from tests.video.live.loopback import MjpegServer, night_dog

Event = dict[str, Any]
WAIT_S = 60
HELD_EVERY_S = 0.2


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    server = MjpegServer(night_dog(), fps=30)
    yield server
    server.go_down()


def read_until(run: subprocess.Popen[str], wanted: Callable[[Event], bool]) -> Event:
    """The first event like this."""
    assert run.stdout is not None
    for line in run.stdout:
        event: Event = json.loads(line)
        if wanted(event):
            return event
    raise AssertionError("it ended before")


def is_marked(picture: np.ndarray) -> bool:
    return bool(np.abs(picture[0, 0].astype(int) - AMBER).max() < 60)


def test_a_camera_that_is_unplugged_for_a_while_leaves_a_whole_film(
    server: MjpegServer, model: Path, tmp_path: Path
) -> None:
    target = tmp_path / "film.mp4"
    options = ("--model", model, "--device", "cpu", "--stats", "json", "--crf", 10)
    with start("live", server.url, "--record", target, *options, cwd=tmp_path) as run:
        read_until(run, lambda event: event.get("taken", {}).get("recording", 0) > 20)
        down_at = time.monotonic()
        server.go_down()
        lost = read_until(run, lambda event: event["event"] == "source" and event["state"] != "stalled")
        assert lost["state"] in ("lost", "reconnecting")
        assert lost["reason"]
        read_until(run, lambda event: event.get("held", 0) >= 10)
        server.come_up()
        back_at = time.monotonic()
        read_until(run, lambda event: event["event"] == "source" and event["state"] == "live")
        back = read_until(run, lambda event: event["event"] == "stats" and event["source"]["fps"] > 0)
        before = back["taken"]["recording"]
        after = read_until(run, lambda event: event.get("taken", {}).get("recording", 0) > before + 10)
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=WAIT_S)
        away_s = back_at - down_at
    assert (run.returncode, err.strip()) == (130, "Interrupted.")
    assert (after["source"]["reconnections"], json.loads(out.splitlines()[-1])["outputs"]) == (1, [str(target)])
    moments = times(target)
    marked = [is_marked(picture) for picture in frames_of(target)]
    assert len(moments) == len(marked)
    first, last = marked.index(True), len(marked) - 1 - marked[::-1].index(True)
    assert all(marked[first : last + 1]), "the outage is one"
    assert first > 10
    assert len(marked) - last > 10
    # As long as the outage was, with a picture a few times a second all the while.
    assert float(moments[last + 1] - moments[first - 1]) >= away_s
    assert last - first + 1 >= 10
    assert max(float(b - a) for a, b in pairwise(moments[first - 1 : last + 2])) < 5 * HELD_EVERY_S
