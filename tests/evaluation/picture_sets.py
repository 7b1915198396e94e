"""Folders of pictures that `evaluate` is given."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from lowlight_live.cli.app import main
from tests.evaluation.pictures import texture

HEIGHT, WIDTH = 40, 56


def save(path: Path, rgb: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(rgb).save(path, lossless=True)
    return path


def bright(seed: int) -> np.ndarray:
    return texture(HEIGHT, WIDTH, seed=seed)


def save_pairs(folder: Path, *, low: str = "low", high: str = "high", names: tuple[str, ...] = ("1", "2", "3")) -> Path:
    """Real pairs in the layout of LOL; the dark ones in another format, as their partners may be."""
    for seed, name in enumerate(names):
        save(folder / low / f"{name}.webp", bright(seed) // 5)
        save(folder / high / f"{name}.png", bright(seed))
    return folder


def save_photos(folder: Path) -> Path:
    for seed in range(3):
        save(folder / f"{seed}.png", bright(seed))
    return folder


def evaluate(*arguments: object) -> int:
    return main(["evaluate", *(str(argument) for argument in arguments)])
