"""Reads the photos of a folder and parts them into those to train on and those to choose by.

The network will look at a thumbnail, so it is trained on thumbnails: every photo is shrunk once and kept in memory
(150 kB each).
"""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from lowlight_live.errors import TrainingError
from lowlight_live.frame import Rgb
from lowlight_live.training.config import TrainConfig

PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A photo at thumbnail scale.

    Attributes:
        name: Its path below the folder, with forward slashes.
        rgb: (H, W, 3) uint8, in good light.
        dark: The same place, really taken in too little light, in the same size; None where photos are darkened here.
    """

    name: str
    rgb: Rgb
    dark: Rgb | None = None


def load_photos(folder: Path, *, lines: int, smallest: int, darkest: float = 0.0) -> list[Photo]:
    """Read and shrink all photos of a folder and its subfolders, in the order of their names.

    A file that cannot be read, or is too small, is named in a warning and left out.

    Args:
        folder: Where to look.
        lines: Length of the short side after shrinking, in pixels; smaller photos are not enlarged.
        smallest: Photos whose short side is below this many pixels are left out.
        darkest: Photos of less mean luma, from 0 to 1, are left out, without a warning: they are no example of a
            well-lit picture.

    Raises:
        TrainingError: There is no such folder, or no usable photo in it.
    """
    if not folder.is_dir():
        raise TrainingError(f"There is no folder {folder}.", hint="Give a folder of well-lit photos.")
    found = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.suffix.lower() in PHOTO_SUFFIXES and path.is_file()
    }
    readable = [photo for name in sorted(found) if (photo := _load(name, found[name], lines, smallest))]
    photos = [photo for photo in readable if _mean_luma(photo.rgb) >= darkest]
    if readable and not photos:
        raise TrainingError(
            f"No photo in {folder} is bright enough to be an example of a well-lit one ({len(readable)} looked at).",
            hint=f"Give well-lit ones (mean luma {darkest:g} or more), or learn from these as they are: “Dark photos, "
            "without examples” in the window, --recipe zero-reference on the command line.",
        )
    if not photos:
        raise TrainingError(
            f"{folder} holds no photo to train on ({len(found)} files looked at).",
            hint=f"Give a folder of {', '.join(sorted(PHOTO_SUFFIXES))} files, {smallest} x {smallest} pixels or more"
            + (f", well lit (mean luma {darkest:g} or more)." if darkest else "."),
        )
    return photos


def split_photos(photos: list[Photo], config: TrainConfig) -> tuple[list[Photo], list[Photo]]:
    """Part the photos into those to train on and those kept out, as the seed decides.

    Photos of one scene must not be on both sides. Where `validation_runs` is given, photos that follow each other in
    the order of their numbers are taken for one scene, as frames of a camera and most pairs of LOL are; whole runs of
    that many are then kept out.

    Returns:
        Both in the order given; the second is empty where the config keeps none out.

    Raises:
        TrainingError: Photos are to be kept out and there is only one.
    """
    if not config.validation_share or not photos:
        return photos, []
    if len(photos) < 2:
        raise TrainingError(
            f"{config.data} holds one photo, too few to keep some out for validation.", hint="Give more photos."
        )
    count = max(1, round(config.validation_share * len(photos)))
    rng = np.random.default_rng(config.seed)
    if config.validation_runs:
        kept_out = _runs(photos, count, config.validation_runs, rng)
    else:
        kept_out = set(rng.permutation(len(photos))[:count].tolist())
    return (
        [photo for index, photo in enumerate(photos) if index not in kept_out],
        [photo for index, photo in enumerate(photos) if index in kept_out],
    )


def _runs(photos: list[Photo], count: int, length: int, rng: np.random.Generator) -> set[int]:
    """About `count` photos, in whole runs of neighbours; at least one run is kept out and one left."""
    order = sorted(range(len(photos)), key=lambda index: _numbers_apart(photos[index].name))
    length = min(length, max(1, len(photos) // 2))
    starts = range(0, len(order), length)
    chosen = rng.permutation(len(starts))[: max(1, min(len(starts) - 1, round(count / length)))]
    return {index for run in chosen for index in order[starts[run] : starts[run] + length]}


def _numbers_apart(name: str) -> list[tuple[int, str]]:
    """A key that sorts 9.png before 10.png."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]


def fingerprint(photos: list[Photo]) -> str:
    """A hash of names and pixels: two runs with the same one saw the same photos."""
    digest = hashlib.sha256()
    for photo in photos:
        digest.update(f"{photo.name} {photo.rgb.shape}".encode())
        digest.update(photo.rgb.tobytes())
        if photo.dark is not None:
            digest.update(photo.dark.tobytes())
    return digest.hexdigest()


def _load(name: str, path: Path, lines: int, smallest: int) -> Photo | None:
    decoded = read_picture(path)
    if decoded is None:
        return None
    rgb = shrink_picture(decoded, lines)
    if min(rgb.shape[:2]) < smallest:
        _log.warning("%s is left out: %d x %d pixels is too small.", path, decoded.shape[1], decoded.shape[0])
        return None
    return Photo(name, rgb)


def read_picture(path: Path) -> Rgb | None:
    """Read a picture file; one that cannot be read is named in a warning and None."""
    # Read as bytes first: OpenCV cannot open every path on Windows, and prints its own warnings for damaged files.
    data = np.frombuffer(path.read_bytes(), np.uint8)
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR_RGB) if data.size else None
    if decoded is None:
        _log.warning("%s is left out: it cannot be read as a picture.", path)
        return None
    return np.asarray(decoded, np.uint8)


def shrink_picture(rgb: Rgb, lines: int) -> Rgb:
    """Shrink to `lines` pixels on the short side; a smaller picture keeps its size."""
    height, width = rgb.shape[:2]
    scale = min(1.0, lines / min(height, width))
    # Area averaging is the anti-aliasing: it is exact where many pixels become one.
    size = (max(lines, round(width * scale)), max(lines, round(height * scale))) if scale < 1 else (width, height)
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _mean_luma(rgb: Rgb) -> float:
    return float(rgb.mean(axis=(0, 1)) @ (0.299, 0.587, 0.114)) / 255
