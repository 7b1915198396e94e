"""Reads real pairs of a dark and a well-lit picture, in the layout of the LOL data set.

LOL (Wei et al., "Deep Retinex Decomposition for Low-Light Enhancement", BMVC 2018) lies in folders `low` and `high`,
whose pictures belong together by the name before the suffix; in its own archive there is such a couple of folders in
`our485`, for training, and one in `eval15`, for the final score.
"""

from __future__ import annotations

import logging
from pathlib import Path

from lowlight_live.errors import TrainingError
from lowlight_live.training.photos import PHOTO_SUFFIXES, Photo, read_picture, shrink_picture

DARK, LIT = "low", "high"
TRAIN, TEST = "our485", "eval15"

_log = logging.getLogger(__name__)


def load_pairs(folder: Path, *, lines: int, smallest: int) -> list[Photo]:
    """Read and shrink all pairs to train on, in the order of their names.

    `eval15` is not looked at: a weight chosen by its score would be chosen on the test.

    Args:
        folder: Holds `low` and `high`, or `our485` with both in it.
        lines: Length of the short side after shrinking, in pixels; smaller pictures are not enlarged.
        smallest: Pairs whose short side is below this many pixels are left out.

    Raises:
        TrainingError: The folders are not there, a picture has no partner, sizes differ, or no pair can be used.
    """
    root = folder / TRAIN if (folder / TRAIN).is_dir() else folder
    dark, lit = (_pictures(root / name) for name in (DARK, LIT))
    lonely = sorted(dark.keys() ^ lit.keys())
    if lonely:
        raise TrainingError(
            f"{root} holds {len(lonely)} pictures without a partner, such as {lonely[0]}.",
            hint=f"Every picture in {DARK} needs one of the same name in {LIT}.",
        )
    pairs = [pair for name in sorted(dark) if (pair := _load(name, dark[name], lit[name], lines, smallest))]
    if not pairs:
        raise TrainingError(
            f"{root} holds no pair to train on ({len(dark)} pairs looked at).",
            hint=f"Give pictures of {smallest} x {smallest} pixels or more.",
        )
    return pairs


def _pictures(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise TrainingError(
            f"There is no folder {folder}.",
            hint=f"Pairs lie in {DARK} and {LIT}, or in {TRAIN}/{DARK} and {TRAIN}/{LIT}.",
        )
    return {path.stem: path for path in folder.iterdir() if path.suffix.lower() in PHOTO_SUFFIXES and path.is_file()}


def _load(name: str, dark_path: Path, lit_path: Path, lines: int, smallest: int) -> Photo | None:
    dark, lit = read_picture(dark_path), read_picture(lit_path)
    if dark is None or lit is None:
        return None
    if dark.shape != lit.shape:
        raise TrainingError(
            f"The pair {name} differs in size: {dark.shape[1]} x {dark.shape[0]} and {lit.shape[1]} x {lit.shape[0]}.",
            hint="Both pictures of a pair must show the same place, pixel for pixel.",
        )
    if min(dark.shape[:2]) < smallest:
        _log.warning("The pair %s is left out: %d x %d pixels is too small.", name, dark.shape[1], dark.shape[0])
        return None
    return Photo(name, shrink_picture(lit, lines), shrink_picture(dark, lines))
