"""How a coded picture becomes the upright one a person sees, and how a picture becomes one that 4:2:0 can hold."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import cv2
import numpy as np
from av.buffer import Buffer
from av.sidedata.sidedata import SideDataContainer
from av.video.frame import VideoFrame

from lowlight_live.frame import Rgb


@dataclass(frozen=True, slots=True)
class Orientation:
    """One of the eight ways to lay a picture down: transpose first, then mirror.

    Phones store the picture as the sensor sees it, with a display matrix that says how to hold it.
    """

    transpose: bool = False
    flip_horizontal: bool = False
    flip_vertical: bool = False

    def apply(self, rgb: Rgb) -> Rgb:
        """Turn a coded picture upright; the same array where there is nothing to turn."""
        if self.transpose:
            rgb = cv2.transpose(rgb)  # type: ignore[assignment]  # OpenCV's stubs know no dtype
        if self.flip_horizontal or self.flip_vertical:
            axis = {(True, False): 1, (False, True): 0, (True, True): -1}[self.flip_horizontal, self.flip_vertical]
            rgb = cv2.flip(rgb, axis)  # type: ignore[assignment]
        return rgb

    def size(self, height: int, width: int) -> tuple[int, int]:
        """Height and width of the upright picture, from those of the coded one."""
        return (width, height) if self.transpose else (height, width)

    def pixel_aspect(self, coded: Fraction) -> Fraction:
        """Pixel aspect of the upright picture: on its side, a wide pixel is a tall one."""
        return 1 / coded if self.transpose else coded


UPRIGHT = Orientation()


def orientation_of(frame: VideoFrame) -> Orientation | None:
    """How to turn a decoded frame upright, from its display matrix; None where the angle is no multiple of 90 degrees.

    The matrix is nine 32-bit numbers, in fixed point: (a b u, c d v, x y w) takes the coded point (p, q) to
    (a p + c q + x, b p + d q + y). See libavutil/display.h.
    """
    # Not `frame.side_data`, which the frame keeps and which keeps the frame: such a circle holds a picture's memory
    # until the garbage collector comes. The stub knows neither its argument nor what is in it.
    side_data = cast(Mapping[str, Buffer], SideDataContainer(frame))  # type: ignore[call-arg]
    if "DISPLAYMATRIX" not in side_data:
        return UPRIGHT
    a, b, _, c, d = struct.unpack_from("=5i", side_data["DISPLAYMATRIX"])
    if b == c == 0 and a and d:
        return Orientation(flip_horizontal=a < 0, flip_vertical=d < 0)
    if a == d == 0 and b and c:
        return Orientation(transpose=True, flip_horizontal=c < 0, flip_vertical=b < 0)
    return None


def even(length: int) -> int:
    """The next even number."""
    return length + length % 2


def pad_to_even(rgb: Rgb) -> Rgb:
    """Repeat the last row and column where the picture has an odd number of them: 4:2:0 holds pixels in twos.

    The alternatives are worse for whoever receives the file: H.264 in 4:4:4 keeps the size, but phones, televisions
    and Safari do not play it; scaling would soften every pixel; cropping loses one. Cropping tags (`clap` in MP4,
    PixelCrop in Matroska) are ignored by most players.
    """
    height, width = rgb.shape[:2]
    if height % 2 == width % 2 == 0:
        return rgb
    return np.pad(rgb, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
