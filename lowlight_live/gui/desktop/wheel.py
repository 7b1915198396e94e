"""Keeps the wheel for scrolling: over a panel that scrolls it must not change what happens to lie below the pointer."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget


def keep_wheel_for_scrolling(panel: QWidget) -> None:
    """Let the boxes of a panel pass the wheel on; to be called once they are all in it.

    A number takes it while it has the focus. A box to choose from never does: it keeps the focus after a choice, and
    what it offers may be a network to be loaded or a dialog to be opened, at every notch. Its open list scrolls.
    """
    passing_on = _PassingOn(panel)
    boxes: list[QWidget] = [*panel.findChildren(QComboBox), *panel.findChildren(QAbstractSpinBox)]
    for box in boxes:
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # without that, the wheel gives it the focus first
        box.installEventFilter(passing_on)


class _PassingOn(QObject):
    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
        if event is None or event.type() is not QEvent.Type.Wheel:
            return super().eventFilter(watched, event)
        if isinstance(watched, QAbstractSpinBox) and watched.hasFocus():
            return super().eventFilter(watched, event)
        event.ignore()  # so that it goes on to the parent
        return True
