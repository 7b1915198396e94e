"""Asks what to train on and how: a few things first, and every declared field of `TrainConfig` behind "More"."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lowlight_live.errors import ConfigError
from lowlight_live.gui.desktop.wheel import keep_wheel_for_scrolling
from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.translation import translate
from lowlight_live.gui.training.fields import declared_controls
from lowlight_live.gui.training.purposes import CONTEXT, PURPOSES, Purpose
from lowlight_live.training.recipes import config_of_recipe

_FIRST = ("steps", "device")
_TAKEN_BY = (".safetensors", ".checkpoint", ".unfinished")
"""Endings of files that a name cannot be given again for."""
RECORDED_S = 30


class TrainingForm(QWidget):
    """The form. What it holds is checked where the training itself would check it.

    Args:
        folder: Where trained weights go.
        can_record: There is a camera to record from.
        parent: Its owner.

    Attributes:
        record_wanted: Pictures are to be recorded from the camera.
    """

    record_wanted = pyqtSignal()

    def __init__(self, folder: Path, *, can_record: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._can_record = can_record
        self.purpose = QComboBox()
        for purpose in PURPOSES:
            self.purpose.addItem(translate(CONTEXT, purpose.title))
        self.says = QLabel()
        self.says.setWordWrap(True)
        self.data = QLineEdit()
        self.data.setPlaceholderText(self.tr("A folder of JPEG, PNG or WebP pictures"))
        self.choose_button = QPushButton(self.tr("Choose…"))
        self.record_button = QPushButton(self.tr("Record {n} s").format(n=RECORDED_S))
        self.name = QLineEdit()
        self.controls = declared_controls()
        self.more_button = QToolButton()
        self.more_button.setText(self.tr("More"))
        self.more_button.setCheckable(True)
        self.more_button.setArrowType(Qt.ArrowType.RightArrow)
        self.more_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.stock = QLineEdit()
        self.more = QWidget()
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        font = self.trouble.font()
        font.setBold(True)
        self.trouble.setFont(font)
        self.trouble.hide()
        self._lay_out()
        self._name_all()
        keep_wheel_for_scrolling(self)
        self.purpose.currentIndexChanged.connect(self._purpose_changed)
        self.choose_button.clicked.connect(self._choose)
        self.record_button.clicked.connect(lambda: self.record_wanted.emit())
        self.more_button.toggled.connect(self._show_more)
        self._purpose_changed()
        self.suggest_name()

    @property
    def chosen(self) -> Purpose:
        """What the training is for."""
        return PURPOSES[self.purpose.currentIndex()]

    @property
    def out(self) -> Path:
        """The weight file to write."""
        return self._folder / f"{self.name.text().strip()}.safetensors"

    @property
    def settings(self) -> dict[str, Any]:
        """The fields of `TrainConfig` that differ from the recipe's."""
        values = {name: control.value for name, control in self.controls.items()}
        recipe = config_of_recipe(self.chosen.recipe, Path("data"), Path("out.safetensors"))
        changed = {name: value for name, value in values.items() if value != getattr(recipe, name)}
        return changed | ({"stock": self.stock.text().strip()} if self.stock.text().strip() else {})

    def check(self) -> bool:
        """Whether a training can begin with this; says why not."""
        try:
            self._check()
        except ConfigError as error:
            self.say(f"{error}\n{error.hint}")
            return False
        self.say("")
        return True

    def say(self, trouble: str) -> None:
        """Show a sentence below the form; "" for none."""
        self.trouble.setText(in_words(trouble))
        self.trouble.setVisible(bool(trouble))

    def show_why_not_recorded(self, why_not: str) -> None:
        """Offer to record only while there is something to record.

        Args:
            why_not: A sentence; "" where it can be recorded.
        """
        self.record_button.setEnabled(not why_not)
        says = why_not or self.tr("For {n} seconds.").format(n=RECORDED_S)
        self.record_button.setToolTip(says)
        self.record_button.setAccessibleDescription(says)

    def suggest_name(self) -> None:
        """Offer a name that no weights have yet."""
        number = 1
        while self._is_taken(name := f"mine{f'-{number}' if number > 1 else ''}"):
            number += 1
        self.name.setText(name)

    def _check(self) -> None:
        if not self.data.text().strip():
            raise ConfigError(self.tr("No pictures are chosen."), hint=self.tr("Choose their folder, or record some."))
        name = self.name.text().strip()
        if not name or name != Path(name).name or name.startswith("."):
            raise ConfigError(self.tr("The weights need a name."), hint=self.tr("A word will do, such as “mine”."))
        if self._is_taken(name):
            raise ConfigError(
                self.tr("There are weights named {name} already.").format(name=name),
                hint=self.tr("Choose another name."),
            )
        config_of_recipe(self.chosen.recipe, Path(self.data.text()), self.out, **self.settings)

    def _is_taken(self, name: str) -> bool:
        return any((self._folder / f"{name}{ending}").exists() for ending in _TAKEN_BY)

    def _purpose_changed(self) -> None:
        self.says.setText(translate(CONTEXT, self.chosen.says))
        self.record_button.setVisible(self._can_record and self.chosen.can_record)
        for name, control in self.controls.items():
            control.put(self.chosen.default(name))

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder of pictures"), self.data.text())
        if name:
            self.data.setText(name)

    def _show_more(self, more: bool) -> None:
        self.more.setVisible(more)
        self.more_button.setArrowType(Qt.ArrowType.DownArrow if more else Qt.ArrowType.RightArrow)

    def _lay_out(self) -> None:
        pictures = QHBoxLayout()
        pictures.addWidget(self.data, 1)
        pictures.addWidget(self.choose_button)
        pictures.addWidget(self.record_button)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Learn from"), self.purpose)
        form.addRow(self.says)
        form.addRow(self.tr("Pictures"), pictures)
        form.addRow(self.tr("Name"), self.name)
        for name in _FIRST:
            form.addRow(self.controls[name].title, self.controls[name].widget)
        rest = QFormLayout(self.more)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.addRow(self.tr("Other photos"), self.stock)
        for name, control in self.controls.items():
            if name not in _FIRST:
                rest.addRow(control.title, control.widget)
        self.more.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        layout.addWidget(self.more_button)
        layout.addWidget(self.more)
        layout.addStretch()

    def _name_all(self) -> None:
        """What screen readers and the pointer say of the controls that no declaration describes."""
        for widget, name, says in (
            (self.purpose, self.tr("Learn from"), self.tr("Which kind of pictures there are.")),
            (self.data, self.tr("Pictures"), self.tr("Their folder, searched with its subfolders.")),
            (self.choose_button, self.tr("Choose the folder of pictures"), ""),
            (self.record_button, self.tr("Record pictures from the camera"), ""),
            (self.name, self.tr("Name"), self.tr("Of the weights that come of it.")),
            (
                self.stock,
                self.tr("Other photos"),
                self.tr("A folder that a part of each batch comes from, or nothing."),
            ),
            (self.more_button, self.tr("More settings"), self.tr("Everything else that a training is made of.")),
        ):
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(says)
            widget.setToolTip(says)
        self.show_why_not_recorded("")
