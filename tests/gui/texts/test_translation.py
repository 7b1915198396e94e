"""The window speaks the user's language: the first of theirs that it has, and German has every text."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from PyQt6.QtCore import QLocale
from PyQt6.QtWidgets import QApplication, QDialogButtonBox

from lowlight_live.gui.texts.translation import (
    LOCALES,
    Catalogue,
    apply_language,
    language_for,
    read_catalogue,
    translate,
)
from lowlight_live.gui.texts.wording import number, time_left

ROOT = Path(__file__).parents[3]
CATALOGUES = sorted(LOCALES.glob("*.ts"))
GERMAN = QLocale("de_DE")


@pytest.fixture(autouse=True)
def in_english_again(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)
    apply_language(qapp, QLocale("en_US"))


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`.ci/translations.py`."""
    monkeypatch.syspath_prepend(str(ROOT / ".ci"))
    spec = importlib.util.spec_from_file_location("translations", ROOT / ".ci" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_catalogue(path: Path, *messages: str) -> Path:
    texts = "".join(f"<message>{message}</message>" for message in messages)
    path.write_text(
        f'<!DOCTYPE TS><TS language="xx" version="2.1"><context><name>A</name>{texts}</context></TS>', encoding="utf-8"
    )
    return path


def test_a_catalogue_gives_what_is_finished_and_leaves_the_rest_to_qt(tmp_path: Path, qapp: QApplication) -> None:
    path = write_catalogue(
        tmp_path / "xx.ts",
        "<source>Open &amp; close</source><translation>Auf &amp; zu</translation>",
        "<source>Draft</source><translation type='unfinished'>Entwurf</translation>",
        "<source>Gone</source><translation type='vanished'>Weg</translation>",
        "<source>Empty</source><translation/>",
        "<source>Open</source><comment>adjective</comment><translation>Offen</translation>",
    )
    assert read_catalogue(path) == {("A", "Open & close", ""): "Auf & zu", ("A", "Open", "adjective"): "Offen"}
    catalogue = Catalogue(path, qapp)
    assert qapp.installTranslator(catalogue)
    assert translate("A", "Open & close") == "Auf & zu"
    assert translate("A", "Open", "adjective") == "Offen"
    assert translate("A", "Open") == "Open"
    assert translate("A", "Draft") == "Draft"
    assert translate("B", "Open & close") == "Open & close"


def test_an_empty_catalogue_says_so(tmp_path: Path) -> None:
    assert Catalogue(write_catalogue(tmp_path / "xx.ts")).isEmpty()


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (["de-Latn-AT", "de-AT", "de"], "de"),
        (["en-GB", "en", "de"], "en"),
        (["xx-XX", "xx", "de-DE", "de", "en"], "de"),
        (["xx"], "en"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_the_first_language_that_the_window_has_is_taken(wanted: list[str], language: str) -> None:
    assert language_for(SimpleNamespace(uiLanguages=lambda: wanted)) == language


def test_qts_own_buttons_speak_the_same_language(qapp: QApplication) -> None:
    assert apply_language(qapp, GERMAN) == "de"
    assert translate("Settings", "Exposure") == "Belichtung"
    cancel = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert [button.text() for button in cancel.buttons()] == ["Abbrechen"]
    assert apply_language(qapp, QLocale("en_GB")) == "en"
    assert translate("Settings", "Exposure") == "Exposure"
    cancel = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert [button.text().replace("&", "") for button in cancel.buttons()] == ["Cancel"]


def test_numbers_are_written_as_in_the_users_country(qapp: QApplication) -> None:
    apply_language(qapp, GERMAN)
    QLocale.setDefault(GERMAN)
    assert number(29.97, 1) == "30,0"
    assert time_left(4000) == "noch 1 h 7 min"


def test_every_text_of_the_sources_is_translated_and_nothing_else(tool: ModuleType) -> None:
    assert CATALOGUES
    for path in CATALOGUES:
        content = tool.updated(path)
        assert tool.texts(content, only_unfinished=True) == []
        assert tool.texts(content) == tool.texts(path.read_bytes()), f"{path.name}: run `make translations`"


def test_a_text_that_nobody_has_translated_is_found(tool: ModuleType, tmp_path: Path) -> None:
    path = write_catalogue(tmp_path / "xx.ts", "<source>Left over</source><translation>Übrig</translation>")
    content = tool.updated(path)
    assert b"Left over" not in content
    missing = tool.texts(content, only_unfinished=True)
    assert "Welcome: See in the dark" in missing
    assert "TrainingFields: Batch size" in missing
    assert "Models: " in "".join(missing)
    assert "Errors: {path} is a folder." in missing


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_has_the_places_the_underlined_letter_and_the_ending_of_its_text(path: Path) -> None:
    for (context, text, _), translation in read_catalogue(path).items():
        for pattern in (r"\{[^{}]*\}", r"%[a-z]", r"\*\.\w+", r"&(?!&)", r"…$", r"[.:]$", r"^ ", r"<[^<>]+>"):
            found = [Counter(re.findall(pattern, said)) for said in (text, translation)]
            assert found[0] == found[1], f"{context}: {text!r} became {translation!r}"
    assert "numerus" not in path.read_text(encoding="utf-8"), "plural forms are not read"


def test_a_source_that_moves_changes_no_catalogue(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tool, "SOURCES", tmp_path)
    monkeypatch.setattr(tool, "declared_texts", list)
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_text("translate('A', 'One')\n", encoding="utf-8")
    second.write_text("translate('A', 'Two')\n", encoding="utf-8")
    path = write_catalogue(tmp_path / "xx.ts", *(f"<source>{text}</source>" for text in ("One", "Two")))
    before = tool.updated(path)
    (tmp_path / "deep").mkdir()
    first.rename(tmp_path / "deep" / "z.py")
    assert tool.texts(before) == ["A: One", "A: Two"]
    assert tool.updated(path) == before
