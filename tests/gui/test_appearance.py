"""What is written can be read, and what can be used can be seen, in the dark and in the light."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QLocale
from PyQt6.QtGui import QColor, QIcon, QPalette, QPixmap
from PyQt6.QtWidgets import QApplication, QDialogButtonBox, QLabel

from lowlight_live.gui.appearance import Appearance, apply_appearance, without_icons
from lowlight_live.gui.problem import Problem
from lowlight_live.gui.translation import apply_language
from tests.gui.conftest import Desk

ROLE = QPalette.ColorRole


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
