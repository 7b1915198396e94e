"""Pictures as a source and a sink: a folder of photos is a video whose frames have names instead of times.

Read and written with Pillow, which keeps what people miss when it is gone: the upright orientation, the colour profile,
the camera's notes (EXIF) and transparency.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from lowlight_live.errors import DecodeError, EncodeError, SinkOpenError, SourceOpenError
from lowlight_live.frame import MATRIX_RGB, TRANSFER_SRGB, ColorInfo, Frame, FramePair, Rgb
from lowlight_live.video.layout import side_by_side
from lowlight_live.video.protocols import SourceInfo

PICTURE_SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})

_SRGB = ColorInfo(matrix=MATRIX_RGB, transfer=TRANSFER_SRGB, full_range=True)
_JPEG_OPTIONS = {"quality": 95, "subsampling": "4:4:4"}
_SAVE_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    ".jpg": _JPEG_OPTIONS,
    ".jpeg": _JPEG_OPTIONS,
    ".webp": {"quality": 95},
}
_WITH_ALPHA = frozenset({".png", ".tif", ".tiff", ".webp"})
_DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError)
"""What Pillow raises for a damaged file; its PNG reader uses SyntaxError."""


def find_pictures(folder: Path) -> list[Path]:
    """The pictures of a folder by name, without those of its subfolders.

    Raises:
        SourceOpenError: There are none, or the folder cannot be read.
    """
    try:
        found = sorted(p for p in folder.iterdir() if p.suffix.lower() in PICTURE_SUFFIXES and p.is_file())
    except OSError as error:
        raise SourceOpenError(f"The folder {folder} cannot be read ({error.strerror}).") from error
    if not found:
        kinds = ", ".join(sorted(PICTURE_SUFFIXES))
        raise SourceOpenError(
            f"The folder {folder} holds no pictures.", hint=f"Pictures are files that end in {kinds}."
        )
    return found


class PictureReader:
    """Delivers pictures as frames, one tick apart; `pts` is the place in the list.

    A damaged picture among others is left out and named in `warnings`.

    Args:
        paths: At least one.

    Raises:
        SourceOpenError: The first one does not exist or cannot be opened.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        self._warnings: list[str] = []
        first = self._paths[0]
        if not first.is_file():
            raise SourceOpenError(f"There is no file {first}.", hint="Check the name and the folder.")
        self.info = SourceInfo(
            name=first.name if len(paths) == 1 else f"{len(paths)} pictures",
            height=0,
            width=0,
            time_base=Fraction(1),
            frame_count=len(paths),
            color=_SRGB,
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """Which pictures could not be read."""
        return tuple(self._warnings)

    def __iter__(self) -> Iterator[Frame]:
        """Yield the pictures that can be read.

        Raises:
            DecodeError: None of them can.
        """
        for index, path in enumerate(self._paths):
            try:
                rgb = _read(path)
            except _DAMAGED as error:
                self._warnings.append(f"{path.name} could not be read as a picture ({error}).")
                continue
            yield Frame(rgb, index, Fraction(1), captured_at=time.monotonic(), color=_SRGB, discontinuity=True)
        if len(self._warnings) == len(self._paths):
            which = self._paths[0].name if len(self._paths) == 1 else "None of the pictures"
            verb = "is not a picture that can be read." if len(self._paths) == 1 else "can be read."
            raise DecodeError(f"{which} {verb}", hint="It may be damaged, empty or of another kind than its name says.")

    def close(self) -> None:
        """Nothing is held open between two pictures."""


class PictureWriter:
    """Writes each frame to the file that belongs to its place, with the notes and the profile of its original.

    A file appears whole or not at all.

    Args:
        targets: For each `pts`, the original and the file to write.
        overwrite: Replace files that are there.
        with_original: Write original and enhanced side by side.

    Raises:
        SinkOpenError: A file is there already, has an unknown ending, or its folder cannot be made.
    """

    def __init__(
        self, targets: Mapping[int, tuple[Path, Path]], *, overwrite: bool = False, with_original: bool = False
    ) -> None:
        self.warnings: tuple[str, ...] = ()
        self.part: Path | None = None
        self._targets = targets
        self._with_original = with_original
        for original, target in targets.values():
            if target.suffix.lower() not in PICTURE_SUFFIXES:
                hint = f"Give a name that ends in one of {', '.join(sorted(PICTURE_SUFFIXES))}."
                raise SinkOpenError(f"A picture cannot be written to {target.name}.", hint=hint)
            if target.exists() and target.samefile(original):
                raise SinkOpenError(f"{target} is the picture itself.", hint="Give another name with -o.")
            if target.exists() and not overwrite:
                raise SinkOpenError(f"{target} exists already.", hint="Replace it with --overwrite, or choose -o.")
        try:
            for folder in {target.parent for _, target in targets.values()}:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SinkOpenError(f"The folder {error.filename} cannot be made ({error.strerror}).") from error

    def write(self, pair: FramePair) -> None:
        """Write one picture.

        Raises:
            EncodeError: It could not be written.
        """
        original, target = self._targets[pair.original.pts]
        rgb = side_by_side(pair) if self._with_original else pair.enhanced.rgb
        _write_whole(target, lambda part: _save(rgb, original, part, keep_alpha=not self._with_original))

    def finish(self) -> None:
        """Every picture is complete as soon as it is written."""

    def close(self) -> None:
        """Nothing is held open between two pictures."""


class SnapshotWriter:
    """Writes one frame of a stream, original and enhanced side by side.

    Args:
        path: PNG or JPEG; replaced if it is there.
        index: Which frame, from 0; of a shorter stream the last.
    """

    def __init__(self, path: Path, index: int) -> None:
        self.warnings: tuple[str, ...] = ()
        self.part: Path | None = None
        self._path = path
        self._frames_left = index
        self._pair: FramePair | None = None

    def write(self, pair: FramePair) -> None:
        """Look at one frame."""
        if self._frames_left >= 0:
            self._pair = pair
            self._frames_left -= 1

    def finish(self) -> None:
        """Write the picture.

        Raises:
            EncodeError: It could not be written.
        """
        if self._pair is not None:
            picture = Image.fromarray(side_by_side(self._pair))
            _write_whole(self._path, picture.save)

    def close(self) -> None:
        """Nothing is held open."""


def _write_whole(target: Path, save: Callable[[Path], None]) -> None:
    """Save under a name that nobody looks for, then give it the right one."""
    part = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        save(part)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise EncodeError(f"{target} could not be written ({reason}).", hint="Check space and permissions.") from error


def _read(path: Path) -> Rgb:
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image)
        if upright.mode.startswith("I"):
            # Pillow's own conversion of 16-bit grey clips at 255 instead of scaling.
            grey = (np.asarray(upright).astype(np.float64) / 257).round().clip(0, 255).astype(np.uint8)
            return np.repeat(grey[:, :, None], 3, axis=2)
        return np.array(upright.convert("RGB"))


def _save(rgb: Rgb, original: Path, target: Path, *, keep_alpha: bool) -> None:
    with Image.open(original) as source:
        picture = Image.fromarray(rgb)
        if keep_alpha and source.has_transparency_data and target.suffix.lower() in _WITH_ALPHA:
            picture.putalpha(ImageOps.exif_transpose(source).convert("RGBA").getchannel("A"))
        exif = source.getexif()
        # The pixels are upright now; the tag would turn them a second time.
        exif.pop(ExifTags.Base.Orientation, None)
        profile = source.info.get("icc_profile") if source.mode in ("RGB", "RGBA", "P") else None
        options = dict(_SAVE_OPTIONS.get(target.suffix.lower(), {}))
        if profile:
            options["icc_profile"] = profile
        picture.save(target, exif=exif, **options)
