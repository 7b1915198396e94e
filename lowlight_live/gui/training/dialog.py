"""Training from the menu: choose or record pictures, watch it learn, use what it learnt, or take that back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from PyQt6.QtCore import QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent
from PyQt6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from lowlight_live.errors import ConfigError
from lowlight_live.gui.desktop.screen_room import fit_on_screen
from lowlight_live.gui.storage.places import weights_folder
from lowlight_live.gui.training.camera_recording import Recording
from lowlight_live.gui.training.form import RECORDED_S, TrainingForm
from lowlight_live.gui.training.offer import UnfinishedOffer
from lowlight_live.gui.training.recording_bar import TrainingRecorder
from lowlight_live.gui.training.recordings import Recordings
from lowlight_live.gui.training.run import RunState, TrainingRun
from lowlight_live.gui.training.scrolling import scrolling
from lowlight_live.gui.training.unfinished import Unfinished
from lowlight_live.gui.training.view import TrainingView

_REMOVED_WITHIN_S = 0.3
_LOOK_MS = 1_000
"""So soon it is seen that another window has begun or ended a training."""


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
        folder = folder or weights_folder()
        self.run = run or TrainingRun(folder, self)
        self.recordings = Recordings()
        recording = Recording(record_from, cancel_recording, self) if record_from is not None else None
        self.recorder = TrainingRecorder(RECORDED_S, recording, self.recordings)
        self.offer = UnfinishedOffer(lambda training: self.recordings.holds(training.data))
        self.form = TrainingForm(folder, can_record=record_from is not None)
        self._view: TrainingView | None = None
        # What draws the curves takes a quarter of a second to load: meanwhile the form is filled in.
        self._loading = threading.Thread(target=import_module, args=("pyqtgraph",), name="import-pyqtgraph")
        self._loading.start()
        self._build()
        self.form.record_wanted.connect(self.recorder.start)
        self.recorder.began.connect(self._recording_began)
        self.recorder.ended.connect(self._recording_ended)
        self.offer.go_on_wanted.connect(self._take_up)
        self.offer.discard_wanted.connect(self._discard)
        self.run.state_changed.connect(self._state_changed)
        self._clock = QTimer(self)
        self._clock.timeout.connect(lambda: self._look() if self.isVisible() else None)
        self._clock.start(_LOOK_MS)
        self._state_changed()
        self._tidy()
        self.resize(860, 620)
        fit_on_screen(self)

    def close_down(self) -> None:
        """End recording and training, within a second; the training can go on at the next start."""
        self._clock.stop()
        self.recorder.throw_away()
        self.run.close()
        self.recordings.remove_all_but(self.run.data_needed())
        self.recordings.close(_REMOVED_WITHIN_S)
        self._loading.join()

    def show_why_not_recorded(self, why_not: str) -> None:
        """Offer to record only while there is something to record; what is under way ends, with what it has.

        Args:
            why_not: A sentence; "" where it can be recorded.
        """
        self.form.show_why_not_recorded(why_not)
        if why_not:
            self.recorder.end_early()

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
        self.recorder.throw_away()
        self.run.pause()

    def _build(self) -> None:
        self._form_page = QWidget()
        layout = QVBoxLayout(self._form_page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.offer)
        layout.addWidget(scrolling(self.form), 1)
        layout.addWidget(self.form.trouble)
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
        self.close_button.setToolTip(
            self.tr("A training under way is paused and can go on later. A recording under way is thrown away.")
        )
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

    def _take_up(self, training: Unfinished) -> None:
        self.run.take_up(training)

    def _discard(self, training: Unfinished) -> None:
        self.run.discard(training)
        self._look()
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

    def _recording_began(self) -> None:
        self.form.say("")
        self._show_recording(True)

    def _recording_ended(self, folder: Path | None, says: str) -> None:
        self._show_recording(False)
        if folder is not None:
            self.form.data.setText(str(folder))
        self.form.say(says)
        self._tidy()

    def _tidy(self) -> None:
        """Remove the recordings that are neither chosen nor needed; not while another one is made."""
        if not self.recorder.is_running:
            self.recordings.remove_all_but(self.run.data_needed() | {Path(self.form.data.text().strip())})

    def _show_recording(self, recording: bool) -> None:
        self.offer.setEnabled(not recording)
        self.form.setEnabled(not recording)
        self.start_button.setEnabled(not recording)

    def _state_changed(self) -> None:
        if self.run.state is RunState.OVER:
            if self.form.data.text() == str(self.run.data) and self.recordings.holds(self.run.data):
                self.form.data.clear()
            self._tidy()
        self._show_page(form=self.run.state is RunState.NONE)

    def _look(self) -> None:
        """Offer what can be gone on with by now: another window may be at it, or have left it."""
        if self.pages.currentWidget() is self._form_page:
            self.offer.show_training(self.run.unfinished())

    def _show_page(self, *, form: bool) -> None:
        state = self.run.state
        busy = state in (RunState.RUNNING, RunState.STOPPING)
        result = self.run.course.result
        usable = state is RunState.OVER and result is not None and bool(result["accepted"])
        self.pages.setCurrentWidget(self._form_page if form else self.view)
        self._look()
        self.start_button.setVisible(form)
        self.new_button.setVisible(not form and not busy)
        self.use_button.setVisible(not form and usable)


def _button(text: str, pressed: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setAccessibleName(text)
    button.clicked.connect(lambda: pressed())
    return button
