"""Named settings to choose from, to save, to rename and to share as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QSignalBlocker, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QMessageBox,
    QToolButton,
    QWidget,
)

from lowlight_live.errors import LowlightError
from lowlight_live.gui.storage.presets import SUFFIX, Presets
from lowlight_live.gui.texts.problem import problem_of
from lowlight_live.settings import EnhanceSettings


class PresetsRow(QWidget):
    """Chooses among presets.

    Attributes:
        chosen: The `EnhanceSettings` of the preset that the user chose.
        failed: A `Problem`.
        actions_by_name: What the menu offers, for the window's menu too.

    Args:
        presets: Those there are.
        current: The settings as they are now.
    """

    chosen = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(self, presets: Presets, current: Callable[[], EnhanceSettings], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets = presets
        self._current = current
        self.box = QComboBox()
        self.box.setAccessibleName(self.tr("Preset"))
        self.box.setToolTip(self.tr("Settings that you gave a name."))
        self.box.activated.connect(self._activated)
        self.menu = QMenu(self.tr("&Presets"), self)
        self.menu_button = QToolButton()
        self.menu_button.setText(self.tr("…"))
        self.menu_button.setAccessibleName(self.tr("Presets: save, rename, share"))
        self.menu_button.setToolTip(self.menu_button.accessibleName())
        self.menu_button.setMenu(self.menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save_action = self._action(self.tr("&Save as…"), self.save)
        self.rename_action = self._action(self.tr("Re&name…"), self.rename)
        self.remove_action = self._action(self.tr("Re&move"), self.remove)
        self.menu.addSeparator()
        self.import_action = self._action(self.tr("&Open from a file…"), self.import_file)
        self.export_action = self._action(self.tr("Sa&ve as a file…"), self.export_file)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box, 1)
        layout.addWidget(self.menu_button)
        self.show_settings(current())

    @property
    def name(self) -> str:
        """Of the preset that is chosen; "" while the settings are nobody's."""
        return str(self.box.currentData() or "")

    def show_settings(self, settings: EnhanceSettings) -> None:
        """Show which preset these settings are."""
        names = self._presets.names()
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItem(self.tr("Default"), None)
            for name in names:
                self.box.addItem(name, name)
            fitting = [name for name in names if self._presets.settings(name) == settings]
            if fitting:
                self.box.setCurrentIndex(self.box.findData(fitting[0]))
            elif settings != EnhanceSettings():
                self.box.addItem(self.tr("(changed)"), "")
                self.box.setCurrentIndex(self.box.count() - 1)
        for action in (self.rename_action, self.remove_action, self.export_action):
            action.setEnabled(bool(self.name))

    def save(self) -> None:
        """Ask for a name and keep the settings under it."""
        name, said = QInputDialog.getText(self, self.tr("Save preset"), self.tr("Name:"), text=self.name)
        if said and self._may_be_replaced(name):
            self._try(lambda: self._presets.save(name, self._current()))

    def rename(self) -> None:
        """Ask for another name."""
        name, said = QInputDialog.getText(self, self.tr("Rename preset"), self.tr("Name:"), text=self.name)
        if said:
            self._try(lambda: self._presets.rename(self.name, name))

    def remove(self) -> None:
        """Forget the chosen preset."""
        self._try(lambda: self._presets.remove(self.name))

    def import_file(self) -> None:
        """Ask for a file that somebody shared."""
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Open preset"), "", f"*{SUFFIX}")
        if path:
            self._try(lambda: self.chosen.emit(self._presets.settings(self._presets.import_from(Path(path)))))

    def export_file(self) -> None:
        """Ask where the chosen preset shall go."""
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save preset"), f"{self.name}{SUFFIX}", f"*{SUFFIX}")
        if path:
            self._try(lambda: self._presets.export_to(self.name, Path(path)))

    def _action(self, text: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _on: slot())
        self.menu.addAction(action)
        return action

    def _activated(self, index: int) -> None:
        name = self.box.itemData(index)
        if name is None:
            self.chosen.emit(EnhanceSettings())
        elif name:
            # Another window may have removed it.
            self._try(lambda: self.chosen.emit(self._presets.settings(name)))

    def _may_be_replaced(self, name: str) -> bool:
        """Whether no preset has a name, or the user gives that preset up."""
        taken = self._presets.taken(name)
        if not taken:
            return True
        text = self.tr("There is a preset “{name}” already.").format(name=taken)
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Save preset"), text, parent=self)
        replace = box.addButton(self.tr("Replace"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        answer = box.clickedButton()
        box.deleteLater()
        return answer is replace

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except LowlightError as error:
            self.failed.emit(problem_of(error))
        self.show_settings(self._current())
