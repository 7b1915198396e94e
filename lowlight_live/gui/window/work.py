"""What the window's actions do beyond showing pictures: files and folders, dialogs, recordings, exports, training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, QStandardPaths, Qt, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QApplication, QDockWidget, QFileDialog, QInputDialog

from lowlight_live.errors import LowlightError
from lowlight_live.gui.desktop.screen_room import fit_on_screen
from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.results.names import Names
from lowlight_live.gui.sources.kinds import Kind, kind_of, name_filter
from lowlight_live.gui.storage.log_file import log_path
from lowlight_live.gui.texts.problem import Problem, problem_of
from lowlight_live.gui.training.trained_weights import TrainedWeights
from lowlight_live.gui.window.about import AboutDialog, KeysDialog
from lowlight_live.gui.window.bug_report import write_bug_report
from lowlight_live.gui.window.docks import take_in
from lowlight_live.video.live.opening import CameraSpec
from lowlight_live.video.virtual_camera import VirtualCameraSpec
from lowlight_live.video.writer import WriterSpec

if TYPE_CHECKING:
    from lowlight_live.gui.export.panel import ExportPanel
    from lowlight_live.gui.main_window import MainWindow
    from lowlight_live.gui.training.dialog import TrainingDialog

_EXPORTS_HEIGHT = 240
_DIALOGS = ("lowlight_live.gui.export.panel", "lowlight_live.gui.training.dialog")


class WindowWork(QObject):
    """Works for a window.

    Attributes:
        exports: Once it has been needed.
        training: Likewise.

    Args:
        window: That it belongs to.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._names = Names()
        self.exports: ExportPanel | None = None
        self.exports_dock: QDockWidget | None = None
        self.training: TrainingDialog | None = None

    def load_dialogs(self) -> None:
        """Load what the larger dialogs are made of aside, before somebody wants one and would wait for it."""
        self._window.bridge.aside("dialogs", lambda: [import_module(name) for name in _DIALOGS], lambda _: None)

    def choose_file(self) -> None:
        """Ask for a film or a photo."""
        folder = str(self._window.store.value("folder", ""))
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open a video or photo"),
            folder,
            self.tr("Videos and photos {endings};;All files (*)").format(endings=name_filter()),
        )
        if name:
            self._window.store.save_value("folder", str(Path(name).parent))
            self.take([Path(name)])

    def choose_address(self) -> None:
        """Ask for the address of a stream."""
        address, said = QInputDialog.getText(
            self._window, self.tr("Open a stream"), self.tr("Address, such as rtsp://… or http://…:")
        )
        if said and address.strip():
            self._window.open(CameraSpec(address.strip()))

    def take(self, paths: Sequence[Path]) -> None:
        """Do with files what they are good for; several films, or those of a folder, are lined up for export."""
        films = [path for path in paths if kind_of(path) is Kind.FILM]
        for path in paths:
            if kind_of(path) is Kind.WEIGHTS:
                self._window.panel.chosen.emit(Choice(str(path), self._window.bridge.choice.device))
            elif kind_of(path) is Kind.PRESET:
                self._import_preset(path)
        if len(films) == 1 and not films[0].is_dir():
            self._window.open(films[0])
        elif films:
            self.show_exports()
            self._export(films)

    def record(self, on: bool) -> None:
        """Begin or end a recording, beside the user's films."""
        bridge = self._window.bridge
        if not on or bridge.view is None:
            bridge.outputs.stop_recording()
            return
        path = self._names.free(QStandardPaths.StandardLocation.MoviesLocation, ".mp4")
        both = self._window.acts["record_both"].isChecked()
        bridge.outputs.start_recording(bridge.view, WriterSpec(path, side_by_side=both))

    def virtual_camera(self, on: bool) -> None:
        """Begin or end to show the picture to other programs."""
        bridge = self._window.bridge
        if on and bridge.view is not None:
            bridge.outputs.start_virtual_camera(bridge.view, VirtualCameraSpec())
        else:
            bridge.outputs.stop_virtual_camera()

    def snapshot(self) -> None:
        """Save the picture that is on the screen, before and after."""
        bridge, pair = self._window.bridge, self._window.preview.pair
        if pair is None:
            return
        parameters: dict[str, object] = {"model": bridge.choice.model, "device": bridge.choice.device}
        if bridge.view is not None:
            parameters["source"] = bridge.view.source.info.name
        position_s = bridge.player.position_of(pair.original) if bridge.player is not None else None
        if position_s is not None:
            parameters["position_s"] = round(position_s, 3)
        path = self._names.free(QStandardPaths.StandardLocation.PicturesLocation, ".png")
        bridge.outputs.snapshot(pair, path, parameters)

    def saved(self, path: Path) -> None:
        """Tell where something went."""
        text = self.tr("Saved as {name}").format(name=path.name)
        self._window.messages.show_notice(text, self.tr("Open folder"), partial(_show_folder, path.parent))

    def show_exports(self) -> None:
        """Show the queue of exports."""
        dock = self._exports_dock()
        dock.show()
        dock.raise_()

    def set_exports_shown(self, shown: bool) -> None:
        """Show the queue of exports, or hide it, whatever it is at."""
        if shown:
            self.show_exports()
        elif self.exports_dock is not None:
            self.exports_dock.hide()

    def offer_interrupted_exports(self) -> None:
        """At the start: if the last time ended amid exports, show the queue, which offers to take them up."""
        from lowlight_live.gui.export.queue_file import count_unfinished

        if not count_unfinished():
            return
        dock = self._exports_dock()
        # None are left where another window has the queue: what is at work there is not interrupted.
        if self.exports is not None and self.exports.queue.unfinished():
            dock.show()

    def _exports_dock(self) -> QDockWidget:
        from lowlight_live.gui.export.panel import ExportPanel

        window = self._window
        if self.exports_dock is None:
            self.exports = ExportPanel(folder=None, current=lambda: (window.bridge.settings, window.bridge.choice))
            self.exports.told.connect(self._exports_told)
            self.exports_dock = QDockWidget(self.tr("Exports"), window)
            self.exports_dock.setObjectName("exports")
            self.exports_dock.setWidget(self.exports)
            window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.exports_dock)
            window.resizeDocks([self.exports_dock], [_EXPORTS_HEIGHT], Qt.Orientation.Vertical)
            self.exports_dock.hide()
            take_in(window, self.exports_dock, window.acts["exports"])
        return self.exports_dock

    def export_current(self) -> None:
        """Show the queue, and ask how the film that is looked at is to be exported."""
        self.show_exports()
        bridge = self._window.bridge
        if bridge.player is not None and self.exports is not None:
            self.exports.ask_for(bridge.player.path, bridge.settings, bridge.choice)

    def show_training(self) -> None:
        """Train on the user's own pictures; the dialog stays beside the picture."""
        from lowlight_live.gui.training.dialog import TrainingDialog

        bridge = self._window.bridge
        if self.training is None:
            self.training = TrainingDialog(
                bridge.record_pictures, self._window, cancel_recording=bridge.outputs.cancel_pictures
            )
            TrainedWeights(self._window, self.training)
        self.training.show()
        self.training.raise_()

    def show_keys(self) -> None:
        """Show which keys do what."""
        self._show(KeysDialog(self._window.groups, self._window))

    def show_about(self) -> None:
        """Show versions and licences."""
        self._show(AboutDialog(self._window))

    def save_bug_report(self) -> None:
        """Ask where the bundle goes, and write it."""
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save a bug report"), "lowlight-live-report.zip", self.tr("ZIP files (*.zip)")
        )
        if not name:
            return
        bridge, problem = self._window.bridge, self._window.messages.problem
        stats = bridge.stats()
        log = log_path()
        parts = {
            "settings": asdict(bridge.settings),
            "choice": asdict(bridge.choice),
            "figures": asdict(stats) if stats is not None else None,
            "message": asdict(problem) if problem is not None else None,
        }
        logs = [log, Path(f"{log}.1")]
        bridge.aside("bug-report", lambda: write_bug_report(Path(name), parts, logs), self.saved, makes_file=True)

    def open_log_folder(self) -> None:
        """Show where the log is."""
        _show_folder(log_path().parent)

    def close(self) -> None:
        """End what hangs on the window."""
        if self.training is not None:
            self.training.close_down()
            self.training.close()
        if self.exports is not None:
            self.exports.close_down()

    def _export(self, paths: list[Path]) -> None:
        if self.exports is not None:
            self.exports.add_files(paths, self._window.bridge.settings, self._window.bridge.choice)

    def _exports_told(self, text: str, target: Path | None, has_failed: bool) -> None:
        messages = self._window.messages
        action = self.tr("Open folder") if target is not None else ""
        do = partial(_show_folder, target.parent) if target is not None else None
        if has_failed:
            messages.show_problem(Problem(text), action, do)
        else:
            messages.show_notice(text, action, do)
        QApplication.alert(self._window)

    def _import_preset(self, path: Path) -> None:
        presets = self._window.store.presets
        try:
            self._window.panel.set_settings(presets.settings(presets.import_from(path)))
        except LowlightError as error:
            self._window.messages.show_problem(problem_of(error))

    def _show(self, dialog: AboutDialog | KeysDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit_on_screen(dialog)
        dialog.open()


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
