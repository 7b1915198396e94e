"""Between the window and the pipeline: the only one in the window that touches it.

One timer pulls the newest pair, the figures and the errors; nothing waits here. Sources and models are opened aside,
each by a job, and take over when they are ready; one that fails leaves the picture as it is.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PyQt6.QtCore import QCoreApplication, QObject, Qt, QTimer, pyqtSignal

from lowlight_live.enhance.protocols import Enhancer
from lowlight_live.errors import LowlightError
from lowlight_live.frame import FramePair
from lowlight_live.gui.jobs import Jobs
from lowlight_live.gui.outputs import Outputs
from lowlight_live.gui.problem import Problem, problem_of
from lowlight_live.settings import EnhanceSettings
from lowlight_live.stats import PipelineStats
from lowlight_live.video.live import CameraSpec
from lowlight_live.video.player import Player
from lowlight_live.viewing import OpenSource, View, build_enhancer, open_source, open_view
from lowlight_live.weights import DEFAULT_MODEL

translate = QCoreApplication.translate
T = TypeVar("T")
_log = logging.getLogger(__name__)

_LOOK_MS = 8
"""Less than half of a frame of the fastest usual screen, so that none is late by one."""
_FIGURES_S = 0.25
_END_WITHIN_S = 0.6
"""So long the end waits for what ends in order,"""
_RECORDING_WITHIN_S = 10.0
"""and so long for a film that is being completed."""
_CAMERA_FREE_WITHIN_S = 3.0
_FIRST_PICTURE_WITHIN_S = 1.0


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to enhance: a model's name or weight file, and a device."""

    model: str = DEFAULT_MODEL
    device: str = "auto"


