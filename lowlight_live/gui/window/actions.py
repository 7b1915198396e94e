"""All that can be done in the window, declared once: menus, keys and the overview of the keys are made from this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QWidget

from lowlight_live.gui.texts.translation import translate


@dataclass(frozen=True, slots=True)
class Declared:
    """One thing that can be done.

    Attributes:
        name: In the program.
        text: In the menu.
        keys: That do it, in Qt's spelling; the first is shown in the menu.
        checkable: It is on or off.
        needs: "picture", "source", one that is "running", or a "film" that is: without it, it cannot be done; "" if it
            always can.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    checkable: bool = False
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One menu; None stands for a line between actions."""

    name: str
    title: str
    actions: Sequence[Declared | None]


def declared_groups() -> list[Group]:
    """The menus in their order."""
    return [_file(), _view(), _playback(), _enhance(), _tools(), _help()]


def _file() -> Group:
    return Group(
        "file",
        translate("Actions", "&File"),
        [
            Declared("open", translate("Actions", "&Open a video or photo…"), ("Ctrl+O",)),
            Declared("open_address", translate("Actions", "Open a stream's &address…"), ("Ctrl+U",)),
            Declared("close_source", translate("Actions", "Close &the source"), ("Ctrl+W",), needs="source"),
            None,
            Declared("record", translate("Actions", "&Record"), ("R",), checkable=True, needs="running"),
            Declared("record_both", translate("Actions", "Record side &by side"), checkable=True),
            Declared("snapshot", translate("Actions", "&Snapshot"), ("S",), needs="picture"),
            Declared(
                "virtual_camera", translate("Actions", "&Virtual camera"), ("V",), checkable=True, needs="running"
            ),
            None,
            Declared("export", translate("Actions", "&Export…"), ("Ctrl+E",)),
            None,
            Declared("quit", translate("Actions", "&Quit"), ("Ctrl+Q",)),
        ],
    )


def _view() -> Group:
    return Group(
        "view",
        translate("Actions", "&View"),
        [
            Declared("side_by_side", translate("Actions", "&Side by side"), ("1",), checkable=True),
            Declared("wipe", translate("Actions", "&Wipe"), ("2",), checkable=True),
            Declared("enhanced", translate("Actions", "&Enhanced"), ("3",), checkable=True),
            Declared("difference", translate("Actions", "&Difference"), ("4",), checkable=True),
            Declared("original", translate("Actions", "Show the &original (or hold O)"), checkable=True),
            None,
            Declared("fit", translate("Actions", "&Fit"), ("F", "0"), needs="picture"),
            Declared("actual_size", translate("Actions", "&1:1"), ("Z",), needs="picture"),
            Declared("zoom_in", translate("Actions", "Zoom &in"), ("+", "="), needs="picture"),
            Declared("zoom_out", translate("Actions", "Zoom o&ut"), ("-",), needs="picture"),
            None,
            Declared("figures", translate("Actions", "Fi&gures"), ("I",), checkable=True),
            Declared("labels", translate("Actions", "&Labels"), ("L",), checkable=True),
            Declared("controls", translate("Actions", "&Controls"), ("F9",), checkable=True),
            Declared("exports", translate("Actions", "E&xports"), ("E",), checkable=True),
            None,
            Declared("full_screen", translate("Actions", "Full scree&n"), ("F11", "Ctrl+F"), checkable=True),
            Declared("on_top", translate("Actions", "Always on &top"), ("T",), checkable=True),
        ],
    )


def _playback() -> Group:
    return Group(
        "playback",
        translate("Actions", "&Playback"),
        [
            Declared("play", translate("Actions", "&Play or pause"), ("Space",), needs="film"),
            Declared("step_on", translate("Actions", "One frame &on"), (".",), needs="film"),
            Declared("step_back", translate("Actions", "One frame &back"), (",",), needs="film"),
            Declared("seek_on", translate("Actions", "5 seconds o&n"), ("Shift+Right",), needs="film"),
            Declared("seek_back", translate("Actions", "5 seconds b&ack"), ("Shift+Left",), needs="film"),
            Declared("to_start", translate("Actions", "To the &start"), ("Home",), needs="film"),
            Declared("loop", translate("Actions", "Play a&gain and again"), ("Ctrl+L",), checkable=True),
        ],
    )


def _enhance() -> Group:
    return Group(
        "enhance",
        translate("Actions", "&Enhance"),
        [
            Declared("brighter", translate("Actions", "&Brighter"), ("]",)),
            Declared("darker", translate("Actions", "&Darker"), ("[",)),
            Declared("reset", translate("Actions", "&Reset all settings"), ("Ctrl+R",)),
            None,
            Declared("weight_file", translate("Actions", "&Weight file…")),
        ],
    )


def _tools() -> Group:
    return Group(
        "tools",
        translate("Actions", "&Tools"),
        [Declared("training", translate("Actions", "&Train on your own pictures…"), ("Ctrl+T",))],
    )


def _help() -> Group:
    return Group(
        "help",
        translate("Actions", "&Help"),
        [
            Declared("shortcuts", translate("Actions", "&Keys…"), ("F1", "?")),
            Declared("bug_report", translate("Actions", "&Save a bug report…")),
            Declared("log_folder", translate("Actions", "Open the folder of the &log")),
            None,
            Declared("about", translate("Actions", "&About lowlight-live")),
        ],
    )


def make_actions(parent: QWidget, groups: Sequence[Group]) -> dict[str, QAction]:
    """The actions by name. They belong to the parent, so that their keys work while no menu is there."""
    made = {}
    for group in groups:
        for declared in group.actions:
            if declared is not None:
                action = QAction(declared.text, parent)
                action.setObjectName(declared.name)
                action.setCheckable(declared.checkable)
                action.setShortcuts([QKeySequence(key) for key in declared.keys])
                parent.addAction(action)
                made[declared.name] = action
    return made
