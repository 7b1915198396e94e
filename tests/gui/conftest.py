"""A window whose sources, models and cameras a test decides."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from pytestqt.qtbot import QtBot

from lowlight_live.enhance.protocols import EnhancerInfo
from lowlight_live.errors import ModelError
from lowlight_live.frame import Frame, FramePair
from lowlight_live.gui.bridge import Bridge
from lowlight_live.gui.desktop.appearance import Appearance, apply_appearance
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.sources.camera_list import CameraList
from lowlight_live.gui.storage.store import Store
from lowlight_live.gui.window.memory import remembered_choice
from lowlight_live.pending import Pending
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.live.camera import Camera
from lowlight_live.video.live.opening import CameraSpec
from lowlight_live.video.protocols import LiveSource, LiveStatus, SourceInfo, SourceState
from lowlight_live.viewing import open_source

WAIT_MS = 20_000
"""Far longer than anything here takes: only a failing test waits for it."""
TICKS = Fraction(1, 90_000)
CAMERA = Camera(0, "/dev/video0", "Test Camera", "test-camera")


def numbered(number: int, height: int = 48, width: int = 64) -> Frame:
    """A picture that is its number, in 24 bit."""
    rgb = np.empty((height, width, 3), np.uint8)
    rgb[:] = (number >> 16 & 255, number >> 8 & 255, number & 255)
    return Frame(rgb, number * 300, TICKS, captured_at=time.monotonic())


class NumberedCamera:
    """A camera that gives numbered pictures as fast as they are taken, or as they are asked for."""

    def __init__(self, *, height: int = 48, width: int = 64, free: bool = True) -> None:
        self.info = SourceInfo("Test Camera", height, width, TICKS, frame_rate=Fraction(30), live=True)
        self.warnings: tuple[str, ...] = ()
        self.status = LiveStatus(SourceState.LIVE, 0.0, granted=f"{width}x{height} 30 fps")
        self.given = 0
        self.closed = threading.Event()
        self._free = free
        self._wanted = 0
        self._stopped = False
        self._changed = threading.Condition()

    def show(self, count: int = 1) -> None:
        """Give so many pictures more."""
        with self._changed:
            self._wanted += count
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def close(self) -> None:
        self.closed.set()

    def __iter__(self) -> Iterator[Frame]:
        while True:
            with self._changed:
                # Free, it still lets others have the interpreter between two pictures.
                self._changed.wait_for(lambda: self._stopped or self._wanted > 0, 0.001 if self._free else None)
                if self._stopped:
                    return
                self._wanted = max(0, self._wanted - 1)
            yield numbered(self.given, self.info.height, self.info.width)
            self.given += 1


class Inverting:
    """An enhancer whose result is the inverse, times nothing: 255 minus the original."""

    warnings: tuple[str, ...] = ()

    def __init__(self, model: str = "inverting", device: str = "cpu") -> None:
        self.info = EnhancerInfo(model, "none", device, "float32", (2, 3), "it is a test")
        self.closed = 0
        self.seen: list[EnhanceSettings] = []

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        self.seen.append(settings)
        return FramePair(frame, replace(frame, rgb=255 - frame.rgb))

    def begin(self, frame: Frame, settings: EnhanceSettings) -> Pending[FramePair]:
        return Pending.of(self.enhance(frame, settings))

    def reset(self) -> None:
        pass

    def close(self) -> None:
        self.closed += 1


class Desk:
    """Makes windows, and keeps what lies behind them.

    Attributes:
        source: What opening a camera gives; another one may be put there.
        built: The enhancers, in order.
        cameras: Those that are plugged in.
        may_build: While it is not set, loading a model does not end.
        refused: Models that cannot be loaded.
    """

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.source: Callable[[], LiveSource] = NumberedCamera
        self.opened: list[LiveSource] = []
        self.built: list[Inverting] = []
        self.cameras: list[Camera] = [CAMERA]
        self._windows: list[MainWindow] = []
        """qtbot alone would not keep them from being collected between the test and their closing."""
        self.may_build = threading.Event()
        self.may_build.set()
        self.refused: dict[str, Exception] = {"broken": ModelError("The model is broken.", hint="Take another.")}

    def open_it(self, what: Path | CameraSpec) -> LiveSource:
        source = open_source(what) if isinstance(what, Path) else self.source()
        self.opened.append(source)
        return source

    def build(self, model: str, device: str, size: tuple[int, int]) -> Inverting:
        assert self.may_build.wait(WAIT_MS / 1000)
        if model in self.refused:
            raise self.refused[model]
        self.built.append(Inverting(model, device))
        return self.built[-1]

    def window(self, *, kept: bool = True) -> MainWindow:
        """A window that is closed after the test, unless it is not to be kept."""
        store = Store(self.folder / "settings.json")
        bridge = Bridge(store.settings(), remembered_choice(store), open_it=self.open_it, build=self.build)
        cameras = CameraList(lambda: self.cameras, lambda: self.cameras, every_s=0.01, patience_s=WAIT_MS / 1000)
        window = MainWindow(store, bridge, cameras)
        if kept:
            self.qtbot.addWidget(window)
            self._windows.append(window)
        with self.qtbot.waitActive(window, timeout=WAIT_MS):
            window.show()
            window.activateWindow()
        return window

    def until(self, condition: Callable[[], bool], patience_ms: int | None = None) -> None:
        """Let the window work until something is true; None waits for as long as is usual."""
        self.qtbot.waitUntil(condition, timeout=WAIT_MS if patience_ms is None else patience_ms)

    def live(self, *, kept: bool = True) -> MainWindow:
        """A window that shows a camera, enhanced."""
        window = self.window(kept=kept)
        window.open(CameraSpec("/dev/video0"))
        self.until(lambda: enhanced(window))
        return window


def enhanced(window: MainWindow) -> bool:
    """Whether what is shown has been through the enhancer."""
    pair = window.preview.pair
    return pair is not None and bool((pair.enhanced.rgb == 255 - pair.original.rgb).all())


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(qtbot, tmp_path)


@pytest.fixture(autouse=True)
def as_it_was(qapp: object) -> Iterator[None]:
    """Leave the application in the light."""
    from PyQt6.QtWidgets import QApplication

    yield
    assert isinstance(qapp, QApplication)
    apply_appearance(qapp, Appearance.LIGHT)


@pytest.fixture(autouse=True)
def encoders_are_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Which of them work here is nothing that a form needs to find out in every test."""
    monkeypatch.setattr("lowlight_live.gui.export.codec_box.working_encoders", lambda: ("libx264", "libx265"))
    yield
    for thread in threading.enumerate():
        if thread.name == "lowlight-encoders":
            thread.join(WAIT_MS / 1000)


@pytest.fixture
def still(tmp_path: Path) -> Path:
    """A photo, which is a film that rests."""
    from PIL import Image

    path = tmp_path / "photo.png"
    Image.fromarray(numbered(0x102030).rgb).save(path)
    return path
