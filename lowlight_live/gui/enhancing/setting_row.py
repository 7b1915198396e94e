"""One declared setting as a slider and a number that go together; a double click gives the default back."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QCheckBox, QDoubleSpinBox, QGridLayout, QLabel, QSlider, QVBoxLayout, QWidget

from lowlight_live.gui.texts.wording_settings import summary_of, title_of, unit_of
from lowlight_live.settings import Setting


class SettingRow(QWidget):
    """A control for a setting; one that only knows two values is a box to tick.

    Attributes:
        setting: Its declaration.
        changed: The user has moved it: the new value.

    Args:
        setting: Its declaration.
        large: It is the one that most people need.
    """

    changed = pyqtSignal(float)

    def __init__(self, setting: Setting, *, large: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._steps = max(1, round((setting.maximum - setting.minimum) / setting.step))
        self.box: QCheckBox | None = None
        title, summary = title_of(setting), summary_of(setting)
        if setting.is_switch:
            self._build_box(title, summary)
        else:
            self._build_slider(title, summary, large=large)
        self.set_value(setting.default)

    @property
    def value(self) -> float:
        if self.box is not None:
            return self.setting.maximum if self.box.isChecked() else self.setting.minimum
        return round(self.number.value(), 6)

    def set_value(self, value: float) -> None:
        """Show a value, and tell nobody."""
        if self.box is not None:
            with QSignalBlocker(self.box):
                self.box.setChecked(value > (self.setting.minimum + self.setting.maximum) / 2)
            return
        with QSignalBlocker(self.number), QSignalBlocker(self.slider):
            self.number.setValue(value)
            self.slider.setValue(self._step_of(value))

    def reset(self) -> None:
        """Go back to the default."""
        self.set_value(self.setting.default)
        self.changed.emit(self.value)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonDblClick:
            self.reset()
            return True
        return super().eventFilter(watched, event)

    def _build_box(self, title: str, summary: str) -> None:
        self.box = QCheckBox(title)
        self.box.setAccessibleDescription(summary)
        self.setToolTip(summary)
        self.box.toggled.connect(lambda _on: self.changed.emit(self.value))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)

    def _build_slider(self, title: str, summary: str, *, large: bool) -> None:
        setting = self.setting
        self.setToolTip(f"{summary}\n{self.tr('A double click gives the default back.')}")
        self.label = QLabel(title)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, self._steps)
        self.slider.setPageStep(max(1, self._steps // 10))
        self.number = QDoubleSpinBox()
        self.number.setRange(setting.minimum, setting.maximum)
        self.number.setSingleStep(setting.step)
        self.number.setDecimals(1 if setting.step >= 0.1 else 2)
        self.number.setKeyboardTracking(False)
        unit = unit_of(setting)
        self.number.setSuffix(f" {unit}" if unit else "")
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.label.setBuddy(self.number)
        if large:
            font = self.label.font()
            font.setPointSizeF(font.pointSizeF() * 1.3)
            font.setBold(True)
            self.label.setFont(font)
            self.slider.setMinimumHeight(32)
            self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
            self.slider.setTickInterval(max(1, round(1 / setting.step)))
        for widget, what in ((self.slider, self.tr("{name}, slider")), (self.number, self.tr("{name}, number"))):
            widget.setAccessibleName(what.format(name=title))
            widget.setAccessibleDescription(summary)
        self.slider.installEventFilter(self)
        self.label.installEventFilter(self)
        self.slider.valueChanged.connect(self._slid)
        self.number.valueChanged.connect(self._numbered)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(2)
        layout.addWidget(self.label, 0, 0)
        layout.addWidget(self.number, 0, 1)
        layout.addWidget(self.slider, 1, 0, 1, 2)
        layout.setColumnStretch(0, 1)

    def _slid(self, step: int) -> None:
        with QSignalBlocker(self.number):
            self.number.setValue(self.setting.minimum + step * self.setting.step)
        self.changed.emit(self.value)

    def _numbered(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._step_of(value))
        self.changed.emit(self.value)

    def _step_of(self, value: float) -> int:
        return round((value - self.setting.minimum) / self.setting.step)
