"""The window ends in order whatever it is at, and leaves nothing behind."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import av
import pytest
from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QApplication, QDialog

from lowlight_live.assets import asset_dir
from lowlight_live.attached import SinkState
from lowlight_live.frame import Frame
from lowlight_live.gui.export import panel as export_panel
from lowlight_live.gui.export.queue import ExportQueue
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.video import virtual_camera
from lowlight_live.video.live.opening import CameraSpec
from lowlight_live.video.protocols import LiveStatus, SourceState
from tests.fake_camera import soon
from tests.gui.conftest import WAIT_MS, Desk, NumberedCamera, enhanced
from tests.gui.export.fakes import FRAMES
from tests.gui.processes import is_running
from tests.live_fakes import FakeDevice

CLIP = asset_dir("samples") / "night-dog.mp4"
PATIENCE_MS = 60_000


class HangingCamera(NumberedCamera):
    """Gives one picture, then its driver hangs until `may_go` is set, whatever it is told."""

    may_go = threading.Event()

    def __iter__(self) -> Iterator[Frame]:
        for frame in super().__iter__():
            yield frame
            assert self.may_go.wait(WAIT_MS / 1000)
            return


class States:
    """Windows that are at something.

    Attributes:
        process_id: Of the process that works for the window; 0 for none.
    """

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.process_id = 0
        self._desk = desk
        self._monkeypatch = monkeypatch

    def empty(self) -> MainWindow:
        return self._desk.window()

    def model_that_does_not_load(self) -> MainWindow:
        window = self._desk.window()
        self._desk.may_build.clear()
        window.bridge.prepare()
        self._desk.until(lambda: window.busy_label.text() == "Loading the model…")
        return window

    def opening(self) -> MainWindow:
        window = self._desk.window()
        window.open(CLIP)
        return window

    def camera_that_does_not_open(self) -> MainWindow:
        HangingCamera.may_go.clear()

        def hang() -> NumberedCamera:
            assert HangingCamera.may_go.wait(WAIT_MS / 1000)
            return NumberedCamera()

        self._desk.source = hang
        window = self._desk.window()
        window.open(CameraSpec("/dev/video0"))
        self._desk.until(lambda: window.busy_label.text() == "Opening…")
        return window

    def live(self) -> MainWindow:
        return self._desk.live()

    def paused_film(self) -> MainWindow:
        window = self.playing_film()
        assert window.bridge.player is not None
        window.bridge.player.pause()
        return window

    def playing_film(self) -> MainWindow:
        window = self._desk.window()
        window.open(CLIP)
        self._desk.until(lambda: enhanced(window))
        return window

    def recording(self) -> MainWindow:
        window = self._desk.live()
        window.acts["record"].trigger()
        running = window.bridge.outputs.recording
        assert running is not None
        self._desk.until(lambda: running.state is SinkState.RUNNING)
        return window

    def recording_of_a_camera_that_is_away(self) -> MainWindow:
        window = self.recording()
        source = self._desk.opened[-1]
        assert isinstance(source, NumberedCamera)
        source.status = LiveStatus(SourceState.LOST, 0.0, reason="It is unplugged.")
        self._desk.until(lambda: "is away" in window.preview._banner)
        return window

    def broadcasting(self) -> MainWindow:
        self._monkeypatch.setattr(virtual_camera, "_open_device", lambda *_: FakeDevice(48, 64))
        window = self._desk.live()
        window.acts["virtual_camera"].trigger()
        self._desk.until(lambda: window.bridge.outputs.virtual_device != "")
        return window

    def full_screen(self) -> MainWindow:
        window = self._desk.live()
        window.acts["full_screen"].trigger()
        return window

    def silent_camera(self) -> MainWindow:
        self._desk.source = lambda: NumberedCamera(free=False)
        window = self._desk.window()
        window.open(CameraSpec("/dev/video0"))
        self._desk.until(lambda: window.bridge.view is not None)
        return window

    def camera_that_hangs(self) -> MainWindow:
        HangingCamera.may_go.clear()
        self._desk.source = HangingCamera
        window = self._desk.window()
        window.open(CameraSpec("/dev/video0"))
        self._desk.until(lambda: window.preview.drawing is not None)
        return window

    def error_shown(self) -> MainWindow:
        window = self._desk.window()
        window.open(Path("/nowhere/nothing.mp4"))
        self._desk.until(lambda: window.messages.problem is not None)
        return window

    def dialogs_open(self) -> MainWindow:
        window = self._desk.live()
        for name in ("about", "shortcuts", "training"):
            window.acts[name].trigger()
        return window

    def exporting(self) -> MainWindow:
        folder = self._desk.folder
        self._monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
        worker = partial(ExportQueue, folder / "kept", "tests.gui.export.fakes")
        self._monkeypatch.setattr(export_panel, "ExportQueue", lambda _folder, parent: worker(parent=parent))
        film = folder / "film.mp4"
        film.write_text("a film")
        film.with_suffix(".go").write_text(str(FRAMES // 2))
        window = self._desk.window()
        window.work.show_exports()
        exports = window.work.exports
        assert exports is not None
        exports.add_files([film], window.bridge.settings)
        self._desk.until(lambda: exports.queue.progress is not None and exports.queue.progress.frames == FRAMES // 2)
        self.process_id = exports.queue.process_id
        assert is_running(self.process_id)
        return window


STATES = [name for name in vars(States) if not name.startswith("_")]
MAY_BE_LEFT = {
    "model_that_does_not_load": "lowlight-load",
    "opening": "lowlight-open",
    "camera_that_does_not_open": "lowlight-open",
    "camera_that_hangs": "lowlight-capture",
}
"""What nobody can interrupt is not waited for; it ends when it can."""


@pytest.mark.parametrize("state", STATES)
def test_closing_the_window_ends_all_that_belongs_to_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    states = States(desk, monkeypatch)
    window: MainWindow = getattr(states, state)()
    window.close()
    assert not window.isVisible()
    left = ours()
    desk.may_build.set()
    HangingCamera.may_go.set()
    soon(lambda: not ours())
    assert set(left) <= {MAY_BE_LEFT.get(state, "")}
    assert all(enhancer.closed == 1 for enhancer in desk.built)
    assert all(source.closed.is_set() for source in desk.opened if isinstance(source, NumberedCamera))
    assert not states.process_id or not is_running(states.process_id)


def ours() -> list[str]:
    """The names of the threads of ours."""
    return sorted(thread.name for thread in threading.enumerate() if thread.name.startswith("lowlight-"))


def test_closing_while_it_records_completes_the_film(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    window = States(desk, monkeypatch).recording()
    source = desk.opened[-1]
    assert isinstance(source, NumberedCamera)
    given = source.given
    desk.until(lambda: source.given > given + 30)
    path = window.bridge.outputs._recording_path
    assert path is not None
    window.close()
    with av.open(str(path)) as container:
        assert next(container.decode(video=0)).width == 64


def widgets(application: QApplication) -> list[str]:
    gc.collect()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    application.processEvents()
    return sorted(type(widget).__name__ for widget in application.allWidgets())


def test_a_window_leaves_no_widget_behind(desk: Desk, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    states: list[Callable[[States], MainWindow]] = [States.dialogs_open, States.exporting, States.playing_film]
    keep_none(desk, monkeypatch)
    before = widgets(qapp)
    for state in states:
        window = state(States(desk, monkeypatch))
        window.close()
        for dialog in window.findChildren(QDialog):
            dialog.close()
        window.deleteLater()
        del window
        assert widgets(qapp) == before


def keep_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the windows of the desk be deleted before the test ends."""
    make = desk.window
    monkeypatch.setattr(desk, "window", lambda *, kept=True: make(kept=False))
