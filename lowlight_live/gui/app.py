"""Opens the window and runs it to its end."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

from PyQt6.QtCore import QEvent, QTimer
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QApplication

from lowlight_live import __version__
from lowlight_live.gui.background.leaving import leave
from lowlight_live.gui.bridge import Bridge
from lowlight_live.gui.desktop.appearance import apply_appearance
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.sources.camera_list import CameraList
from lowlight_live.gui.storage.log_file import LogFile, Unforeseen
from lowlight_live.gui.storage.store import Store
from lowlight_live.gui.texts.translation import apply_language
from lowlight_live.gui.window.memory import remembered_appearance, remembered_choice
from lowlight_live.video.live.opening import CameraSpec

__all__ = ["leave", "make_application", "run"]

_LOOK_MS = 20
_IDLE_MS = 3000
"""By then the first picture is there."""
_STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143}
_OPENCVS = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
"""What opencv-python sets to folders of its own Qt 5; Qt 6 would look for its plugins there."""
_log = logging.getLogger("lowlight_live")


def run(
    what: Path | CameraSpec | None = None,
    *,
    settings: Mapping[str, float] | None = None,
    choice: Mapping[str, str] | None = None,
) -> int:
    """Open the window and run it until it is closed; from the main thread.

    Args:
        what: To be looked at from the start.
        settings: By name, in place of those of the last time; what is not among them stays.
        choice: Of "model" and "device", likewise.

    Returns:
        The exit status.
    """
    application = make_application()
    gc.freeze()  # what was imported so far: no search for garbage, in whatever slot, has to look through it
    store = Store()
    log, unforeseen = LogFile(), Unforeseen()
    _log.info("lowlight-live %s begins", __version__)
    apply_appearance(application, remembered_appearance(store))
    if settings:
        store.save_settings(replace(store.settings(), **settings))
    bridge = Bridge(store.settings(), replace(remembered_choice(store), **(choice or {})))
    window = MainWindow(store, bridge, CameraList(), unforeseen)
    hints = QGuiApplication.styleHints()
    if hints is not None:
        hints.colorSchemeChanged.connect(lambda _scheme: window.follow_system())
    try:
        with _signals() as received:
            timer = QTimer()
            timer.timeout.connect(lambda: window.close() if received and window.isVisible() else None)
            timer.start(_LOOK_MS)
            window.show()
            if what is not None:
                window.open(what)
            # Once the window is on the screen: loading torch would keep it waiting.
            QTimer.singleShot(0, bridge.prepare)
            QTimer.singleShot(0, window.work.offer_interrupted_exports)
            QTimer.singleShot(_IDLE_MS, window.work.load_dialogs)
            application.exec()
            timer.stop()
    finally:
        window.close()
        window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.unfreeze()
        unforeseen.close()
        _log.info("the end")
        log.close()
    return _STATUS[received[0]] if received else 0


def make_application() -> QApplication:
    """The one application of this process, with its name, style and language."""
    for name in _OPENCVS:
        os.environ.pop(name, None)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101  nobody here makes one without a screen
    application.setApplicationName("lowlight-live")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("lowlight-live")
    application.setStyle("Fusion")  # the one that takes a palette of ours on every system
    apply_language(application)
    return application


@contextmanager
def _signals() -> Iterator[list[signal.Signals]]:
    """Note signals in place of raising them anywhere: an exception in a slot would end the event loop badly.

    Yields:
        Those that ask for the end, as they come.
    """
    received: list[signal.Signals] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(signal.Signals(number))

    before = {number: signal.signal(number, note) for number in _STATUS}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
