"""Numbers as people read them."""

from __future__ import annotations

from PyQt6.QtCore import QLocale

from lowlight_live.gui.texts.translation import translate


def number(value: float, decimals: int) -> str:
    """With so many decimals, behind a point or a comma as the user's country has it."""
    return QLocale().toString(value, "f", decimals)


def time_left(seconds: float) -> str:
    """Such as "40 s left", "3 min left" or "1 h 20 min left": as exact as it is true."""
    if seconds < 60:
        return translate("Wording", "{n} s left").format(n=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return translate("Wording", "{n} min left").format(n=minutes)
    return translate("Wording", "{h} h {n} min left").format(h=minutes // 60, n=minutes % 60)
