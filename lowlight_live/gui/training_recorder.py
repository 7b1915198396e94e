"""Shows how far a recording of the camera is, with a button that ends it."""

from __future__ import annotations

from PyQt6.QtCore import QTimer, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from lowlight_live.gui.translation import translate

_TICK_MS = 1_000


class TrainingRecorder(QWidget):
    """Seen only while it is recorded.

    Attributes:
        end_wanted: The user has enough of it.
        progress: In seconds.
        end_button: Ends it.

    Args:
        seconds: How long a recording is.
    """

    end_wanted = pyqtSignal()

    def __init__(self, seconds: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress = QProgressBar()
        self.progress.setRange(0, seconds)
        self.progress.setFormat(translate("TrainingDialog", "Recording: %v of %m s"))
        self.progress.setAccessibleName(translate("TrainingDialog", "Progress of the recording"))
        text = translate("TrainingDialog", "End the recording")
        self.end_button = QPushButton(text)
        self.end_button.setAutoDefault(False)
        self.end_button.setAccessibleName(text)
        self.end_button.clicked.connect(self.end_wanted)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(lambda: self.progress.setValue(self.progress.value() + 1))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.progress, 1)
        layout.addWidget(self.end_button)
        self.hide()

    def begin(self) -> None:
        """It is being recorded."""
        self.progress.setValue(0)
        self._clock.start()
        self.show()

    def end(self) -> None:
        """It is over."""
        self._clock.stop()
        self.hide()
