"""What this is, in which versions, under which licences; and which keys do what."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib import metadata

from PyQt6.QtCore import PYQT_VERSION_STR, Qt, qVersion
from PyQt6.QtGui import QGuiApplication, QKeySequence
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from lowlight_live import __version__
from lowlight_live.gui.desktop.appearance import without_icons
from lowlight_live.gui.window.actions import Group
from lowlight_live.gui.window.hold_key import HOLD_KEY
from lowlight_live.weights import shipped_weights

_PACKAGES = ("torch", "numpy", "numba", "opencv-python-headless", "av", "PyQt6", "pyqtgraph", "pillow", "safetensors")


def versions() -> list[tuple[str, str, str]]:
    """What the program is made of: name, version, licence."""
    rows = [
        ("lowlight-live", __version__, "Apache-2.0"),
        ("Python", platform.python_version(), "PSF-2.0"),
        ("Qt", qVersion() or "", "LGPL-3.0"),
        ("PyQt", PYQT_VERSION_STR, "GPL-3.0"),
    ]
    for package in _PACKAGES:
        try:
            about = metadata.metadata(package)
        except metadata.PackageNotFoundError:
            continue
        rows.append((package, about["Version"], _license(about)))
    return rows


def _license(about: metadata.PackageMetadata) -> str:
    """The licence as a package tells it: as an expression, in a classifier, or in the first line of a text."""
    for expression in about.get_all("License-Expression") or []:
        return str(expression)
    for classifier in about.get_all("Classifier") or []:
        if classifier.startswith("License ::"):
            return str(classifier).rpartition(":: ")[2]
    return "".join(about.get_all("License") or []).strip().partition("\n")[0][:40]


class AboutDialog(QDialog):
    """Tells versions and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About lowlight-live"))
        text = QLabel(
            self.tr(
                "<h3>lowlight-live {version}</h3><p>Enhances low-light video in real time: a small network looks at a "
                "thumbnail of each frame and says how to bend a brightening curve at each place.</p>"
                "<p>Licensed under Apache-2.0; its parts have licences of their own.</p>"
            ).format(version=__version__)
        )
        text.setWordWrap(True)
        rows = versions() + [
            (self.tr("model {name}").format(name=name), weights.sha256[:8], weights.license)
            for name, weights in shipped_weights().items()
        ]
        self.table = _table([self.tr("Part"), self.tr("Version"), self.tr("Licence")], rows, stretched=2)
        self.table.setAccessibleName(self.tr("Versions and licences"))
        buttons = _close_buttons(self)
        copy = QPushButton(self.tr("Copy"))
        copy.clicked.connect(lambda: _copy("\n".join("\t".join(row) for row in rows)))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        for widget in (text, self.table, buttons):
            layout.addWidget(widget)
        self.resize(520, 480)


class KeysDialog(QDialog):
    """The overview of all keys, made from the declared actions."""

    def __init__(self, groups: Sequence[Group], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        rows = []
        for group in groups:
            for declared in group.actions:
                if declared is not None and declared.keys:
                    keys = ", ".join(_native(key) for key in declared.keys)
                    rows.append((keys, declared.text.replace("&", "").rstrip("…"), group.title.replace("&", "")))
        rows += [
            (_native(HOLD_KEY), self.tr("Show the original as long as it is held"), self.tr("View")),
            (_native("Esc"), self.tr("Leave the full screen"), self.tr("View")),
            (self.tr("Wheel"), self.tr("Zoom the picture"), self.tr("View")),
            (self.tr("Double click"), self.tr("On a control: its default. On the picture: full screen"), ""),
        ]
        self.table = _table([self.tr("Key"), self.tr("What it does"), self.tr("Menu")], rows, stretched=1)
        self.table.setAccessibleName(self.windowTitle())
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        layout.addWidget(_close_buttons(self))
        self.resize(560, 560)


def _native(key: str) -> str:
    """A key as this system and the user's language write it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _table(titles: Sequence[str], rows: Sequence[tuple[str, ...]], *, stretched: int) -> QTableWidget:
    table = QTableWidget(len(rows), len(titles))
    table.setHorizontalHeaderLabels(list(titles))
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
    table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(y, x, item)
    vertical, horizontal = table.verticalHeader(), table.horizontalHeader()
    assert vertical is not None and horizontal is not None  # noqa: PT018, S101  every table has them
    vertical.hide()
    vertical.setDefaultSectionSize(table.fontMetrics().height() + 8)
    horizontal.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    horizontal.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    horizontal.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    return table


def _close_buttons(dialog: QDialog) -> QDialogButtonBox:
    buttons = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close))
    buttons.rejected.connect(dialog.reject)
    return buttons


def _copy(text: str) -> None:
    clipboard = QGuiApplication.clipboard()
    if clipboard is not None:
        clipboard.setText(text)
