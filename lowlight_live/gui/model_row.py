"""Which model enhances, and on which device; what is chosen is loaded aside."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QSizePolicy, QWidget

from lowlight_live.gui.bridge import Choice
from lowlight_live.weights import shipped_weights

_FILE = "\n"
"""Stands for "choose a file" among the models: no file is named so."""
DEVICES = ("auto", "cpu", "onnx", "cuda")


class ModelRow(QWidget):
    """Shows what enhances and sends what the user wants to.

    Attributes:
        chosen: A `Choice`.
    """

    chosen = pyqtSignal(object)

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self.model = QComboBox()
        self.device = QComboBox()
        for box in (self.model, self.device):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.model.setAccessibleName(self.tr("Model"))
        self.device.setAccessibleName(self.tr("Device"))
        for name, weights in shipped_weights().items():
            self.model.addItem(name, name)
            self.model.setItemData(self.model.count() - 1, weights.summary, Qt.ItemDataRole.ToolTipRole)
        self.model.addItem(self.tr("Weight file…"), _FILE)
        names = {
            "auto": self.tr("Automatic"),
            "cpu": self.tr("CPU"),
            "onnx": self.tr("CPU (onnxruntime)"),
            "cuda": self.tr("NVIDIA GPU (CUDA)"),
        }
        for device in DEVICES:
            self.device.addItem(names[device], device)
        self.model.activated.connect(self._model_activated)
        self.device.activated.connect(
            lambda _index: self.chosen.emit(Choice(self._choice.model, str(self.device.currentData())))
        )
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        layout.addRow(self.tr("Model"), self.model)
        layout.addRow(self.tr("Device"), self.device)
        self.show_choice(choice)

    def show_choice(self, choice: Choice) -> None:
        """Show what enhances, and tell nobody."""
        self._choice = choice
        with QSignalBlocker(self.model), QSignalBlocker(self.device):
            if self.model.findData(choice.model) < 0:
                self.model.insertItem(self.model.count() - 1, Path(choice.model).name, choice.model)
            self.model.setCurrentIndex(self.model.findData(choice.model))
            if self.device.findData(choice.device) < 0:
                self.device.addItem(choice.device, choice.device)
            self.device.setCurrentIndex(self.device.findData(choice.device))
        self.model.setToolTip(str(self.model.currentData(Qt.ItemDataRole.ToolTipRole) or choice.model))

    def choose_file(self) -> None:
        """Ask for a weight file."""
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a weight file"), "", self.tr("Weights (*.safetensors *.pth *.pt);;All files (*)")
        )
        if path:
            self.chosen.emit(Choice(path, self._choice.device))

    def _model_activated(self, _index: int) -> None:
        model = str(self.model.currentData())
        if model == _FILE:
            self.show_choice(self._choice)
            self.choose_file()
        else:
            self.chosen.emit(Choice(model, self._choice.device))
