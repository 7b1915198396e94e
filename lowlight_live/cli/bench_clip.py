"""The pictures and films that the benchmark works on: of a clip, in any size, with fresh noise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, cycle, islice
from pathlib import Path

import cv2
import numpy as np

from lowlight_live.errors import SourceOpenError
from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.writer import VideoWriter, WriterSpec

_TIME_BASE = Fraction(1, 30)
_MOST_PICTURES = 30
_FEWEST_PICTURES = 4
_MOST_BYTES = 300e6
"""Of the pictures of one size that are held."""


@dataclass(frozen=True, slots=True)
class Film:
    """A film to make of a clip.

    Attributes:
        name: In the results.
        noise: Standard deviation, in codes, of what is added.
        crf: Constant quality that it is encoded with.
    """

    name: str
    noise: float
    crf: int


CAMERA = Film("camera", noise=2.0, crf=12)
FILMS = (CAMERA, Film("phone", noise=2.0, crf=16), Film("compressed", noise=0.0, crf=18))
"""The bundled clip was compressed hard to be small; a camera's own file is not, and its noise is what a transcode
spends its time on."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """The start of a film.

    Attributes:
        path: Of the film.
        pictures: At least two.
    """

    path: Path
    pictures: Sequence[Rgb]


def read_clip(path: Path) -> Clip:
    """Read the start of a film.

    Raises:
        SourceError: It cannot be read, or is a single picture.
    """
    with closing(VideoReader(path)) as reader:
        pictures = [frame.rgb for frame in islice(reader, _MOST_PICTURES)]
    if len(pictures) < 2:
        raise SourceOpenError(f"{path.name} holds a single frame.", hint="Name a longer film.")
    return Clip(path, pictures)


def scaled(clip: Clip, height: int, width: int, *, noise: float, seed: int) -> list[Rgb]:
    """The pictures of a clip in another size, cropped to its shape, with noise of that size added.

    As many as the memory is good for.
    """
    rng = np.random.default_rng(seed)
    count = max(_FEWEST_PICTURES, int(_MOST_BYTES / (height * width * 3)))
    return [_noisy(_covering(picture, height, width), noise, rng) for picture in clip.pictures[:count]]


def back_and_forth(pictures: Sequence[Rgb]) -> Iterator[Frame]:
    """The pictures as frames for ever, forwards and backwards, so that the film never jumps."""
    order = chain(pictures, pictures[-2:0:-1])
    for index, rgb in enumerate(cycle(order)):
        yield Frame(rgb, index, _TIME_BASE, 1)


def write_film(clip: Clip, target: Path, film: Film, *, height: int, width: int, frames: int, seed: int) -> float:
    """Write a film of a clip, with its sound, back and forth.

    Returns:
        Its megabits a second.

    Raises:
        LowlightError: It cannot be written.
    """
    rng = np.random.default_rng(seed)
    with closing(VideoReader(clip.path)) as reader:
        info = reader.info
    rate = info.frame_rate or 1 / _TIME_BASE
    step = max(1, round(1 / (rate * info.time_base)))
    info = replace(info, height=height, width=width, frame_count=frames, pixel_aspect=Fraction(1))
    writer = VideoWriter(WriterSpec(target, overwrite=True, crf=film.crf, copy_streams_from=clip.path), info)
    plain = [_covering(picture, height, width) for picture in clip.pictures]
    with closing(writer):
        for frame in islice(back_and_forth(plain), frames):
            noisy = _noisy(frame.rgb, film.noise, rng)
            made = Frame(noisy, frame.pts * step, info.time_base, step, color=info.color)
            writer.write(FramePair(made, made))
        writer.finish()
    return target.stat().st_size * 8e-6 / float(frames * step * info.time_base)


def _covering(rgb: Rgb, height: int, width: int) -> Rgb:
    """The middle of a picture, as large as fits, in another size."""
    scale = max(height / rgb.shape[0], width / rgb.shape[1])
    size = [max(width, round(rgb.shape[1] * scale)), max(height, round(rgb.shape[0] * scale))]
    smooth = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    large = np.asarray(cv2.resize(rgb, size, interpolation=smooth), np.uint8)
    top, left = (large.shape[0] - height) // 2, (large.shape[1] - width) // 2
    return np.ascontiguousarray(large[top : top + height, left : left + width])


def _noisy(rgb: Rgb, noise: float, rng: np.random.Generator) -> Rgb:
    if not noise:
        return rgb
    grain = rng.standard_normal(rgb.shape, np.float32) * np.float32(noise)
    return np.rint(rgb + grain).clip(0, 255).astype(np.uint8)
