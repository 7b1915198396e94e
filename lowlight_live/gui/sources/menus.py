"""The cameras with their modes, and the files opened lately, as menus that are up to date whenever they open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QMenu, QWidget

from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.readable import readable
from lowlight_live.video.live.camera import Camera, choose
from lowlight_live.video.live.opening import CameraSpec
from lowlight_live.video.live.v4l2 import Mode

_MOST_MODES = 12


@dataclass(frozen=True, slots=True)
class CameraInUse:
    """What is looked at.

    Attributes:
        spec: How it was wanted.
        height: That the camera gives, in pixels.
        width: Likewise.
    """

    spec: CameraSpec
    height: int
    width: int


class CamerasMenu(QMenu):
    """Offers each camera as it comes, and in the sizes that it says it has; what is looked at is ticked.

    Attributes:
        chosen: A `CameraSpec`.

    Args:
        cameras: Gives those there are now.
        current: Which camera is looked at; None for none.
    """

    chosen = pyqtSignal(object)

    def __init__(
        self,
        cameras: Callable[[], Sequence[Camera]],
        current: Callable[[], CameraInUse | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("&Camera"))
        self._cameras = cameras
        self._current = current
        self.aboutToShow.connect(self.renew)
        self.renew()

    def renew(self) -> None:
        """Offer what there is now."""
        self.clear()
        cameras, current = self._cameras(), self._current()
        meant = choose(current.spec.what, cameras) if current is not None else []
        for camera in cameras:
            in_use = current if meant == [camera] else None
            sized = in_use is not None and in_use.spec.height is not None
            menu = self.addMenu(readable(camera.name).replace("&", "&&"))
            assert menu is not None  # noqa: S101  just added
            usual = menu.addAction(self.tr("As it comes"))
            assert usual is not None  # noqa: S101  just added
            usual.triggered.connect(partial(self._choose, CameraSpec(camera.device)))
            usual.setCheckable(True)
            usual.setChecked(in_use is not None and not sized)
            if camera.note:
                note = menu.addAction(in_words(camera.note))
                assert note is not None  # noqa: S101  just added
                note.setEnabled(False)
            for mode, spec in _modes(camera):
                action = menu.addAction(self._words(mode, spec))
                assert action is not None  # noqa: S101  just added
                action.triggered.connect(partial(self._choose, spec))
                action.setCheckable(True)
                given = in_use is not None and (mode.height, mode.width) == (in_use.height, in_use.width)
                action.setChecked(sized and given)
        if not cameras:
            none = self.addAction(self.tr("No camera is connected"))
            assert none is not None  # noqa: S101  just added
            none.setEnabled(False)

    def _words(self, mode: Mode, spec: CameraSpec) -> str:
        size = f"{mode.width} x {mode.height}"
        if spec.fps is None:
            return f"{size} ({mode.format})"
        return self.tr("{size}, {fps} fps ({format})").format(size=size, fps=f"{spec.fps:g}", format=mode.format)

    def _choose(self, spec: CameraSpec, _on: bool = False) -> None:
        self.chosen.emit(spec)


class RecentMenu(QMenu):
    """Offers the files that were opened lately, by name; two of the same name with their folders.

    Attributes:
        chosen: A path.
        cleared: They are to be forgotten.

    Args:
        recent: Gives them.
    """

    chosen = pyqtSignal(object)
    cleared = pyqtSignal()

    def __init__(self, recent: Callable[[], Sequence[Path]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Opened &lately"))
        self.setToolTipsVisible(True)
        self._recent = recent
        self.aboutToShow.connect(self.renew)
        self.renew()

    def renew(self) -> None:
        """Offer what there is now."""
        self.clear()
        recent = self._recent()
        names = [path.name for path in recent]
        for path in recent:
            name = path.name if names.count(path.name) == 1 else f"{path.name} ({path.parent})"
            action = self.addAction(readable(name).replace("&", "&&"))
            assert action is not None  # noqa: S101  just added
            action.setToolTip(readable(str(path)))
            action.triggered.connect(partial(self._choose, path))
        if recent:
            self.addSeparator()
            forget = self.addAction(self.tr("Forget these"))
            assert forget is not None  # noqa: S101  just added
            forget.triggered.connect(self.cleared)
        self.setEnabled(bool(recent))

    def _choose(self, path: Path, _on: bool = False) -> None:
        self.chosen.emit(path)


def _modes(camera: Camera) -> list[tuple[Mode, CameraSpec]]:
    """The sizes of a camera, the largest first, each at its highest rate."""
    best: dict[tuple[int, int], Mode] = {}
    for mode in camera.modes:
        size = mode.height, mode.width
        if size not in best or max(mode.fps, default=0) > max(best[size].fps, default=0):
            best[size] = mode
    largest = sorted(best.values(), key=lambda mode: mode.height * mode.width, reverse=True)[:_MOST_MODES]
    offered = []
    for mode in largest:
        fps = max(mode.fps, default=None)
        offered.append((mode, CameraSpec(camera.device, height=mode.height, width=mode.width, fps=fps)))
    return offered
