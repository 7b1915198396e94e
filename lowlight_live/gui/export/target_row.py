"""Asks where a result goes, and whether what lies there may be replaced."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PyQt6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QMessageBox, QPushButton, QWidget

from lowlight_live.errors import SinkOpenError
from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.readable import readable
from lowlight_live.video.target import check_target


class TargetRow(QWidget):
    """A line for the name, and a button that opens the file dialog.

    Args:
        target: Where it goes at first.
        endings: Those that its name may have.
        may_replace: The user was asked about what lies at `target`.
        parent: Its owner.
    """

    def __init__(
        self, target: Path, endings: Sequence[str], *, may_replace: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._target, self._endings = target, endings
        self._given_up = target if may_replace else None
        self.edit = QLineEdit(readable(str(target)))
        self.edit.setAccessibleName(self.tr("File to write"))
        says = self.tr("A name that ends in {endings}").format(endings=", ".join(endings))
        self.edit.setAccessibleDescription(says)
        self.edit.setToolTip(says)
        self.choose_button = QPushButton(self.tr("Choose…"))
        self.choose_button.setAutoDefault(False)  # Return is for the form
        self.choose_button.clicked.connect(self._choose)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.choose_button)

    @property
    def path(self) -> Path:
        """As it was typed, in the folder of the first target if none was.

        What could not be shown of that target, and was left as it stood, is as it was.
        """
        typed = self.edit.text().strip()
        if not typed:
            return Path()
        first, path = self._target, Path(typed)
        folder = first.parent if str(path.parent) == readable(str(first.parent)) else first.parent / path.parent
        return folder / (first.name if path.name == readable(first.name) else path.name)

    @property
    def may_replace(self) -> bool:
        """Whether the user gave up what lies there."""
        return self.path == self._given_up

    def trouble(self, source: Path, taken: Collection[Path]) -> str:
        """Why the result cannot go there, in the user's language; "" if it can.

        Args:
            source: What is read.
            taken: Where others go.
        """
        path = self.path
        if path.suffix.lower() not in self._endings:
            return self.tr("The file needs a name that ends in {endings}.").format(endings=", ".join(self._endings))
        if path == source:
            return self.tr("That is the file to be read. Choose another name.")
        if path in taken:
            return self.tr("Another export of the list is written there. Choose another name.")
        try:
            check_target(path, overwrite=True, source=source)
        except SinkOpenError as error:
            return readable(f"{in_words(str(error))} {in_words(error.hint)}")
        return ""

    def may_be_written(self) -> bool:
        """Whether nothing lies there, or the user gives it up; to be asked when there is no trouble."""
        path = self.path
        if self.may_replace or not path.exists():
            return True
        text = self.tr("There is a file {name} already.").format(name=readable(path.name))
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("File to write"), text, parent=self)
        replace = box.addButton(self.tr("Replace"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        if box.clickedButton() is replace:
            self._given_up = path
        box.deleteLater()
        return self.may_replace

    def _choose(self) -> None:
        endings = " ".join(f"*{ending}" for ending in self._endings)
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("File to write"), self.edit.text(), self.tr("Files ({endings})").format(endings=endings)
        )
        if name:
            self.edit.setText(name)
            self._given_up = self.path  # the file dialog has asked whether one that is there may go
