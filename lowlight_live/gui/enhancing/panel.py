"""What stands beside the picture: the controls, the presets, and what enhances on what."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from lowlight_live.enhance.protocols import EnhancerInfo
from lowlight_live.gui.desktop.wheel import keep_wheel_for_scrolling
from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.enhancing.controls import Controls
from lowlight_live.gui.enhancing.model_row import ModelRow
from lowlight_live.gui.enhancing.presets_row import PresetsRow
from lowlight_live.gui.storage.presets import Presets
from lowlight_live.gui.texts.errors import in_words
from lowlight_live.settings import EnhanceSettings


class EnhancePanel(QWidget):
    """Shows settings and model, and sends the user's wishes.

    Attributes:
        changed: New `EnhanceSettings`.
        chosen: Another `Choice` of model and device.
        failed: A `Problem`.
    """

    changed = pyqtSignal(object)
    chosen = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(
        self, settings: EnhanceSettings, presets: Presets, choice: Choice, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.controls = Controls(settings)
        self.presets = PresetsRow(presets, lambda: self.controls.settings)
        self.model = ModelRow(choice)
        self.runs_on = QLabel()
        self.runs_on.setWordWrap(True)
        self.runs_on.setAccessibleName(self.tr("What enhances"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(12)
        layout.addWidget(self.controls)
        layout.addSpacing(8)
        layout.addWidget(_heading(self.tr("Preset")))
        layout.addWidget(self.presets)
        layout.addSpacing(8)
        layout.addWidget(_heading(self.tr("What enhances")))
        layout.addWidget(self.model)
        layout.addWidget(self.runs_on)
        layout.addStretch(1)
        keep_wheel_for_scrolling(self)
        self.controls.changed.connect(self._changed)
        self.presets.chosen.connect(self.set_settings)
        self.presets.failed.connect(self.failed)
        self.model.chosen.connect(self.chosen)

    def set_settings(self, settings: EnhanceSettings) -> None:
        """Take these, as if the user had moved every control."""
        self.controls.set_settings(settings)
        self._changed(settings)

    def expose(self, stops: float) -> None:
        """Brighter by so many stops; darker if it is negative."""
        row = self.controls.rows["exposure"]
        row.number.setValue(row.value + stops)

    def show_enhancer(self, info: EnhancerInfo | None) -> None:
        """Say in plain words what enhances; how and why there is told to whoever points at it."""
        text = details = ""
        if info is not None and info.model:
            text = self._place(info.device)
            where = (
                self.tr("Runs on {device} in {precision}: {reason}.")
                if info.precision
                else self.tr("Runs on {device}: {reason}.")
            )
            details = where.format(device=info.device, precision=info.precision, reason=in_words(info.reason))
        if (text, details) != (self.runs_on.text(), self.runs_on.toolTip()):
            self.runs_on.setText(text)
            self.runs_on.setToolTip(details)
            self.runs_on.setAccessibleDescription(details)

    def _place(self, device: str) -> str:
        if device.startswith("cuda"):
            return self.tr("Runs on the graphics card.")
        if device == "onnx":
            return self.tr("Runs on this computer's processor, with onnxruntime.")
        if device == "cpu":
            return self.tr("Runs on this computer's processor.")
        return self.tr("Runs on {device}.").format(device=device)

    def _changed(self, settings: EnhanceSettings) -> None:
        self.presets.show_settings(settings)
        self.changed.emit(settings)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
