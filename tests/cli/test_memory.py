"""Memory stays flat however long the clip is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import frames_of, make_clip, start

# To keep one copy of each frame of the long clip would take 63 MiB.
HEIGHT, WIDTH = 120, 160
SHORT, LONG = 60, 1200
ALLOWED_GROWTH_KIB = 32 * 1024


def peak_kib(frames: int, model: Path, folder: Path) -> int:
    """Peak resident memory of a whole run over a clip of so many frames."""
    clip = make_clip(folder / f"{frames}.mp4", frames=frames, height=HEIGHT, width=WIDTH)
    process = start("enhance", clip, "--model", model, "--preset", "ultrafast", "--json", cwd=folder)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read()
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    process.stderr.close()
    assert process.returncode == 0, errors
    assert len(frames_of(clip.with_name(f"{frames}.enhanced.mp4"))) == frames
    return usage.ru_maxrss


@pytest.mark.slow
def test_a_clip_twenty_times_as_long_needs_no_more_memory(model: Path, tmp_path: Path) -> None:
    short, long = (peak_kib(frames, model, tmp_path) for frames in (SHORT, LONG))
    assert long - short < ALLOWED_GROWTH_KIB
