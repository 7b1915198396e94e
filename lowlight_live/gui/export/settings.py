"""Asks what is wanted of one export: the picture's settings, made from their declaration, and the film's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from lowlight_live.gui.desktop.appearance import without_icons
from lowlight_live.gui.desktop.screen_room import fit_on_screen
from lowlight_live.gui.desktop.wheel import keep_wheel_for_scrolling
from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.enhancing.model_row import ModelRow
from lowlight_live.gui.export.codec_box import CodecBox
from lowlight_live.gui.export.job import ExportJob
from lowlight_live.gui.export.quality_row import QualityRow
from lowlight_live.gui.export.target_row import TargetRow
from lowlight_live.gui.texts.readable import readable
from lowlight_live.gui.texts.wording_settings import summary_of, title_of, unit_of
from lowlight_live.settings import EnhanceSettings, Setting, declared_settings
from lowlight_live.video.images import PICTURE_SUFFIXES
from lowlight_live.video.target import FORMATS

_LEAST_WIDTH = 440


class ExportSettings(QDialog):
    """A form over a job; `job` is what was made of it.

    Args:
        job: That has not begun.
        parent: Above which it opens.
        taken: Where other exports go.
        is_new: The job is added by the form; else it is changed.
    """

    def __init__(
        self, job: ExportJob, parent: QWidget | None = None, *, taken: Collection[Path] = (), is_new: bool = True
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export of {name}").format(name=readable(job.source.name)))
        self.setMinimumWidth(_LEAST_WIDTH)
        self._job, self._taken = job, taken
        is_photo = job.source.suffix.lower() in PICTURE_SUFFIXES
        endings = sorted(PICTURE_SUFFIXES) if is_photo else list(FORMATS)
        self.fields = {
            setting.name: _field(setting, getattr(job.settings, setting.name)) for setting in declared_settings()
        }
        picture = QGroupBox(self.tr("Picture"))
        form = _form(picture)
        for setting in declared_settings():
            title, field = title_of(setting), self.fields[setting.name]
            _named(field, title, summary_of(setting))
            form.addRow(field) if setting.is_switch else form.addRow(title, field)
        options = job.options
        enhancing = QGroupBox(self.tr("What enhances"))
        self.model = ModelRow(Choice(options.model, options.device))
        self.model.chosen.connect(self.model.show_choice)
        QVBoxLayout(enhancing).addWidget(self.model)
        self.place = TargetRow(job.target, endings, may_replace=job.overwrite)
        self.target = self.place.edit
        self.codec = CodecBox(options.codec)
        self.quality = QualityRow(options.crf)
        self.two_pass = QCheckBox(self.tr("Look through the film first (two passes)"))
        self.two_pass.setToolTip(self.tr("Takes longer; the brightness then follows without lag."))
        self.two_pass.setChecked(options.two_pass)
        self.side_by_side = QCheckBox(self.tr("Original and enhanced side by side"))
        self.side_by_side.setChecked(options.side_by_side)
        file = QGroupBox(self.tr("File"))
        form = _form(file)
        form.addRow(self.tr("Write to"), self.place)
        form.addRow(self.tr("Codec"), self.codec)
        form.addRow(self.tr("Quality"), self.quality)
        form.addRow(self.two_pass)
        form.addRow(self.side_by_side)
        for of_films in (self.codec, self.quality, self.two_pass):
            form.setRowVisible(of_films, not is_photo)
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.hide()
        self.buttons = without_icons(
            QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        )
        accept = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        if is_new and accept is not None:
            accept.setText(self.tr("Export"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(file, picture, enhancing)

    def _lay_out(self, *groups: QWidget) -> None:
        """Whole where the screen has room for it; else what is asked scrolls, above the buttons."""
        asked = QWidget()
        column = QVBoxLayout(asked)
        column.setContentsMargins(0, 0, 0, 0)
        for group in groups:
            column.addWidget(group)
        keep_wheel_for_scrolling(asked)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(asked)
        style = self.style()
        assert style is not None  # noqa: S101  every widget has one
        whole = asked.sizeHint()
        area.setMinimumWidth(whole.width() + style.pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent))
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(self.trouble)
        layout.addWidget(self.buttons)
        self.resize(self.sizeHint() + QSize(0, whole.height() - area.sizeHint().height()))
        fit_on_screen(self)

    @property
    def job(self) -> ExportJob:
        """The job as the form has it."""
        settings = EnhanceSettings(
            **{setting.name: _value(setting, self.fields[setting.name]) for setting in declared_settings()}
        )
        options = replace(
            self._job.options,
            model=self.model.choice.model,
            device=self.model.choice.device,
            codec=self.codec.codec,
            crf=self.quality.crf,
            two_pass=self.two_pass.isChecked(),
            side_by_side=self.side_by_side.isChecked(),
        )
        place = self.place
        return replace(self._job, target=place.path, settings=settings, options=options, overwrite=place.may_replace)

    def accept(self) -> None:
        trouble = self.place.trouble(self._job.source, self._taken)
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        if not trouble and self.place.may_be_written():
            super().accept()


def _form(box: QWidget) -> QFormLayout:
    form = QFormLayout(box)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def _field(setting: Setting, value: float) -> QDoubleSpinBox | QCheckBox:
    if setting.is_switch:
        box = QCheckBox(title_of(setting))
        box.setChecked(value == setting.maximum)
        return box
    number = QDoubleSpinBox()
    number.setDecimals(2)
    number.setRange(setting.minimum, setting.maximum)
    number.setSingleStep(setting.step)
    if setting.unit:
        number.setSuffix(f" {unit_of(setting)}")
    number.setValue(value)
    return number


def _value(setting: Setting, field: QDoubleSpinBox | QCheckBox) -> float:
    if isinstance(field, QDoubleSpinBox):
        return field.value()
    return setting.maximum if field.isChecked() else setting.minimum


def _named(widget: QWidget, name: str, says: str) -> QWidget:
    """With a name for screen readers and a sentence for the pointer."""
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(says)
    widget.setToolTip(says)
    return widget
