"""The window: puts its parts together and passes wishes on; it decides nothing about pictures."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PyQt6.QtWidgets import (
    QApplication,
    QDockWidget,
    QLabel,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from lowlight_live.gui.bridge import Bridge
from lowlight_live.gui.desktop.appearance import Appearance, apply_appearance
from lowlight_live.gui.enhancing.panel import EnhancePanel
from lowlight_live.gui.picture.compose import ViewMode
from lowlight_live.gui.picture.preview import Preview
from lowlight_live.gui.results.outputs import why_not_recorded
from lowlight_live.gui.sources.camera_list import CameraList
from lowlight_live.gui.sources.kinds import dropped_paths
from lowlight_live.gui.sources.menus import CamerasMenu, RecentMenu
from lowlight_live.gui.storage.log_file import Unforeseen
from lowlight_live.gui.storage.store import Store
from lowlight_live.gui.window.actions import declared_groups, make_actions
from lowlight_live.gui.window.docks import draw_symbols
from lowlight_live.gui.window.focus_keys import FocusKeys
from lowlight_live.gui.window.hold_key import HoldKey
from lowlight_live.gui.window.memory import keep, remembered_appearance, restore
from lowlight_live.gui.window.menus import Menus
from lowlight_live.gui.window.message_bar import MessageBar
from lowlight_live.gui.window.playback_bar import PlaybackBar
from lowlight_live.gui.window.recording_mark import RecordingMark
from lowlight_live.gui.window.screen_mode import ScreenMode
from lowlight_live.gui.window.source_display import WindowDisplay
from lowlight_live.gui.window.tools import Tools
from lowlight_live.gui.window.upkeep import Upkeep
from lowlight_live.gui.window.welcome import Welcome
from lowlight_live.gui.window.wiring import connect_window
from lowlight_live.gui.window.work import WindowWork
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.live.camera import Camera
from lowlight_live.video.live.opening import CameraSpec

_DOCK_WIDTH = 300
_SMALLEST = 760, 460
"""Below this, texts that run over several lines would be cut off."""


class MainWindow(QMainWindow):
    """Owns the widgets; whoever makes it hands over what lies behind them, which closing the window ends.

    Args:
        store: What is remembered.
        bridge: To the pipeline.
        cameras: Which cameras there are.
        unforeseen: What nobody caught.
    """

    def __init__(self, store: Store, bridge: Bridge, cameras: CameraList, unforeseen: Unforeseen | None = None) -> None:
        super().__init__()
        self.setWindowTitle("lowlight-live")
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self.store, self.bridge, self.cameras = store, bridge, cameras
        self._closed_down = False
        self.groups = declared_groups()
        self.acts = make_actions(self, self.groups)
        self.work, self.display, self.screen_mode = WindowWork(self), WindowDisplay(self), ScreenMode(self)
        self.upkeep = Upkeep(self, unforeseen)
        self._build_center()
        self._build_dock()
        self._build_menus()
        self._build_status()
        self.hold_key, self.focus_keys = HoldKey(self), FocusKeys(self)
        self.recording_mark = RecordingMark(bridge.outputs, self.preview)
        connect_window(self)
        restore(self)
        self.display.look_changed()
        self.update_actions()

    # What it is made of.

    def _build_center(self) -> None:
        self.preview, self.welcome = Preview(), Welcome()
        self.messages, self.playback = MessageBar(), PlaybackBar()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.preview)
        center = QWidget()
        layout = QVBoxLayout(center)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.playback)
        self.setCentralWidget(center)

    def _build_dock(self) -> None:
        self.panel = EnhancePanel(self.store.settings(), self.store.presets, self.bridge.choice)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.panel)
        self.dock = QDockWidget(self.tr("Enhance"))
        self.dock.setObjectName("enhance")
        self.dock.setWidget(area)
        style = self.style()
        assert style is not None  # noqa: S101  every widget has one
        self.dock.setMinimumWidth(_DOCK_WIDTH + style.pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent))
        self.dock.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)

    def _build_menus(self) -> None:
        self.cameras_menu = CamerasMenu(lambda: self.cameras.look()[1], lambda: self.display.camera_in_use, self)
        self.recent_menu = RecentMenu(lambda: self.store.recent, self)
        bar = self.menuBar()
        assert bar is not None  # noqa: S101  a main window makes one
        sources = (self.cameras_menu, self.recent_menu)
        self.menus = Menus(bar, self.groups, self.acts, sources, self.panel.presets.menu)
        self.menus.appearances[remembered_appearance(self.store)].setChecked(True)
        self.modes = {mode: self.acts[mode.name.lower()] for mode in ViewMode}
        exclusive = QActionGroup(self)
        for action in self.modes.values():
            exclusive.addAction(action)
        self.tools = Tools(self.acts, self.cameras_menu)
        self.addToolBar(self.tools)

    def _build_status(self) -> None:
        self.state_label, self.busy_label = QLabel(), QLabel()
        self.state_label.setTextFormat(Qt.TextFormat.PlainText)  # it tells names, which may look like markup
        bar = self.statusBar()
        assert bar is not None  # noqa: S101  a main window makes one
        bar.setContentsMargins(8, 0, 8, 0)
        bar.addWidget(self.state_label, 1)
        bar.addPermanentWidget(self.busy_label)

    # What the user wants.

    def open(self, what: Path | CameraSpec) -> None:
        """Look at a film, a photo or a camera."""
        self.messages.clear()
        self.bridge.open(what)

    def set_appearance(self, appearance: Appearance) -> None:
        """Look dark, light, or as the system has it; from now on."""
        self.store.save_value("appearance", str(appearance))
        self.menus.appearances[appearance].setChecked(True)
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101  there are widgets
        apply_appearance(application, appearance)
        self._draw_icons()

    def follow_system(self) -> None:
        """The system has become dark or light."""
        if self.menus.appearances[Appearance.SYSTEM].isChecked():
            self.set_appearance(Appearance.SYSTEM)

    def hold_original(self, held: bool) -> None:
        """Show the original as long as a key or button is pressed."""
        self.preview.set_original(held or self.acts["original"].isChecked())

    def open_camera(self, camera: Camera) -> None:
        """Look at a camera as it comes."""
        self.open(CameraSpec(camera.device))

    def change_settings(self, settings: EnhanceSettings) -> None:
        """Enhance with these from now on."""
        self.bridge.set_settings(settings)
        self.upkeep.keep(settings)

    # What is shown.

    def update_actions(self) -> None:
        """Offer what can be done now."""
        outputs = self.bridge.outputs
        there = {
            "": True,
            "source": self.bridge.view is not None,
            "running": self.bridge.running,
            "film": self.bridge.running and self.bridge.player is not None,
            "picture": self.preview.pair is not None,
        }
        for group in self.groups:
            for declared in group.actions:
                if declared is not None:
                    self.acts[declared.name].setEnabled(there[declared.needs])
        refusal = why_not_recorded(self.bridge.view)
        self.acts["record"].setEnabled(there["running"] and not refusal)
        self.acts["record"].setToolTip(refusal)
        self.acts["record"].setChecked(outputs.recording is not None)
        self.acts["record_both"].setEnabled(outputs.recording is None)
        self.acts["virtual_camera"].setChecked(outputs.virtual_camera is not None)
        self.tools.hold_button.setEnabled(there["picture"])
        self._draw_icons()

    def _draw_icons(self) -> None:
        self.tools.draw_icons(recording=self.bridge.outputs.recording is not None)
        self.playback.look()
        for dock in self.findChildren(QDockWidget):
            draw_symbols(dock)

    # What Qt tells.

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None and event.key() == Qt.Key.Key_Escape and self.acts["full_screen"].isChecked():
            self.acts["full_screen"].setChecked(False)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802  Qt's name
        super().changeEvent(event)
        if event is not None and event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.hold_original(False)  # another window hears that the key is let go

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None and dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None:
            event.acceptProposedAction()
            self.work.take(dropped_paths(event.mimeData()))

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802  Qt's name
        if self._closed_down:
            super().closeEvent(event)
            return
        self._closed_down = True
        if self.acts["full_screen"].isChecked():
            self.acts["full_screen"].setChecked(False)
        self.hide()  # what follows may take a moment
        self.upkeep.close()
        keep(self)
        self.bridge.begin_to_end()  # all at once, so that the times that are waited do not add up
        self.work.close()
        self.cameras.close()
        self.preview.close_down()
        self.bridge.shut_down()
        super().closeEvent(event)
