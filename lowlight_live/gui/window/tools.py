"""The bar with what is needed most."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QApplication, QMenu, QToolBar, QToolButton

from lowlight_live.gui.desktop.icons import icon

_OUTPUTS = ("record", "snapshot", "virtual_camera")
_MODES = ("side_by_side", "wipe", "enhanced", "difference")
_PICTURES = {"virtual_camera": "broadcast", "side_by_side": "side by side"}


class Tools(QToolBar):
    """Shows actions, the menu of the cameras, and a button that shows the original as long as it is pressed.

    Attributes:
        original_held: Whether that button is pressed.
        hold_button: It.
    """

    original_held = pyqtSignal(bool)

    def __init__(self, actions: Mapping[str, QAction], cameras: QMenu) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("Tools"))
        self.setObjectName("tools")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(18, 18))
        self._actions = actions
        actions["open"].setIconText(self.tr("Open"))
        self.camera_button = self._button(self.tr("Camera"), self.tr("Choose a camera"))
        self.camera_button.setMenu(cameras)
        self.camera_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.hold_button = self._button(
            self.tr("Hold for original"), self.tr("Show the original as long as this is pressed (key O)")
        )
        self.hold_button.pressed.connect(lambda: self.original_held.emit(True))
        self.hold_button.released.connect(lambda: self.original_held.emit(False))
        self.addWidget(self.camera_button)
        self.addAction(actions["open"])
        for names in (_OUTPUTS, _MODES):
            self.addSeparator()
            for name in names:
                self.addAction(actions[name])
        self.addWidget(self.hold_button)
        self.draw_icons(recording=False)

    def draw_icons(self, *, recording: bool) -> None:
        """Draw all symbols in the colours that the window has now."""
        palette = QApplication.palette()
        for name in ("open", *_OUTPUTS, *_MODES):
            picture = "stop" if recording and name == "record" else _PICTURES.get(name, name)
            self._actions[name].setIcon(icon(picture, palette))
        self.camera_button.setIcon(icon("camera", palette))
        self.hold_button.setIcon(icon("original", palette))
        more = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:  # Qt's own symbol is lost in a dark window
            more.setIcon(icon("more", palette))

    def _button(self, text: str, explanation: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(explanation)
        button.setAccessibleDescription(explanation)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button
