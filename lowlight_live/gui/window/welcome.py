"""What the window shows before there is a picture: two ways to get one."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from lowlight_live.gui.texts.readable import readable
from lowlight_live.video.live.camera import Camera


class Welcome(QWidget):
    """Offers the cameras and the choice of a file.

    Attributes:
        camera_wanted: A `Camera`.
        file_wanted: The user wants to choose a file.
    """

    camera_wanted = pyqtSignal(object)
    file_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cameras: Sequence[Camera] = ()
        title = QLabel(self.tr("See in the dark"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 2)
        font.setBold(True)
        title.setFont(font)
        text = QLabel(self.tr("Start a camera, or open a dark video or photo: before and after, side by side."))
        self.camera_button = QPushButton()
        self.camera_button.clicked.connect(self._camera)
        self.file_button = QPushButton(self.tr("Open a video or photo…"))
        self.file_button.clicked.connect(self.file_wanted)
        drop = QLabel(self.tr("or drop a file here"))
        drop.setEnabled(False)
        self.status = QLabel()
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(1)
        for label in (title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addSpacing(8)
        for button in (self.camera_button, self.file_button):
            button.setMinimumSize(280, 44)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        for label in (drop, self.status):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(1)
        self.set_cameras(())

    def set_cameras(self, cameras: Sequence[Camera]) -> None:
        """Offer the first of these; the others are in the menu."""
        self._cameras = cameras
        self.camera_button.setEnabled(bool(cameras))
        if cameras:
            self.camera_button.setText(self.tr("Start {name}").format(name=readable(cameras[0].name)))
        else:
            self.camera_button.setText(self.tr("No camera is connected"))

    def set_busy(self, text: str) -> None:
        """Say what is being loaded; "" for nothing."""
        self.status.setText(text)

    def _camera(self) -> None:
        if self._cameras:
            self.camera_wanted.emit(self._cameras[0])
