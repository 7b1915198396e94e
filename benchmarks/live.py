"""What `lowlight-live live` does with a stream: rates, delays, an outage, and how soon it ends; as JSON.

    python -m benchmarks.live --json docs/benchmarks/live.json

The command line runs in a process of its own, as for a user, and records. This process is the camera: Motion JPEG over
HTTP, made of the sample clip. Three runs: 640x480 at 30 frames a second, 1280x720 at 40, and 640x480 with the plug
pulled in the middle, whose events and film are kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import av

from lowlight_live.provenance import commit
from tests.video.live.loopback import MjpegServer, night_dog

FPS = 30
FPS_720P = 40
"""More than the 30 to be kept up with: a sender that waits between frames sends a little fewer than it says."""
PATIENCE_S = 60.0
AWAY_S = 4.0
AFTERWARDS_S = 3.0
Event = dict[str, Any]


class LiveRun:
    """`lowlight-live live` on a stream, and what it says, each event with the second at which it was read."""

    def __init__(self, url: str, film: Path) -> None:
        command = [sys.executable, "-m", "lowlight_live", "live", url, "--record", str(film), "--stats", "json"]
        self.events: list[tuple[float, Event]] = []
        self._changed = threading.Condition()
        self._started = time.monotonic()
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()

    def until(self, true_of: Callable[[Event], bool], since: int = 0) -> float:
        """Wait for an event that came after so many others; when it was read."""

        def found() -> float | None:
            return next((at for at, event in self.events[since:] if true_of(event)), None)

        with self._changed:
            if not self._changed.wait_for(lambda: found() is not None, PATIENCE_S):
                raise SystemExit(f"Never so; last: {self.events[-1:]}")
            at = found()
            assert at is not None
            return at

    def end(self) -> dict[str, float]:
        """Press Ctrl-C; the seconds until the film was complete, and until the process had ended."""
        asked = time.monotonic()
        self._process.send_signal(signal.SIGINT)
        complete = self.until(lambda event: event["event"] == "interrupted") + self._started - asked
        self._process.wait(PATIENCE_S)
        return {"film_complete_s": round(complete, 3), "process_ended_s": round(time.monotonic() - asked, 3)}

    @property
    def now(self) -> float:
        return time.monotonic() - self._started

    @property
    def last_stats(self) -> Event:
        stats: Event = self.events[-1][1]["stats"]
        return stats

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._changed:
                self.events.append((round(self.now, 3), json.loads(line)))
                self._changed.notify_all()


def steady(height: int, width: int, fps: float, seconds: float, folder: Path) -> Event:
    """Let it run for a while and tell the figures of its end."""
    server = MjpegServer(night_dog(height, width), fps)
    try:
        with LiveRun(server.url, folder / f"{height}.mp4") as run:
            run.until(lambda event: event["event"] == "started")
            run.until(lambda event: event["event"] == "stats" and event["elapsed_s"] >= seconds)
            ended = run.end()
            stats = run.last_stats
    finally:
        server.go_down()
    return {"sent_fps": fps, "enhanced_of_captured": round(stats["enhanced"] / stats["captured"], 4), **ended, **stats}


def outage(folder: Path) -> Event:
    """Pull the plug for a while; what was told, how soon it was back, and the moments of the film."""
    film = folder / "outage.mp4"
    server = MjpegServer(night_dog(480, 640), FPS)
    try:
        with LiveRun(server.url, film) as run:
            started = run.until(lambda event: event["event"] == "started")
            run.until(lambda event: event["event"] == "stats" and event["elapsed_s"] >= AFTERWARDS_S)
            server.go_down()
            lost = run.until(lambda event: event["event"] == "source" and event["state"] == "lost")
            time.sleep(AWAY_S)
            server.come_up()
            up, told = run.now, len(run.events)
            back = run.until(lambda event: event["event"] == "source" and event["state"] == "live", told)
            enough_s = back - started + AFTERWARDS_S
            run.until(lambda event: event["event"] == "stats" and event["elapsed_s"] >= enough_s, told)
            ended = run.end()
            events = run.events
    finally:
        server.go_down()
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        times = [frame.time for frame in container.decode(stream) if frame.time is not None]
    told_at = [{"at_s": at, **event} for at, event in events if event["event"] != "stats"]
    rates = [
        {"at_s": at, "state": event["source"]["state"], "fps": event["rates"]["recording"]}
        for at, event in events
        if event["event"] == "stats"
    ]
    return {
        "lost_at_s": lost,
        "back_after_s": round(back - up, 3),
        **ended,
        "elapsed_s": events[-1][1]["stats"]["elapsed_s"],
        "events": told_at,
        "recorded": rates,
        "film_times_s": [round(at, 3) for at in times],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--seconds", type=float, default=30, help="of each steady run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result: Event = {
            "machine": {"system": platform.platform(), "cores": os.cpu_count(), "commit": commit()},
            "640x480": steady(480, 640, FPS, arguments.seconds, Path(folder)),
            "1280x720": steady(720, 1280, FPS_720P, arguments.seconds, Path(folder)),
            "outage": outage(Path(folder)),
        }
    for size in ("640x480", "1280x720"):
        figures = result[size]
        delay = figures["latency"]["recording"]
        print(
            f"{size}: {figures['fps']:.1f} of {figures['sent_fps']:.0f} frames a second, "
            f"{figures['enhanced_of_captured']:.1%} of those captured enhanced, "
            f"capture to film p50 {delay['p50_s'] * 1e3:.0f} ms, p95 {delay['p95_s'] * 1e3:.0f} ms"
        )
    film = result["outage"]
    print(f"outage: back after {film['back_after_s']:.2f} s, film of {film['film_times_s'][-1]:.2f} s")
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
