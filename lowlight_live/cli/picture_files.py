"""Finds the pictures of a folder to evaluate, and refuses a folder whose figures would mean nothing."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import ExifTags, Image

from lowlight_live.errors import ConfigError, DecodeError, SourceError, SourceOpenError
from lowlight_live.evaluation.picture_measures import SSIM_WINDOW_PX
from lowlight_live.evaluation.picture_scores import Sample
from lowlight_live.frame import Rgb
from lowlight_live.training.degrade import degrade, draw_degradation
from lowlight_live.video.images import PICTURE_SUFFIXES, PILLOW_ERRORS, PictureReader, find_pictures

Kind = Literal["paired", "darkened", "well-lit", "unpaired"]

LOW, HIGH = ("low", "dark", "input"), ("high", "normal", "gt", "target", "reference")
"""Names of the folders of a paired set, in lower case; LOL has low and high, other sets have the others."""

PARTS = ("eval15", "our485")
"""Of LOL: scores are given on the first; the other is for training, and only scored where the first is not there."""

_SHOWN = 3
_TURNED = (5, 6, 7, 8)
"""Values of the EXIF orientation that swap height and width."""


@dataclass(frozen=True, slots=True)
class PictureSet:
    """Pictures to evaluate.

    Attributes:
        title: What they are, in a few words.
        kind: How a picture gets its reference.
        pictures: What to enhance, or to darken first.
        references: For each picture; empty where it is its own or has none.
        seed: Of the darkening.
    """

    title: str
    kind: Kind
    pictures: Sequence[Path]
    references: Sequence[Path]
    seed: int

    def samples(self) -> Iterator[Sample]:
        """Read and, if so, darken one picture after the other.

        A picture's darkness depends on the seed and on its place among the others alone.

        Raises:
            DecodeError: A picture is damaged.
        """
        for index, path in enumerate(self.pictures):
            rgb = _read(path)
            if self.kind == "paired":
                yield Sample(path.name, rgb, _read(self.references[index]))
            elif self.kind == "unpaired":
                yield Sample(path.name, rgb, None)
            elif self.kind == "well-lit":
                yield Sample(path.name, rgb, rgb)
            else:
                rng = np.random.default_rng((self.seed, index))
                yield Sample(path.name, degrade(rgb, draw_degradation(rng), rng), rgb)


def find_picture_set(folder: Path, *, darken: bool, well_lit: bool, seed: int) -> PictureSet:
    """See what a folder holds, and look at the size of every picture before the first is enhanced.

    Args:
        folder: With `low` and `high` in it, with LOL's `our485` and `eval15`, or with pictures.
        darken: The pictures are well lit and to be darkened; each is then its own reference.
        well_lit: The pictures are well lit and should stay as they are.
        seed: Of the darkening.

    Raises:
        SourceError: There are no pictures, some have no partner, or something is wrong with one.
        ConfigError: A paired folder is to be darkened.
    """
    paired = _paired_folders(folder)
    if paired is not None:
        if darken or well_lit:
            raise ConfigError(
                f"{folder} holds dark pictures with their references.",
                hint=f"Leave --{'darken' if darken else 'well-lit'} away, or give the folder {paired[1]}.",
            )
        low, high = paired
        pictures, references = _matched(low, high)
        found = PictureSet(_title(folder, low), "paired", pictures, references, seed)
    else:
        kind: Kind = "darkened" if darken else "well-lit" if well_lit else "unpaired"
        title = f"{folder.resolve().name}, {'without references' if kind == 'unpaired' else kind}"
        found = PictureSet(title, kind, find_pictures(folder), (), seed)
    _check_sizes(found)
    return found


def _paired_folders(folder: Path) -> tuple[Path, Path] | None:
    """The folders of dark pictures and of references, or None where there are not both kinds.

    Raises:
        SourceOpenError: There are several of a kind, or dark pictures without references.
    """
    try:
        folders = {path.name.lower(): path for path in sorted(folder.iterdir()) if path.is_dir()}
    except OSError as error:
        raise SourceOpenError(f"The folder {folder} cannot be read ({error.strerror}).", hint="Check it.") from error
    for part in PARTS:
        if part in folders:
            return _paired_folders(folders[part])
    low, high = ([folders[name] for name in names if name in folders] for names in (LOW, HIGH))
    if not (low and high) and (_holds_pictures(folder) or not [*low, *high]):
        return None
    if len(low) == len(high) == 1:
        return low[0], high[0]
    names = ", ".join(path.name for path in [*low, *high])
    raise SourceOpenError(
        f"{folder} holds {names}: not one folder of dark pictures and one of references.",
        hint="A paired set is a folder with `low` and `high` in it; for pictures without references name their folder.",
    )


def _holds_pictures(folder: Path) -> bool:
    return any(path.suffix.lower() in PICTURE_SUFFIXES for path in folder.iterdir())


def _title(folder: Path, low: Path) -> str:
    return f"{(folder.resolve().name / low.parent.relative_to(folder)).as_posix()}, pairs"


def _matched(low: Path, high: Path) -> tuple[list[Path], list[Path]]:
    """Dark pictures and references that belong together: of the same name before the ending.

    A `low` or `normal` in front of the number, as in LOL-v2, is not part of the name.
    """
    if low.samefile(high):
        raise SourceOpenError(f"{low} and {high} are the same folder.", hint="Give references of their own.")
    dark, bright = (_by_stem(folder) for folder in (low, high))
    for folder, others, lonely in ((low, high, dark.keys() - bright.keys()), (high, low, bright.keys() - dark.keys())):
        if lonely:
            first = ", ".join(sorted(lonely)[:_SHOWN]) + (" …" if len(lonely) > _SHOWN else "")
            raise SourceOpenError(
                f"{len(lonely)} of the pictures in {folder} have no partner in {others}: {first}.",
                hint="Partners have the same name before the ending.",
            )
    for stem, path in dark.items():
        if filecmp.cmp(path, bright[stem], shallow=False):
            raise SourceOpenError(
                f"{path} and {bright[stem]} are the same file.",
                hint="Scored against the input, doing nothing wins: give the references.",
            )
    return list(dark.values()), [bright[stem] for stem in dark]


def _by_stem(folder: Path) -> dict[str, Path]:
    result: dict[str, Path] = {}
    for path in find_pictures(folder):
        stem = path.stem.lower()
        for prefix in (*LOW, *HIGH):
            if stem.startswith(prefix) and stem != prefix:
                stem = stem.removeprefix(prefix).lstrip("_-")
                break
        if stem in result:
            raise SourceOpenError(
                f"{result[stem].name} and {path.name} in {folder} have the same name before the ending.",
                hint="Remove one: nobody can tell which belongs to its partner.",
            )
        result[stem] = path
    return result


def _check_sizes(found: PictureSet) -> None:
    """Look at the headers alone, so that the last picture does not spoil a long run.

    Raises:
        SourceError: A picture cannot be read, is too small, or differs in size from its reference.
    """
    sizes = [_size(path) for path in found.pictures]
    for path, (height, width) in zip(found.pictures, sizes, strict=True):
        if min(height, width) < SSIM_WINDOW_PX:
            raise SourceOpenError(
                f"{path} is {width} x {height} pixels.",
                hint=f"Nothing below {SSIM_WINDOW_PX} x {SSIM_WINDOW_PX} can be measured.",
            )
    for path, size, other in zip(found.pictures, sizes, found.references, strict=False):
        if size != _size(other):
            shown = " and ".join(f"{width} x {height}" for height, width in (size, _size(other)))
            raise SourceError(
                f"{path} and {other} differ in size ({shown}).",
                hint="Scores are taken at native size: give references of the size of the dark pictures.",
            )


def _size(path: Path) -> tuple[int, int]:
    """Height and width, upright."""
    try:
        with Image.open(path) as image:
            width, height = image.size
            turned = image.getexif().get(ExifTags.Base.Orientation) in _TURNED
    except (OSError, *PILLOW_ERRORS) as error:
        raise DecodeError(f"{path} could not be read as a picture ({error}).", hint="It may be damaged.") from error
    return (width, height) if turned else (height, width)


def _read(path: Path) -> Rgb:
    with closing(PictureReader([path])) as reader:
        return next(iter(reader)).rgb
