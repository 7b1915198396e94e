"""Shows a training that is under way or over: how far, how fast, its losses, its samples, and what can be done."""

from __future__ import annotations

from PyQt6.QtCore import QLocale, Qt, QTimer
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.wording import number, time_left
from lowlight_live.gui.training.run import RunState, TrainingRun
from lowlight_live.gui.training.samples import Samples
from lowlight_live.gui.training.scrolling import scrolling

_REDRAW_MS = 250
_MOST_WARNINGS = 20
_LEAST_DRAWN = 200
"""Pixels of height for curves and samples."""


class TrainingView(QWidget):
    """Shows a run; the buttons speak to it directly.

    Args:
        run: What it shows.
        parent: Its owner.
    """

    def __init__(self, run: TrainingRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from lowlight_live.gui.training.curves import LossCurves  # with it comes pyqtgraph

        self._run = run
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the training"))
        self.figures = QLabel()
        self.figures.setWordWrap(True)
        self.figures.setTextFormat(Qt.TextFormat.RichText)
        self.curves = LossCurves()
        self.samples = Samples()
        self.pause_button = _button(self.tr("Pause"), self.tr("Ends after this step and frees the GPU; goes on later."))
        self.go_on_button = _button(self.tr("Go on"), self.tr("Goes on from the last checkpoint."))
        self.stop_button = _button("", "")
        self.copy_button = _button(self.tr("Copy details"), self.tr("All there is to know of the error."))
        buttons = QHBoxLayout()
        for button in (self.pause_button, self.go_on_button, self.stop_button, self.copy_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.curves)
        halves.addWidget(self.samples)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        # As high as there is room for; it scrolls only where that is very little.
        halves.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        halves.setMinimumHeight(_LEAST_DRAWN)
        course = QWidget()
        layout = QVBoxLayout(course)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.status)
        layout.addWidget(self.bar)
        layout.addWidget(self.figures)
        layout.addWidget(halves, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(course), 1)
        layout.addLayout(buttons)
        self.pause_button.clicked.connect(lambda: run.pause())
        self.go_on_button.clicked.connect(lambda: run.go_on())
        self.stop_button.clicked.connect(lambda: run.stop())
        self.copy_button.clicked.connect(self._copy)
        run.state_changed.connect(self._state_changed)
        run.sheet_drawn.connect(self.samples.show_sheet)
        # Steps may come a hundred times a second; lines are drawn a few times.
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(_REDRAW_MS)
        self._redraw.timeout.connect(self.show_course)
        run.advanced.connect(self._course_changed)
        self._state_changed()

    def show_course(self) -> None:
        """Show what the run has told so far."""
        run, course = self._run, self._run.course
        known = bool(course.steps and (course.rows or run.state is not RunState.RUNNING))
        self.bar.setRange(0, course.steps if known else 0)
        if known:
            self.bar.setValue(course.step)
        self.bar.setVisible(run.state in (RunState.RUNNING, RunState.STOPPING, RunState.PAUSED))
        self.status.setText(self._words())
        self.status.setToolTip("\n".join([*self._details(), *map(in_words, course.left_out[:_MOST_WARNINGS])]))
        # When it has ended, none are to come any more.
        to_come = run.state not in (RunState.OVER, RunState.FAILED)
        self.samples.setVisible(to_come or not self.samples.is_empty)
        self.curves.setVisible(to_come or bool(course.rows))
        self._name_stop_button()
        self.curves.show_rows(course.rows, course.terms, course.steps)
        self.figures.setText(self._figures())

    def _name_stop_button(self) -> None:
        """Without pictures kept out there is no best to be promised."""
        if self._run.course.chooses:
            text, says = self.tr("Stop and keep the best"), self.tr("Ends it and keeps the best weights.")
        else:
            text, says = self.tr("Stop and keep"), self.tr("Ends it and keeps the weights as they are now.")
        self.stop_button.setText(text)
        _name(self.stop_button, text, says)

    def _course_changed(self) -> None:
        if not self._redraw.isActive():
            self._redraw.start()

    def _state_changed(self) -> None:
        run = self._run
        if run.state is RunState.RUNNING and not run.course.steps:
            self.samples.clear()
        self.pause_button.setVisible(run.state in (RunState.RUNNING, RunState.STOPPING))
        self.pause_button.setEnabled(run.state is RunState.RUNNING)
        self.go_on_button.setVisible(run.can_go_on)
        self.stop_button.setVisible(run.state in (RunState.RUNNING, RunState.STOPPING) or run.can_be_kept)
        self.stop_button.setEnabled(run.state is not RunState.STOPPING)
        self.copy_button.setVisible(run.state is RunState.FAILED and bool(run.course.detail))
        self.show_course()

    def _words(self) -> str:
        return "\n".join([self._state_in_words(), *map(in_words, self._run.course.warnings)])

    def _state_in_words(self) -> str:
        run, course = self._run, self._run.course
        place = self.tr("step {step} of {steps}").format(step=course.step, steps=course.steps or "?")
        match run.state:
            case RunState.RUNNING if not course.rows:
                return self.tr("Getting ready: reading the pictures …")
            case RunState.RUNNING:
                left, lost = run.left_s, len(course.left_out)
                parts = [self.tr("Training: {place}").format(place=place)]
                parts += [time_left(left)] if left else []
                parts += [self.tr("pictures left out: {n}").format(n=lost)] if lost else []
                return " · ".join(parts)
            case RunState.STOPPING:
                return self.tr("Ending: {place} …").format(place=place)
            case RunState.PAUSED:
                text = self.tr("Paused at {place}; CPU and GPU are free.").format(place=place)
                return f"{text}\n{course.message}" if course.message else text
            case RunState.FAILED:
                return "\n".join(in_words(text) for text in (course.message, course.hint) if text)
            case RunState.OVER:
                return self._conclusion()
        return ""

    def _conclusion(self) -> str:
        """In words for whoever knows nothing of decibels."""
        result = self._run.course.result or {}
        if not result.get("accepted"):
            return self.tr("The result is no better than what it began with, so nothing was written.")
        text = self.tr("Done: “{name}” is in the list of models now.").format(name=self._run.out.stem)
        best, before = result.get("best_db"), result.get("before_db")
        if best is None or before is None:
            return text
        less = self.tr("On pictures that it did not learn from, its error is {percent} % smaller than before.")
        # PSNR in decibels is the logarithm of the mean error; 20 of them are a factor of ten.
        return f"{text}\n{less.format(percent=round(100 * (1 - 10 ** ((before - best) / 20))))}"

    def _details(self) -> list[str]:
        """For whoever wants to know exactly."""
        result = self._run.course.result or {}
        best, before = result.get("best_db"), result.get("before_db")
        texts = []
        if best is not None and before is not None:
            text = self.tr("PSNR on pictures kept out: {best} dB, and {before} dB before; more is better.")
            texts.append(text.format(best=number(best, 2), before=number(before, 2)))
        elif best is not None:
            text = self.tr("PSNR on pictures kept out: {best} dB; more is better.")
            texts.append(text.format(best=number(best, 2)))
        if result.get("accepted"):
            texts.append(self.tr("File: {out}").format(out=result["out"]))
        return texts

    def _figures(self) -> str:
        """The last step's losses, each with the colour of its line: the legend."""
        rows, terms = self._run.course.rows, self._run.course.terms
        if not rows:
            return ""
        last = rows[-1]
        texts = []
        for name in ("total", *terms):
            if name in last:
                colour = self.curves.colour_of(name, terms).name()
                words = f"{name.replace('_', ' ')} {QLocale().toString(float(last[name]), 'g', 4)}"
                texts.append(f'<span style="color: {colour}">■</span>&nbsp;{words.replace(" ", "&nbsp;")}')
        return " &nbsp; ".join(texts)

    def _copy(self) -> None:
        course, clipboard = self._run.course, QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText("\n".join(text for text in (course.message, course.hint, course.detail) if text))


def _button(text: str, says: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    _name(button, text, says)
    return button


def _name(button: QPushButton, text: str, says: str) -> None:
    button.setAccessibleName(text)
    button.setAccessibleDescription(says)
    button.setToolTip(says)
