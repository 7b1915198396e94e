"""Pictures as a source: a folder of photos is a video whose frames have names instead of times."""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from lowlight_live.errors import DecodeError, SourceOpenError
from lowlight_live.frame import MATRIX_RGB, TRANSFER_SRGB, ColorInfo, Frame, Rgb
from lowlight_live.video.paths import CHECK_THE_NAME, answers_about
from lowlight_live.video.protocols import SourceInfo

PICTURE_SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})

_SRGB = ColorInfo(matrix=MATRIX_RGB, transfer=TRANSFER_SRGB, full_range=True)
PILLOW_ERRORS = (
    EOFError,
    LookupError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    Image.DecompressionBombError,
)
"""What Pillow raises, besides `OSError`, for what it cannot read or write; its PNG reader uses SyntaxError."""

_DAMAGED = (OSError, *PILLOW_ERRORS)


def find_pictures(folder: Path) -> list[Path]:
    """The pictures of a folder by name, without those of its subfolders.

    Raises:
        SourceOpenError: There are none, or the folder cannot be read.
    """
    try:
        found = sorted(p for p in folder.iterdir() if p.suffix.lower() in PICTURE_SUFFIXES and p.is_file())
    except OSError as error:
        raise SourceOpenError(
            f"The folder {folder} cannot be read ({error.strerror}).", hint="Check its permissions."
        ) from error
    if not found:
        kinds = ", ".join(sorted(PICTURE_SUFFIXES))
        raise SourceOpenError(
            f"The folder {folder} holds no pictures.",
            hint=f"Pictures are files that end in {kinds}; folders in it are not looked into.",
        )
    return found


def folders_in(place: Path) -> list[str]:
    """The names of a folder's own folders, in which `find_pictures` does not look; none of hidden ones, nor of a file.

    Raises:
        SourceOpenError: The folder cannot be read.
    """
    with answers_about(place, SourceOpenError):
        inside = place.iterdir() if place.is_dir() else ()
        return sorted(path.name for path in inside if path.is_dir() and not path.name.startswith("."))


class PictureReader:
    """Delivers pictures as frames, one tick apart; `pts` is the place in the list.

    A damaged picture among others is left out and named in `warnings`. Their sizes may differ: that of `info` is 0.

    Args:
        paths: At least one.

    Raises:
        SourceOpenError: The first one does not exist or cannot be opened.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        self._warnings: list[str] = []
        first = self._paths[0]
        with answers_about(first, SourceOpenError):
            if not first.is_file():
                raise SourceOpenError(f"There is no file {first}.", hint=CHECK_THE_NAME)
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
        """Which pictures could not be read, or not all of them."""
        return tuple(self._warnings)

    def __iter__(self) -> Iterator[Frame]:
        """Yield the pictures that can be read.

        Raises:
            DecodeError: None of them can.
        """
        damaged = 0
        for index, path in enumerate(self._paths):
            try:
                rgb, held = _read(path)
            except _DAMAGED as error:
                self._warnings.append(f"{path.name} could not be read as a picture ({error}).")
                damaged += 1
                continue
            if held > 1:
                self._warnings.append(f"{path.name} holds {held} pictures; only the first is enhanced.")
            yield Frame(rgb, index, Fraction(1), captured_at=time.monotonic(), color=_SRGB, discontinuity=True)
        if damaged == len(self._paths):
            which = self._paths[0].name if len(self._paths) == 1 else "None of the pictures"
            verb = "is not a picture that can be read." if len(self._paths) == 1 else "can be read."
            raise DecodeError(f"{which} {verb}", hint="It may be damaged, empty or of another kind than its name says.")

    def close(self) -> None:
        """Nothing is held open between two pictures."""


def _read(path: Path) -> tuple[Rgb, int]:
    """The first picture of a file, and how many it holds. Photos in MPO hold a preview or a depth, not another one."""
    with Image.open(path) as image:
        held = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
        return _upright_rgb(image), held


def _upright_rgb(image: Image.Image) -> Rgb:
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):
        # Pillow's own conversion of 16-bit grey clips at 255 instead of scaling.
        grey = (np.asarray(upright).astype(np.float64) / 257).round().clip(0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    return np.array(upright.convert("RGB"))
