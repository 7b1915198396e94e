"""Between the window and the pipeline: the only one in the window that touches it.

One timer pulls the newest pair, the figures and the errors; nothing waits here. Sources and models are opened aside
(sources/opener.py, enhancing/loading.py) and take over when they are ready; one that fails leaves the picture as it is.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal

from lowlight_live.errors import LowlightError
from lowlight_live.frame import FramePair
from lowlight_live.gui.background.jobs import Jobs
from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.enhancing.loading import Loader
from lowlight_live.gui.results.outputs import COMPLETE_WITHIN_S, Outputs
from lowlight_live.gui.sources.opener import SourceOpener
from lowlight_live.gui.texts.problem import Problem, problem_of
from lowlight_live.gui.texts.translation import translate
from lowlight_live.settings import EnhanceSettings
from lowlight_live.stats import PipelineStats
from lowlight_live.video.live.opening import CameraSpec
from lowlight_live.video.player import Player
from lowlight_live.viewing import BuildEnhancer, OpenSource, View, build_enhancer, open_source

T = TypeVar("T")
_log = logging.getLogger(__name__)

_LOOK_MS = 8
"""Less than half of a frame of the fastest usual screen, so that none is late by one."""
_FIGURES_S = 0.25
_END_WITHIN_S = 0.6
"""So long the end waits for what ends in order."""


class Bridge(QObject):
    """Owns the running pipeline; from the window's thread, as far as nothing else is said.

    Attributes:
        wants_pairs: Asked before a pair is taken: whether it would be shown. What is not taken is counted as dropped.
        pair_came: The newest pair, at most one a tick.
        figures_came: `PipelineStats`, a few times a second.
        opened: Another source is looked at: a `View`.
        closed: None is looked at any more.
        ended: What is looked at has ended: a `Problem`; its last picture stays.
        choice_changed: Another enhancer is at work, or is not after all: a `Choice`.
        choice_loaded: A `Choice` could be loaded.
        busy_changed: What is being loaded, for people; "" for nothing.
        warned: A sentence of the source or the enhancer, once.
        failed: A `Problem`.

    Args:
        settings: To begin with.
        choice: To begin with.
        open_it: Opens sources; another one in tests.
        build: Builds enhancers; another one in tests.
    """

    pair_came = pyqtSignal(object)
    figures_came = pyqtSignal(object)
    opened = pyqtSignal(object)
    closed = pyqtSignal()
    ended = pyqtSignal(object)
    choice_changed = pyqtSignal(object)
    choice_loaded = pyqtSignal(object)
    busy_changed = pyqtSignal(str)
    warned = pyqtSignal(str)
    failed = pyqtSignal(object)

    def __init__(
        self,
        settings: EnhanceSettings,
        choice: Choice | None = None,
        *,
        open_it: OpenSource = open_source,
        build: BuildEnhancer = build_enhancer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.wants_pairs: Callable[[], bool] = lambda: True
        self._settings = settings
        self._jobs = Jobs()
        self._view: View | None = None
        self._over = False
        self._figures_at = self._end_by = 0.0
        self._busy = ""
        self._warned: set[str] = set()
        self.outputs = Outputs(self)
        self._opener = SourceOpener(open_it, self._jobs, self)
        self._loader = Loader(choice or Choice(), build, self._jobs, self)
        self._opener.opened.connect(self._start)
        self._loader.took_over.connect(self._refresh)
        self._loader.choice_changed.connect(self.choice_changed)
        self._loader.loaded.connect(self.choice_loaded)
        for part in (self.outputs, self._opener, self._loader):
            part.failed.connect(self.failed)
        for busy in (self._opener.busy_changed, self._loader.busy_changed):
            busy.connect(self._tell_busy)
        for trouble in (self.failed, self.ended):
            trouble.connect(lambda problem: _log.warning("%s\n%s", problem.sentence, problem.detail))
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    @property
    def view(self) -> View | None:
        """What is looked at."""
        return self._view

    @property
    def running(self) -> bool:
        """Whether there is something to look at that has not ended."""
        return self._view is not None and not self._over

    @property
    def player(self) -> Player | None:
        """Of the film that is looked at."""
        return self._view.player if self._view is not None else None

    @property
    def choice(self) -> Choice:
        """What enhances, or will as soon as it is loaded."""
        return self._loader.choice

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
        if not self._opener.opening:
            self._loader.load()

    def choose(self, choice: Choice) -> None:
        """Load another model, or the same for another device, and let it take over."""
        self._loader.choose(choice)

    def reload(self) -> None:
        """Load the chosen model again: its file is another one now."""
        self._loader.reload()

    def open(self, what: Path | CameraSpec) -> None:
        """Open a film or a camera aside, and look at it once it is open."""
        self._opener.open(what, self._settings, self._view)

    def close_source(self) -> None:
        """Look at nothing any more."""
        self._opener.cancel()
        if self._view is not None:
            self._leave()
            self.closed.emit()

    def shown(self, pair: FramePair) -> None:
        """A pair is on the screen."""
        if self._view is not None:
            self._view.latest.shown(pair)
            self._loader.picture_shown()

    def stats(self) -> PipelineStats | None:
        """The figures now."""
        return self._view.pipeline.stats() if self._view is not None else None

    def record_pictures(self, folder: Path, seconds: float) -> None:
        """Record what the source gives into a folder; waits for it, so never from the window's thread.

        Raises:
            LowlightError: There is no source, or the pictures could not be written.
        """
        view = self._view
        if view is None or self._over:
            raise LowlightError(
                translate("Bridge", "No camera is open."),
                hint=translate("Bridge", "Choose a camera first; its pictures are recorded for the training."),
            )
        self.outputs.record_pictures(view, folder, seconds)

    def aside(self, name: str, work: Callable[[], T], done: Callable[[T], None], *, makes_file: bool = False) -> None:
        """Do something that takes long, and hand over what came of it; an error is shown.

        Args:
            name: Of its thread.
            work: Done there.
            done: Called here with what came of it.
            makes_file: The end of the application waits for it.
        """
        awaited_s = COMPLETE_WITHIN_S if makes_file else 0.0
        self._jobs.start(name, work, done, lambda error: self.failed.emit(problem_of(error)), awaited_s=awaited_s)

    def begin_to_end(self) -> None:
        """Tell everything to end, and wait for nothing yet."""
        self._timer.stop()
        self._opener.cancel()
        if self._view is not None:
            self._leave()
        self._jobs.begin_to_end()
        self._end_by = time.monotonic() + _END_WITHIN_S

    def shut_down(self) -> None:
        """End everything: soon, but a film that is being completed is waited for. After `begin_to_end`."""
        self._loader.close()
        self.outputs.close()
        self._opener.close(self._end_by)
        self._jobs.close()

    def _look(self) -> None:
        self._jobs.deliver()
        self._loader.look()
        self._opener.look()
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
        if figures_due and not self._over:
            # What is let go because it is opened anew has not ended for the user, unless that fails.
            problem = None if self._opener.opening else _end_of(view)
            self.figures_came.emit(view.pipeline.stats())
            for warning in view.pipeline.warnings:
                if warning not in self._warned:
                    self._warned.add(warning)
                    self.warned.emit(warning)
            if problem is not None:
                self._over = True
                self._loader.look_at(None)
                self.ended.emit(problem)

    def _start(self, view: View) -> None:
        if self._view is not None:
            self._leave()
        view.pipeline.settings = self._settings
        self._view, self._over, self._figures_at = view, False, 0.0
        self._warned.clear()
        view.pipeline.start()
        _log.info("looking at %s, %s", view.source.info.name, view.source.status.granted)
        self.opened.emit(view)
        self._loader.look_at(view)

    def _leave(self) -> None:
        assert self._view is not None  # noqa: S101  asked before
        self.outputs.stop_all()
        self._opener.leave(self._view)
        self._view = None
        self._loader.look_at(None)

    def _refresh(self) -> None:
        if self.player is not None:
            self.player.refresh()

    def _tell_busy(self) -> None:
        busy = ""
        if self._opener.opening:
            busy = translate("Bridge", "Opening…")
        elif self._loader.building:
            busy = translate("Bridge", "Loading the model…")
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)


def _end_of(view: View) -> Problem | None:
    """Why a view has ended; None while it has not."""
    try:
        if not view.pipeline.wait(0):
            return None
    except Exception as error:  # noqa: BLE001  the pipeline's error, of whatever kind, is shown
        return problem_of(error)
    return Problem(translate("Bridge", "{name} has ended.").format(name=view.source.info.name))
