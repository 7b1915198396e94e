"""The process of the window is gone soon after it is asked to end, whatever it is at, and nothing is lost by that."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import av
import pytest

from lowlight_live.gui.training.unfinished import at_rest
from tests.fake_camera import soon
from tests.gui.ending_program import EXPOSURE, STATES
from tests.gui.processes import is_running
from tests.video.clips import Clip, make

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
PATIENCE_S = 60
"""Only a failing test waits so long."""


@pytest.mark.parametrize(
    ("state", "how"), [*((state, "signal") for state in STATES), ("live", "window"), ("loading", "window")]
)
def test_the_process_is_gone_with_all_that_is_its_own(tmp_path: Path, state: str, how: str) -> None:
    make(tmp_path / "film.mp4", Clip(pts=range(0, 300 * 512, 512), height=48, width=64))
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    environment = {**os.environ, **homes, "PYTHONPATH": str(Path(__file__).parents[2]), "OMP_NUM_THREADS": "1"}
    environment["TORCHINDUCTOR_CACHE_DIR"] = str(tmp_path / "compiler")
    command = [sys.executable, "-m", "tests.gui.ending_program", state, str(tmp_path)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    ready = process.stdout.readline()
    assert ready, process.communicate()[1]
    helper = json.loads(ready)["helper"]
    assert bool(helper) == (state in ("exporting", "training"))
    if how == "signal":
        process.send_signal(signal.SIGTERM)
    else:
        (tmp_path / "close").touch()
    try:
        _, said = process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()

    assert process.returncode == (143 if how == "signal" else 0), said
    assert "Traceback" not in said
    soon(lambda: not helper or not is_running(helper))  # its parent may have gone before it was buried
    log = (tmp_path / "lowlight-live" / "log" / "lowlight-live.log").read_text(encoding="utf-8")
    assert "the end" in log.splitlines()[-1]
    kept = json.loads((tmp_path / "lowlight-live" / "settings.json").read_text(encoding="utf-8"))
    assert kept["settings"]["exposure"] == EXPOSURE
    assert kept["values"]["geometry"]
    if state == "recording":
        (film,) = tmp_path.rglob("lowlight-live/*.mp4")
        with av.open(str(film)) as container:
            assert sum(1 for _ in container.decode(video=0)) >= 30
    if state == "exporting":
        (job,) = json.loads((tmp_path / "lowlight-live" / "exports.json").read_text(encoding="utf-8"))["jobs"]
        assert job["state"] == "running"  # as which it is found, and offered, at the next start
    if state == "training":
        weights = tmp_path / "lowlight-live" / "weights"
        assert (weights / "evening.checkpoint").is_file()
        # As which it is offered at the next start.
        assert [training.out for training in at_rest(weights)] == [weights / "evening.safetensors"]
