"""Offers the codecs that a film can be written in: only those that work here, which takes a while to find out."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QComboBox, QWidget

from lowlight_live.gui.background.jobs import Jobs
from lowlight_live.video.writing.encoders import FAMILIES, working_encoders

_LOOK_MS = 50
_CODECS = {"h264": "H.264", "hevc": "H.265", "av1": "AV1"}
_MAKERS = {"nvenc": "NVIDIA", "qsv": "Intel", "amf": "AMD", "videotoolbox": "Apple"}
_ON_THE_PROCESSOR = ("libx264", "libx265", "libsvtav1")


class CodecBox(QComboBox):
    """Those that every machine can do first, then by hardware where there is some, then every other encoder that has
    proved, aside and once the box is shown, that it works.

    Args:
        codec: One of `encoders.ENCODERS` or of `encoders.FAMILIES`, which is chosen at first and stays in the list.
        parent: Its owner.
    """

    def __init__(self, codec: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = codec
        self.setAccessibleName(self.tr("Codec"))
        self.currentIndexChanged.connect(self._say)
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
        works = dict.fromkeys((*encoders, self._wanted))
        first = [codec for codec in _ON_THE_PROCESSOR if codec in works]
        self.clear()
        for codec in dict.fromkeys((*first, *FAMILIES, *works)):
            self.addItem(self._name_of(codec), codec)
            technical = ", ".join(FAMILIES.get(codec, (codec,)))
            says = self.tr("The video encoder: {name}").format(name=technical)
            self.setItemData(self.count() - 1, says, Qt.ItemDataRole.ToolTipRole)
        self.choose(chosen)
        self._say()

    def _name_of(self, codec: str) -> str:
        names = {
            "libx264": self.tr("H.264 (plays everywhere)"),
            "libx265": self.tr("H.265 (smaller files)"),
            "libsvtav1": self.tr("AV1 (smallest, slow)"),
        }
        if codec in names:
            return names[codec]
        if codec in _CODECS:
            return self.tr("{codec} by the graphics card where it can (fast)").format(codec=_CODECS[codec])
        family, _, maker = codec.partition("_")
        if family not in _CODECS or maker not in _MAKERS:  # of another version: the export will say so
            return codec
        return self.tr("{codec} by {maker} only ({encoder})").format(
            codec=_CODECS[family], maker=_MAKERS[maker], encoder=codec
        )

    def _say(self) -> None:
        says = self.currentData(Qt.ItemDataRole.ToolTipRole) or ""
        self.setToolTip(says)
        self.setAccessibleDescription(says)
