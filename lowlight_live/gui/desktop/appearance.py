"""Dark and light, as the system has it or as the user wants it."""

from __future__ import annotations

from enum import StrEnum

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QGuiApplication, QIcon, QPalette
from PyQt6.QtWidgets import QApplication, QDialogButtonBox


class Appearance(StrEnum):
    """What the window looks like."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_ROLES = QPalette.ColorRole
_DARK = {
    _ROLES.Window: "#202124",
    _ROLES.WindowText: "#e8eaed",
    _ROLES.Base: "#34363b",  # lighter than the window: Fusion's own outlines cannot be seen on it
    _ROLES.AlternateBase: "#3a3c42",
    _ROLES.ToolTipBase: "#35363a",
    _ROLES.ToolTipText: "#e8eaed",
    _ROLES.Text: "#e8eaed",
    _ROLES.Button: "#303136",
    _ROLES.ButtonText: "#e8eaed",
    _ROLES.BrightText: "#ffffff",
    _ROLES.Link: "#8ab4f8",
    _ROLES.Highlight: "#3b78e7",
    _ROLES.HighlightedText: "#ffffff",
    _ROLES.PlaceholderText: "#9aa0a6",
    _ROLES.Accent: "#8ab4f8",
    _ROLES.Light: "#3c3d42",
    _ROLES.Midlight: "#36373c",
    _ROLES.Mid: "#2b2c30",
    _ROLES.Dark: "#151618",
    _ROLES.Shadow: "#0c0d0e",
}
_LIGHT = {
    _ROLES.Window: "#f3f3f4",
    _ROLES.WindowText: "#1f2023",
    _ROLES.Base: "#ffffff",
    _ROLES.AlternateBase: "#f7f7f8",
    _ROLES.ToolTipBase: "#ffffff",
    _ROLES.ToolTipText: "#1f2023",
    _ROLES.Text: "#1f2023",
    _ROLES.Button: "#fafafa",
    _ROLES.ButtonText: "#1f2023",
    _ROLES.BrightText: "#ffffff",
    _ROLES.Link: "#1a5fd0",
    _ROLES.Highlight: "#1a66d9",
    _ROLES.HighlightedText: "#ffffff",
    _ROLES.PlaceholderText: "#6b7075",
    _ROLES.Accent: "#1a66d9",
    _ROLES.Light: "#ffffff",
    _ROLES.Midlight: "#e9e9eb",
    _ROLES.Mid: "#c9cacd",
    _ROLES.Dark: "#a7a9ad",
    _ROLES.Shadow: "#6f7276",
}
_SLIDER = {True: "#afb5bd", False: "#c1c5cb"}
"""What sliders take for the colour of the window, dark and light. Fusion draws their ticks and outlines darker than it,
here in #7d8187 and #8a8d91; darker than the real window, nobody would see them in the dark."""
_DISABLED = {True: "#7d8187", False: "#9a9da1"}


def is_dark(wanted: Appearance) -> bool:
    """Whether the window is to be dark, now."""
    if wanted is not Appearance.SYSTEM:
        return wanted is Appearance.DARK
    hints = QGuiApplication.styleHints()
    return hints is not None and hints.colorScheme() is Qt.ColorScheme.Dark


def apply_appearance(application: QApplication, wanted: Appearance) -> None:
    """Let all windows look like that."""
    dark = is_dark(wanted)
    palette = QPalette()
    for role, color in (_DARK if dark else _LIGHT).items():
        palette.setColor(role, QColor(color))
    for role in (_ROLES.WindowText, _ROLES.Text, _ROLES.ButtonText, _ROLES.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_DISABLED[dark]))
    palette.setColor(QPalette.ColorGroup.Disabled, _ROLES.Highlight, QColor("#55585d" if dark else "#c4c6c9"))
    application.setPalette(palette)
    sliders = QPalette(palette)
    sliders.setColor(_ROLES.Window, QColor(_SLIDER[dark]))
    application.setPalette(sliders, "QSlider")


def without_icons(box: QDialogButtonBox) -> QDialogButtonBox:
    """The same box without the symbols of some desktops: drawn for a light window, they are lost in a dark one."""
    for button in box.buttons():
        button.setIcon(QIcon())
    return box
