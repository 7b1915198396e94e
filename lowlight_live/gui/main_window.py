"""The window: puts its parts together and passes wishes on; it decides nothing about pictures."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QEvent, Qt, QTimer
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

from lowlight_live.gui.actions import declared_groups, make_actions
from lowlight_live.gui.appearance import Appearance, apply_appearance
from lowlight_live.gui.bridge import Bridge
from lowlight_live.gui.camera_list import CameraList
from lowlight_live.gui.compose import ViewMode
from lowlight_live.gui.enhance_panel import EnhancePanel
from lowlight_live.gui.hold_key import HoldKey
from lowlight_live.gui.log_file import Unforeseen
from lowlight_live.gui.menus import Menus
from lowlight_live.gui.message_bar import MessageBar
from lowlight_live.gui.opening import dropped_paths
from lowlight_live.gui.playback_bar import PlaybackBar
from lowlight_live.gui.preview import Preview
from lowlight_live.gui.problem import problem_of
from lowlight_live.gui.screen_mode import ScreenMode
from lowlight_live.gui.source_menus import CamerasMenu, RecentMenu
from lowlight_live.gui.store import Store
from lowlight_live.gui.tools import Tools
from lowlight_live.gui.welcome import Welcome
from lowlight_live.gui.window_display import WindowDisplay
from lowlight_live.gui.window_memory import keep, remembered_appearance, restore
from lowlight_live.gui.window_wiring import connect_window
from lowlight_live.gui.window_work import WindowWork
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.camera import Camera
from lowlight_live.video.live import CameraSpec

_LOOK_MS = 200
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
        self._unforeseen = unforeseen
        self._cameras_version = 0
        self._closed_down = False
        self._settings_to_save: EnhanceSettings | None = None
        self.groups = declared_groups()
        self.acts = make_actions(self, self.groups)
        self.work, self.display, self.screen_mode = WindowWork(self), WindowDisplay(self), ScreenMode(self)
        self._build_center()
        self._build_dock()
        self._build_menus()
        self._build_status()
        self.hold_key = HoldKey(self)
        connect_window(self)
        restore(self)
        self.display.look_changed()
        self._slow = QTimer(self)
        self._slow.timeout.connect(self._look)
        self._slow.start(_LOOK_MS)
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
        self._settings_to_save = settings  # soon: a slider that moves would write the file a hundred times

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
        self.acts["record"].setChecked(outputs.recording is not None)
        self.acts["record_both"].setEnabled(outputs.recording is None)
        self.acts["virtual_camera"].setChecked(outputs.virtual_camera is not None)
        self.tools.hold_button.setEnabled(there["picture"])
        self._draw_icons()

    def _draw_icons(self) -> None:
        self.tools.draw_icons(recording=self.bridge.outputs.recording is not None)
        self.playback.look()

    def _look(self) -> None:
        """Now and then: which cameras there are, what nobody foresaw, what is to be kept."""
        version, cameras = self.cameras.look()
        if version != self._cameras_version:
            self._cameras_version = version
            self.welcome.set_cameras(cameras)
        error = self._unforeseen.take() if self._unforeseen is not None else None
        if error is not None:
            self.messages.show_problem(problem_of(error))
        self._save_settings()
        if self.store.notice:
            self.messages.show_notice(self.store.notice, kept=True)
            self.store.notice = ""

    def _save_settings(self) -> None:
        if self._settings_to_save is not None:
            self.store.save_settings(self._settings_to_save)
            self._settings_to_save = None

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
        self._slow.stop()
        self._save_settings()
        keep(self)
        self.bridge.begin_to_end()  # all at once, so that the times that are waited do not add up
        self.work.close()
        self.cameras.close()
        self.preview.close_down()
        self.bridge.shut_down()
        super().closeEvent(event)
