"""The controls: one for each declared setting, the one that most people need first and large."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from lowlight_live.gui.enhancing.setting_row import SettingRow
from lowlight_live.settings import EnhanceSettings, declared_settings

_FIRST = "exposure"


class Controls(QWidget):
    """Shows settings and sends the user's wishes.

    Attributes:
        changed: New `EnhanceSettings`.
        rows: By the name of the setting.
    """

    changed = pyqtSignal(object)

    def __init__(self, settings: EnhanceSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.rows: dict[str, SettingRow] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for setting in sorted(declared_settings(), key=lambda setting: setting.name != _FIRST):
            row = SettingRow(setting, large=setting.name == _FIRST)
            row.changed.connect(partial(self._changed, setting.name))
            layout.addWidget(row)
            self.rows[setting.name] = row
        self.reset_button = QPushButton(self.tr("Reset all"))
        self.reset_button.setToolTip(self.tr("Give every setting its default back."))
        self.reset_button.clicked.connect(self.reset)
        layout.addWidget(self.reset_button)
        self.set_settings(settings)

    @property
    def settings(self) -> EnhanceSettings:
        return self._settings

    def set_settings(self, settings: EnhanceSettings) -> None:
        """Show these, and tell nobody."""
        self._settings = settings
        for name, row in self.rows.items():
            row.set_value(getattr(settings, name))

    def reset(self) -> None:
        """Give every setting its default back."""
        self.set_settings(EnhanceSettings())
        self.changed.emit(self._settings)

    def _changed(self, name: str, value: float) -> None:
        setting = self.rows[name].setting
        # A sum of steps may be beyond the range by a rounding.
        value = min(max(value, setting.minimum), setting.maximum)
        self._settings = replace(self._settings, **{name: value})
        self.changed.emit(self._settings)
