"""How large a window may be, so that nothing of it lies beyond the screen."""

from __future__ import annotations

from PyQt6.QtCore import QSize
from PyQt6.QtWidgets import QWidget

_FRAME = 16, 40
"""Width and height of what the desktop puts around a window; it tells only once the window is shown."""


def fit_on_screen(window: QWidget) -> None:
    """Make a window that is not shown yet no larger than its screen has room for.

    Every window and every dialog of this program goes by here; those that Qt itself brings keep to the screen.
    """
    parent = window.parentWidget()
    screen = (parent or window).screen()  # a dialog comes up over its parent, wherever that is by now
    if screen is not None and not window.isMaximized():
        window.resize(window.size().boundedTo(screen.availableSize() - QSize(*_FRAME)))
