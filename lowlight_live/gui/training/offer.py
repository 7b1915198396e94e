"""Offers to go on with a training that is not finished, or to give it up."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QWidget

from lowlight_live.gui.texts.translation import translate
from lowlight_live.gui.training.unfinished import Unfinished


class UnfinishedOffer(QFrame):
    """Seen only while there is such a training.

    Args:
        has_recording: Whether the pictures of a training were recorded for it, and so go with it.
        parent: Its owner.

    Attributes:
        go_on_wanted: With an `Unfinished`.
        discard_wanted: Likewise; the user has been asked.
    """

    go_on_wanted = pyqtSignal(object)
    discard_wanted = pyqtSignal(object)

    def __init__(self, has_recording: Callable[[Unfinished], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_recording = has_recording
        self._training: Unfinished | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.resume_button = QPushButton(translate("TrainingDialog", "Go on"))
        self.discard_button = QPushButton(translate("TrainingDialog", "Discard…"))
        self.resume_button.setToolTip(translate("TrainingDialog", "Goes on from the last checkpoint."))
        self.resume_button.clicked.connect(lambda: self.go_on_wanted.emit(self._training))
        self.discard_button.clicked.connect(self._ask)
        layout = QHBoxLayout(self)
        layout.addWidget(self.text, 1)
        for button in (self.resume_button, self.discard_button):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            layout.addWidget(button)
        self.hide()

    def show_training(self, training: Unfinished | None) -> None:
        """Offer this one; None for none."""
        self._training = training
        self.setVisible(training is not None)
        if training is not None:
            text = translate("TrainingDialog", "The training “{name}” is not finished.")
            self.text.setText(text.format(name=training.out.stem))
            self.discard_button.setToolTip(self._consequences(training))
            self.discard_button.setAccessibleDescription(self._consequences(training))

    def _consequences(self, training: Unfinished) -> str:
        if self._has_recording(training):
            return translate(
                "TrainingDialog", "It is not offered any more, and the pictures recorded for it are removed for good."
            )
        return translate("TrainingDialog", "It is not offered any more; your pictures stay where they are.")

    def _ask(self) -> None:
        training = self._training
        if training is None:
            return
        question = translate("TrainingDialog", "Discard the training “{name}”?").format(name=training.out.stem)
        box = QMessageBox(QMessageBox.Icon.Question, translate("TrainingDialog", "Discard"), question, parent=self)
        box.setInformativeText(self._consequences(training))
        discard = box.addButton(translate("TrainingDialog", "Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        answer = box.clickedButton()
        box.deleteLater()
        if answer is discard:
            self.discard_wanted.emit(training)
