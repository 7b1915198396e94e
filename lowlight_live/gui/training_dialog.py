"""Training from the menu: choose or record pictures, watch it learn, use what it learnt, or take that back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QCloseEvent
from PyQt6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lowlight_live.errors import ConfigError
from lowlight_live.gui.places import weights_folder
from lowlight_live.gui.recordings import Recordings
from lowlight_live.gui.training_form import RECORDED_S, TrainingForm
from lowlight_live.gui.training_recorder import TrainingRecorder
from lowlight_live.gui.training_recording import Recording
from lowlight_live.gui.training_run import RunState, TrainingRun
from lowlight_live.gui.training_view import TrainingView

_REMOVED_WITHIN_S = 0.3


class TrainingDialog(QDialog):
    """Not modal: the picture stays alive beside it. Closing it pauses the training, with a checkpoint.

    Whoever owns it calls `close_down` at the end of the application.

    Args:
        record_from: Records pictures from the running camera into a folder, for so many seconds; called from a
            thread. None where no camera runs.
        parent: Its owner.
        folder: Where weights go; None for the user's own.
        cancel_recording: Makes a `record_from` under way return soon; None where it cannot.
        run: Another run, for tests.

    Attributes:
        weights_ready: The weight file that the user wants to see at work.
        undo_weights: The user wants the weights from before.
    """

    weights_ready = pyqtSignal(Path)
    undo_weights = pyqtSignal()

    def __init__(
        self,
        record_from: Callable[[Path, float], None] | None = None,
        parent: QWidget | None = None,
        *,
        folder: Path | None = None,
        cancel_recording: Callable[[], None] | None = None,
        run: TrainingRun | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Training"))
        self.resize(860, 620)
        folder = folder or weights_folder()
        self.run = run or TrainingRun(folder, self)
        self.recordings = Recordings()
        self.recording: Recording | None = None
        if record_from is not None:
            self.recording = Recording(record_from, cancel_recording, self)
            self.recording.done.connect(self._recorded)
            self.recording.failed.connect(self._not_recorded)
        self.form = TrainingForm(folder, can_record=record_from is not None)
        self._view: TrainingView | None = None
        # What draws the curves takes a quarter of a second to load: meanwhile the form is filled in.
        self._loading = threading.Thread(target=import_module, args=("pyqtgraph",), name="import-pyqtgraph")
        self._loading.start()
        self._build()
        self.form.record_wanted.connect(self._record)
        self.run.state_changed.connect(self._state_changed)
        self._state_changed()
        self._tidy()

    def close_down(self) -> None:
        """End recording and training, within a second; the training can go on at the next start."""
        self._end_recording()
        self.run.close()
        self.recordings.remove_all_but(self.run.data_needed())
        self.recordings.close(_REMOVED_WITHIN_S)
        self._loading.join()

    def offer_undo(self, offered: bool) -> None:
        """Offer to go back to the weights from before, for as long as the trained ones are shown in their place."""
        self.undo_button.setVisible(offered)

    @property
    def view(self) -> TrainingView:
        """The page of the running training; made when it is first needed."""
        if self._view is None:
            self._loading.join()
            self._view = TrainingView(self.run)
            self.pages.addWidget(self._view)
        return self._view

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802  Qt's name
        self._leave()
        super().closeEvent(event)

    def reject(self) -> None:
        self._leave()
        super().reject()

    def _leave(self) -> None:
        self._end_recording()
        self.run.pause()

    def _end_recording(self) -> None:
        if self.recording is not None and self.recording.is_running:
            self.recording.close()
            self._show_recording(False)
            self._tidy()

    def _build(self) -> None:
        self.offer = QFrame()
        self.offer.setFrameShape(QFrame.Shape.StyledPanel)
        self.offer_text = QLabel()
        self.offer_text.setWordWrap(True)
        self.offer_text.setTextFormat(Qt.TextFormat.PlainText)
        self.resume_button = _button(self.tr("Go on"), self._resume)
        self.forget_button = _button(self.tr("Leave it"), self._forget)
        offer = QHBoxLayout(self.offer)
        offer.addWidget(self.offer_text, 1)
        offer.addWidget(self.resume_button)
        offer.addWidget(self.forget_button)
        self.recorder = TrainingRecorder(RECORDED_S)
        self.recorder.end_wanted.connect(self._end_recording)
        self._form_page = QWidget()
        layout = QVBoxLayout(self._form_page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.offer)
        layout.addWidget(self.form, 1)
        layout.addWidget(self.recorder)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._form_page)
        self.start_button = _button(self.tr("Start"), self._start)
        self.start_button.setDefault(True)
        self.new_button = _button(self.tr("New training"), self._new)
        self.use_button = _button(self.tr("Use in live view"), self._use)
        self.undo_button = _button(self.tr("Undo"), self._undo)
        self.undo_button.setAccessibleName(self.tr("Undo: show the weights from before"))
        self.undo_button.hide()
        self.close_button = _button(self.tr("Close"), self.close)
        self.close_button.setToolTip(self.tr("A training under way is paused and can go on later."))
        bar = QHBoxLayout()
        bar.addWidget(self.new_button)
        bar.addStretch(1)
        for button in (self.undo_button, self.use_button, self.start_button, self.close_button):
            bar.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages, 1)
        layout.addLayout(bar)

    def _start(self) -> None:
        if not self.form.check():
            return
        form, data = self.form, Path(self.form.data.text().strip())
        try:
            if self.recordings.holds(data):
                self.recordings.note_shown_in(data, form.out.with_suffix(".png"))  # the samples
        except ConfigError as error:
            form.say(f"{error}\n{error.hint}")
        else:
            self.run.start(form.chosen.recipe, data, form.out, form.settings)

    def _resume(self) -> None:
        out = self.run.unfinished()
        if out is not None:
            self.run.go_on(out)

    def _forget(self) -> None:
        self.run.forget_unfinished()
        self._state_changed()
        self._tidy()

    def _new(self) -> None:
        self.form.suggest_name()
        self._show_page(form=True)

    def _use(self) -> None:
        result = self.run.course.result
        if result is not None:
            self.offer_undo(True)  # unless who shows them says that there is nothing to undo
            self.weights_ready.emit(Path(result["out"]))

    def _undo(self) -> None:
        self.offer_undo(False)
        self.undo_weights.emit()

    def _record(self) -> None:
        if self.recording is None or self.recording.is_running:
            return
        try:
            folder = self.recordings.new()
        except ConfigError as error:
            self.form.say(f"{error}\n{error.hint}")
            return
        self.form.say("")
        self._show_recording(True)
        self.recording.start(folder, RECORDED_S)

    def _recorded(self, folder: Path) -> None:
        self._show_recording(False)
        self.form.data.setText(str(folder))
        self._tidy()

    def _not_recorded(self, message: str, hint: str, _detail: str) -> None:
        self._show_recording(False)
        self.form.say("\n".join(text for text in (message, hint) if text))
        self._tidy()

    def _tidy(self) -> None:
        """Remove the recordings that are neither chosen nor needed; not while another one is made."""
        if self.recording is None or not self.recording.is_running:
            self.recordings.remove_all_but(self.run.data_needed() | {Path(self.form.data.text().strip())})

    def _show_recording(self, recording: bool) -> None:
        self.offer.setEnabled(not recording)
        self.form.setEnabled(not recording)
        self.start_button.setEnabled(not recording)
        if recording:
            self.recorder.begin()
        else:
            self.recorder.end()

    def _state_changed(self) -> None:
        if self.run.state is RunState.OVER:
            if self.form.data.text() == str(self.run.data) and self.recordings.holds(self.run.data):
                self.form.data.clear()
            self._tidy()
        self._show_page(form=self.run.state is RunState.NONE)

    def _show_page(self, *, form: bool) -> None:
        state = self.run.state
        busy = state in (RunState.RUNNING, RunState.STOPPING)
        result = self.run.course.result
        usable = state is RunState.OVER and result is not None and bool(result["accepted"])
        self.pages.setCurrentWidget(self._form_page if form else self.view)
        unfinished = self.run.unfinished() if form else None
        self.offer.setVisible(unfinished is not None)
        if unfinished is not None:
            self.offer_text.setText(self.tr("The training “{name}” is not finished.").format(name=unfinished.stem))
        self.start_button.setVisible(form)
        self.new_button.setVisible(not form and not busy)
        self.use_button.setVisible(not form and usable)


def _button(text: str, pressed: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setAccessibleName(text)
    button.clicked.connect(lambda: pressed())
    return button
