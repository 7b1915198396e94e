"""The enhancer at work in a pipeline: exchanged between two frames, and spared a picture that it has seen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from lowlight_live.enhance.protocols import Enhancer
from lowlight_live.errors import LowlightError
from lowlight_live.frame import Frame, FramePair
from lowlight_live.pending import Pending
from lowlight_live.settings import EnhanceSettings
from lowlight_live.stats import StatsRecorder

_DARK = 32
"""Codes of a picture that is enhanced in every way."""


def warm_up(enhancer: Enhancer, height: int, width: int, settings: EnhanceSettings) -> None:
    """Let an enhancer see made-up pictures before it is handed to a pipeline, then forget them.

    What it compiles, probes and allocates at its first pictures would cost a live source a second of them. The second
    one is there for what compares a picture with the one before.

    Args:
        enhancer: Used by no other thread yet.
        height: Of the pictures to come.
        width: Likewise.
        settings: Likewise.

    Raises:
        LowlightError: The enhancer failed.
    """
    random = np.random.default_rng(0)
    for pts in range(2):
        noise = random.integers(0, _DARK, (height, width, 3), np.uint8)
        enhancer.enhance(Frame(noise, pts, Fraction(1, 30)), settings)
    enhancer.reset()


@dataclass(frozen=True, slots=True)
class _Begun:
    """A pair on its way: with which settings, and how many seconds it took to begin it."""

    pair: Pending[FramePair]
    settings: EnhanceSettings
    took_s: float


class Enhancing:
    """Makes pairs of frames, in one thread; another enhancer may come from any.

    Args:
        enhancer: To begin with.
        stats: Where frames are counted.
        live: The time until a frame's turn comes is worth knowing.
    """

    def __init__(self, enhancer: Enhancer, stats: StatsRecorder, *, live: bool) -> None:
        self.enhancer = enhancer
        self._stats = stats
        self._live = live
        self._lock = threading.Lock()
        self._incoming: list[Enhancer] = []
        self._closed = False
        self._last: FramePair | None = None

    def getting_ready(self) -> bool:
        """No frame has come out yet: the first may take long, while kernels are compiled."""
        return self._stats.enhanced.count == 0

    def swap(self, enhancer: Enhancer) -> None:
        """Let another take over before the next frame; after the end it is closed at once."""
        with self._lock:
            if not self._closed:
                self._incoming.append(enhancer)
                return
        enhancer.close()

    def pairs(self, frames: Iterable[Frame], settings: Callable[[], EnhanceSettings]) -> Iterator[FramePair]:
        """Frames and what becomes of them, in order.

        Of a file the next frame is begun before the last is waited for, so that a device need not wait either.

        Args:
            frames: As they come.
            settings: Those of the moment, asked for once a frame.
        """
        if self._live:
            for frame in frames:
                yield self.pair(frame, settings())
            return
        begun: _Begun | None = None
        for frame in frames:
            if begun is not None and self._incoming:
                yield self._finished(begun)  # while the enhancer that began it is there
                begun = None
            if begun is None:
                self._change()
            try:
                following = self._begin(frame, settings())
            except LowlightError:
                if begun is not None:
                    yield self._finished(begun)
                raise
            if begun is not None:
                yield self._finished(begun)
            begun = following
            if begun.pair.ready:
                yield self._finished(begun)
                begun = None
            # Do not keep the last frame alive while waiting for the next.
            del frame, following
        if begun is not None:
            yield self._finished(begun)

    def pair(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        """A frame and what becomes of it.

        A held frame is the last picture again: it is enhanced again only if settings or enhancer are others now.
        """
        changed = self._change()
        if not frame.held or self._last is None:
            if self._live:
                self._stats.took("wait", time.monotonic() - frame.captured_at)
            self._last = self._enhanced(frame, settings)
            self._stats.enhanced.passed(frame.captured_at or None)
            return self._last
        self._stats.hold()
        if changed or settings is not self._last.settings:
            self._last = self._enhanced(self._last.original, settings)
        last = self._last
        return FramePair(replace(frame, rgb=last.original.rgb), replace(frame, rgb=last.enhanced.rgb), last.settings)

    def close(self) -> None:
        """Close the enhancer, and the one that came too late to work."""
        with self._lock:
            self._closed = True
        self._last = None
        self._change()
        self.enhancer.close()

    def _begin(self, frame: Frame, settings: EnhanceSettings) -> _Begun:
        start = time.perf_counter()
        pair = self.enhancer.begin(frame, settings)
        return _Begun(pair, settings, time.perf_counter() - start)

    def _finished(self, begun: _Begun) -> FramePair:
        start = time.perf_counter()
        pair = begun.pair.result()
        self._stats.took("enhance", begun.took_s + time.perf_counter() - start)
        self._stats.enhanced.passed(pair.original.captured_at or None)
        return replace(pair, settings=begun.settings)

    def _enhanced(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        with self._stats.stage("enhance"):
            return replace(self.enhancer.enhance(frame, settings), settings=settings)

    def _change(self) -> bool:
        """Let the enhancer that came last take over, if one came, and close those before it."""
        with self._lock:
            incoming, self._incoming = self._incoming, []
        if not incoming:
            return False
        *outgoing, self.enhancer = (self.enhancer, *incoming)
        for enhancer in outgoing:
            enhancer.close()
        return True
