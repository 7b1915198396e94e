"""What is written can be read, and what can be used can be seen, in the dark and in the light."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QLocale, QRect
from PyQt6.QtGui import QColor, QIcon, QPalette, QPixmap
from PyQt6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lowlight_live.gui.desktop.appearance import Appearance, apply_appearance, without_icons
from lowlight_live.gui.enhancing.setting_row import SettingRow
from lowlight_live.gui.texts.problem import Problem
from lowlight_live.gui.texts.translation import apply_language
from lowlight_live.settings import declared_settings
from tests.gui.conftest import Desk

ROLE = QPalette.ColorRole
TICK = 4
"""Points that a tick is high."""


def luminance(color: QColor) -> float:
    """Relative luminance, after WCAG 2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.getRgbF()[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """From 1 for none to 21 for black on white."""
    darker, brighter = sorted((luminance(one), luminance(other)))
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (ROLE.WindowText, ROLE.Window),
        (ROLE.Text, ROLE.Base),
        (ROLE.Text, ROLE.AlternateBase),
        (ROLE.ButtonText, ROLE.Button),
        (ROLE.ToolTipText, ROLE.ToolTipBase),
        (ROLE.PlaceholderText, ROLE.Base),
        (ROLE.Link, ROLE.Window),
    ],
)
def test_text_stands_out_from_its_ground(
    qapp: QApplication, appearance: Appearance, text: QPalette.ColorRole, ground: QPalette.ColorRole
) -> None:
    apply_appearance(qapp, appearance)
    palette = qapp.palette()
    assert contrast(palette.color(text), palette.color(ground)) >= 4.5


def test_a_field_can_be_told_from_a_dark_window(qapp: QApplication) -> None:
    apply_appearance(qapp, Appearance.DARK)
    palette = qapp.palette()
    assert contrast(palette.color(ROLE.Base), palette.color(ROLE.Window)) > 1.3
    assert luminance(palette.color(ROLE.Base)) > luminance(palette.color(ROLE.Window))


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_ticks_of_a_slider_can_be_seen(qtbot: QtBot, qapp: QApplication, appearance: Appearance) -> None:
    """As WCAG 2 wants it of what is no text."""
    qapp.setStyle("Fusion")
    apply_appearance(qapp, appearance)
    ground = QWidget()
    qtbot.addWidget(ground)
    layout = QVBoxLayout(ground)
    row = SettingRow(next(one for one in declared_settings() if one.name == "exposure"), large=True)
    layout.addWidget(row)
    ground.resize(300, 100)
    ground.show()
    bottom = row.slider.mapTo(ground, row.slider.rect().bottomLeft()).y()
    picture = ground.grab(QRect(0, bottom - TICK + 1, ground.width(), TICK)).toImage()
    window = qapp.palette().color(ROLE.Window)
    colors = [
        [picture.pixelColor(x, y) for y in range(picture.height())]  # a column
        for x in range(picture.width())
    ]
    ticks = [x for x, column in enumerate(colors) if max(contrast(color, window) for color in column) >= 3]
    assert len(ticks) == 7  # from -3 to 3 stops


def test_buttons_of_a_dialog_have_no_symbols(qapp: QApplication) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    (button,) = box.buttons()
    picture = QPixmap(8, 8)
    picture.fill()
    button.setIcon(QIcon(picture))
    assert without_icons(box) is box
    assert button.icon().isNull()


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_is_cut_off_in_the_smallest_window(desk: Desk, qapp: QApplication, language: str) -> None:
    apply_language(qapp, QLocale(language))
    try:
        window = desk.window()
        window.resize(window.minimumSizeHint().expandedTo(window.minimumSize()))
        window.messages.show_problem(
            Problem(
                "The camera is used by another program, which has it for itself and lets nobody else have it.",
                "Close other programs that use the camera, then choose it again; or choose another camera.",
                "with a detail, so that there is a button",
            )
        )
        center = window.centralWidget()
        assert center is not None
        desk.until(lambda: 0 < window.messages.sentence.width() < 400)
        labels = [label for label in center.findChildren(QLabel) if label.isVisible() and label.wordWrap()]
        assert len(labels) >= 4
        for label in labels:
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    finally:
        apply_language(qapp, QLocale("en"))
