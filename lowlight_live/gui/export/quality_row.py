"""Asks how good a film is to be: a slider between a small file and a good picture, and the number it stands for."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSlider, QSpinBox, QWidget

_WORST_CRF = 51


class _Slider(QSlider):
    def wheelEvent(self, event: QWheelEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None:
            event.ignore()  # the form scrolls


class QualityRow(QWidget):
    """Both say the same: the number is the codec's own, where less is better; to the right on the slider is better.

    Args:
        crf: At first: 0 is the best, 51 the worst.
        parent: Its owner.
    """

    def __init__(self, crf: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = _Slider(Qt.Orientation.Horizontal)
        self.number = QSpinBox()
        says = self.tr("Constant quality (CRF): lower is better and larger; 18 shows no loss")
        for widget in (self.slider, self.number):
            widget.setRange(0, _WORST_CRF)
            widget.setAccessibleName(self.tr("Quality"))
            widget.setAccessibleDescription(says)
            widget.setToolTip(says)
        self.slider.setValue(_WORST_CRF - crf)
        self.number.setValue(crf)
        self.slider.valueChanged.connect(lambda value: self.number.setValue(_WORST_CRF - value))
        self.number.valueChanged.connect(lambda value: self.slider.setValue(_WORST_CRF - value))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(QLabel(self.tr("Smaller file")))
        layout.addWidget(self.slider, 1)
        layout.addWidget(QLabel(self.tr("Better picture")))
        layout.addWidget(self.number)

    @property
    def crf(self) -> int:
        """The number."""
        return self.number.value()
