"""Records pictures to train on, shows how far that is, and keeps what there is when it ends early."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QTimer, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from lowlight_live.errors import ConfigError
from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.translation import translate
from lowlight_live.gui.training.camera_recording import Recording
from lowlight_live.gui.training.recordings import Recordings

_TICK_MS = 1_000
_LEAST_PICTURES = 8
"""Two seconds; of fewer there is nothing to be learnt that a window should offer."""
_NEARLY_ALL = 0.9


class TrainingRecorder(QWidget):
    """Seen only while it is recorded.

    Args:
        seconds: How long a recording is.
        recording: Records; None where nothing can be recorded.
        recordings: Where pictures are kept.

    Attributes:
        began: It is being recorded.
        ended: No longer: the folder of the pictures, or None, and a sentence for the user, or "".
        progress: In seconds.
        end_button: Ends it, and keeps what there is.
    """

    began = pyqtSignal()
    ended = pyqtSignal(object, str)

    def __init__(
        self, seconds: int, recording: Recording | None, recordings: Recordings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._recording, self._recordings = recording, recordings
        self._wants_end = False
        self.progress = QProgressBar()
        self.progress.setRange(0, seconds)
        self.progress.setFormat(translate("TrainingDialog", "Recording: %v of %m s"))
        self.progress.setAccessibleName(translate("TrainingDialog", "Progress of the recording"))
        text = translate("TrainingDialog", "End the recording")
        self.end_button = QPushButton(text)
        self.end_button.setAutoDefault(False)
        self.end_button.setAccessibleName(text)
        self.end_button.setToolTip(
            translate("TrainingDialog", "Keeps what has been recorded until then, if it is enough to train on.")
        )
        self.end_button.clicked.connect(self._end)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(lambda: self.progress.setValue(self.progress.value() + 1))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.progress, 1)
        layout.addWidget(self.end_button)
        self.hide()
        if recording is not None:
            recording.done.connect(self._done)
            recording.failed.connect(self._failed)

    @property
    def is_running(self) -> bool:
        """Whether pictures are being recorded."""
        return self._recording is not None and self._recording.is_running

    def start(self) -> None:
        """Begin; returns at once."""
        if self._recording is None or self.is_running:
            return
        try:
            folder = self._recordings.new()
        except ConfigError as error:
            self.ended.emit(None, f"{error}\n{error.hint}")
            return
        self._wants_end = False
        self.progress.setValue(0)
        self.end_button.setEnabled(True)
        self._clock.start()
        self.show()
        self.began.emit()
        self._recording.start(folder, self._seconds)

    def end_early(self) -> None:
        """No more pictures come: end a recording under way, and keep what there is."""
        if self._recording is not None and self.is_running:
            self._recording.end()

    def throw_away(self) -> None:
        """End a recording under way and keep nothing of it; it is waited for a moment."""
        if self._recording is not None and self.is_running:
            self._recording.close()
            self._over(None, "")

    def _end(self) -> None:
        self._wants_end = True
        self.end_button.setEnabled(False)
        self.end_early()

    def _done(self, folder: Path, seconds: float) -> None:
        pictures = sum(1 for _ in folder.glob("*.png"))
        figures = {"n": pictures, "s": min(round(seconds), self._seconds), "of": self._seconds}
        if pictures < _LEAST_PICTURES:
            text = translate(
                "TrainingDialog",
                "Too little was recorded to train on: {n} pictures in {s} of {of} s. Nothing of it is kept.",
            )
            self._over(None, text.format(**figures))
        elif seconds < _NEARLY_ALL * self._seconds:
            text = (
                translate("TrainingDialog", "{s} of {of} s were recorded: {n} pictures. You can train on them.")
                if self._wants_end
                else translate(
                    "TrainingDialog",
                    "The recording ended after {s} of {of} s: no more pictures came. There are {n} to train on.",
                )
            )
            self._over(folder, text.format(**figures))
        else:
            self._over(folder, "")

    def _failed(self, message: str, hint: str, _detail: str) -> None:
        self._over(None, "\n".join(in_words(text) for text in (message, hint) if text))

    def _over(self, folder: Path | None, says: str) -> None:
        self._clock.stop()
        self.hide()
        self.ended.emit(folder, says)
