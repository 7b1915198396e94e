"""Shows the samples of a training: pictures before and after, drawn anew as it goes."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PyQt6.QtWidgets import QSizePolicy, QWidget

_SMALLEST = QSize(240, 200)
_GAP = 6


class Samples(QWidget):
    """The sheet, as large as fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._columns = 2
        self.setMinimumSize(_SMALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Samples: before, after and, where there is one, the goal"))

    @property
    def is_empty(self) -> bool:
        """Whether no sheet has been drawn yet."""
        return self._image.isNull()

    def show_sheet(self, path: Path, columns: int) -> None:
        """Show a sheet; one that cannot be read changes nothing: the next one comes.

        Args:
            path: Of the picture.
            columns: 2 for before and after, 3 with what the result should be.
        """
        image = QImage(str(path))
        if not image.isNull():
            self._image, self._columns = image, columns
            self.update()

    def clear(self) -> None:
        """Show none."""
        self._image = QImage()
        self.update()

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802  Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.is_empty:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), int(flags), self.tr("Samples appear after the first steps."))
        else:
            self._draw_sheet(painter)
        painter.end()

    def _draw_sheet(self, painter: QPainter) -> None:
        line = self.fontMetrics().height() + _GAP
        size = self._image.size().scaled(self.width(), self.height() - line, Qt.AspectRatioMode.KeepAspectRatio)
        left = (self.width() - size.width()) / 2
        painter.drawImage(QRectF(left, line, size.width(), size.height()), self._image)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        column = size.width() / self._columns
        for index, title in enumerate((self.tr("Before"), self.tr("After"), self.tr("Goal"))[: self._columns]):
            place = QRectF(left + index * column, 0, column, line)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), title)
