"""Dark test clips with a known clean version, made from bright pictures: without them no noise can be told from detail.

The camera is simulated in linear light: less of it, then shot and read noise, then rounding to 8 bit. Beside each
noisy frame stands the same darkness without noise and rounding. The noise is independent from pixel to pixel and from
frame to frame; `lowlight-live evaluate` adds what a webcam's encoder does to it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import numpy.typing as npt

from lowlight_live.frame import Rgb
from lowlight_live.sensor import Light, from_light, read_out, to_light

Picture = npt.NDArray[np.float32]
"""(H, W, 3) float32, encoded samples in [0, 1]."""

ClipKind = Literal["static", "flicker", "pan", "cut", "lamp", "video"]

PHOTO_KINDS: tuple[ClipKind, ...] = ("static", "flicker", "pan", "cut", "lamp")
"""What can be made from a photo; "video" is a video with its own motion."""

FLICKER = 0.06
"""The lamp's light goes up and down by this share."""

FLICKER_HZ = 5.0
"""What 25 frames a second see of a lamp on 60 Hz mains; slow enough to be hard to average away."""

PAN_PX = 3
LAMP_FRAMES = 5
LAMP_OFF = 0.2
"""Share of the light that is there before the lamp is switched on."""


@dataclass(frozen=True, slots=True)
class DarkCamera:
    """How little light there is and how noisy the sensor that takes it.

    Attributes:
        gain: Factor on the linear light, in (0, 1].
        electrons: What a pixel that comes out white has collected; shot noise is Poisson in it.
        read_noise: Standard deviation of the sensor's own noise in electrons.

    Raises:
        ValueError: A value is out of its range.
    """

    gain: float = 0.1
    electrons: float = 5000.0
    read_noise: float = 3.0

    def __post_init__(self) -> None:
        if not 0 < self.gain <= 1:
            raise ValueError(f"gain is {self.gain}, must be above 0 and at most 1")
        if not (math.isfinite(self.electrons) and self.electrons > 0):
            raise ValueError(f"electrons is {self.electrons}, must be finite and above 0")
        if not (math.isfinite(self.read_noise) and self.read_noise >= 0):
            raise ValueError(f"read_noise is {self.read_noise}, must be finite and not negative")


@dataclass(frozen=True, slots=True, eq=False)
class DarkClip:
    """A dark clip and what it would be without noise. Frames that show the same may be one array.

    Attributes:
        kind: What happens in it.
        dark: The noisy frames, (H, W, 3) uint8.
        clean: The same darkness without noise and rounding, and without a flicker.
        bright: The frames before the darkening, in steady light: to find motion in.
        light: The lamp's light for each frame; 1 is fully on.
        frame_rate: Frames a second.
        event: First frame after a cut, or the first in which a lamp that was switched on is brighter than before;
            None where nothing happens suddenly.
    """

    kind: ClipKind
    dark: tuple[Rgb, ...]
    clean: tuple[Picture, ...]
    bright: tuple[Rgb, ...]
    light: tuple[float, ...]
    frame_rate: Fraction
    event: int | None = None


