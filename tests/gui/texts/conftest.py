"""German, and its translations of what comes from below the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PyQt6.QtCore import QLocale
from PyQt6.QtWidgets import QApplication

from lowlight_live.gui.texts.errors import CONTEXT
from lowlight_live.gui.texts.translation import LOCALES, apply_language, read_catalogue

TEMPLATES = {text: said for (context, text, _), said in read_catalogue(LOCALES / "de.ts").items() if context == CONTEXT}


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    apply_language(qapp, QLocale("de_DE"))
    yield
    apply_language(qapp, QLocale("en_US"))
