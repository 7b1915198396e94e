"""What the window shows of the source that is looked at: its pictures, its figures, its name and its state."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, QTimer

from lowlight_live.frame import FramePair
from lowlight_live.gui.picture.overlay import figures_lines, state_sentence
from lowlight_live.gui.sources.menus import CameraInUse
from lowlight_live.gui.texts.problem import Problem
from lowlight_live.gui.texts.readable import readable
from lowlight_live.stats import PipelineStats
from lowlight_live.video.live.opening import CameraSpec
from lowlight_live.viewing import View

if TYPE_CHECKING:
    from lowlight_live.gui.main_window import MainWindow

_TITLE = "lowlight-live"


class WindowDisplay(QObject):
    """Shows it in a window, which it belongs to."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._view: View | None = None
        self._end: Problem | None = None
        """Why what is looked at has ended; None while it has not."""
        self._again: Path | CameraSpec | None = None
        """What is being opened again after its end."""
        window.bridge.failed.connect(self._failed)

    @property
    def camera_in_use(self) -> CameraInUse | None:
        """The camera that is looked at; None for none."""
        view = self._view
        if view is None or not isinstance(view.what, CameraSpec):
            return None
        return CameraInUse(view.what, view.source.info.height, view.source.info.width)

    def show_view(self, view: View) -> None:
        """Another source is looked at."""
        window, self._view, self._end = self._window, view, None
        if self._again is not None:
            self._again = None
            window.messages.clear()
        window.preview.show_pair(None)
        window.preview.set_banner("")
        window.pages.setCurrentWidget(window.preview)
        window.playback.set_player(view.player)
        if window.acts["full_screen"].isChecked():
            window.playback.hide()
        window.setWindowTitle(f"{readable(view.source.info.name)} - {_TITLE}")
        if isinstance(view.what, Path):
            window.store.add_recent(view.what.absolute())
        window.update_actions()
        window.preview.setFocus()

    def show_welcome(self) -> None:
        """Nothing is looked at."""
        window, self._view, self._end, self._again = self._window, None, None, None
        window.preview.show_pair(None)
        window.pages.setCurrentWidget(window.welcome)
        window.playback.set_player(None)
        window.setWindowTitle(_TITLE)
        window.state_label.clear()
        window.update_actions()

    def show_end(self, problem: Problem) -> None:
        """What is looked at has ended; its last picture stays."""
        window, view = self._window, self._view
        if view is None:
            return
        self._end, self._again = problem, None
        text = self.tr("{name} has ended").format(name=readable(view.source.info.name))
        window.state_label.setText(text)
        window.preview.set_banner(text)
        window.playback.setEnabled(False)
        self.show_figures(window.bridge.stats())
        self._offer_again(problem, view.what)
        window.update_actions()

    def show_pair(self, pair: FramePair) -> None:
        """A new pair has come."""
        first = self._window.preview.pair is None
        aspect = float(self._view.source.info.pixel_aspect) if self._view is not None else 1.0
        self._window.preview.show_pair(pair, aspect)
        if first:
            self._window.update_actions()

    def show_stats(self, stats: PipelineStats) -> None:
        """New figures have come."""
        window = self._window
        self.show_figures(stats)
        window.playback.look()
        state = state_sentence(stats, self._view)
        if state != window.state_label.text():
            window.state_label.setText(state)
        source = stats.source
        away = source is not None and source.state != "live"
        window.preview.set_banner(state if away else "")
        window.panel.show_enhancer(stats.enhancer)

    def show_figures(self, stats: PipelineStats | None) -> None:
        """Show the figures over the picture, if that is wished."""
        preview = self._window.preview
        if stats is None or preview.pair is None or not self._window.acts["figures"].isChecked():
            preview.set_figures(())
            return
        height, width = preview.pair.original.rgb.shape[:2]
        preview.set_figures(figures_lines(stats, height, width, ended=self._end is not None))

    def look_changed(self) -> None:
        """Let the menu say in which mode the picture is."""
        self._window.modes[self._window.preview.look.mode].setChecked(True)

    def _offer_again(self, problem: Problem, what: Path | CameraSpec) -> None:
        self._window.messages.show_problem(problem, self.tr("Open again"), partial(self._open_again, what))

    def _open_again(self, what: Path | CameraSpec) -> None:
        """Open what has ended as it was; the message that offers it stays until it is open."""
        self._again = what
        self._window.bridge.open(what)

    def _failed(self, problem: Problem) -> None:
        """Something failed, which the message bar shows; what has ended can be opened again all the same."""
        view, again, self._again = self._view, self._again, None
        if again is not None:  # in the place of the message without the offer, which comes now
            QTimer.singleShot(0, partial(self._offer_again, problem, again))
        elif self._end is not None and view is not None:
            self._offer_again(self._end, view.what)
