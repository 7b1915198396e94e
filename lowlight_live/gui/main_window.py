"""The window: puts its parts together and passes wishes on; it decides nothing about pictures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import Qt, QTimer
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

from lowlight_live.frame import FramePair
from lowlight_live.gui.actions import declared_groups, make_actions
from lowlight_live.gui.appearance import Appearance, apply_appearance
from lowlight_live.gui.bridge import Bridge, Choice
from lowlight_live.gui.camera_list import CameraList
from lowlight_live.gui.compose import ViewMode
from lowlight_live.gui.enhance_panel import EnhancePanel
from lowlight_live.gui.log_file import Unforeseen
from lowlight_live.gui.menus import Menus
from lowlight_live.gui.message_bar import MessageBar
from lowlight_live.gui.opening import dropped_paths
from lowlight_live.gui.overlay import figures_lines, state_sentence
from lowlight_live.gui.playback_bar import PlaybackBar
from lowlight_live.gui.preview import Preview
from lowlight_live.gui.problem import problem_of
from lowlight_live.gui.source_menus import CamerasMenu, RecentMenu
from lowlight_live.gui.store import Store
from lowlight_live.gui.tools import Tools
from lowlight_live.gui.welcome import Welcome
from lowlight_live.gui.window_memory import keep, remembered_appearance, restore
from lowlight_live.gui.window_work import WindowWork
from lowlight_live.settings import EnhanceSettings
from lowlight_live.stats import PipelineStats
from lowlight_live.video.camera import Camera
from lowlight_live.video.live import CameraSpec
from lowlight_live.viewing import View

_LOOK_MS = 200
_DOCK_WIDTH = 300
_EXPOSURE_STEP = 0.2


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
        self.store, self.bridge, self.cameras = store, bridge, cameras
        self._unforeseen = unforeseen
        self._cameras_version = 0
        self._closed_down = False
        self._view: View | None = None
        self._docked: dict[QWidget, bool] = {}
        self._settings_to_save: EnhanceSettings | None = None
        self.groups = declared_groups()
        self.acts = make_actions(self, self.groups)
        self.work = WindowWork(self)
        self._build_center()
        self._build_dock()
        self._build_menus()
        self._build_status()
        self._connect()
        restore(self)
        self._look_changed()
        self._slow = QTimer(self)
        self._slow.timeout.connect(self._look)
        self._slow.start(_LOOK_MS)
        self._update_actions()

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
        self.cameras_menu = CamerasMenu(lambda: self.cameras.look()[1], self._camera_in_use, self)
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

    def _connect(self) -> None:
        acts, work = self.acts, self.work
        triggered: dict[str, Callable[[], object]] = {
            "open": work.choose_file,
            "open_address": work.choose_address,
            "close_source": self.bridge.close_source,
            "snapshot": work.snapshot,
            "export": work.export_current,
            "quit": self.close,
            "fit": self.preview.fit,
            "actual_size": self.preview.actual_size,
            "zoom_in": lambda: self.preview.zoom(1.25),
            "zoom_out": lambda: self.preview.zoom(1 / 1.25),
            "play": self.playback.toggle,
            "step_on": lambda: self.playback.step(1),
            "step_back": lambda: self.playback.step(-1),
            "seek_on": lambda: self.playback.seek_by(5.0),
            "seek_back": lambda: self.playback.seek_by(-5.0),
            "to_start": lambda: self.playback.seek_by(float("-inf")),
            "brighter": lambda: self.panel.expose(_EXPOSURE_STEP),
            "darker": lambda: self.panel.expose(-_EXPOSURE_STEP),
            "reset": self.panel.controls.reset,
            "weight_file": self.panel.model.choose_file,
            "training": work.show_training,
            "shortcuts": work.show_keys,
            "bug_report": work.save_bug_report,
            "log_folder": work.open_log_folder,
            "about": work.show_about,
        }
        for name, slot in triggered.items():
            acts[name].triggered.connect(partial(_call, slot))
        for mode, action in self.modes.items():
            action.triggered.connect(partial(self.preview.set_mode, mode))
        acts["record"].triggered.connect(work.record)
        acts["virtual_camera"].triggered.connect(work.virtual_camera)
        acts["original"].toggled.connect(self.preview.set_original)
        self.tools.original_held.connect(self._hold_original)
        self.menus.appearance_wanted.connect(self.set_appearance)
        acts["labels"].toggled.connect(self.preview.set_labels)
        acts["figures"].toggled.connect(lambda _on: self._show_figures(self.bridge.stats()))
        acts["controls"].toggled.connect(self.dock.setVisible)
        self.dock.visibilityChanged.connect(lambda _on: acts["controls"].setChecked(not self.dock.isHidden()))
        acts["full_screen"].toggled.connect(self.set_full_screen)
        acts["on_top"].toggled.connect(self._set_on_top)
        acts["loop"].toggled.connect(self.playback.loop_button.setChecked)
        self.playback.loop_button.toggled.connect(acts["loop"].setChecked)
        self.preview.full_screen_wanted.connect(acts["full_screen"].toggle)
        self.preview.look_changed.connect(self._look_changed)
        self.preview.shown.connect(self.bridge.shown)
        self.panel.changed.connect(self._settings_changed)
        self.panel.chosen.connect(self._choose)
        self.panel.failed.connect(self.messages.show_problem)
        self.welcome.camera_wanted.connect(self._open_camera)
        self.welcome.file_wanted.connect(work.choose_file)
        self.cameras_menu.chosen.connect(self.open)
        self.recent_menu.chosen.connect(self.open)
        self.recent_menu.cleared.connect(partial(setattr, self.store, "recent", []))
        bridge = self.bridge
        bridge.wants_pairs = lambda: self.preview.isVisible() and not self.isMinimized()
        bridge.pair_came.connect(self._show_pair)
        bridge.figures_came.connect(self._show_stats)
        bridge.opened.connect(self._opened)
        bridge.closed.connect(self._closed)
        bridge.choice_changed.connect(self.panel.model.show_choice)
        bridge.busy_changed.connect(self.busy_label.setText)
        bridge.busy_changed.connect(self.welcome.set_busy)
        bridge.failed.connect(self.messages.show_problem)
        bridge.warned.connect(self.messages.show_notice)
        bridge.outputs.changed.connect(self._update_actions)
        bridge.outputs.saved.connect(work.saved)
        bridge.outputs.told.connect(self.messages.show_notice)
        self.messages.action_wanted.connect(work.open_saved_folder)

    # What the user wants.

    def open(self, what: Path | CameraSpec) -> None:
        """Look at a film, a photo or a camera."""
        self.messages.put_away()
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

    def set_full_screen(self, full: bool) -> None:
        """Show nothing but the picture, on all of the screen."""
        bars = [self.menuBar(), self.statusBar(), self.tools, self.dock]
        if full:
            self._docked = {bar: not bar.isHidden() for bar in bars if bar is not None}
            self._was_maximized = self.isMaximized()
            for bar in self._docked:
                bar.hide()
            self.playback.hide()
            self.showFullScreen()
            return
        self.showMaximized() if self._was_maximized else self.showNormal()
        for bar, visible in self._docked.items():
            bar.setVisible(visible)
        self.playback.setVisible(self.bridge.player is not None)

    def _hold_original(self, held: bool) -> None:
        self.preview.set_original(held or self.acts["original"].isChecked())

    def _set_on_top(self, on: bool) -> None:
        visible = self.isVisible()
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on)
        if visible:
            self.show()  # another flag hides the window

    def _open_camera(self, camera: Camera) -> None:
        self.open(CameraSpec(camera.device))

    def _settings_changed(self, settings: EnhanceSettings) -> None:
        self.bridge.set_settings(settings)
        self._settings_to_save = settings  # soon: a slider that moves would write the file a hundred times

    def _choose(self, choice: Choice) -> None:
        self.bridge.choose(choice)
        self.store.save_value("model", choice.model)
        self.store.save_value("device", choice.device)

    # What is shown.

    def _opened(self, view: View) -> None:
        self._view = view
        self.preview.show_pair(None)
        self.pages.setCurrentWidget(self.preview)
        self.playback.set_player(view.player)
        if self.acts["full_screen"].isChecked():
            self.playback.hide()
        self.setWindowTitle(f"{view.source.info.name} - lowlight-live")
        if isinstance(view.what, Path):
            self.store.add_recent(view.what.absolute())
        self._update_actions()
        self.preview.setFocus()

    def _closed(self) -> None:
        self._view = None
        self.preview.show_pair(None)
        self.pages.setCurrentWidget(self.welcome)
        self.playback.set_player(None)
        self.setWindowTitle("lowlight-live")
        self.state_label.clear()
        self._update_actions()

    def _show_pair(self, pair: FramePair) -> None:
        first = self.preview.pair is None
        aspect = float(self._view.source.info.pixel_aspect) if self._view is not None else 1.0
        self.preview.show_pair(pair, aspect)
        if first:
            self._update_actions()

    def _show_stats(self, stats: PipelineStats) -> None:
        self._show_figures(stats)
        self.playback.look()
        state = state_sentence(stats, self._view)
        if state != self.state_label.text():
            self.state_label.setText(state)
        source = stats.source
        away = source is not None and source.state != "live"
        self.preview.set_banner(state if away else "")
        self.panel.show_enhancer(stats.enhancer)

    def _show_figures(self, stats: PipelineStats | None) -> None:
        pair = self.preview.pair
        if stats is None or pair is None or not self.acts["figures"].isChecked():
            self.preview.set_figures(())
            return
        height, width = pair.original.rgb.shape[:2]
        self.preview.set_figures(figures_lines(stats, height, width, self.bridge.outputs.dropped))

    def _look_changed(self) -> None:
        self.modes[self.preview.look.mode].setChecked(True)

    def _update_actions(self) -> None:
        """Offer what can be done now."""
        outputs = self.bridge.outputs
        there = {
            "": True,
            "source": self.bridge.view is not None,
            "film": self.bridge.player is not None,
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
            self.messages.show_notice(self.store.notice)
            self.store.notice = ""

    def _save_settings(self) -> None:
        if self._settings_to_save is not None:
            self.store.save_settings(self._settings_to_save)
            self._settings_to_save = None

    def _camera_in_use(self) -> str:
        return self._view.what.what if self._view is not None and isinstance(self._view.what, CameraSpec) else ""

    # What Qt tells.

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None and event.key() == Qt.Key.Key_O and not event.modifiers():
            if not event.isAutoRepeat():
                self._hold_original(True)
        elif event is not None and event.key() == Qt.Key.Key_Escape and self.acts["full_screen"].isChecked():
            self.acts["full_screen"].setChecked(False)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        if event is not None and event.key() == Qt.Key.Key_O and not event.isAutoRepeat():
            self._hold_original(False)
        else:
            super().keyReleaseEvent(event)

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
        self.work.close()
        self.cameras.close()
        self.bridge.shut_down()
        super().closeEvent(event)


def _call(slot: Callable[[], object], _on: bool = False) -> None:
    slot()
