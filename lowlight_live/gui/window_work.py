"""What the window's actions do beyond showing pictures: files and folders, dialogs, recordings, exports, training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, QStandardPaths, Qt, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QDockWidget, QFileDialog, QInputDialog

from lowlight_live.errors import LowlightError
from lowlight_live.gui.about import AboutDialog, KeysDialog
from lowlight_live.gui.bridge import Choice
from lowlight_live.gui.bug_report import write_bug_report
from lowlight_live.gui.log_file import log_path
from lowlight_live.gui.opening import Kind, kind_of, name_filter
from lowlight_live.gui.problem import problem_of
from lowlight_live.video.live import CameraSpec
from lowlight_live.video.virtual_camera import VirtualCameraSpec
from lowlight_live.video.writer import WriterSpec

if TYPE_CHECKING:
    from lowlight_live.gui.export_panel import ExportPanel
    from lowlight_live.gui.main_window import MainWindow
    from lowlight_live.gui.training_dialog import TrainingDialog

_EXPORTS_HEIGHT = 240


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
        self._saved: Path | None = None
        self._before_training: Choice | None = None
        self.exports: ExportPanel | None = None
        self.exports_dock: QDockWidget | None = None
        self.training: TrainingDialog | None = None

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
        """Do with files what they are good for; several films are lined up for export."""
        films = [path for path in paths if kind_of(path) is Kind.FILM]
        for path in paths:
            if kind_of(path) is Kind.WEIGHTS:
                self._window.panel.chosen.emit(Choice(str(path), self._window.bridge.choice.device))
            elif kind_of(path) is Kind.PRESET:
                self._import_preset(path)
        if len(films) == 1:
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
        path = _free(QStandardPaths.StandardLocation.MoviesLocation, ".mp4")
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
        path = _free(QStandardPaths.StandardLocation.PicturesLocation, ".png")
        bridge.outputs.snapshot(pair, path, parameters)

    def saved(self, path: Path) -> None:
        """Tell where something went."""
        self._saved = path
        self._window.messages.show_notice(self.tr("Saved as {name}").format(name=path.name), self.tr("Open folder"))

    def open_saved_folder(self) -> None:
        """Show where the last thing went."""
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))

    def show_exports(self) -> None:
        """Show the queue of exports; the film that is looked at, if any, goes into it."""
        from lowlight_live.gui.export_panel import ExportPanel

        window = self._window
        if self.exports is None:
            self.exports = ExportPanel(
                folder=None, current=lambda: (window.bridge.settings, window.bridge.choice.model)
            )
            self.exports_dock = QDockWidget(self.tr("Exports"), window)
            self.exports_dock.setObjectName("exports")
            self.exports_dock.setWidget(self.exports)
            window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.exports_dock)
            window.resizeDocks([self.exports_dock], [_EXPORTS_HEIGHT], Qt.Orientation.Vertical)
        assert self.exports_dock is not None  # noqa: S101  made together
        self.exports_dock.show()
        self.exports_dock.raise_()

    def export_current(self) -> None:
        """Show the queue, with the film that is looked at in it."""
        self.show_exports()
        player = self._window.bridge.player
        if player is not None and self.exports is not None:
            queued = {job.source for job in self.exports.queue}
            if player.path not in queued:
                self._export([player.path])

    def show_training(self) -> None:
        """Train on the user's own pictures; the dialog stays beside the picture."""
        from lowlight_live.gui.training_dialog import TrainingDialog

        bridge = self._window.bridge
        if self.training is None:
            self.training = TrainingDialog(
                bridge.record_pictures, self._window, cancel_recording=bridge.outputs.cancel_pictures
            )
            self.training.weights_ready.connect(self._use_weights)
            self.training.undo_weights.connect(self._undo_weights)
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
        bridge.aside("bug-report", lambda: write_bug_report(Path(name), parts, [log, Path(f"{log}.1")]), self.saved)

    def open_log_folder(self) -> None:
        """Show where the log is."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_path().parent)))

    def close(self) -> None:
        """End what hangs on the window."""
        if self.training is not None:
            self.training.close_down()
            self.training.close()
        if self.exports is not None:
            self.exports.close_down()

    def _export(self, paths: list[Path]) -> None:
        if self.exports is not None:
            self.exports.add_files(paths, self._window.bridge.settings, self._window.bridge.choice.model)

    def _import_preset(self, path: Path) -> None:
        presets = self._window.store.presets
        try:
            self._window.panel.set_settings(presets.settings(presets.import_from(path)))
        except LowlightError as error:
            self._window.messages.show_problem(problem_of(error))

    def _use_weights(self, path: Path) -> None:
        bridge = self._window.bridge
        if self._before_training is None:
            self._before_training = bridge.choice
        choice = Choice(str(path), bridge.choice.device)
        self._window.panel.model.show_choice(choice)
        if choice == bridge.choice:
            bridge.reload()  # trained further, under the same name
        else:
            bridge.choose(choice)

    def _undo_weights(self) -> None:
        if self._before_training is not None:
            choice, self._before_training = self._before_training, None
            self._window.panel.model.show_choice(choice)
            self._window.bridge.choose(choice)

    def _show(self, dialog: AboutDialog | KeysDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _free(place: QStandardPaths.StandardLocation, ending: str) -> Path:
    """A name by the time of day that nothing has yet."""
    folder = Path(QStandardPaths.writableLocation(place) or str(Path.home())) / "lowlight-live"
    name = datetime.now().astimezone().strftime("%Y-%m-%d %H.%M.%S")
    path, number = folder / f"{name}{ending}", 2
    while path.exists():
        path, number = folder / f"{name} ({number}){ending}", number + 1
    return path
