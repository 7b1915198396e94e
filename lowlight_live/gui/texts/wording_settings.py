"""The declared settings in the user's words; one without an entry is called as it is declared."""

from __future__ import annotations

from lowlight_live.gui.texts.translation import translate
from lowlight_live.settings import Setting


def title_of(setting: Setting) -> str:
    """A short name."""
    titles = {
        "strength": translate("Settings", "Strength"),
        "exposure": translate("Settings", "Exposure"),
        "auto": translate("Settings", "Leave well-lit scenes alone"),
        "temporal_smoothing": translate("Settings", "Smoothing"),
        "denoise": translate("Settings", "Noise reduction"),
        "saturation": translate("Settings", "Saturation"),
    }
    return titles.get(setting.name, setting.name.replace("_", " ").capitalize())


def summary_of(setting: Setting) -> str:
    """What it does, in a sentence."""
    return translate("Settings", setting.summary)


def unit_of(setting: Setting) -> str:
    """Short enough to stand behind a number."""
    units = {"stops": translate("Settings", "stops"), "seconds": translate("Settings", "s")}
    return units.get(setting.unit, setting.unit)
