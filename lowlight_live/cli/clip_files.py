"""Makes dark test clips of the bright files that a user names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from lowlight_live.errors import SourceOpenError
from lowlight_live.evaluation.clips import PHOTO_KINDS, ClipKind, DarkCamera, DarkClip, darken_video, make_clip
from lowlight_live.frame import Rgb
from lowlight_live.video.images import PICTURE_SUFFIXES, PictureReader
from lowlight_live.video.protocols import Source
from lowlight_live.video.reader import VideoReader
from lowlight_live.video.webcam import CODEC, through_webcam
from lowlight_live.video.writing.encoders import encoder_for

_SMALLEST_PX = 64
_USUAL_RATE = Fraction(30)


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """What clips to make of each file.

    Attributes:
        frames: Of a clip; a shorter video gives fewer.
        height: To scale to; what is smaller stays as it is.
        camera: That makes them dark.
        seed: Of the noise.
        webcam_kbps: Send the dark clip through x264 at this rate first; None for not at all.
    """

    frames: int
    height: int
    camera: DarkCamera
    seed: int
    webcam_kbps: int | None = None


def kinds_of(path: Path) -> tuple[ClipKind, ...]:
    """The clips that a file becomes: of a photo the `PHOTO_KINDS`, of a video its own motion besides."""
    return PHOTO_KINDS if path.suffix.lower() in PICTURE_SUFFIXES else (*PHOTO_KINDS, "video")


def check_files(paths: Sequence[Path], plan: ClipPlan) -> None:
    """Open every file and look at its size, so that the last of them does not spoil a long run.

    Raises:
        SourceError: A file cannot be read, its picture is too small, or a video is a single frame.
        SinkOpenError: The plan wants an encoder that does not work here.
    """
    for path in paths:
        _bright(path, replace(plan, frames=2))
    if plan.webcam_kbps is not None:
        encoder_for(CODEC)


def clips_of(path: Path, next_path: Path, plan: ClipPlan) -> Iterator[DarkClip]:
    """Make one dark clip after the other; a photo's clips, or those of a video's first frame, then the video itself.

    Args:
        path: A bright video or photo.
        next_path: What the cut goes to; the same path cuts to the picture upside down.
        plan: What clips to make.

    Raises:
        SourceError: As `check_files`.
        SinkError: The webcam's encoder does not work or has failed.
    """
    bright, rate = _bright(path, plan)
    after_cut = None if next_path == path else _cropped(_read(next_path, 1, plan.height)[0][0], bright[0])
    for kind in PHOTO_KINDS:
        clip = make_clip(
            kind,
            bright[0],
            frames=plan.frames,
            after_cut=after_cut,
            camera=plan.camera,
            frame_rate=rate,
            seed=plan.seed,
        )
        yield _as_the_webcam_sends_it(clip, plan.webcam_kbps)
    if "video" in kinds_of(path):
        clip = darken_video(bright, frame_rate=rate, camera=plan.camera, seed=plan.seed)
        yield _as_the_webcam_sends_it(clip, plan.webcam_kbps)


def _bright(path: Path, plan: ClipPlan) -> tuple[list[Rgb], Fraction]:
    """A photo's picture or the frames of a video, scaled, and their rate."""
    is_video = "video" in kinds_of(path)
    pictures, rate = _read(path, plan.frames if is_video else 1, plan.height)
    if is_video and len(pictures) < 2:
        raise SourceOpenError(f"{path.name} holds a single frame.", hint="Name a longer video, or a photo.")
    return pictures, rate


def _read(path: Path, frames: int, height: int) -> tuple[list[Rgb], Fraction]:
    """The first frames of a file, scaled, and their rate."""
    source: Source = VideoReader(path) if "video" in kinds_of(path) else PictureReader([path])
    with closing(source):
        pictures = [_scaled(frame.rgb, height) for frame in islice(source, frames)]
        rate = source.info.frame_rate or _USUAL_RATE
    if not pictures:
        raise SourceOpenError(f"{path.name} holds no picture that can be read.", hint="It may be damaged.")
    if min(pictures[0].shape[:2]) < _SMALLEST_PX:
        small, wide = pictures[0].shape[:2]
        raise SourceOpenError(
            f"The picture of {path.name} is {wide} x {small} pixels here.",
            hint=f"Nothing below {_SMALLEST_PX} x {_SMALLEST_PX} can be measured.",
        )
    return pictures, rate


def _scaled(rgb: Rgb, height: int) -> Rgb:
    """No higher than this, of even height and width, as an encoder wants it."""
    scale = min(1.0, height / rgb.shape[0])
    even = [max(2, round(side * scale) // 2 * 2) for side in rgb.shape[:2]]
    return np.asarray(cv2.resize(rgb, even[::-1], interpolation=cv2.INTER_AREA), np.uint8)


def _cropped(rgb: Rgb, like: Rgb) -> Rgb:
    """The middle of a picture in another's size."""
    height, width = like.shape[:2]
    scale = max(height / rgb.shape[0], width / rgb.shape[1])
    size = [max(width, round(rgb.shape[1] * scale)), max(height, round(rgb.shape[0] * scale))]
    large = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    top, left = (large.shape[0] - height) // 2, (large.shape[1] - width) // 2
    return np.ascontiguousarray(large[top : top + height, left : left + width])


def _as_the_webcam_sends_it(clip: DarkClip, kbps: int | None) -> DarkClip:
    if kbps is None:
        return clip
    return replace(clip, dark=through_webcam(clip.dark, frame_rate=clip.frame_rate, kbps=kbps))