class Bridge(QObject):
    """Owns the running pipeline; from the window's thread, as far as nothing else is said.

    Attributes:
        pair_came: The newest pair, at most one a tick.
        figures_came: `PipelineStats`, a few times a second.
        opened: Another source is looked at: a `View`.
        closed: None is looked at any more.
        ended: The source has ended by an error; its last picture stays.
        choice_changed: Another enhancer is at work, or is not after all: a `Choice`.
        busy_changed: What is being loaded, for people; "" for nothing.
        warned: A sentence of the source or the enhancer, once.
        failed: A `Problem`.

    Args:
        settings: To begin with.
        choice: To begin with.
        open_it: Opens sources; another one in tests.
        build: Builds enhancers from model and device; another one in tests.
    """

    pair_came = pyqtSignal(object)
    figures_came = pyqtSignal(object)
    opened = pyqtSignal(object)
    closed = pyqtSignal()
    ended = pyqtSignal()
    choice_changed = pyqtSignal(object)
    busy_changed = pyqtSignal(str)
    warned = pyqtSignal(str)
    failed = pyqtSignal(object)

    def __init__(
        self,
        settings: EnhanceSettings,
        choice: Choice | None = None,
        *,
        open_it: OpenSource = open_source,
        build: Callable[[str, str], Enhancer] = build_enhancer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.wants_pairs: Callable[[], bool] = lambda: True
        self._settings = settings
        self._choice = self._wanted = choice or Choice()
        self._open_it = open_it
        self._build = build
        self._jobs = Jobs()
        self._view: View | None = None
        self._leaving: list[View] = []
        self._over = False
        self._opening: object | None = None
        self._building = False
        self._ready: tuple[Choice, Enhancer] | None = None
        self._enhanced_by: Choice | None = None
        self._figures_at = 0.0
        self._load_by: float | None = None
        self._busy = ""
        self._warned: set[str] = set()
        self.outputs = Outputs(self)
        self.outputs.failed.connect(self.failed)
        self.failed.connect(lambda problem: _log.warning("%s\n%s", problem.sentence, problem.detail))
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    @property
    def view(self) -> View | None:
        """What is looked at."""
        return self._view

    @property
    def player(self) -> Player | None:
        """Of the film that is looked at."""
        return self._view.player if self._view is not None else None

    @property
    def choice(self) -> Choice:
        """What enhances, or will as soon as it is loaded."""
        return self._wanted

    @property
    def settings(self) -> EnhanceSettings:
        return self._settings

    def set_settings(self, settings: EnhanceSettings) -> None:
        """Enhance with these from the next frame on, and a paused picture again."""
        self._settings = settings
        if self._view is not None:
            self._view.pipeline.settings = settings
            self._refresh()

    def prepare(self) -> None:
        """Load the enhancer before there is anything to enhance; what is being opened has its first picture first."""
        if self._opening is None:
            self._load()

    def choose(self, choice: Choice) -> None:
        """Load another model, or the same for another device, and let it take over."""
        self._wanted = choice
        if self._ready is not None and self._ready[0] != choice:
            self._ready[1].close()
            self._ready = None
        self._load()

    def reload(self) -> None:
        """Load the chosen model again: its file is another one now."""
        self._enhanced_by = None
        if self._ready is not None:
            self._ready[1].close()
            self._ready = None
        self._load()

    def open(self, what: Path | CameraSpec) -> None:
        """Open a film or a camera aside, and look at it once it is open."""
        token = self._opening = object()
        self._tell_busy()
        settings, open_it = self._settings, self._open_it
        before = self._same_camera(what)

        def work() -> View:
            if before is not None:
                before.pipeline.stop()  # a camera opens once
                _wait(before, _CAMERA_FREE_WITHIN_S)
            return open_view(what, settings, open_it)

        def done(view: View) -> None:
            if self._opening is token:
                self._opening = None
                self._start(view)
            else:
                _discard(view)
            self._tell_busy()

        def failed(error: Exception) -> None:
            if self._opening is token:
                self._opening = None
                self.failed.emit(problem_of(error))
            self._tell_busy()

        self._jobs.start("open", work, done, failed, _discard)

    def close_source(self) -> None:
        """Look at nothing any more."""
        self._opening = None
        if self._view is not None:
            self._leave()
            self.closed.emit()
        self._tell_busy()

    def shown(self, pair: FramePair) -> None:
        """A pair is on the screen."""
        if self._view is not None:
            self._view.latest.shown(pair)
            self._load_at_last()

    def stats(self) -> PipelineStats | None:
        """The figures now."""
        return self._view.pipeline.stats() if self._view is not None else None

    def record_pictures(self, seconds: float) -> Path:
        """Record what the source gives into a folder; waits for it, so never from the window's thread.

        Raises:
            LowlightError: There is no source, or the pictures could not be written.
        """
        view = self._view
        if view is None:
            raise LowlightError(
                translate("Bridge", "No camera is open."),
                hint=translate("Bridge", "Choose a camera first; its pictures are recorded for the training."),
            )
        return self.outputs.record_pictures(view, seconds)

    def aside(self, name: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do something that takes long, and hand over what came of it; an error is shown."""
        self._jobs.start(name, work, done, lambda error: self.failed.emit(problem_of(error)))

    def shut_down(self) -> None:
        """End everything: soon, but a film that is being completed is waited for."""
        self._timer.stop()
        self._opening = None
        if self._view is not None:
            self._leave()
        if self._ready is not None:
            self._ready[1].close()
            self._ready = None
        self.outputs.close(_RECORDING_WITHIN_S)
        until = time.monotonic() + _END_WITHIN_S
        for view in self._leaving:
            if not _wait(view, max(0.0, until - time.monotonic())):
                view.pipeline.abort()
                _wait(view, 0.1)
        self._jobs.close(max(0.1, until - time.monotonic()))
        self._leaving.clear()

    def _look(self) -> None:
        self._jobs.deliver()
        if self._load_by is not None and time.monotonic() >= self._load_by:
            self._load_at_last()
        self._leaving = [view for view in self._leaving if not _wait(view, 0.0)]
        now = time.monotonic()
        figures_due = now >= self._figures_at
        if figures_due:
            self._figures_at = now + _FIGURES_S
            self.outputs.look()
        view = self._view
        if view is None:
            return
        if self.wants_pairs():
            pair = view.latest.take()
            if pair is not None:
                self.pair_came.emit(pair)
        if figures_due:
            self._look_for_the_end(view)
            self.figures_came.emit(view.pipeline.stats())
            for warning in view.pipeline.warnings:
                if warning not in self._warned:
                    self._warned.add(warning)
                    self.warned.emit(warning)

    def _look_for_the_end(self, view: View) -> None:
        if self._over:
            return
        try:
            self._over = view.pipeline.wait(0)
        except Exception as error:  # noqa: BLE001  the pipeline's error, of whatever kind, is shown
            self._over = True
            self.failed.emit(problem_of(error))
        if self._over:
            self.ended.emit()

    def _start(self, view: View) -> None:
        if self._view is not None:
            self._leave()
        view.pipeline.settings = self._settings
        self._view, self._over, self._enhanced_by, self._figures_at = view, False, None, 0.0
        view.pipeline.start()
        _log.info("looking at %s, %s", view.source.info.name, view.source.status.granted)
        # Importing torch holds up every other thread: the first picture goes before it.
        self._load_by = time.monotonic() + _FIRST_PICTURE_WITHIN_S
        self.opened.emit(view)
        self._hand_over()

    def _leave(self) -> None:
        assert self._view is not None  # noqa: S101  asked before
        self.outputs.stop_all()
        self._view.pipeline.stop()
        self._leaving.append(self._view)
        self._view = None

    def _same_camera(self, what: Path | CameraSpec) -> View | None:
        view = self._view
        if view is None or isinstance(what, Path) or isinstance(view.what, Path) or view.what.what != what.what:
            return None
        return view

    def _load(self) -> None:
        """See to it that what is wanted enhances what is looked at, or is ready for it."""
        if self._hand_over() or self._building:
            return
        wanted, build = self._wanted, self._build
        if self._enhanced_by == wanted or (self._view is None and self._ready is not None):
            return
        self._building = True
        self._tell_busy()

        def done(enhancer: Enhancer) -> None:
            self._building = False
            if self._wanted == wanted:
                self._ready = (wanted, enhancer)
            else:
                enhancer.close()
            self._load()
            self._tell_busy()

        def failed(error: Exception) -> None:
            self._building = False
            if self._wanted == wanted:
                self._wanted = self._choice
                self.choice_changed.emit(self._choice)
                self.failed.emit(_not_loaded(wanted, error))
            else:
                self._load()
            self._tell_busy()

        self._jobs.start("load", lambda: build(wanted.model, wanted.device), done, failed, lambda built: built.close())

    def _load_at_last(self) -> None:
        if self._load_by is not None:
            self._load_by = None
            self._load()

    def _hand_over(self) -> bool:
        """Let a ready enhancer take over."""
        if self._view is None or self._ready is None or self._ready[0] != self._wanted:
            return False
        self._choice, enhancer = self._ready
        self._ready, self._enhanced_by = None, self._choice
        self._view.pipeline.swap(enhancer)
        _log.info("enhancing by %s on %s", enhancer.info.model, enhancer.info.device)
        self._refresh()
        self.choice_changed.emit(self._choice)
        return True

    def _refresh(self) -> None:
        if self.player is not None:
            self.player.refresh()

    def _tell_busy(self) -> None:
        busy = ""
        if self._opening is not None:
            busy = translate("Bridge", "Opening…")
        elif self._building:
            busy = translate("Bridge", "Loading the model…")
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)


def _not_loaded(choice: Choice, error: Exception) -> Problem:
    problem = problem_of(error)
    if isinstance(error, LowlightError):
        return problem
    return Problem(
        translate("Bridge", "{model} could not be loaded for {device}.").format(
            model=choice.model, device=choice.device
        ),
        translate("Bridge", "Choose another model or device."),
        problem.detail,
    )


def _wait(view: View, seconds: float) -> bool:
    """Wait for the end of a view that was told to end; its error is nobody's any more."""
    try:
        return view.pipeline.wait(seconds)
    except Exception:  # noqa: BLE001  it has ended
        return True


def _discard(view: View) -> None:
    """Release what was opened and never started."""
    view.source.close()
