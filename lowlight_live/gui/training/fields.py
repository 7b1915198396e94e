"""One control for each declared field of `TrainConfig`, made from its declaration."""

from __future__ import annotations

from dataclasses import Field, dataclass, fields
from typing import Any

from PyQt6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from lowlight_live.gui.texts.translation import translate
from lowlight_live.training.config import ARCHITECTURES, DEVICES, LOSSES, PRECISIONS, TrainConfig

_CHOICES = {"architecture": ARCHITECTURES, "device": DEVICES, "loss": LOSSES, "precision": PRECISIONS}
_LARGEST = 2**31 - 1
_UNBOUNDED = 1e6
_DECIMALS = 5
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class FieldControl:
    """A widget and the value in it.

    Attributes:
        name: Of the field.
        widget: Its control, with a name and a sentence for screen readers.
    """

    name: str
    widget: QWidget

    @property
    def title(self) -> str:
        """The name as people read it."""
        return translate("TrainingFields", declared_title(self.name))

    @property
    def value(self) -> Any:
        """What stands there; None where the field is left to itself."""
        match self.widget:
            case QDoubleSpinBox() as number:
                is_left = number.specialValueText() and number.value() == number.minimum()
                return None if is_left else round(number.value(), number.decimals())
            case QSpinBox() as number:
                return number.value()
            case QCheckBox() as box:
                return box.isChecked()
            case QComboBox() as choice:
                return choice.currentData()
            case QLineEdit() as line:
                return line.text().strip()
        raise TypeError(self.widget)

    def put(self, value: Any) -> None:
        """Let this stand there."""
        match self.widget:
            case QDoubleSpinBox() as number:
                number.setValue(number.minimum() if value is None else value)
            case QSpinBox() as number:
                number.setValue(value)
            case QCheckBox() as box:
                box.setChecked(value)
            case QComboBox() as choice:
                choice.setCurrentIndex(choice.findData(value))
            case QLineEdit() as line:
                line.setText(value)


def declared_title(name: str) -> str:
    """A field's name as words, before it is translated."""
    return name.replace("_", " ").capitalize()


def declared_controls() -> dict[str, FieldControl]:
    """A control for each field that says of itself what it is, by its name."""
    return {f.name: _control(f) for f in fields(TrainConfig) if "summary" in f.metadata}


def _control(declared: Field[Any]) -> FieldControl:
    control = FieldControl(declared.name, _widget(declared))
    summary = translate("TrainingFields", declared.metadata["summary"])
    control.widget.setAccessibleName(control.title)
    control.widget.setAccessibleDescription(summary)
    control.widget.setToolTip(summary)
    return control


def _widget(declared: Field[Any]) -> QWidget:
    if declared.name in _CHOICES:
        choice = QComboBox()
        for value in _CHOICES[declared.name]:
            choice.addItem(_in_words(declared.name, value), value)
        return choice
    low, high = declared.metadata["at_least"], declared.metadata["at_most"]
    match declared.type:
        case "bool":
            return QCheckBox()
        case "int":
            whole = QSpinBox()
            whole.setRange(int(low or 0), _LARGEST if high is None else int(high))
            whole.setGroupSeparatorShown(True)
            return whole
        case "float":
            return _number(low or 0.0, high)
        case "float | None":
            number = _number(low or 0.0, high)
            number.setMinimum(number.minimum() - number.singleStep())
            number.setSpecialValueText(translate("TrainingFields", "automatic"))
            return number
        case "str":
            return QLineEdit()
    raise TypeError(f"{declared.name}: {declared.type}")


def _in_words(name: str, value: str) -> str:
    """A choice as the rest of the window calls it; networks, losses and number formats have their own names only."""
    devices = {
        "auto": translate("ModelRow", "Automatic"),
        "cpu": translate("ModelRow", "CPU"),
        "cuda": translate("ModelRow", "NVIDIA GPU (CUDA)"),
    }
    return devices[value] if name == "device" else value


class _Number(QDoubleSpinBox):
    """Shows no zeros behind what there is: the fields range from 0.00001 to 16."""

    def textFromValue(self, value: float) -> str:  # noqa: N802  Qt's name
        return self.locale().toString(value, "g", _DIGITS)


def _number(low: float, high: float | None) -> QDoubleSpinBox:
    number = _Number()
    number.setDecimals(_DECIMALS)
    number.setRange(low, _UNBOUNDED if high is None else high)
    number.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
    return number
