"""A live run of minutes or hours takes no more memory, threads and handles at its end than near its start."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lowlight_live.enhance.curve_enhancer import EnhancerSpec
from lowlight_live.session import LiveOutputs, open_live_session
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.live.opening import CameraSpec
from lowlight_live.video.writer import WriterSpec
from tests.video.clips import times
from tests.video.live.loopback import MjpegServer, night_dog

SECONDS = float(os.environ.get("LOWLIGHT_SOAK_S", "0"))
WARM_UP = 0.2
ALLOWED_GROWTH_MB = 40
PROC = Path("/proc/self")


def resident_mb() -> float:
    return int((PROC / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    server = MjpegServer(night_dog(360, 640), fps=30)
    yield server
    server.go_down()


@pytest.mark.slow
@pytest.mark.skipif(not SECONDS, reason="takes minutes: LOWLIGHT_SOAK_S=600 runs it for ten")
@pytest.mark.skipif(not (PROC / "statm").exists(), reason="memory and handles are read from /proc")
def test_a_long_live_run_stays_as_it_was(server: MjpegServer, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    outputs = LiveOutputs(recordings=(WriterSpec(film),), snapshot=tmp_path / "end.png", window=True)
    session = open_live_session(CameraSpec(server.url), EnhancerSpec(), EnhanceSettings(), outputs)
    assert session.latest is not None
    seen: list[tuple[float, int, int]] = []
    with session.pipeline as pipeline:
        started = time.monotonic()
        while (elapsed_s := time.monotonic() - started) < SECONDS:
            assert not pipeline.wait(1 / 30)
            if (pair := session.latest.take()) is not None:
                session.latest.shown(pair)
            if elapsed_s > SECONDS * WARM_UP:
                seen.append((resident_mb(), threading.active_count(), len(list((PROC / "fd").iterdir()))))
        pipeline.stop()
    stats = pipeline.stats()
    quarter = len(seen) // 4
    (first_mb, *_), (last_mb, *_) = (
        [sum(column) / len(column) for column in zip(*part, strict=True)] for part in (seen[:quarter], seen[-quarter:])
    )
    threads, handles = ({row[index] for row in seen} for index in (1, 2))
    print(f"{SECONDS:.0f} s: {stats}")  # noqa: T201  the record of a soak
    tenths = [f"{mb:.0f}" for mb, *_ in seen[:: max(1, len(seen) // 10)]]
    print(f"MB over time: {' '.join(tenths)}")  # noqa: T201
    print(f"{first_mb:.0f} MB, then {last_mb:.0f} MB; threads {threads}, handles {handles}")  # noqa: T201
    assert last_mb - first_mb < ALLOWED_GROWTH_MB
    assert len(threads) == 1
    assert len(handles) <= 2  # listing them takes one itself
    assert float(times(film)[-1]) == pytest.approx(SECONDS, abs=2)
