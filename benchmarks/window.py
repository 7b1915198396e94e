"""What is promised of the window, measured: how soon it is there, how old what it shows is, and what it costs; as JSON.

    python -m benchmarks.window --json docs/benchmarks/window.json

The real window, without a screen, shows a made-up camera of 30 frames a second beside what a stand-in makes of it: the
inverse, so that next to nothing is measured but the window. Shares and slots are times of the processor in the window's
thread, which other programs on the machine do not change much; starts (window_start.py) and ages are times of the
clock, for a machine that does nothing else. A slot is one event that Qt delivers, with all that comes of it. A picture
is oldest when the next one takes its place: its age then is counted from its capture.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import count, product
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PyQt6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PyQt6.QtWidgets import QApplication, QDialog

from benchmarks.window_start import USER_FOLDERS, starts
from lowlight_live.enhance.protocols import EnhancerInfo
from lowlight_live.frame import Frame, FramePair
from lowlight_live.gui.bridge import Bridge
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.sources.camera_list import CameraList
from lowlight_live.gui.storage.store import Store
from lowlight_live.pending import Pending
from lowlight_live.provenance import commit
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.live.opening import CameraSpec
from lowlight_live.video.protocols import LiveStatus, SourceInfo, SourceState

FPS = 30
TICKS = Fraction(1, 90_000)
PICTURES = {"720p": (720, 1280), "1080p": (1080, 1920), "4K": (2160, 3840)}
WINDOWS = {"usual": (720, 1240), "full HD": (1080, 1920), "4K": (2160, 3840)}
MOST_SHARE = 0.3
MOST_MS = 20.0
WINDOW_WITHIN_S, PICTURE_WITHIN_S = 1.5, 2.0
MOST_PERIODS = 2.0
MOVE_EVERY_MS = 50
ASKING = {"open", "open_address", "weight_file", "bug_report", "log_folder", "virtual_camera", "quit"}
"""Actions that open a dialog of the system or need a device."""


class SteadyCamera:
    """Gives made-up pictures at a steady rate."""

    def __init__(self, height: int, width: int) -> None:
        self.info = SourceInfo("camera", height, width, TICKS, frame_rate=Fraction(FPS), live=True)
        self.warnings: tuple[str, ...] = ()
        self.status = LiveStatus(SourceState.LIVE, 0.0, granted=f"{width}x{height} {FPS} fps")
        self._stopped = threading.Event()
        random = np.random.default_rng(0)
        small = random.integers(0, 80, (4, height // 8, width // 8, 3), np.uint8)
        self._pictures = [np.asarray(cv2.resize(picture, (width, height)), np.uint8) for picture in small]

    def __iter__(self) -> Iterator[Frame]:
        due, number = time.monotonic(), 0
        while not self._stopped.wait(max(0.0, due - time.monotonic())):
            now = time.monotonic()
            picture = self._pictures[number % len(self._pictures)]
            yield Frame(picture, round(now / TICKS), TICKS, captured_at=now)
            due, number = max(due + 1 / FPS, now), number + 1

    def stop(self) -> None:
        self._stopped.set()

    def close(self) -> None:
        """There is nothing to release."""


class Inverting:
    """Stands in for an enhancer."""

    warnings: tuple[str, ...] = ()
    info = EnhancerInfo("inverting", "none", "cpu", "", (2, 3), "it is a benchmark")

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        return FramePair(frame, replace(frame, rgb=np.asarray(cv2.bitwise_not(frame.rgb), np.uint8)))

    def begin(self, frame: Frame, settings: EnhanceSettings) -> Pending[FramePair]:
        return Pending.of(self.enhance(frame, settings))

    def reset(self) -> None:
        """There is nothing to forget."""

    def close(self) -> None:
        """There is nothing to release."""


class TimedApplication(QApplication):
    """Notes how long each event took, the events that it brought about included."""

    def __init__(self) -> None:
        super().__init__(sys.argv[:1])
        self.took: list[tuple[float, str]] = []
        self._inside = False

    def notify(self, receiver: QObject | None, event: QEvent | None) -> bool:
        if self._inside or event is None:
            return super().notify(receiver, event)
        self._inside = True
        began = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._inside = False
            kind = getattr(event.type(), "name", "event")
            self.took.append((time.thread_time() - began, f"{kind} of {type(receiver).__name__}"))


class Bench:
    """A window on a made-up camera.

    Args:
        application: That times the slots.
        picture: Height and width of the camera's.
        folder: For the window's settings.
    """

    def __init__(self, application: TimedApplication, picture: tuple[int, int], folder: Path) -> None:
        self.application = application
        store = Store(folder / "settings.json")
        self.bridge = Bridge(store.settings(), open_it=lambda _: SteadyCamera(*picture), build=lambda *_: Inverting())
        self.window = MainWindow(store, self.bridge, CameraList(list, list))
        self.window.acts["figures"].setChecked(True)
        self.window.show()

    def rest(self, seconds: float) -> None:
        """Let the window work."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def until(self, condition: Callable[[], bool]) -> None:
        """Let the window work until something is true."""
        while not condition():
            self.rest(0.05)

    def open_camera(self) -> None:
        """Look at the camera for a second, so that all is warm."""
        self.window.open(CameraSpec("benchmark"))
        self.until(lambda: self.window.preview.paints > FPS)

    def note_ages(self) -> list[float]:
        """From now on note how old each picture is, in seconds, when the next one takes its place on the screen."""
        ages: list[float] = []
        before: Frame | None = None

        def shown(pair: FramePair) -> None:
            nonlocal before
            if before is not None:
                ages.append(time.monotonic() - before.captured_at)
            before = pair.original

        self.window.preview.shown.connect(shown)
        return ages

    def slots(self) -> list[tuple[float, str]]:
        """Those since the last call, the longest first, in seconds."""
        took = sorted(self.application.took, reverse=True)
        self.application.took.clear()
        return took

    def close(self) -> None:
        """End it, and all that is left of it: a user has one window, and no slot that clears away the one before."""
        self.window.close()
        self.window.deleteLater()
        self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        del self.window, self.bridge
        gc.collect()


