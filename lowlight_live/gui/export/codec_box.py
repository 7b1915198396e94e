"""Offers the codecs that a film can be written in: only those that work here, which takes a while to find out."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QComboBox, QWidget

from lowlight_live.gui.background.jobs import Jobs
from lowlight_live.video.writing.encoders import FAMILIES, working_encoders

_LOOK_MS = 50
_FAMILY_NAMES = {"h264": "H.264", "hevc": "HEVC", "av1": "AV1"}


class CodecBox(QComboBox):
    """The families first, then every encoder that has proved, aside and once the box is shown, that it works.

    Args:
        codec: One of `encoders.ENCODERS` or of `encoders.FAMILIES`, which is chosen at first and stays in the list.
        parent: Its owner.
    """

    def __init__(self, codec: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = codec
        self._offer(())
        self._jobs = Jobs()
        self._look = QTimer(self)
        self._look.timeout.connect(self._jobs.deliver)
        self._asked = False

    @property
    def codec(self) -> str:
        """The one that is chosen."""
        return str(self.currentData())

    def choose(self, codec: str) -> None:
        """Choose one of those that are offered."""
        self.setCurrentIndex(self.findData(codec))

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            self._look.start(_LOOK_MS)
            self._jobs.start("encoders", working_encoders, self._found, self._not_found)

    def _found(self, encoders: Sequence[str]) -> None:
        self._look.stop()
        self._offer(encoders)

    def _not_found(self, error: Exception) -> None:
        self._look.stop()
        raise error

    def _offer(self, encoders: Sequence[str]) -> None:
        chosen = self.codec if self.count() else self._wanted
        self.clear()
        for codec in dict.fromkeys((*FAMILIES, *encoders, self._wanted)):
            family = _FAMILY_NAMES.get(codec)
            text = codec if family is None else self.tr("{codec}, by hardware where it works").format(codec=family)
            self.addItem(text, codec)
        self.choose(chosen)
