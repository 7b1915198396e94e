"""What is left when the program is killed or the disk is full, tried in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lowlight_live.video.reader import VideoReader
from tests.video.clips import Clip, make, sound_packets, times

FPS = 25
COPY = """
import sys
from pathlib import Path
from lowlight_live.errors import LowlightError
from lowlight_live.frame import FramePair
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.writer import VideoWriter, WriterSpec

source, target = Path(sys.argv[1]), Path(sys.argv[2])
reader = VideoReader(source)
writer = VideoWriter(WriterSpec(target, copy_streams_from=source), reader.info)
try:
    for number, frame in enumerate(reader, start=1):
        writer.write(FramePair(frame, frame))
        print(number, flush=True)
        if len(sys.argv) > 3 and number == int(sys.argv[3]):
            sys.stdin.read()
    writer.finish()
except LowlightError as error:
    print(error, error.hint, sep="|")
finally:
    writer.close()
    reader.close()
"""


@pytest.mark.parametrize("ending", [".mp4", ".mov", ".mkv"])
@pytest.mark.parametrize("subtitles", ["", "subrip"])
@pytest.mark.parametrize("written", [60, 140])
def test_a_killed_program_leaves_all_but_the_last_moments(
    tmp_path: Path, ending: str, subtitles: str, written: int
) -> None:
    clip = Clip(pts=tuple(range(0, 150 * 512, 512)), sounds=["eng"], sound_codec="aac", subtitles=subtitles)
    source = make(tmp_path / "in.mkv", clip)
    target = tmp_path / f"out{ending}"
    command = [sys.executable, "-c", COPY, str(source), str(target), str(written)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) == written:
                break
        process.send_signal(signal.SIGKILL)
    assert not target.exists()
    part = tmp_path / f".out.part{ending}"
    left = times(part)
    ordered = len(left) - 4  # of the last group of B-frames some have not been written
    # The encoder looks ahead 10 frames and holds one for each thread; with subtitles a fragment lasts a second.
    lost_s = 2.0 if subtitles and ending != ".mkv" else 1.3
    assert written - lost_s * FPS <= len(left) <= written
    shift = left[0] - times(source)[0]  # Matroska has no time before zero
    expected = [time + shift for time in times(source)]
    assert all(abs(a - b) <= 0.001 for a, b in zip(left[:ordered], expected[:ordered], strict=True))
    assert sound_packets(part)[-1][0] > left[-1] - 1


@pytest.mark.parametrize("ending", [".mp4", ".mkv"])
def test_a_full_disk_is_told_in_a_sentence_and_leaves_what_was_written(tmp_path: Path, ending: str) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (40, 96, 128, 3), np.uint8)
    clip = Clip(pts=tuple(range(0, 40 * 512, 512)), height=96, width=128)
    source = make(tmp_path / "in.mp4", clip, pictures=list(noise))
    target = tmp_path / f"out{ending}"
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))"
    run = subprocess.run(
        [sys.executable, "-c", limit + COPY, str(source), str(target)], capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    assert run.returncode == 0
    message, hint = run.stdout.splitlines()[-1].split("|")
    assert f"Writing {target.name} failed" in message
    assert "choose another folder" in hint
    assert not target.exists()
    part = VideoReader(tmp_path / f".out.part{ending}")
    assert len(list(part)) > 3
    part.close()
