"""What a file that was dropped or chosen is good for."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from PyQt6.QtCore import QMimeData

from lowlight_live.gui.presets import SUFFIX as PRESET_SUFFIX
from lowlight_live.video.images import PICTURE_SUFFIXES

WEIGHT_SUFFIXES = frozenset({".safetensors", ".pth", ".pt"})
VIDEO_ENDINGS = (".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mts", ".m2ts", ".mpg", ".mpeg", ".wmv", ".3gp")


class Kind(Enum):
    """What a file is, by its name."""

    FILM = auto()
    WEIGHTS = auto()
    PRESET = auto()


def kind_of(path: Path) -> Kind:
    """Whatever is nothing else is taken for a film: opening it tells."""
    if path.name.endswith(PRESET_SUFFIX):
        return Kind.PRESET
    return Kind.WEIGHTS if path.suffix.lower() in WEIGHT_SUFFIXES else Kind.FILM


def dropped_paths(data: QMimeData | None) -> list[Path]:
    """The local files among what was dropped."""
    urls = data.urls() if data is not None and data.hasUrls() else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def name_filter() -> str:
    """The files that can be opened, as a file dialog wants them."""
    endings = " ".join(f"*{ending}" for ending in (*VIDEO_ENDINGS, *sorted(PICTURE_SUFFIXES)))
    return f"({endings})"
