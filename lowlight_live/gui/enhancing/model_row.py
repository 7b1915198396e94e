"""Which model enhances, and on which device; what is chosen is loaded aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QSizePolicy, QWidget

from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.storage.places import weights_folder
from lowlight_live.gui.texts.translation import translate
from lowlight_live.weights import shipped_weights

_FILE = "\n"
"""Stands for "choose a file" among the models: no file is named so."""
_MARGIN = 6
"""Points beside an entry of an open list."""
DEVICES = ("auto", "cpu", "onnx", "cuda")


class _FreshList(QComboBox):
    """Is brought up to date before it opens."""

    def __init__(self, renew: Callable[[], None]) -> None:
        super().__init__()
        self._renew = renew

    def showPopup(self) -> None:  # noqa: N802  Qt's name
        self._renew()
        view = self.view()
        if view is not None:  # the list may be wider than the box, and then says all
            frame = 2 * view.frameWidth() + 2 * _MARGIN
            view.setMinimumWidth(max(self.width(), view.sizeHintForColumn(0) + frame))
        super().showPopup()


class ModelRow(QWidget):
    """Shows what enhances and sends what the user wants to: a shipped model, own weights, or a file from elsewhere.

    Attributes:
        chosen: A `Choice`.
    """

    chosen = pyqtSignal(object)

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        published = self.tr("published method, for comparison")
        self._in_short = {
            "dce-live": self.tr("best quality"),
            "dce-nano": self.tr("fastest"),
            "zero-dce": published,
            "zero-dce++": published,
        }
        self._shipped = {name: translate("Models", weights.summary) for name, weights in shipped_weights().items()}
        self.model = _FreshList(self._renew)
        self.device = QComboBox()
        for box in (self.model, self.device):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.model.setAccessibleName(self.tr("Model"))
        self.device.setAccessibleName(self.tr("Device"))
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

    @property
    def choice(self) -> Choice:
        """What it shows."""
        return self._choice

    def show_choice(self, choice: Choice) -> None:
        """Show what enhances, and tell nobody."""
        self._choice = choice
        self._renew()
        with QSignalBlocker(self.device):
            if self.device.findData(choice.device) < 0:
                self.device.addItem(choice.device, choice.device)
            self.device.setCurrentIndex(self.device.findData(choice.device))

    def choose_file(self) -> None:
        """Ask for a weight file."""
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a weight file"), "", self.tr("Weights (*.safetensors *.pth *.pt);;All files (*)")
        )
        if path:
            self.chosen.emit(Choice(path, self._choice.device))

    def _renew(self) -> None:
        """Offer the models there are now."""
        chosen = self._choice.model
        described = self.tr("{model}: {what}")
        entries = {
            name: (described.format(model=name, what=self._in_short[name]) if name in self._in_short else name, summary)
            for name, summary in self._shipped.items()
        }
        for path in (*_own_weights(), *(() if chosen in entries else (Path(chosen),))):
            entries[str(path)] = described.format(model=path.name, what=self.tr("your own")), str(path)
        with QSignalBlocker(self.model):
            if [*entries, _FILE] != [self.model.itemData(index) for index in range(self.model.count())]:
                self.model.clear()
                for model, (name, explanation) in entries.items():
                    self.model.addItem(name, model)
                    self.model.setItemData(self.model.count() - 1, explanation, Qt.ItemDataRole.ToolTipRole)
                self.model.addItem(self.tr("Weight file…"), _FILE)
            self.model.setCurrentIndex(self.model.findData(chosen))
        self.model.setToolTip(entries[chosen][1])

    def _model_activated(self, _index: int) -> None:
        model = str(self.model.currentData())
        if model == _FILE:
            self.show_choice(self._choice)
            self.choose_file()
        else:
            self.chosen.emit(Choice(model, self._choice.device))


def _own_weights() -> list[Path]:
    """What was trained here, without what a training kept of the weights before it."""
    found = weights_folder().glob("[!.]*.safetensors")
    return sorted(path for path in found if not path.name.endswith(".previous.safetensors"))