def steady(application: TimedApplication, picture: str, size: str, seconds: float, *, moving: bool) -> dict[str, Any]:
    """Show a camera for a while.

    Args:
        application: That times the slots.
        picture: Of the camera, as in `PICTURES`.
        size: Of the window, as in `WINDOWS`.
        seconds: How long.
        moving: The wipe line and the first slider are moved all the time.
    """
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(application, PICTURES[picture], Path(folder))
        window, bridge = bench.window, bench.bridge
        if size != "usual":  # a window as large as the screen shows nothing but the picture
            for bar in (window.menuBar(), window.statusBar(), window.tools, window.dock):
                if bar is not None:
                    bar.hide()
        height, width = WINDOWS[size]
        window.resize(width, height)
        bench.open_camera()
        steps = count()

        def move() -> None:
            number = next(steps)
            bench.window.preview.set_wipe(0.2 + number % 30 / 50)
            bench.window.panel.expose(0.1 if number % 20 < 10 else -0.1)

        timer = QTimer()
        timer.timeout.connect(move)
        if moving:
            window.acts["wipe"].trigger()
            timer.start(MOVE_EVERY_MS)
        ages = bench.note_ages()
        bench.slots()
        cpu, began, painted = time.thread_time(), time.monotonic(), window.preview.paints
        bench.rest(seconds)
        used, elapsed, painted = (
            time.thread_time() - cpu,
            time.monotonic() - began,
            window.preview.paints - painted,
        )
        longest = bench.slots()[:3]
        timer.stop()
        stats = bridge.stats()
        assert stats is not None
        shown = [window.preview.height(), window.preview.width()]
        del window, bridge
        bench.close()
    return {
        "gui_thread_share_of_a_core": round(used / elapsed, 4),
        "paints_a_second": round(painted / elapsed, 1),
        "shown_a_second": round(stats.rates["window"], 1),
        "capture_to_screen_p95_ms": round(stats.latency["window"].p95_s * 1e3, 1),
        "oldest_on_screen_periods": {
            "p50": round(float(np.percentile(ages, 50)) * FPS, 2),
            "p95": round(float(np.percentile(ages, 95)) * FPS, 2),
            "max": round(max(ages) * FPS, 2),
        },
        "preview_height_width": shown,
        "longest_slots": [{"ms": round(took * 1e3, 2), "what": what} for took, what in longest],
    }


