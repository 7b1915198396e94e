"""A trainer whose pictures take for ever to read, as long as there is no file `go` beside their folder."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from lowlight_live.gui.background.orders import serve
from lowlight_live.gui.training.worker import work
from lowlight_live.training import collection
from lowlight_live.training.photos import Photo, load_photos

_LOOK_S = 0.01


def read_slowly(folder: Path, *, lines: int, smallest: int, darkest: float = 0.0) -> list[Photo]:
    folder.with_name("reading").touch()
    while not folder.with_name("go").exists():
        time.sleep(_LOOK_S)
    return load_photos(folder, lines=lines, smallest=smallest, darkest=darkest)


if __name__ == "__main__":
    collection.load_photos = read_slowly
    sys.exit(serve(work))
