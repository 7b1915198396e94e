"""A video file that plays as if it were a camera: each picture comes at its moment and waits for nobody."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lowlight_live.errors import SourceOpenError
from lowlight_live.frame import Frame
from lowlight_live.video.live.device import Grant, Picture
from lowlight_live.video.reader import VideoReader

_LATE_S = 1.0
"""More behind than that (the machine slept), the film goes on from here instead of racing after the clock."""


class PlayedFile:
    """A `Device` that paces a `VideoReader`.

    Args:
        path: Of the file.
        stopped: Ends the wait for the next picture.
        loop: Begin again at the end, for ever.
        warnings: What there is to warn of before it plays.
        clock: Monotonic seconds; it goes on while `stopped` is waited for.

    Raises:
        SourceOpenError: It cannot be opened.
    """

    def __init__(
        self,
        path: Path,
        stopped: threading.Event,
        *,
        loop: bool = False,
        warnings: tuple[str, ...] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._loop = loop
        self._stopped = stopped
        self._clock = clock
        self._reader = VideoReader(path)
        self._frames: Iterator[Frame] = iter(self._reader)
        self._warnings = warnings
        self._start_at: float | None = None
        self._first_s = self._end_s = 0.0
        self._turned = False

    @property
    def grant(self) -> Grant:
        info = self._reader.info
        rate = f" {float(info.frame_rate):.4g} fps" if info.frame_rate else ""
        return Grant(
            name=info.name,
            mode=f"{info.width}x{info.height}{rate}, a file",
            frame_rate=info.frame_rate,
            pixel_aspect=info.pixel_aspect,
            watched=False,
            warnings=tuple(dict.fromkeys(self._warnings + self._reader.warnings)),  # each round tells the same
        )

    def read(self) -> Picture | None:
        """Wait for the moment of the next picture; None at the end of the film, or when the wait was ended."""
        frame = next(self._frames, None)
        if frame is None and self._loop:
            frame = self._turn()
        if frame is None:
            # The last picture stays for as long as it is meant to.
            self._wait_until(self._end_s)
            return None
        if self._start_at is None:
            self._start_at, self._first_s = self._clock(), frame.time_s
        self._end_s = frame.time_s + float(frame.duration * frame.time_base) - self._first_s
        if not self._wait_until(frame.time_s - self._first_s):
            return None
        turned, self._turned = self._turned, False
        return Picture(frame.rgb, self._clock(), frame.color, discontinuity=frame.discontinuity or turned)

    def close(self) -> None:
        self._reader.close()

    def _turn(self) -> Frame | None:
        """Begin again: the first picture of the next round, when the last one has been seen."""
        self._warnings += tuple(warning for warning in self._reader.warnings if warning not in self._warnings)
        self._reader.close()
        self._reader = VideoReader(self._path)
        self._frames = iter(self._reader)
        frame = next(self._frames, None)
        if frame is None:
            raise SourceOpenError(f"{self._path.name} holds no picture.", hint="Choose another file.")
        if self._start_at is not None:
            self._start_at, self._first_s = self._start_at + self._end_s, frame.time_s
        self._turned = True
        return frame

    def _wait_until(self, film_s: float) -> bool:
        """Wait for a moment of the film; says whether it came before the wait was ended."""
        if self._start_at is None:
            return not self._stopped.is_set()
        late_s = self._clock() - (self._start_at + film_s)
        if late_s > _LATE_S:
            self._start_at += late_s
        return not self._stopped.wait(max(0.0, -late_s))
