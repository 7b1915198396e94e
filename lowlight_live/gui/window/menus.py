"""The menus: the declared actions, and what can only be listed when it is looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QAction, QActionGroup
from PyQt6.QtWidgets import QMenu, QMenuBar

from lowlight_live.gui.desktop.appearance import Appearance
from lowlight_live.gui.window.actions import Group


class Menus(QObject):
    """Fills a menu bar.

    Attributes:
        by_name: The menus of the groups.
        appearances: What chooses dark and light.
        appearance_wanted: An `Appearance`.

    Args:
        bar: To be filled.
        groups: The declared menus.
        actions: By name.
        sources: Menus that go into the first one, behind what opens a file.
        presets: The menu of the presets.
    """

    appearance_wanted = pyqtSignal(object)

    def __init__(
        self,
        bar: QMenuBar,
        groups: Sequence[Group],
        actions: Mapping[str, QAction],
        sources: Sequence[QMenu],
        presets: QMenu,
    ) -> None:
        super().__init__(bar)
        self.by_name: dict[str, QMenu] = {}
        for group in groups:
            menu = bar.addMenu(group.title)
            assert menu is not None  # noqa: S101  just added
            self.by_name[group.name] = menu
            for declared in group.actions:
                if declared is None:
                    menu.addSeparator()
                else:
                    menu.addAction(actions[declared.name])
        for source in sources:
            self.by_name["file"].insertMenu(actions["open_address"], source)
        self.by_name["enhance"].addMenu(presets)
        self.appearances = self._appearances()

    def _appearances(self) -> dict[Appearance, QAction]:
        menu = self.by_name["view"].addMenu(self.tr("&Appearance"))
        assert menu is not None  # noqa: S101  just added
        names = {
            Appearance.SYSTEM: self.tr("As the &system has it"),
            Appearance.LIGHT: self.tr("&Light"),
            Appearance.DARK: self.tr("&Dark"),
        }
        exclusive = QActionGroup(self)
        actions = {}
        for appearance, name in names.items():
            action = QAction(name, self)
            action.setCheckable(True)
            action.triggered.connect(self._wanting(appearance))
            exclusive.addAction(action)
            menu.addAction(action)
            actions[appearance] = action
        return actions

    def _wanting(self, appearance: Appearance) -> Callable[[], None]:
        return lambda: self.appearance_wanted.emit(appearance)