def actions(application: TimedApplication) -> dict[str, float]:
    """Trigger what the menus offer, once each, in a window that has just begun; the longest slot of each, in ms."""
    took: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(application, PICTURES["720p"], Path(folder))
        window = bench.window
        bench.rest(0.5)
        took["begin"] = bench.slots()[0][0]
        bench.open_camera()
        took["open a camera"] = bench.slots()[0][0]
        window.work.load_dialogs()  # as the application does in its first seconds
        bench.rest(2.0)
        for name, action in window.acts.items():
            if name in ASKING:
                continue
            for _ in range(2 if action.isCheckable() else 1):
                bench.slots()
                QTimer.singleShot(0, action.trigger)
                bench.rest(0.3)
                took[name] = max(took.get(name, 0.0), bench.slots()[0][0])
            if bench.bridge.view is None:
                bench.open_camera()
        for dialog in window.findChildren(QDialog):
            dialog.close()
        del window
        bench.close()
    return {name: round(seconds * 1e3, 2) for name, seconds in sorted(took.items(), key=lambda item: -item[1])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--starts", type=int, default=5, help="how often the program is started")
    parser.add_argument("--seconds", type=float, default=10, help="of each measurement")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    begun = starts(arguments.starts)
    print("seconds from the start:", begun)
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(dict.fromkeys(USER_FOLDERS, home))
        application = TimedApplication()
        application.setQuitOnLastWindowClosed(False)
        gc.freeze()  # as the application does
        result: dict[str, Any] = {
            "machine": {"system": platform.platform(), "cores": os.cpu_count(), "commit": commit()},
            "fps": FPS,
            "starts": begun,
            "actions_longest_slot_ms": actions(application),
        }
        print("longest slots of actions, ms:", *list(result["actions_longest_slot_ms"].items())[:5])
        longest = max(result["actions_longest_slot_ms"].values())
        for picture, size, moving in product(PICTURES, WINDOWS, (False, True)):
            name = f"2 x {picture}, {size} window" + (", wipe line and slider moved" if moving else "")
            figures = result[name] = steady(application, picture, size, arguments.seconds, moving=moving)
            slowest = figures["longest_slots"][0]
            longest = max(longest, slowest["ms"])
            print(
                f"{name}: {figures['gui_thread_share_of_a_core']:.1%} of a core, "
                f"{figures['shown_a_second']} pictures a second, "
                f"at most {figures['oldest_on_screen_periods']['max']} periods old, "
                f"longest slot {slowest['ms']} ms ({slowest['what']})"
            )
    result["longest_slot_ms"] = longest
    usual = result["2 x 720p, usual window"]
    result["holds"] = {
        "window_within_1.5_s": begun["window"]["max_s"] < WINDOW_WITHIN_S,
        "raw_picture_within_2_s": begun["picture"]["max_s"] < PICTURE_WITHIN_S,
        "no_picture_older_than_2_periods": usual["oldest_on_screen_periods"]["max"] <= MOST_PERIODS,
        "gui_thread_below_30_percent": usual["gui_thread_share_of_a_core"] < MOST_SHARE,
        "no_slot_takes_20_ms": longest < MOST_MS,
    }
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    raise SystemExit(0 if all(result["holds"].values()) else 1)


if __name__ == "__main__":
    main()
