"""The window as a program of its own, brought to a state, for tests that look at how its process ends.

`python -m tests.gui.ending_program STATE FOLDER`: it says "ready", and which processes work for it, once it is there;
it closes the window when a file `close` appears in the folder.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication

from lowlight_live.attached import SinkState
from lowlight_live.cli.app import main
from lowlight_live.frame import Frame
from lowlight_live.gui import app
from lowlight_live.gui.bridge import Bridge
from lowlight_live.gui.export import panel as export_panel
from lowlight_live.gui.export.queue import ExportQueue
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.video.live.opening import CameraSpec
from lowlight_live.viewing import open_source
from tests.gui.conftest import Inverting, NumberedCamera, enhanced
from tests.training.conftest import write_photo

EXPOSURE = 1.25
_LOOK_MS = 20
_FRAMES = 30

Step = Callable[[], bool]
"""Done again and again until it says that it is through."""


def load_for_ever(_model: str, _device: str, _size: tuple[int, int]) -> Inverting:
    """A model that takes its time in torch, which nobody can interrupt."""
    import torch

    image = torch.zeros(1, 3, 256, 256)
    loading.set()
    while True:
        image = torch.nn.functional.avg_pool2d(image, 3, 1, 1)


def open_for_ever(_what: object) -> NumberedCamera:
    loading.set()
    threading.Event().wait()
    return NumberedCamera()


class HangingCamera(NumberedCamera):
    """Gives one picture; then its driver hangs for good."""

    def __iter__(self) -> Iterator[Frame]:
        for frame in super().__iter__():
            yield frame
            loading.set()
            threading.Event().wait()


loading = threading.Event()
"""Set when what never ends has begun."""


class States:
    """What the window is brought to. Each yields steps, and a number of a process that works for it or 0.

    Args:
        window: Just made.
        folder: Of the test.
    """

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self.window, self.folder = window, folder
        self.helper: Callable[[], int] = lambda: 0

    def live(self) -> Iterator[Step]:
        self.window.open(CameraSpec("/dev/video0"))
        yield lambda: enhanced(self.window)

    def film(self) -> Iterator[Step]:
        self.window.open(Path(sys.argv[2]) / "film.mp4")
        yield lambda: enhanced(self.window)

    def recording(self) -> Iterator[Step]:
        yield from self.live()
        self.window.acts["record"].trigger()
        running = self.window.bridge.outputs.recording
        assert running is not None
        yield lambda: running.state is SinkState.RUNNING
        camera = self.window.bridge.view
        assert camera is not None
        assert isinstance(camera.source, NumberedCamera)
        source, given = camera.source, camera.source.given
        yield lambda: source.given > given + _FRAMES

    def exporting(self) -> Iterator[Step]:
        film = self.folder / "film.mp4"
        film.with_suffix(".go").write_text("5")
        self.window.work.show_exports()
        exports = self.window.work.exports
        assert exports is not None
        queue = exports.queue
        self.helper = lambda: queue.process_id
        exports.add_files([film], self.window.bridge.settings)
        yield lambda: queue.progress is not None and queue.progress.frames == 5

    def training(self) -> Iterator[Step]:
        photos = self.folder / "photos"
        photos.mkdir()
        for index in range(2):
            write_photo(photos / f"{index}.png", index)
        self.window.acts["training"].trigger()
        dialog = self.window.work.training
        assert dialog is not None
        run = dialog.run
        self.helper = lambda: run.process_id
        small = {"steps": 100_000, "batch_size": 1, "lines": 36, "crop": 24, "device": "cpu", "warm_up": 0}
        run.start("zero-reference", photos, run.folder / "evening.safetensors", {**small, "checkpoint_interval": 1})
        yield lambda: run.course.step >= 2

    def opening(self) -> Iterator[Step]:
        self.window.open(CameraSpec("/dev/video0"))
        yield loading.is_set

    def loading(self) -> Iterator[Step]:
        yield loading.is_set

    def hanging(self) -> Iterator[Step]:
        self.window.open(CameraSpec("/dev/video0"))
        yield loading.is_set


STATES = [name for name in vars(States) if not name.startswith("_")]


def bring_to(state: str, folder: Path) -> None:
    """Open the window, bring it to the state, and run it to its end as the command line does."""
    source = {"opening": open_for_ever, "hanging": lambda _what: HangingCamera()}
    camera = source.get(state, lambda _what: NumberedCamera())
    build = load_for_ever if state == "loading" else lambda model, device, _size: Inverting(model, device)
    open_it = lambda what: open_source(what) if isinstance(what, Path) else camera(what)  # noqa: E731
    app.Bridge = partial(Bridge, open_it=open_it, build=build)  # type: ignore[misc,assignment]
    worker = partial(ExportQueue, worker="tests.gui.export.fakes")
    export_panel.ExportQueue = worker  # type: ignore[misc,assignment]
    steps: Iterator[Step] | None = None
    step: Step = lambda: True  # noqa: E731
    states: States | None = None

    def look() -> None:
        nonlocal steps, step, states
        window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()), None)
        if window is None:
            return
        if (folder / "close").exists():
            window.close()
            return
        if states is None:
            window.change_settings(replace(window.bridge.settings, exposure=EXPOSURE))
            states = States(window, folder)
            steps = getattr(states, state)()
        while steps is not None and step():
            following = next(steps, None)
            if following is None:
                steps = None
                print(json.dumps({"helper": states.helper()}), flush=True)  # noqa: T201
            else:
                step = following

    application = app.make_application()
    timer = QTimer(application)
    timer.timeout.connect(look)
    timer.start(_LOOK_MS)
    sys.exit(main([]))


if __name__ == "__main__":
    bring_to(sys.argv[1], Path(sys.argv[2]))
