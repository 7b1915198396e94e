"""What the window sees to now and then: which cameras there are, what nobody foresaw, what is to be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, QTimer

from lowlight_live.gui.storage.log_file import Unforeseen
from lowlight_live.gui.texts.problem import problem_of
from lowlight_live.settings import EnhanceSettings

if TYPE_CHECKING:
    from lowlight_live.gui.main_window import MainWindow

_LOOK_MS = 200


class Upkeep(QObject):
    """Looks after a window, which it belongs to.

    Args:
        window: It.
        unforeseen: What nobody caught.
    """

    def __init__(self, window: MainWindow, unforeseen: Unforeseen | None) -> None:
        super().__init__(window)
        self.unforeseen = unforeseen
        self._window = window
        self._cameras_version = 0
        self._settings: EnhanceSettings | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    def keep(self, settings: EnhanceSettings) -> None:
        """Remember settings, soon: a slider that moves would write the file a hundred times."""
        self._settings = settings

    def close(self) -> None:
        """Look no more; what is to be kept is kept now."""
        self._timer.stop()
        self._save()

    def _look(self) -> None:
        window = self._window
        version, cameras = window.cameras.look()
        if version != self._cameras_version:
            self._cameras_version = version
            window.welcome.set_cameras(cameras)
        error = self.unforeseen.take() if self.unforeseen is not None else None
        if error is not None:
            window.messages.show_problem(problem_of(error))
        self._save()
        if window.store.notice:
            window.messages.show_notice(window.store.notice, kept=True)
            window.store.notice = ""

    def _save(self) -> None:
        if self._settings is not None:
            self._window.store.save_settings(self._settings)
            self._settings = None
