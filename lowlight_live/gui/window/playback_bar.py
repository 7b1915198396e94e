"""Plays, pauses, steps through and searches the film that is looked at."""

from __future__ import annotations

from PyQt6.QtCore import QSignalBlocker, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSlider, QStyle, QStyleOptionSlider, QToolButton, QWidget

from lowlight_live.gui.desktop.icons import icon
from lowlight_live.gui.texts.wording import number
from lowlight_live.video.player import Player

_TICKS_A_SECOND = 1000


class SeekSlider(QSlider):
    """Goes where it is clicked."""

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        style = self.style()
        if event is None or style is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = style.subControlRect(QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self)
        if not handle.contains(event.position().toPoint()):
            room = max(1, self.width() - handle.width())
            x = round(event.position().x() - handle.width() / 2)
            self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), x, room))
            self.sliderMoved.emit(self.value())
        super().mousePressEvent(event)


class PlaybackBar(QWidget):
    """Shows where a film stands and sends wishes to its player, which does everything in its own thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player: Player | None = None
        self.play_button = self._button(self.tr("Play"))
        self.play_button.clicked.connect(self.toggle)
        self.back_button = self._button(self.tr("One frame back"), "step-back")
        self.back_button.clicked.connect(lambda: self.step(-1))
        self.on_button = self._button(self.tr("One frame on"), "step-on")
        self.on_button.clicked.connect(lambda: self.step(1))
        for button in (self.back_button, self.on_button):
            button.setAutoRepeat(True)
        self.seek_bar = SeekSlider(Qt.Orientation.Horizontal)
        self.seek_bar.setAccessibleName(self.tr("Place in the film"))
        self.seek_bar.setSingleStep(_TICKS_A_SECOND // 2)
        self.seek_bar.setPageStep(5 * _TICKS_A_SECOND)
        self.seek_bar.valueChanged.connect(self._sought)
        self.time = QLabel()
        self.time.setAccessibleName(self.tr("Time"))
        self.loop_button = self._button(self.tr("Play again and again"), "loop")
        self.loop_button.setCheckable(True)
        self.loop_button.toggled.connect(self._set_loop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        for widget in (self.back_button, self.play_button, self.on_button):
            layout.addWidget(widget)
        layout.addWidget(self.seek_bar, 1)
        layout.addWidget(self.time)
        layout.addWidget(self.loop_button)
        self.set_player(None)

    def set_player(self, player: Player | None) -> None:
        """Show this player; None for none."""
        self._player = player
        self.setVisible(player is not None)
        if player is None:
            return
        player.loop = self.loop_button.isChecked()
        duration_s = player.info.duration_s or 0.0
        self.setEnabled(player.info.frame_count != 1)
        with QSignalBlocker(self.seek_bar):
            self.seek_bar.setRange(0, max(0, round(duration_s * _TICKS_A_SECOND)))
        self.seek_bar.setEnabled(duration_s > 0)
        self.look()

    def toggle(self) -> None:
        """Play or pause."""
        if self._player is not None:
            if self._player.playing:
                self._player.pause()
            else:
                self._player.play()
            self.look()

    def step(self, frames: int) -> None:
        """Go so many frames on; back if it is negative."""
        if self._player is not None:
            self._player.step(frames)
            self.look()

    def seek_by(self, seconds: float) -> None:
        """Go so many seconds on; back if it is negative."""
        if self._player is not None:
            self._player.seek(max(0.0, self._player.position_s + seconds))
            self.look()

    def look(self) -> None:
        """Show where the film stands now."""
        player = self._player
        if player is None:
            return
        playing = player.playing
        self.play_button.setIcon(icon("pause" if playing else "play", self.palette()))
        self._name(self.play_button, self.tr("Pause") if playing else self.tr("Play"))
        self.back_button.setIcon(icon("step-back", self.palette()))
        self.on_button.setIcon(icon("step-on", self.palette()))
        self.loop_button.setIcon(icon("loop", self.palette()))
        position_s, duration_s = player.position_s, player.info.duration_s or 0.0
        if not self.seek_bar.isSliderDown():
            with QSignalBlocker(self.seek_bar):
                self.seek_bar.setValue(round(position_s * _TICKS_A_SECOND))
        text = f"{_clock(position_s)} / {_clock(duration_s)}" if duration_s else _clock(position_s)
        if text != self.time.text():
            self.time.setText(text)

    def _sought(self, value: int) -> None:
        if self._player is not None:
            self._player.seek(value / _TICKS_A_SECOND)

    def _set_loop(self, loop: bool) -> None:
        if self._player is not None:
            self._player.loop = loop

    def _button(self, name: str, picture: str = "play") -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIcon(icon(picture, self.palette()))
        self._name(button, name)
        return button

    @staticmethod
    def _name(button: QToolButton, name: str) -> None:
        if button.accessibleName() != name:
            button.setAccessibleName(name)
            button.setToolTip(name)


def _clock(seconds: float) -> str:
    """Such as 1:05.3 or 1:00:05.3."""
    minutes, rest = divmod(round(seconds * 10) / 10, 60)
    hours, minutes = divmod(int(minutes), 60)
    seconds_text = number(rest, 1).zfill(4)
    return f"{hours}:{minutes:02}:{seconds_text}" if hours else f"{minutes}:{seconds_text}"
