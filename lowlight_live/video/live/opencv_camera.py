"""A camera through OpenCV, which speaks to the drivers of every system."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from lowlight_live.errors import SourceLost, SourceOpenError
from lowlight_live.frame import Rgb
from lowlight_live.video.live.device import Grant, Picture, Wish, granted
from lowlight_live.video.pixels.color import assumed_color

_BACKENDS = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_DSHOW, "darwin": cv2.CAP_AVFOUNDATION}
"""What speaks to cameras on each system. On Windows not Media Foundation: it takes many seconds to open, and numbers
the cameras in another order than FFmpeg lists them."""

_FIRST_FORMAT = "MJPG"
"""Uncompressed, a camera on USB 2 gives five pictures of 1080 lines a second."""

_SELECT_TIMEOUT = "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT"
_SELECT_TIMEOUT_S = "2"
"""So long, and not ten seconds, OpenCV waits for a picture on Linux. It reads this at its first picture."""

_DAMAGED_AT_MOST = 30
"""So many pictures in a row that cannot be decoded, and the camera is given up."""

_CLOSE_OTHERS = "Close other programs that use it, or plug it in again."
if sys.platform == "darwin":
    _CLOSE_OTHERS = "Let your terminal use the camera (System Settings, Privacy & Security), and close other programs."


class Capture(Protocol):
    """What is used of `cv2.VideoCapture`; another one in tests."""

    def isOpened(self) -> bool: ...  # noqa: N802  OpenCV's name
    def set(self, propId: int, value: float) -> bool: ...  # noqa: N803
    def get(self, propId: int) -> float: ...  # noqa: N803
    def grab(self) -> bool: ...
    def retrieve(self) -> tuple[bool, npt.NDArray[np.uint8] | None]: ...
    def release(self) -> None: ...


OpenCapture = Callable[[int], Capture]


def open_capture(index: int) -> Capture:
    """Open camera `index` with the backend of this system."""
    os.environ.setdefault(_SELECT_TIMEOUT, _SELECT_TIMEOUT_S)
    if "OPENCV_LOG_LEVEL" not in os.environ:
        # What goes wrong is told by us; OpenCV would tell it as well, at every attempt.
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    capture: Capture = cv2.VideoCapture(index, _BACKENDS.get(sys.platform, cv2.CAP_ANY))  # type: ignore[assignment]
    return capture


class OpenCvCamera:
    """A `Device` over `cv2.VideoCapture`.

    Args:
        index: OpenCV's number for the camera.
        name: For people.
        wish: How it is wanted.
        capture: Opens it.

    Raises:
        SourceOpenError: It does not open.
    """

    def __init__(self, index: int, name: str, wish: Wish, capture: OpenCapture = open_capture) -> None:
        self._name = name
        try:
            self._capture = capture(index)
        except cv2.error as error:
            raise SourceOpenError(f"{name} did not open ({error.err}).", hint=_CLOSE_OTHERS) from error
        try:
            if not self._capture.isOpened():
                raise SourceOpenError(f"{name} did not open.", hint=_CLOSE_OTHERS)
            self._grant = self._negotiate(wish)
        except cv2.error as error:
            self._capture.release()
            raise SourceOpenError(f"{name} could not be set up ({error.err}).", hint=_CLOSE_OTHERS) from error
        except BaseException:
            self._capture.release()
            raise

    @property
    def grant(self) -> Grant:
        return self._grant

    def read(self) -> Picture:
        """Wait for the next picture.

        Raises:
            SourceLost: The camera gives none, or none that can be decoded.
        """
        for _ in range(_DAMAGED_AT_MOST):
            try:
                if not self._capture.grab():
                    raise SourceLost(f"{self._name} gave no picture.", hint=_CLOSE_OTHERS)
                captured_at = time.monotonic()
                decoded, bgr = self._capture.retrieve()
            except cv2.error as error:
                raise SourceLost(f"{self._name} failed ({error.err}).", hint=_CLOSE_OTHERS) from error
            if decoded and bgr is not None and bgr.size:
                return Picture(_rgb(bgr, self._name), captured_at, assumed_color(bgr.shape[0]))
        raise SourceLost(f"{self._name} gives pictures that cannot be decoded.", hint="Try another size.")

    def close(self) -> None:
        self._capture.release()

    def _negotiate(self, wish: Wish) -> Grant:
        """Ask for a format, then a size, then a rate, in this order, and read what came of it."""
        camera = self._capture
        camera.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*_FIRST_FORMAT))
        if wish.width is not None:
            camera.set(cv2.CAP_PROP_FRAME_WIDTH, wish.width)
        if wish.height is not None:
            camera.set(cv2.CAP_PROP_FRAME_HEIGHT, wish.height)
        if wish.fps is not None:
            camera.set(cv2.CAP_PROP_FPS, wish.fps)
        height, width = int(camera.get(cv2.CAP_PROP_FRAME_HEIGHT)), int(camera.get(cv2.CAP_PROP_FRAME_WIDTH))
        fps = camera.get(cv2.CAP_PROP_FPS)
        fps = fps if 0 < fps < 1000 else 0.0  # some drivers answer -1, 0 or ticks
        return granted(self._name, wish, height, width, _fourcc(camera), fps)


def _fourcc(camera: Capture) -> str:
    code = int(camera.get(cv2.CAP_PROP_FOURCC))
    text = code.to_bytes(4, "little", signed=code < 0).decode("latin-1")
    return text.strip() if text.isprintable() else ""


def _rgb(bgr: npt.NDArray[np.uint8], name: str) -> Rgb:
    conversion = {2: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB}.get(bgr.ndim)
    if conversion is None or bgr.dtype != np.uint8 or (bgr.ndim == 3 and bgr.shape[2] != 3):
        raise SourceLost(
            f"{name} gives pictures of a kind that is not supported ({bgr.dtype}, {bgr.shape}).",
            hint="Choose a camera that gives colours in 8 bits.",
        )
    rgb: Rgb = cv2.cvtColor(bgr, conversion)  # type: ignore[assignment]  # OpenCV's stubs know no dtype
    return rgb
