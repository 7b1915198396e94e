"""Names recordings and snapshots by the time of day, each only once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PyQt6.QtCore import QStandardPaths


class Names:
    """Hands out names; what was handed out is taken, whether or not it is written by then."""

    def __init__(self) -> None:
        self._given: set[Path] = set()

    def free(self, place: QStandardPaths.StandardLocation, ending: str) -> Path:
        """A path in our folder of one of the user's places.

        Args:
            place: Such as the one for films.
            ending: Such as ".mp4".
        """
        folder = Path(QStandardPaths.writableLocation(place) or str(Path.home())) / "lowlight-live"
        name = datetime.now().astimezone().strftime("%Y-%m-%d %H.%M.%S")
        path, number = folder / f"{name}{ending}", 2
        while path in self._given or path.exists():
            path, number = folder / f"{name} ({number}){ending}", number + 1
        self._given.add(path)
        return path
