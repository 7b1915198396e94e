"""A training as the window knows it: where it stands, what it told, and the process that does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from lowlight_live.gui.background.helper import Ending, Helper
from lowlight_live.gui.background.pace import Pace
from lowlight_live.gui.texts.translation import translate
from lowlight_live.gui.training.unfinished import (
    Unfinished,
    all_noted,
    at_rest,
    is_at_work,
    noted,
    remove_note,
    write_note,
)

WORKER = "lowlight_live.gui.training.worker"
_WINDOW_S = 20.0
_GRACE_MS = 60_000
"""So long a step may take to end when the training is paused; a checkpoint is never far behind anyway."""
_LAST_GRACE_MS = 500


class RunState(StrEnum):
    """Where a training stands."""

    NONE = "none"
    RUNNING = "running"
    STOPPING = "stopping"
    """It ends after the step at hand, or its best weights are being written."""
    PAUSED = "paused"
    """No process, no GPU: it can go on from its checkpoint."""
    OVER = "over"
    FAILED = "failed"


@dataclass(slots=True)
class Course:
    """What a training told so far.

    Attributes:
        steps: How many are wanted; 0 before it has begun.
        terms: Names of the losses.
        rows: A dict of numbers for each step, by the names of the terms, "step", "total" and "validation_db".
        left_out: Sentences about pictures that were left out.
        warnings: Sentences about what else did not go as it should.
        chooses: Photos are kept out to choose the best weights by.
        result: The event `over`, once it came.
        message: What came of it, in a sentence; `hint` what to do about it, `detail` all there is to know.
    """

    steps: int = 0
    terms: tuple[str, ...] = ()
    rows: list[dict[str, float]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    chooses: bool = True
    result: dict[str, Any] | None = None
    message: str = ""
    hint: str = ""
    detail: str = ""

    @property
    def step(self) -> int:
        """The last one done."""
        return int(self.rows[-1]["step"]) if self.rows else 0


class TrainingRun(QObject):
    """One training at a time, in a process that can be ended and gone on with.

    Args:
        folder: Where weights, checkpoints and logs go.
        parent: Its owner.
        worker: The module that trains.

    Attributes:
        state: Where it stands.
        data: The folder of its pictures.
        course: What it told.
        state_changed: It stands elsewhere.
        advanced: More steps are done.
        sheet_drawn: Samples lie in this file, drawn anew, in so many columns.
    """

    state_changed = pyqtSignal()
    advanced = pyqtSignal()
    sheet_drawn = pyqtSignal(object, int)

    def __init__(self, folder: Path, parent: QObject | None = None, worker: str = WORKER) -> None:
        super().__init__(parent)
        self.folder = folder
        self.state = RunState.NONE
        self.course = Course()
        self.out = folder
        self.data: Path | None = None
        self._order: dict[str, Any] | None = None
        """To begin the training; None before there is one."""
        self._is_new = False
        """The process begins a training, and does not go on with one."""
        self._worker = worker
        self._helper: Helper | None = None
        self._pace = Pace(_WINDOW_S)

    @property
    def process_id(self) -> int:
        """Of the process at work; 0 where there is none."""
        return self._helper.process_id if self._helper is not None else 0

    @property
    def left_s(self) -> float | None:
        """Seconds to the end; None where that cannot be said."""
        return self._pace.left_s(self.course.steps) if self.state is RunState.RUNNING else None

    @property
    def can_go_on(self) -> bool:
        """Whether there is a checkpoint and steps are left, or it ended before its first one and can begin again."""
        if self.can_be_kept:
            return True
        return self.state is RunState.PAUSED or (self.state is RunState.FAILED and noted(self.out) is not None)

    @property
    def can_be_kept(self) -> bool:
        """Whether it has ended with a checkpoint."""
        return self.state in (RunState.PAUSED, RunState.FAILED) and self._has_checkpoint

    def unfinished(self) -> Unfinished | None:
        """The newest training that is not finished and that nobody is at, here or in another window."""
        return next(iter(at_rest(self.folder)), None)

    def data_needed(self) -> set[Path]:
        """The pictures of the training at hand and of those that are not finished."""
        needed = {training.data for training in all_noted(self.folder)}
        if self.data is not None and (self._helper is not None or self.can_go_on):
            needed.add(self.data)
        return needed

    def discard(self, training: Unfinished) -> None:
        """Offer a training no more; its checkpoint stays."""
        remove_note(training.out)
        if training.out == self.out and self._helper is None:
            self.course, self.data, self._order, self.out = Course(), None, None, self.folder
            self._set(RunState.NONE)

    def start(self, recipe: str, data: Path, out: Path, settings: dict[str, Any]) -> None:
        """Begin a training; returns at once."""
        self.course = Course()
        self.out, self.data, self._is_new = out, data, True
        self._order = {"order": "train", "recipe": recipe, "data": str(data), "out": str(out), "settings": settings}
        self._begin(self._order)

    def take_up(self, training: Unfinished) -> None:
        """Go on with a training that is not finished, be it from another time or another window."""
        if training.out != self.out:
            self.course = Course()
        self.out, self.data, self._order = training.out, training.data, training.order
        self.go_on()

    def go_on(self) -> None:
        """Go on from the checkpoint of the training at hand; before it came to one, begin it again."""
        if self._order is None:
            return
        self.course = Course(steps=self.course.steps, terms=self.course.terms, chooses=self.course.chooses)
        self._is_new = False
        self._begin({"order": "resume", "out": str(self.out)} if self._has_checkpoint else self._order)

    def pause(self) -> None:
        """End the process after the step at hand, with a checkpoint: CPU, GPU and memory are free then."""
        self._stop(keep=False)

    def stop(self) -> None:
        """End it for good and keep the best weights so far."""
        if self._helper is not None:
            self._stop(keep=True)
        elif self.can_be_kept:
            self._set(RunState.STOPPING)
            self._run({"order": "keep", "out": str(self.out)})

    def close(self) -> None:
        """End the process within a moment, if it can with a checkpoint of this step, else without."""
        helper, self._helper = self._helper, None
        if helper is not None:
            helper.blockSignals(True)
            helper.send({"order": "stop", "keep": False})
            helper.wait(_LAST_GRACE_MS)
            helper.end()
            helper.deleteLater()
            self._set(RunState.PAUSED)

    def _begin(self, order: dict[str, Any]) -> None:
        if self._order is not None:
            write_note(self._order)
        self._set(RunState.RUNNING)
        self._run(order)

    def _run(self, order: dict[str, Any]) -> None:
        self.course.result, self.course.message, self.course.hint, self.course.detail = None, "", "", ""
        self._helper = Helper(self._worker, order, self)
        self._helper.told.connect(self._heard)
        self._helper.ended.connect(self._ended)
        self._helper.start()

    def _stop(self, *, keep: bool) -> None:
        if self._helper is not None and self.state is RunState.RUNNING:
            self._helper.stop(_GRACE_MS, keep=keep)
            self._set(RunState.STOPPING)

    def _heard(self, event: dict[str, Any]) -> None:
        course = self.course
        match event["event"]:
            case "begun":
                course.steps, course.terms, course.chooses = event["steps"], tuple(event["terms"]), event["chooses"]
            case "rows":
                course.rows.extend(event["rows"])
                if len(course.rows) == len(event["rows"]):
                    self._pace.restart(course.step)  # the first ones, or those of an earlier process
                else:
                    self._pace.note(course.step)
            case "sheet":
                self.sheet_drawn.emit(Path(event["path"]), event["columns"])
            case "left out":
                course.left_out.append(event["message"])
            case "warning" if event["message"] not in course.warnings:
                course.warnings.append(event["message"])
            case "paused" if event["kept_nothing"]:
                course.message = translate(
                    "Training", "So far it is no better than what it began with, so nothing was written. It can go on."
                )
            case "over":
                course.result = event
            case "error":
                course.message, course.hint, course.detail = event["message"], event["hint"], event["detail"]
        self.advanced.emit()

    def _ended(self, ending: Ending) -> None:
        helper, self._helper = self._helper, None
        if helper is not None:
            helper.deleteLater()
        course = self.course
        if course.result is not None:
            remove_note(self.out)
            self._set(RunState.OVER)
        elif ending.status == 0:
            self._set(RunState.PAUSED)
        else:
            if not course.message:
                course.message = translate("Training", "The training ended unexpectedly at step {step}.").format(
                    step=course.step
                )
                course.detail = ending.said
                course.hint = (
                    translate("Training", "It can go on from its last checkpoint.")
                    if self._has_checkpoint
                    else translate("Training", "It had not come to its first checkpoint: “Go on” begins it again.")
                )
            elif self._is_new and not (course.rows or self._has_checkpoint or is_at_work(self.out)):
                remove_note(self.out)  # it was refused: there is nothing to go on with
            self._set(RunState.FAILED)

    @property
    def _has_checkpoint(self) -> bool:
        return self.out.with_suffix(".checkpoint").exists()

    def _set(self, state: RunState) -> None:
        self.state = state
        self.state_changed.emit()
