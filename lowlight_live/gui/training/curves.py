"""Draws how the losses of a training fall, each on its own line, and how well the photos kept out do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg  # type: ignore[import-untyped]
from PyQt6.QtCore import QEvent
from PyQt6.QtGui import QColor, QPalette
from PyQt6.QtWidgets import QVBoxLayout, QWidget

_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a8a00")
"""After Okabe and Ito: told apart with every kind of colour vision, and visible on white and on black."""
_SMOOTHED_OVER = 0.05
"""Share of the run whose steps a point of a line averages: single batches jump too much to be read."""
_MOST_POINTS = 400
_SMALLEST = 1e-6
_AXIS_WIDTH = 60
"""The same for both plots, so that a step stands above itself."""


class LossCurves(QWidget):
    """Two plots over the steps: the losses, on a scale of powers of ten, and the score in dB where there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.losses = pg.PlotWidget()
        self.losses.setLogMode(y=True)
        self.scores = pg.PlotWidget()
        self.scores.setXLink(self.losses)
        self.scores.hide()
        self.lines: dict[str, pg.PlotDataItem] = {}
        for plot, title in ((self.losses, self.tr("Loss")), (self.scores, self.tr("Photos kept out (dB)"))):
            plot.setMenuEnabled(False)
            plot.setMouseEnabled(x=False, y=False)
            plot.hideButtons()
            plot.showGrid(x=True, y=True, alpha=0.15)
            plot.setLabel("left", title)
            plot.setAccessibleName(title)
            plot.getAxis("left").enableAutoSIPrefix(False)
            plot.getAxis("left").setWidth(_AXIS_WIDTH)
        self.scores.setLabel("bottom", self.tr("Step"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.losses, 2)
        layout.addWidget(self.scores, 1)
        self._dress()

    def show_rows(self, rows: Sequence[Mapping[str, float]], terms: Sequence[str], steps: int) -> None:
        """Draw everything anew; a few milliseconds.

        Args:
            rows: Numbers of each step, by name; those drawn are the terms, "total" and "validation_db".
            terms: Names of the losses.
            steps: How many the run has.
        """
        wanted = ["total", *terms] if rows else []
        for name in [name for name in self.lines if name not in (*wanted, "validation_db")]:
            self.losses.removeItem(self.lines.pop(name))
        at = np.array([row["step"] for row in rows])
        for name in wanted:
            values = np.array([row.get(name, np.nan) for row in rows])
            self._line(name, self.colour_of(name, terms)).setData(*_readable(at, values))
        scored = [(row["step"], row["validation_db"]) for row in rows if "validation_db" in row]
        self.scores.setVisible(bool(scored))
        self.losses.setLabel("bottom", None if scored else self.tr("Step"))
        if scored:
            self._score_line().setData(*np.array(scored).T)
        elif "validation_db" in self.lines:
            self._score_line().setData([], [])
        self.losses.setXRange(0, max(1, steps), padding=0.01)

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802  Qt's name
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def colour_of(self, name: str, terms: Sequence[str]) -> QColor:
        """The colour of a line: that of text for the total, one of its own for each loss."""
        if name == "total":
            return self.palette().color(QPalette.ColorRole.Text)
        return QColor(_COLOURS[list(terms).index(name) % len(_COLOURS)])

    def _line(self, name: str, colour: QColor) -> pg.PlotDataItem:
        if name not in self.lines:
            self.lines[name] = self.losses.plot(pen=pg.mkPen(colour, width=3 if name == "total" else 2))
        return self.lines[name]

    def _score_line(self) -> pg.PlotDataItem:
        if "validation_db" not in self.lines:
            pen = pg.mkPen(QColor(_COLOURS[0]), width=2)
            self.lines["validation_db"] = self.scores.plot(pen=pen, symbol="o", symbolSize=6, symbolBrush=_COLOURS[0])
        return self.lines["validation_db"]

    def _dress(self) -> None:
        """Take the colours of the desktop, dark or light."""
        text = self.palette().color(QPalette.ColorRole.Text)
        for plot in (self.losses, self.scores):
            plot.setBackground(self.palette().color(QPalette.ColorRole.Base))
            for side in ("left", "bottom"):
                axis: Any = plot.getAxis(side)
                axis.setPen(text)
                axis.setTextPen(text)
        if "total" in self.lines:
            self.lines["total"].setPen(pg.mkPen(text, width=3))


def _readable(at: np.ndarray[Any, Any], values: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], ...]:
    """Averaged over a share of the run and thinned out, so that a line is a line."""
    width = max(1, round(len(values) * _SMOOTHED_OVER))
    sums = np.cumsum(np.concatenate([[0.0], np.nan_to_num(values)]))
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(0, ends - width)
    means = (sums[ends] - sums[starts]) / (ends - starts)
    every = len(values) // _MOST_POINTS + 1
    chosen = np.unique(np.append(np.arange(0, len(values), every), len(values) - 1))
    return at[chosen], np.maximum(means[chosen], _SMALLEST)
