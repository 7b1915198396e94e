"""Turns a folder of well-lit photos into batches of dark and well-lit training pictures.

The network will look at a thumbnail, so it is trained on thumbnails: every photo is shrunk once and kept in memory
(150 kB each). A batch depends on the seed and the number of the step alone, which is what lets a resumed run go on as
if it had never stopped.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from lowlight_live.errors import TrainingError
from lowlight_live.frame import Rgb
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.degrade import Degradation, degrade, draw_degradation

PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A photo at thumbnail scale.

    Attributes:
        name: Its path below the folder, with forward slashes.
        rgb: (H, W, 3) uint8.
    """

    name: str
    rgb: Rgb


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What one step trains on.

    Attributes:
        image: (B, 3, crop, crop) float32 in [0, 1], on the CPU; most of the pictures are dark.
        target: The same pictures before they were darkened.
        names: The photos that the pictures were cut from.
    """

    image: Tensor
    target: Tensor
    names: tuple[str, ...]


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
    if not photos:
        raise TrainingError(
            f"{folder} holds no photo to train on ({len(found)} files looked at).",
            hint=f"Give a folder of {', '.join(sorted(PHOTO_SUFFIXES))} files, {smallest} x {smallest} pixels or more"
            + (f", well lit (mean luma {darkest:g} or more)." if darkest else "."),
        )
    return photos


def split_photos(photos: list[Photo], config: TrainConfig) -> tuple[list[Photo], list[Photo]]:
    """Part the photos into those to train on and those kept out, as the seed decides.

    Returns:
        Both in the order given; the second is empty where the config keeps none out.

    Raises:
        TrainingError: Photos are to be kept out and there is only one.
    """
    if not config.validation_share:
        return photos, []
    if len(photos) < 2:
        raise TrainingError(
            f"{config.data} holds one photo, too few to keep some out for validation.", hint="Give more photos."
        )
    count = max(1, round(config.validation_share * len(photos)))
    kept_out = set(np.random.default_rng(config.seed).permutation(len(photos))[:count].tolist())
    return (
        [photo for index, photo in enumerate(photos) if index not in kept_out],
        [photo for index, photo in enumerate(photos) if index in kept_out],
    )


def draw_batch(photos: list[Photo], config: TrainConfig, step: int) -> Batch:
    """Draw the pictures of one step: crop, flip, and darken most of them.

    Args:
        photos: To draw from; no photo comes twice in a batch that is no larger than their number.
        config: Of the run.
        step: From 0; with the seed it decides every draw.
    """
    rng = np.random.default_rng((config.seed, step))
    chosen = rng.choice(len(photos), config.batch_size, replace=len(photos) < config.batch_size)
    pictures = []
    for index in chosen:
        bright = _cut(photos[index].rgb, config, rng)
        pictures.append((maybe_darkened(bright, config, rng), bright))
    image, target = (to_image(np.stack(rgbs)) for rgbs in zip(*pictures, strict=True))
    return Batch(image, target, tuple(photos[index].name for index in chosen))


def maybe_darkened(rgb: Rgb, config: TrainConfig, rng: np.random.Generator) -> Rgb:
    """A picture as the network gets to see it: dark, in good light but noisy, or just as it is."""
    if rng.random() < config.dark_share:
        darkness = draw_degradation(
            rng, max_stops=config.max_stops, max_gamma=config.max_gamma, curved_cast=config.curved_cast
        )
        return degrade(rgb, darkness, rng)
    if config.grain_share and rng.random() < config.grain_share:
        # A clean picture would otherwise be told by its lack of noise, and a webcam in good light taken for a dark one.
        drawn = draw_degradation(rng)
        grain = Degradation(electrons=drawn.electrons, read_noise=drawn.read_noise, jpeg_quality=drawn.jpeg_quality)
        return degrade(rgb, grain, rng)
    return rgb


def to_image(rgbs: npt.NDArray[np.uint8]) -> Tensor:
    """From (B, H, W, 3) uint8 to (B, 3, H, W) float32 in [0, 1]."""
    return torch.from_numpy(rgbs).permute(0, 3, 1, 2).float() / 255


def fingerprint(photos: list[Photo]) -> str:
    """A hash of names and pixels: two runs with the same one saw the same photos."""
    digest = hashlib.sha256()
    for photo in photos:
        digest.update(f"{photo.name} {photo.rgb.shape}".encode())
        digest.update(photo.rgb.tobytes())
    return digest.hexdigest()


def _load(name: str, path: Path, lines: int, smallest: int) -> Photo | None:
    # Read as bytes first: OpenCV cannot open every path on Windows, and prints its own warnings for damaged files.
    data = np.frombuffer(path.read_bytes(), np.uint8)
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR_RGB) if data.size else None
    if decoded is None:
        _log.warning("%s is left out: it cannot be read as a picture.", path)
        return None
    height, width = decoded.shape[:2]
    scale = min(1.0, lines / min(height, width))
    # Area averaging is the anti-aliasing: it is exact where many pixels become one.
    size = (max(lines, round(width * scale)), max(lines, round(height * scale))) if scale < 1 else (width, height)
    if min(size) < smallest:
        _log.warning("%s is left out: %d x %d pixels is too small.", path, width, height)
        return None
    rgb: Rgb = np.asarray(cv2.resize(decoded, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return Photo(name, rgb)


def _mean_luma(rgb: Rgb) -> float:
    return float(rgb.mean(axis=(0, 1)) @ (0.299, 0.587, 0.114)) / 255


def _cut(rgb: Rgb, config: TrainConfig, rng: np.random.Generator) -> Rgb:
    """Cut a square out of a photo, shrink it to the size of a training picture, and flip it."""
    height, width = rgb.shape[:2]
    side = config.crop
    if config.zoom > 1:
        side = int(rng.integers(config.crop, min(round(config.crop * config.zoom), height, width) + 1))
    top = rng.integers(height - side + 1)
    left = rng.integers(width - side + 1)
    picture = rgb[top : top + side, left : left + side]
    if side > config.crop:
        shrunk = cv2.resize(picture, (config.crop, config.crop), interpolation=cv2.INTER_AREA)
        picture = np.asarray(shrunk, dtype=np.uint8)
    if rng.random() < 0.5:
        picture = picture[:, ::-1]
    if rng.random() < 0.5:
        picture = picture[::-1]
    return picture
