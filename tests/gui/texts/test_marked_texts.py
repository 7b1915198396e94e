"""Every text that the window shows can be translated: looked for in the sources, and in a window."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QLocale, QTranslator
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTableWidget,
    QWidget,
)

from lowlight_live import gui
from lowlight_live.gui.export.job import ExportJob
from lowlight_live.gui.export.settings import ExportSettings
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.texts.translation import LOCALES, apply_language
from lowlight_live.gui.window.about import AboutDialog, KeysDialog
from lowlight_live.training.config import ARCHITECTURES, DEVICES, LOSSES, PRECISIONS
from lowlight_live.video.live.opening import CameraSpec
from lowlight_live.video.writing.encoders import ENCODERS
from lowlight_live.weights import shipped_weights
from tests.gui.conftest import CAMERA, Desk, enhanced

WINDOW = Path(gui.__file__).parent
LANGUAGES = ["en", *(path.stem for path in sorted(LOCALES.glob("*.ts")))]


@pytest.fixture(autouse=True)
def in_english_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_language(qapp, QLocale("en_US"))


# What stands in the sources.

SHOWING = {
    *("setText", "setWindowTitle", "setToolTip", "setStatusTip", "setWhatsThis", "setPlaceholderText", "setTitle"),
    *("setAccessibleName", "setAccessibleDescription", "setSuffix", "setPrefix", "setSpecialValueText", "setFormat"),
    *("setIconText", "setHorizontalHeaderLabels", "addAction", "addMenu", "addItem", "addItems", "addRow", "addTab"),
    *("insertItem", "drawText", "showMessage", "show_notice", "getText", "getOpenFileName", "getOpenFileNames"),
    *("getSaveFileName", "getExistingDirectory", "QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton"),
    *("QGroupBox", "QDockWidget", "QAction", "QMenu", "QTableWidgetItem", "Problem"),
}
"""What is called with texts that a user sees, hears or is asked with."""
MARKING = {"tr", "translate", "QT_TRANSLATE_NOOP"}
NO_WORDS = re.compile(r"lowlight-live(-report\.zip)?|<[^<>]*>|&nbsp;")
"""Names, and what is there for the layout."""


def bare_texts(source: str) -> list[str]:
    """The words that a source shows without a way to translate them."""
    found = []
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and _name(call) in SHOWING:
            for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                found += [text for text in _texts(argument) if re.search("[A-Za-z]{2}", NO_WORDS.sub("", text))]
    return found


def _texts(node: ast.AST) -> Iterator[str]:
    """The literals of an argument; those in calls have a place of their own."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif not isinstance(node, ast.Call | ast.Lambda | ast.Subscript | ast.Attribute):
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        yield from _texts(node.func.value)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("QLabel('Hello there')", ["Hello there"]),
        ("label.setText(f'{n} frames')", [" frames"]),
        ("label.setText('{n} frames'.format(n=3))", ["{n} frames"]),
        ("label.setText('on' if on else self.tr('off'))", ["on"]),
        ("form.addRow('Name', field)", ["Name"]),
        ("label.setText(self.tr('{n} frames').format(n=3))", []),
        ("label.setText(translate('Here', 'Hello'))", []),
        ("label.setText(names['first'])", []),
        ("window.setWindowTitle(f'{name} - lowlight-live')", []),
        ("label.setObjectName('hello')", []),
    ],
)
def test_bare_words_are_told_from_marked_ones(source: str, found: list[str]) -> None:
    assert bare_texts(source) == found


@pytest.mark.parametrize("path", sorted(WINDOW.rglob("*.py")), ids=lambda path: str(path.relative_to(WINDOW)))
def test_no_text_of_the_window_is_shown_as_it_stands(path: Path) -> None:
    assert bare_texts(path.read_text(encoding="utf-8")) == []


# What stands in the window.


class Marking(QTranslator):
    """A language in which every text has brackets around it."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return f"⟦{text}⟧"

    def isEmpty(self) -> bool:  # noqa: N802  Qt's name
        return False


NAMES = frozenset(
    {
        CAMERA.name,
        "lowlight-live",
        f"{CAMERA.name} - lowlight-live",
        *ENCODERS,
        *ARCHITECTURES,
        *DEVICES,
        *LOSSES,
        *PRECISIONS,
        *shipped_weights(),
    }
)
"""What is called the same in every language."""


def shown(widget: QWidget) -> Iterator[str]:
    """All texts of a widget: to be seen, to be pointed at, to be heard."""
    yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QGroupBox() | QMenu():
            yield widget.title()
        case QComboBox():
            yield from (widget.itemText(index) for index in range(widget.count()))
        case QLineEdit():
            yield widget.placeholderText()
        case QTableWidget():
            headers = (widget.horizontalHeaderItem(column) for column in range(widget.columnCount()))
            yield from (header.text() for header in headers if header is not None)
    for action in widget.actions():
        yield from (action.text(), action.toolTip())


def everything(desk: Desk, still: Path) -> MainWindow:
    """A window with all that it can open."""
    window = desk.window()
    window.open(CameraSpec("/dev/video0"))
    desk.until(lambda: enhanced(window))
    window.work.show_exports()
    window.work.show_training()
    for dialog in (
        AboutDialog(window),
        KeysDialog(window.groups, window),
        ExportSettings(ExportJob(still, still.with_name("out.mp4")), window),
    ):
        dialog.show()
    return window


def test_no_widget_shows_a_text_that_cannot_be_translated(desk: Desk, still: Path, qapp: QApplication) -> None:
    marking = Marking(qapp)
    qapp.installTranslator(marking)
    try:
        window = everything(desk, still)
        bare = {
            (type(widget).__name__, text)
            for widget in (window, *window.findChildren(QWidget))
            for text in shown(widget)
            if "⟦" not in text and re.search("[A-Za-z]{2}", text) and text not in NAMES
        }
        assert not bare
        assert sum("⟦" in text for widget in window.findChildren(QWidget) for text in shown(widget)) > 300
    finally:
        qapp.removeTranslator(marking)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_entries_of_a_menu_have_the_same_underlined_letter(
    desk: Desk, qapp: QApplication, language: str
) -> None:
    apply_language(qapp, QLocale(language))
    window = desk.window()
    bar = window.menuBar()
    assert bar is not None
    menus: list[list[QAction]] = [bar.actions(), *(menu.actions() for menu in window.menus.by_name.values())]
    for actions in menus:
        letters = [match[1].lower() for action in actions if (match := re.search(r"&([^&])", action.text()))]
        assert len(letters) == len(set(letters)), [action.text() for action in actions]
    assert sum(map(len, menus)) > 40
