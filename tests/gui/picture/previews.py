"""The picture of the window, alone, and what can be seen in it."""

from __future__ import annotations

import time

from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lowlight_live.frame import FramePair
from lowlight_live.gui.picture.preview import Preview
from tests.gui.conftest import WAIT_MS, numbered

Color = tuple[int, int, int]
DARK, LIGHT = (10, 30, 40), (200, 220, 90)


def open_preview(qtbot: QtBot) -> Preview:
    """A picture without labels, 400 x 800, that is closed after the test."""
    preview = Preview()
    qtbot.addWidget(preview, before_close_func=Preview.close_down)
    preview.resize(800, 400)
    preview.set_labels(False)
    with qtbot.waitExposed(preview):
        preview.show()
    return preview


def pair_of(original: Color, enhanced: Color) -> FramePair:
    return FramePair(*(numbered((r << 16) + (g << 8) + b, 90, 160) for r, g, b in (original, enhanced)))


def settle(preview: Preview) -> None:
    """Wait until it shows what it was told to."""
    limit = time.monotonic() + WAIT_MS / 1000
    while not preview.settled:
        assert time.monotonic() < limit
        QApplication.processEvents()


def color_at(preview: Preview, x: float, y: float) -> Color:
    """At a place from 0 to 1 of the widget."""
    settle(preview)
    picture = preview.grab().toImage()
    color = picture.pixelColor(int(x * picture.width()), int(y * picture.height()))
    return color.red(), color.green(), color.blue()
