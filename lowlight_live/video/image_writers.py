"""Pictures as sinks: written whole or not at all, with what people miss when it is gone.

That is the upright orientation, the colour profile, the camera's notes (EXIF) and transparency.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageOps

from lowlight_live.errors import EncodeError, SinkOpenError
from lowlight_live.frame import FramePair, Rgb
from lowlight_live.video.images import PICTURE_SUFFIXES, PILLOW_ERRORS
from lowlight_live.video.layout import side_by_side
from lowlight_live.video.target import check_target, hint_for, new_part

_JPEG_OPTIONS = {"quality": 95, "subsampling": "4:4:4"}
_SAVE_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    ".jpg": _JPEG_OPTIONS,
    ".jpeg": _JPEG_OPTIONS,
    ".webp": {"quality": 95},
}
_WITH_ALPHA = frozenset({".png", ".tif", ".tiff", ".webp"})
_NOTES = frozenset(
    {
        ExifTags.Base.Artist,
        ExifTags.Base.Copyright,
        ExifTags.Base.DateTime,
        ExifTags.Base.HostComputer,
        ExifTags.Base.ImageDescription,
        ExifTags.Base.Make,
        ExifTags.Base.Model,
        ExifTags.Base.Rating,
        ExifTags.Base.Software,
        ExifTags.Base.XPAuthor,
        ExifTags.Base.XPComment,
        ExifTags.Base.XPKeywords,
        ExifTags.Base.XPSubject,
        ExifTags.Base.XPTitle,
        ExifTags.IFD.Exif,
        ExifTags.IFD.GPSInfo,
    }
)
"""What is noted of the picture. The other tags are of the file: of a TIFF, Pillow's "EXIF" holds where its samples lie,
and a tag that turns the picture would turn it a second time."""


class PictureWriter:
    """Writes each frame to the file that belongs to its place, with the notes and the profile of its original.

    A file appears whole or not at all.

    Args:
        targets: For each `pts`, the original and the file to write. Missing folders are made.
        overwrite: Replace files that are there.
        with_original: Write original and enhanced side by side.

    Raises:
        SinkOpenError: A file is there already, has an unknown ending, or its folder cannot be made.
    """

    def __init__(
        self, targets: Mapping[int, tuple[Path, Path]], *, overwrite: bool = False, with_original: bool = False
    ) -> None:
        self.part: Path | None = None
        self._warnings: list[str] = []
        self._targets = targets
        self._with_original = with_original
        for original, target in targets.values():
            _check_ending(target)
            check_target(target, overwrite=overwrite, source=original)
        for _, target in targets.values():
            _make_folder_of(target)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Which pictures have lost their notes."""
        return tuple(self._warnings)

    def write(self, pair: FramePair) -> None:
        """Write one picture.

        Raises:
            EncodeError: It could not be written.
        """
        original, target = self._targets[pair.original.pts]
        rgb = side_by_side(pair) if self._with_original else pair.enhanced.rgb
        write_whole(target, lambda part: self._save(rgb, original, part))

    def finish(self) -> None:
        """Every picture is complete as soon as it is written."""

    def abort(self) -> None:
        """There is nothing to wait for."""

    def close(self) -> None:
        """Nothing is held open between two pictures."""

    def _save(self, rgb: Rgb, original: Path, part: Path) -> None:
        with Image.open(original) as source:
            notes = _notes(source)
            picture = Image.fromarray(rgb)
            if not self._with_original and source.has_transparency_data and part.suffix.lower() in _WITH_ALPHA:
                picture.putalpha(ImageOps.exif_transpose(source).convert("RGBA").getchannel("A"))
            options = dict(_SAVE_OPTIONS.get(part.suffix.lower(), {}))
            profile = source.info.get("icc_profile") if source.mode in ("RGB", "RGBA", "P") else None
            if profile:
                options["icc_profile"] = profile
            try:
                picture.save(part, exif=notes, **options)
            except PILLOW_ERRORS as error:
                picture.save(part, **options)
                self._warnings.append(f"The notes (EXIF) of {original.name} could not be kept ({error}).")


class SnapshotWriter:
    """Writes one frame of a stream, original and enhanced side by side; on request, others as well.

    Args:
        path: Of the picture; replaced if it is there. A missing folder is made.
        index: Which frame, from 0; of a shorter stream the last. None for the last.

    Raises:
        SinkOpenError: The file has an unknown ending, or its folder cannot be made.
    """

    def __init__(self, path: Path, index: int | None = None) -> None:
        self.part: Path | None = None
        self._warnings: list[str] = []
        self._path = path
        self._frames_left = index
        self._pair: FramePair | None = None
        self._wanted = self._taken = 0
        _check_ending(path)
        check_target(path, overwrite=True, source=None)
        _make_folder_of(path)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Which pictures that were asked for could not be written."""
        return tuple(self._warnings)

    def take(self) -> None:
        """Write the next frame as well, as the first that is free of NAME-1, NAME-2 and so on.

        From any thread, and from a signal handler.
        """
        self._wanted += 1

    def write(self, pair: FramePair) -> None:
        """Look at one frame."""
        if self._frames_left is None or self._frames_left >= 0:
            self._pair = pair
        if self._frames_left is not None:
            self._frames_left -= 1
        if self._taken < self._wanted:
            self._taken = self._wanted
            try:
                write_whole(self._free_name(), Image.fromarray(side_by_side(pair)).save)
            except EncodeError as error:
                self._warnings.append(str(error))

    def finish(self) -> None:
        """Write the picture.

        Raises:
            EncodeError: It could not be written.
        """
        if self._pair is not None:
            picture = Image.fromarray(side_by_side(self._pair))
            write_whole(self._path, picture.save)

    def _free_name(self) -> Path:
        names = (self._path.with_name(f"{self._path.stem}-{number}{self._path.suffix}") for number in count(1))
        return next(name for name in names if not os.path.lexists(name))

    def abort(self) -> None:
        """There is nothing to wait for."""

    def close(self) -> None:
        """Nothing is held open."""


def write_whole(target: Path, save: Callable[[Path], None]) -> None:
    """Save under a name that nobody looks for, then give it the right one.

    Raises:
        EncodeError: It could not be written.
    """
    try:
        part, _ = new_part(target)
        try:
            save(part)
            part.replace(target)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EncodeError(f"{target} could not be written ({reason}).", hint=hint_for(error.errno, target)) from error
    except PILLOW_ERRORS as error:
        raise EncodeError(
            f"{target} could not be written ({error}).", hint="Choose another format, such as .png."
        ) from error


def _check_ending(target: Path) -> None:
    if target.suffix.lower() not in PICTURE_SUFFIXES:
        raise SinkOpenError(
            f"A picture cannot be written to {target.name}.",
            hint=f"Choose a name that ends in one of {', '.join(sorted(PICTURE_SUFFIXES))}.",
        )


def _make_folder_of(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SinkOpenError(
            f"The folder {target.parent} cannot be made ({error.strerror}).", hint=hint_for(error.errno, target)
        ) from error


def _notes(source: Image.Image) -> Image.Exif:
    """What is noted of a picture, without what is noted of its file; to be called before the samples are read."""
    exif = source.getexif()
    for tag in set(exif) - _NOTES:
        del exif[tag]
    for folder in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
        exif.get_ifd(folder)  # now: Pillow closes a TIFF once it has its samples
    return exif
