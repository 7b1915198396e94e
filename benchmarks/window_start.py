"""How long the window and its first picture take, from the start of the process; `benchmarks.window` asks for it.

Each start is a process of its own, of a user who has never used the program, on the bundled clip and without a screen.
The first picture is a raw one: the network is loaded once it has been painted.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

USER_FOLDERS = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
_PATIENCE_S = 120


def starts(count: int) -> dict[str, Any]:
    """Start the program so many times, one after the other.

    Returns:
        Median and largest of the seconds to the first paint of the window and to the first of a picture. The first
        start of all, which finds nothing in the caches of the system, is told apart.
    """
    took = [_start() for _ in range(count + 1)]
    return {
        "first": took[0],
        **{
            name: {
                "median_s": round(statistics.median(one[name] for one in took[1:]), 3),
                "max_s": max(one[name] for one in took[1:]),
            }
            for name in took[0]
        },
    }


def _start() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, **dict.fromkeys(USER_FOLDERS, home), "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "benchmarks.window_start"]
        began = time.monotonic()
        run = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, text=True, timeout=_PATIENCE_S, check=True
        )
    return {name: round(at - began, 3) for name, at in json.loads(run.stdout).items()}


def _child() -> None:
    """Run the program until its first picture, and tell when what was painted, on the system's monotonic clock."""
    from PyQt6.QtCore import QEvent, QObject

    from lowlight_live.assets import asset_dir
    from lowlight_live.gui import app, main_window

    painted: dict[str, float] = {}

    class Timed(main_window.MainWindow):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self.pages.installEventFilter(self)
            self.preview.shown.connect(self.first_picture)

        def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
            if event is not None and event.type() is QEvent.Type.Paint:
                painted.setdefault("window", time.monotonic())
            return super().eventFilter(watched, event)

        def first_picture(self) -> None:
            painted.setdefault("picture", time.monotonic())
            self.close()

    vars(app)["MainWindow"] = Timed
    app.run(Path(asset_dir("samples")) / "night-dog.mp4")
    print(json.dumps(painted), flush=True)
    app.leave(0)


if __name__ == "__main__":
    _child()
