"""Which action does what, and who hears whom: the window's connections, all in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from lowlight_live.gui.window.docks import take_in
from lowlight_live.gui.window.memory import remember_choice

if TYPE_CHECKING:
    from lowlight_live.gui.main_window import MainWindow

_EXPOSURE_STEP = 0.2
_SEEK_S = 5.0
_ZOOM_STEP = 1.25


def connect_window(window: MainWindow) -> None:
    """Connect all parts of a window that has just been made."""
    _connect_actions(window)
    _connect_switches(window)
    _connect_widgets(window)
    _connect_bridge(window)


def _connect_actions(window: MainWindow) -> None:
    work, preview, playback, panel = window.work, window.preview, window.playback, window.panel
    triggered: dict[str, Callable[[], object]] = {
        "open": work.choose_file,
        "open_address": work.choose_address,
        "close_source": window.bridge.close_source,
        "snapshot": work.snapshot,
        "export": work.export_current,
        "quit": window.close,
        "fit": preview.fit,
        "actual_size": preview.actual_size,
        "zoom_in": lambda: preview.zoom(_ZOOM_STEP),
        "zoom_out": lambda: preview.zoom(1 / _ZOOM_STEP),
        "play": playback.toggle,
        "step_on": lambda: playback.step(1),
        "step_back": lambda: playback.step(-1),
        "seek_on": lambda: playback.seek_by(_SEEK_S),
        "seek_back": lambda: playback.seek_by(-_SEEK_S),
        "to_start": lambda: playback.seek_by(float("-inf")),
        "brighter": lambda: panel.expose(_EXPOSURE_STEP),
        "darker": lambda: panel.expose(-_EXPOSURE_STEP),
        "reset": panel.controls.reset,
        "weight_file": panel.model.choose_file,
        "training": work.show_training,
        "shortcuts": work.show_keys,
        "bug_report": work.save_bug_report,
        "log_folder": work.open_log_folder,
        "about": work.show_about,
    }
    for name, slot in triggered.items():
        window.acts[name].triggered.connect(partial(_call, slot))
    for mode, action in window.modes.items():
        action.triggered.connect(partial(preview.set_mode, mode))


def _connect_switches(window: MainWindow) -> None:
    acts, screen, playback = window.acts, window.screen_mode, window.playback
    acts["record"].triggered.connect(window.work.record)
    acts["virtual_camera"].triggered.connect(window.work.virtual_camera)
    acts["original"].toggled.connect(window.preview.set_original)
    acts["labels"].toggled.connect(window.preview.set_labels)
    acts["figures"].toggled.connect(lambda _on: window.display.show_figures(window.bridge.stats()))
    acts["controls"].toggled.connect(window.dock.setVisible)
    acts["exports"].toggled.connect(window.work.set_exports_shown)
    acts["full_screen"].toggled.connect(screen.set_full_screen)
    acts["on_top"].toggled.connect(screen.set_on_top)
    acts["loop"].toggled.connect(playback.loop_button.setChecked)
    playback.loop_button.toggled.connect(acts["loop"].setChecked)
    window.menus.appearance_wanted.connect(window.set_appearance)


def _connect_widgets(window: MainWindow) -> None:
    preview, panel, welcome = window.preview, window.panel, window.welcome
    window.tools.original_held.connect(window.hold_original)
    window.hold_key.held.connect(window.hold_original)
    window.focus_keys.watch(window)
    take_in(window, window.dock, window.acts["controls"])
    preview.full_screen_wanted.connect(window.acts["full_screen"].toggle)
    preview.look_changed.connect(window.display.look_changed)
    preview.shown.connect(window.bridge.shown)
    panel.changed.connect(window.change_settings)
    panel.chosen.connect(window.bridge.choose)
    panel.failed.connect(window.messages.show_problem)
    welcome.camera_wanted.connect(window.open_camera)
    welcome.file_wanted.connect(window.work.choose_file)
    window.cameras_menu.chosen.connect(window.open)
    window.recent_menu.chosen.connect(window.open)
    window.recent_menu.cleared.connect(partial(setattr, window.store, "recent", []))


def _connect_bridge(window: MainWindow) -> None:
    bridge, display, messages = window.bridge, window.display, window.messages
    bridge.wants_pairs = lambda: window.preview.ready and not window.isMinimized()
    bridge.pair_came.connect(display.show_pair)
    bridge.figures_came.connect(display.show_stats)
    bridge.opened.connect(display.show_view)
    bridge.closed.connect(display.show_welcome)
    bridge.ended.connect(display.show_end)
    bridge.choice_changed.connect(window.panel.model.show_choice)
    bridge.choice_loaded.connect(partial(remember_choice, window.store))
    bridge.busy_changed.connect(window.busy_label.setText)
    bridge.busy_changed.connect(window.welcome.set_busy)
    bridge.busy_changed.connect(window.preview.set_loading)
    bridge.failed.connect(messages.show_problem)
    bridge.warned.connect(messages.show_notice)
    for news in (bridge.figures_came, bridge.outputs.changed):
        news.connect(window.recording_mark.look)
    bridge.outputs.changed.connect(window.update_actions)
    bridge.outputs.saved.connect(window.work.saved)
    bridge.outputs.told.connect(messages.show_notice)


def _call(slot: Callable[[], object], _on: bool = False) -> None:
    slot()
