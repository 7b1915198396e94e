"""Has enhancers built aside, one at a time, and lets the one that is wanted take over when it is ready."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from lowlight_live.enhance.protocols import Enhancer
from lowlight_live.errors import LowlightError
from lowlight_live.gui.background.jobs import Jobs
from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.problem import Problem, problem_of
from lowlight_live.gui.texts.translation import translate
from lowlight_live.viewing import USUAL_SIZE, BuildEnhancer, View

_log = logging.getLogger(__name__)

_FIRST_PICTURE_WITHIN_S = 1.0


class Loader(QObject):
    """Sees to it that what is wanted enhances what is looked at; from the window's thread.

    Attributes:
        choice_changed: Another enhancer is at work, or is not after all: a `Choice`.
        loaded: A `Choice` could be loaded; it is at work, or will be as soon as there is something to enhance.
        took_over: Another enhancer is at work.
        busy_changed: It has begun or ended to load.
        failed: A `Problem`; what was at work stays at work.

    Args:
        choice: To begin with.
        build: Builds enhancers.
        jobs: Where that is done.
    """

    choice_changed = pyqtSignal(object)
    loaded = pyqtSignal(object)
    took_over = pyqtSignal()
    busy_changed = pyqtSignal()
    failed = pyqtSignal(object)

    def __init__(self, choice: Choice, build: BuildEnhancer, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = choice
        self._loaded: Choice | None = None
        self._build = build
        self._jobs = jobs
        self._view: View | None = None
        self._enhanced_by: Choice | None = None
        self._outdated = False
        self._ready: tuple[Choice, Enhancer] | None = None
        self._load_by: float | None = None
        self.building = False

    @property
    def choice(self) -> Choice:
        """What enhances, or will as soon as it is loaded."""
        return self._wanted

    def choose(self, choice: Choice) -> None:
        """Load another model, or the same for another device, and let it take over."""
        self._wanted = choice
        if self._ready is not None and self._ready[0] != choice:
            self._let_go()
        self.load()

    def reload(self) -> None:
        """Load the chosen model again: its file is another one now."""
        self._outdated = True
        self._let_go()
        self.load()

    def look_at(self, view: View | None) -> None:
        """Enhance this; it is not enhanced yet. None is nothing."""
        self._view, self._enhanced_by = view, None
        # Importing torch holds up every other thread: the first picture goes before it.
        self._load_by = time.monotonic() + _FIRST_PICTURE_WITHIN_S if view is not None else None
        self._hand_over()

    def picture_shown(self) -> None:
        """A picture is on the screen: there is time to load."""
        if self._load_by is not None:
            self._load_by = None
            self.load()

    def look(self) -> None:
        """From time to time: without a first picture it is not waited for for ever."""
        if self._load_by is not None and time.monotonic() >= self._load_by:
            self.picture_shown()

    def load(self) -> None:
        """See to it that what is wanted enhances what is looked at, or is ready for it."""
        if self._hand_over() or self.building:
            return
        wanted, build, size = self._wanted, self._build, USUAL_SIZE
        if (self._enhanced_by == wanted and not self._outdated) or (self._view is None and self._ready is not None):
            return
        if self._view is not None:
            size = self._view.source.info.height, self._view.source.info.width
        self._set_building(True)
        self._jobs.start(
            "load",
            lambda: build(wanted.model, wanted.device, size),
            lambda enhancer: self._built(wanted, enhancer),
            lambda error: self._not_built(wanted, error),
            lambda enhancer: enhancer.close(),
        )

    def close(self) -> None:
        """Let go of what nobody needs any more."""
        self._let_go()

    def _built(self, choice: Choice, enhancer: Enhancer) -> None:
        self.building = False
        if self._wanted == choice:
            self._loaded, self._ready = choice, (choice, enhancer)
            self.loaded.emit(choice)
        else:
            enhancer.close()
        self.load()
        self.busy_changed.emit()

    def _not_built(self, choice: Choice, error: Exception) -> None:
        self.building = False
        if self._wanted == choice:
            self._fall_back(_not_loaded(choice, error))
        else:
            self.load()
        self.busy_changed.emit()

    def _fall_back(self, problem: Problem) -> None:
        """Want what is at work; where nothing is, what loaded last, or else what is usual."""
        failed = self._wanted
        if self._enhanced_by is not None:
            self._wanted, self._outdated = self._enhanced_by, False
        else:
            if self._loaded == failed:
                self._loaded = None
            self._wanted = self._loaded or Choice()
            if self._wanted != failed:
                problem = _with_instead(problem, self._wanted)
        self.choice_changed.emit(self._wanted)
        self.failed.emit(problem)
        if self._wanted != failed:
            self.load()

    def _hand_over(self) -> bool:
        """Let a ready enhancer take over."""
        if self._view is None or self._ready is None or self._ready[0] != self._wanted:
            return False
        self._enhanced_by, enhancer = self._ready
        self._ready, self._outdated = None, False
        self._view.pipeline.swap(enhancer)
        _log.info("enhancing by %s on %s", enhancer.info.model, enhancer.info.device)
        self.took_over.emit()
        self.choice_changed.emit(self._enhanced_by)
        return True

    def _let_go(self) -> None:
        if self._ready is not None:
            self._ready[1].close()
            self._ready = None

    def _set_building(self, building: bool) -> None:
        self.building = building
        self.busy_changed.emit()


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


def _with_instead(problem: Problem, choice: Choice) -> Problem:
    instead = translate("Bridge", "Until then {model} enhances.").format(model=Path(choice.model).name)
    return replace(problem, hint=f"{in_words(problem.hint)} {instead}".strip())
