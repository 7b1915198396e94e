"""Lets what was trained enhance, and remembers what to go back to for as long as it does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject

from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.training.recordable import Recordable

if TYPE_CHECKING:
    from lowlight_live.gui.main_window import MainWindow
    from lowlight_live.gui.training.dialog import TrainingDialog


class TrainedWeights(QObject):
    """Between the training dialog and the window, which it belongs to.

    Args:
        window: Where they are to be seen at work.
        dialog: That has trained them, and offers to undo it.
    """

    def __init__(self, window: MainWindow, dialog: TrainingDialog) -> None:
        super().__init__(window)
        self._window, self._dialog = window, dialog
        self._before: Choice | None = None
        self._used: set[str] = set()
        """What has taken the place of that."""
        dialog.weights_ready.connect(self._use)
        dialog.undo_weights.connect(self._undo)
        window.bridge.choice_changed.connect(self._choice_changed)
        Recordable(window, dialog)

    def _use(self, path: Path) -> None:
        now = self._window.bridge.choice
        choice = Choice(str(path), now.device)
        if choice == now:
            self._window.bridge.reload()  # trained further, under the same name
        else:
            self._before = self._before or now
            self._used.add(choice.model)
            self._choose(choice)
        self._dialog.offer_undo(self._before is not None)

    def _undo(self) -> None:
        if self._before is not None:
            choice = self._before
            self._forget()
            self._choose(choice)

    def _choose(self, choice: Choice) -> None:
        self._window.panel.model.show_choice(choice)
        self._window.bridge.choose(choice)

    def _choice_changed(self, choice: Choice) -> None:
        """When something else enhances, be it because they did not load, there is nothing to undo."""
        if self._before is not None and choice.model not in self._used:
            self._forget()

    def _forget(self) -> None:
        self._before = None
        self._used.clear()
        self._dialog.offer_undo(False)
