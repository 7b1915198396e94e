"""What a file that was dropped or chosen is good for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from enum import Enum, auto
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PyQt6.QtCore import QMimeData, QUrl

from lowlight_live.gui.storage.presets import SUFFIX as PRESET_SUFFIX
from lowlight_live.video.images import PICTURE_SUFFIXES

WEIGHT_SUFFIXES = frozenset({".safetensors", ".pth", ".pt"})
VIDEO_ENDINGS = (".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mts", ".m2ts", ".mpg", ".mpeg", ".wmv", ".3gp")
_RESULT = re.compile(r"\.enhanced( \d+)?$")
"""What the stem of a result ends with."""
_NO_CHARACTER = "\ufffd"


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


def films_in(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Put the films in it in the place of each folder, sorted by name; what is hidden in it is not looked at.

    Returns:
        The films, with everything that was no folder; and what is left out of the folders: no films, by their names,
        results of earlier exports, further folders, and a folder that may not be looked into.
    """
    films: list[Path] = []
    left_out: list[Path] = []
    for path in paths:
        if not path.is_dir():
            films.append(path)
            continue
        try:
            inside = sorted(one for one in path.iterdir() if not one.name.startswith("."))
        except OSError:
            left_out.append(path)
            continue
        for one in inside:
            is_film = one.suffix.lower() in VIDEO_ENDINGS and not _RESULT.search(one.stem) and not one.is_dir()
            (films if is_film else left_out).append(one)
    return films, left_out


def dropped_paths(data: QMimeData | None) -> list[Path]:
    """The local files among what was dropped."""
    urls = data.urls() if data is not None and data.hasUrls() else []
    return [_local_path(url) for url in urls if url.isLocalFile()]


def _local_path(url: QUrl) -> Path:
    name = url.toLocalFile()
    if _NO_CHARACTER in name and os.name == "posix":  # bytes that are not UTF-8: Qt cannot hold them, but the URL does
        name = os.fsdecode(unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded)))
    return Path(name)


def name_filter() -> str:
    """The files that can be opened, as a file dialog wants them."""
    endings = " ".join(f"*{ending}" for ending in (*VIDEO_ENDINGS, *sorted(PICTURE_SUFFIXES)))
    return f"({endings})"
