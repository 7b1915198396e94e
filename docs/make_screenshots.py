"""Makes the pictures of the window in docs/screenshots/: `make screenshots`.

Drives the real window with the bundled clip, in dark and in light, without a screen. Takes a few minutes, most of them
for the training.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_FOLDERS = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
_SIZE = 1240, 720
_PATIENCE_S = 120.0
_STEPS = 400
_PICTURES = 24
_DARK_PHOTOS = 1


def main() -> None:
    """Make them all, of a user who has never used the program before."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["LC_ALL"] = "C.UTF-8"  # in English, whoever makes them
    target = Path(__file__).parent / "screenshots"
    target.mkdir(exist_ok=True)
    for appearance in sys.argv[1:] or ("dark", "light"):
        with tempfile.TemporaryDirectory() as home:
            os.environ.update(dict.fromkeys(_FOLDERS, home))
            _make(appearance, target, Path(home))


def _make(wanted: str, target: Path, home: Path) -> None:
    from PyQt6.QtWidgets import QLabel

    from lowlight_live.assets import asset_dir
    from lowlight_live.gui.app import make_application
    from lowlight_live.gui.bridge import Bridge
    from lowlight_live.gui.desktop.appearance import Appearance
    from lowlight_live.gui.enhancing.choice import Choice
    from lowlight_live.gui.export.settings import ExportSettings
    from lowlight_live.gui.main_window import MainWindow
    from lowlight_live.gui.sources.camera_list import CameraList
    from lowlight_live.gui.storage.store import Store
    from lowlight_live.video.live.opening import CameraSpec

    application = make_application()
    clip = home / "night-dog.mp4"  # a copy: what is exported goes beside it
    shutil.copyfile(asset_dir("samples") / clip.name, clip)

    def until(condition: Callable[[], bool], patience_s: float = _PATIENCE_S) -> None:
        limit = time.monotonic() + patience_s
        while not condition() and time.monotonic() < limit:
            application.processEvents()
            time.sleep(0.005)

    store = Store()
    bridge = Bridge(store.settings())
    window = MainWindow(store, bridge, CameraList())
    window.set_appearance(Appearance(wanted))
    window.resize(*_SIZE)  # the made-up screen here is smaller than people's
    window.show()

    def rest(seconds: float = 0.5) -> None:
        until(lambda: False, seconds)

    def take(name: str) -> None:
        rest()
        window.grab().save(str(target / f"{name}-{wanted}.png"))

    take("welcome")
    window.open(CameraSpec(str(clip), realtime=True, loop=True))
    window.acts["figures"].setChecked(True)
    until(lambda: window.panel.runs_on.text() != "")
    rest(4.0)
    take("live")
    window.acts["wipe"].trigger()
    window.open(clip)
    until(lambda: window.playback.isVisible())
    window.acts["loop"].setChecked(True)
    window.panel.expose(0.6)
    rest(3.0)
    take("wipe")
    window.acts["side_by_side"].trigger()
    bridge.choose(Choice("night-owl"))
    until(lambda: window.messages.problem is not None)
    take("error")
    window.messages.put_away()
    window.acts["figures"].setChecked(False)
    window.acts["export"].trigger()
    exports = window.work.exports
    if exports is not None:
        exports.findChildren(ExportSettings)[0].accept()
        until(lambda: any("frames/s" in label.text() for label in exports.findChildren(QLabel)))
    take("export")
    if window.work.exports_dock is not None:
        window.work.exports_dock.hide()
    window.acts["training"].trigger()
    dialog = window.work.training
    if dialog is not None:
        player = bridge.player
        if player is not None:
            player.pause()
        dialog.form.purpose.setCurrentIndex(_DARK_PHOTOS)
        dialog.form.data.setText(str(_dark_pictures(clip, home)))
        rest()
        dialog.start_button.click()
        until(lambda: dialog.run.course.step >= _STEPS)
        dialog.grab().save(str(target / f"training-{wanted}.png"))
    window.close()
    window.deleteLater()
    rest(0.1)


def _dark_pictures(clip: Path, home: Path) -> Path:
    """Frames of the clip, as somebody's own photos."""
    from PIL import Image

    from lowlight_live.video.reader import VideoReader

    folder = home / "dark pictures"
    folder.mkdir(exist_ok=True)
    reader = VideoReader(clip)
    for number, frame in enumerate(reader):
        if number < _PICTURES:
            Image.fromarray(frame.rgb).save(folder / f"{number:02}.jpg", quality=95)
    reader.close()
    return folder


if __name__ == "__main__":
    main()