def make_clip(
    kind: ClipKind,
    photo: Rgb,
    *,
    frames: int,
    after_cut: Rgb | None = None,
    camera: DarkCamera | None = None,
    frame_rate: Fraction = Fraction(30),
    seed: int = 0,
) -> DarkClip:
    """Make a dark clip of one of the `PHOTO_KINDS`.

    Args:
        kind: "static"; "flicker": static under a lamp whose light swings by 6 % five times a second; "pan": a window of
            at least two thirds of the photo's width that moves by 3 pixels a frame, to and fro; "cut": a hard cut to
            `after_cut` after a third of the frames; "lamp": static, and after a third of the frames the light rises
            from a fifth to all of it within 5 frames.
        photo: Bright, (H, W, 3) uint8, at least 9 pixels wide.
        frames: How many; at least 2.
        after_cut: Of the photo's size; the photo upside down if not given.
        camera: That takes it.
        frame_rate: Frames a second.
        seed: Of the noise; a frame's noise depends on it and on the frame's place alone.

    Raises:
        ValueError: The arguments do not fit one another.
    """
    if frames < 2:
        raise ValueError(f"a clip of {frames} frames has no time in it, must be at least 2")
    moment = frames // 3
    light = [1.0] * frames
    bright = [photo] * frames
    event = None
    if kind == "flicker":
        light = [1 + FLICKER * math.cos(math.tau * FLICKER_HZ * t / float(frame_rate)) for t in range(frames)]
    elif kind == "pan":
        bright = _pan(photo, frames)
    elif kind == "cut":
        other = np.ascontiguousarray(photo[::-1, ::-1]) if after_cut is None else after_cut
        if other.shape != photo.shape:
            raise ValueError(f"after_cut is {other.shape}, must have the photo's shape {photo.shape}")
        event = moment
        bright[event:] = [other] * (frames - event)
    elif kind == "lamp":
        event = moment
        steps = [min(max(t - event + 1, 0), LAMP_FRAMES) for t in range(frames)]
        light = [LAMP_OFF + (1 - LAMP_OFF) * step / LAMP_FRAMES for step in steps]
    elif kind != "static":
        raise ValueError(f"kind is {kind!r}, must be one of {', '.join(PHOTO_KINDS)}")
    return _darken(kind, bright, light, camera or DarkCamera(), frame_rate, event, seed)


def darken_video(
    frames: Sequence[Rgb], *, frame_rate: Fraction, camera: DarkCamera | None = None, seed: int = 0
) -> DarkClip:
    """Make a dark clip of a bright video, with the motion that it has.

    Args:
        frames: Bright, all of one size; at least 2.
        frame_rate: Frames a second.
        camera: That takes it.
        seed: Of the noise.

    Raises:
        ValueError: There are fewer than two frames, or their sizes differ.
    """
    if len(frames) < 2:
        raise ValueError(f"a clip of {len(frames)} frames has no time in it, must be at least 2")
    if len({frame.shape for frame in frames}) != 1:
        raise ValueError("the frames of a clip must all have one size")
    return _darken("video", frames, [1.0] * len(frames), camera or DarkCamera(), frame_rate, None, seed)


def _pan(photo: Rgb, frames: int) -> list[Rgb]:
    """A window that moves to the right until a third of the photo has passed, then back."""
    width = photo.shape[1]
    steps = min(frames - 1, width // (3 * PAN_PX))
    if steps < 1:
        raise ValueError(f"the photo is {width} pixels wide, must be at least {3 * PAN_PX} for a pan")
    window = width - PAN_PX * steps
    windows = [np.ascontiguousarray(photo[:, PAN_PX * step :][:, :window]) for step in range(steps + 1)]
    return [windows[steps - abs(steps - t % (2 * steps))] for t in range(frames)]


def _darken(
    kind: ClipKind,
    bright: Sequence[Rgb],
    light: Sequence[float],
    camera: DarkCamera,
    frame_rate: Fraction,
    event: int | None,
    seed: int,
) -> DarkClip:
    dark: list[Rgb] = []
    clean: list[Picture] = []
    known: dict[tuple[int, float], Picture] = {}
    for index, (frame, lamp) in enumerate(zip(bright, light, strict=True)):
        dark.append(_noisy(_exposure(camera.gain * lamp)[frame], camera, np.random.default_rng((seed, index))))
        # A flicker is a fault as noise is: the clean clip has none.
        steady = 1.0 if kind == "flicker" else lamp
        key = (id(frame), steady)
        if key not in known:
            known[key] = from_light(_exposure(camera.gain * steady))[frame]
        clean.append(known[key])
    return DarkClip(kind, tuple(dark), tuple(clean), tuple(bright), tuple(light), frame_rate, event)


def _exposure(gain: float) -> Light:
    """The light that each of the 256 codes becomes: (256,)."""
    return (gain * to_light(np.arange(256) / 255)).astype(np.float32)


def _noisy(light: Light, camera: DarkCamera, rng: np.random.Generator) -> Rgb:
    encoded = from_light(read_out(light, camera.electrons, camera.read_noise, rng))
    codes: Rgb = np.rint(np.minimum(encoded, 1) * 255).astype(np.uint8)
    return codes
