"""Says over the picture that it is being recorded and for how long: in full screen nothing else does."""

from __future__ import annotations

import time

from PyQt6.QtCore import QObject

from lowlight_live.gui.picture.preview import Preview
from lowlight_live.gui.results.outputs import Outputs


class RecordingMark(QObject):
    """Keeps the mark true; `look` is to be called when something has changed, and from time to time.

    Args:
        outputs: Of which one may be a recording.
        preview: Where the mark is shown.
    """

    def __init__(self, outputs: Outputs, preview: Preview) -> None:
        super().__init__(preview)
        self._outputs, self._preview = outputs, preview

    def look(self) -> None:
        """Show what is so now."""
        recording = self._outputs.recording
        text = ""
        if recording is not None:
            text = self.tr("Recording {time}").format(time=_clock(time.monotonic() - recording.began_at))
        self._preview.set_recording(text)


def _clock(seconds: float) -> str:
    """Such as 0:12 or 1:00:12."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
