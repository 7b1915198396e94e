"""What the tests of the command line share: a quick model, a short clip and a way to run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from lowlight_live.cli.app import main
from tests.models import save_flat_weights

FRAMES = 12
LONG = 1500


@dataclass(frozen=True)
class Outcome:
    """What a run left on the terminal."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enhance in one thread: of pictures so small, several that wait for each other take ten times as long."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0}, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process; a traceback would come out as an exception."""

    def run_it(*arguments: object) -> Outcome:
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return run_it


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_flat_weights(tmp_path_factory.mktemp("model") / "flat.safetensors")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return make_clip(tmp_path / "dark.mp4", frames=FRAMES)


@pytest.fixture(scope="session")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So long that no machine is through with it before a signal comes."""
    return make_clip(tmp_path_factory.mktemp("long") / "dark.mp4", frames=LONG, height=240, width=320)


def make_clip(path: Path, *, frames: int, height: int = 48, width: int = 64) -> Path:
    """A dark, noisy clip at 25 frames a second with a second of sound."""
    rng = np.random.default_rng(0)
    with av.open(str(path), "w", options={"movflags": "faststart"}) as output:
        video = output.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.options = {"preset": "ultrafast"}
        video.codec_context.time_base = Fraction(1, 25)
        audio = output.add_stream("aac", rate=48000, layout="mono")
        for pts in range(frames):
            frame = av.VideoFrame.from_ndarray(rng.integers(10, 40, (height, width, 3), np.uint8), format="rgb24")
            frame.pts = pts
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 48000), np.float32), format="fltp", layout="mono")
        sound.sample_rate, sound.pts = 48000, 0
        output.mux(audio.encode(sound))
        output.mux(audio.encode(None))
    return path


def frames_of(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def start(*arguments: object, cwd: Path) -> subprocess.Popen[str]:
    """Start the command line in a process of its own, and there too in one thread.

    Where these tests run in the background of a script, a process is born deaf to Ctrl-C.
    """
    code = (
        "import os, signal, sys; os.sched_getaffinity = lambda _: {0}; "
        "signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from lowlight_live.cli.app import main; sys.exit(main())"
    )
    command = [sys.executable, "-c", code, *(str(argument) for argument in arguments)]
    environment = {**os.environ, "COLUMNS": "120"}
    return subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
