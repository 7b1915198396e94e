"""What the window looks like, from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QByteArray, QEvent, QObject, QRect, Qt
from PyQt6.QtGui import QWindowStateChangeEvent
from PyQt6.QtWidgets import QWidget

from lowlight_live.gui.desktop.appearance import Appearance
from lowlight_live.gui.desktop.screen_room import fit_on_screen
from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.picture.compose import ViewMode
from lowlight_live.gui.storage.store import Store

if TYPE_CHECKING:
    from lowlight_live.gui.main_window import MainWindow

_VERSION = 1
"""Of the arrangement: one of another version is not taken."""
_FIRST_SIZE = 1240, 720
_CHECKED = {"figures": False, "labels": True, "loop": False, "record_both": False, "on_top": False}


class PlaceBefore(QObject):
    """Knows where a window was before it was all over the screen, which it belongs to.

    A desktop gives a window its former place back a while after it was asked to; one that is closed in the full screen
    is gone by then.

    Attributes:
        due: The place that it was to get back and has not got yet; None for none.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.due: QRect | None = None
        self._window = window
        self._before = QRect()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
        """Hears of changes; keeps none of them back."""
        if isinstance(event, QWindowStateChangeEvent):
            was_full = bool(event.oldState() & Qt.WindowState.WindowFullScreen)
            is_full = self._window.isFullScreen()
            if is_full and not was_full:
                self._before, self.due = self._window.normalGeometry(), None
            elif was_full and not is_full and not self._window.isMaximized() and self._before.isValid():
                self.due = self._before
        elif event is not None and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.due = None
        return super().eventFilter(watched, event)


def keep(window: MainWindow) -> None:
    """Remember it; the window is hidden by then."""
    store = window.store
    for place in window.findChildren(PlaceBefore, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if place.due is not None:
            window.setGeometry(place.due)
    store.save_value("checked", {name: window.acts[name].isChecked() for name in _CHECKED})
    store.save_value("mode", str(window.preview.look.mode))
    store.save_value("geometry", window.saveGeometry().toBase64().data().decode("ascii"))
    store.window_state = window.saveState(_VERSION).data()


def restore(window: MainWindow) -> None:
    """Let it look as it was remembered; what is missing or damaged is as it is the first time."""
    PlaceBefore(window)
    store = window.store
    window.resize(*_FIRST_SIZE)
    window.restoreGeometry(QByteArray.fromBase64(store.value("geometry", "").encode("ascii", "replace")))
    fit_on_screen(window)
    window.restoreState(QByteArray(store.window_state), _VERSION)
    checked = _CHECKED | store.value("checked", {})
    for name in _CHECKED:
        window.acts[name].setChecked(bool(checked[name]))
    mode = store.value("mode", "")
    window.preview.set_mode(ViewMode(mode) if mode in set(ViewMode) else ViewMode.SIDE_BY_SIDE)
    window.acts["controls"].setChecked(not window.dock.isHidden())


def remembered_appearance(store: Store) -> Appearance:
    """Dark, light, or as the system has it."""
    wanted = store.value("appearance", "")
    return Appearance(wanted) if wanted in set(Appearance) else Appearance.SYSTEM


def remembered_choice(store: Store) -> Choice:
    """Model and device that loaded last."""
    usual = Choice()
    return Choice(store.value("model", usual.model), store.value("device", usual.device))


def remember_choice(store: Store, choice: Choice) -> None:
    """Take these at the next start; who has never chosen goes on getting the usual ones."""
    if choice != remembered_choice(store):
        store.save_value("model", choice.model)
        store.save_value("device", choice.device)
