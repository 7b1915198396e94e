"""Moves frames from a source through an enhancer to sinks, each on a thread of its own.

Knows no torch, no window and no codec: only the contracts in `video.protocols` and `enhance.protocols`.

    lowlight-capture            lowlight-enhance                      lowlight-sink-N
    Source ──Frame──▶ Channel ──Frame──▶ Enhancer ──FramePair──▶ Channel ──▶ Sink

A live source's channels hold one frame and the newest wins; a file's hold four and wait. The first error in any thread
stops all of them; every sink is still closed, and `wait` raises that error with its own traceback.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Self

from lowlight_live.channel import Channel, ChannelAborted
from lowlight_live.enhance.protocols import Enhancer
from lowlight_live.frame import Frame, FramePair
from lowlight_live.settings import EnhanceSettings
from lowlight_live.stats import PipelineStats, StatsRecorder
from lowlight_live.video.protocols import Sink, Source

_FILE_CAPACITY = 4


class Pipeline:
    """A source, an enhancer and sinks at work. It owns and closes all three, each in the thread that used it.

    Args:
        source: Opened.
        enhancer: Built.
        sinks: Opened.
        settings: To begin with.
    """

    def __init__(
        self, source: Source, enhancer: Enhancer, sinks: Sequence[Sink], settings: EnhanceSettings | None = None
    ) -> None:
        self.source = source
        self.enhancer = enhancer
        self.sinks = tuple(sinks)
        # The one cell through which controls reach the frames: a frozen value, replaced whole, read once a frame.
        self.settings = settings or EnhanceSettings()
        live = source.info.live
        capacity = 1 if live else _FILE_CAPACITY
        self._frames: Channel[Frame] = Channel(capacity, newest_wins=live, inherit=_keep_discontinuity)
        self._pairs: list[Channel[FramePair]] = [Channel(capacity, newest_wins=live) for _ in self.sinks]
        self._written = [0 for _ in self.sinks]
        self._stats = StatsRecorder()
        self._error: BaseException | None = None
        self._error_lock = threading.Lock()
        self._threads = [
            self._thread("lowlight-capture", self._capture, self.source.close),
            self._thread("lowlight-enhance", self._enhance, self.enhancer.close),
            *(
                self._thread(f"lowlight-sink-{i}", partial(self._drain, i), sink.close)
                for i, sink in enumerate(self.sinks)
            ),
        ]

    def start(self) -> None:
        """Let the frames flow."""
        self._stats.start()
        for thread in self._threads:
            thread.start()

    def wait(self) -> None:
        """Wait until the source has ended and every sink has finished.

        Raises:
            LowlightError: The first error of any thread.
        """
        self._join()
        if self._error is not None:
            raise self._error

    def abort(self) -> None:
        """Stop now. Sinks are closed but not finished: what they wrote so far stays usable."""
        self._frames.abort()
        for pairs in self._pairs:
            pairs.abort()
        for sink in self.sinks:
            # It may be inside `finish`, where no channel reaches it.
            sink.abort()

    def stats(self) -> PipelineStats:
        """The figures at this moment; from any thread."""
        dropped = {"before enhance": self._frames.dropped}
        dropped |= {f"before sink {i}": pairs.dropped for i, pairs in enumerate(self._pairs)}
        return self._stats.snapshot(written=min(self._written, default=0), dropped=dropped)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the source and the sinks have to tell; complete after `wait`."""
        return (*self.source.warnings, *(warning for sink in self.sinks for warning in sink.warnings))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.wait()
            return
        self.abort()
        self._join()

    def _join(self) -> None:
        for thread in self._threads:
            # With a time-out because on Windows a wait without one cannot be interrupted by Ctrl-C.
            while thread.is_alive():
                thread.join(timeout=1.0)

    def _capture(self) -> None:
        frames = iter(self.source)
        while True:
            with self._stats.stage("capture"):
                frame = next(frames, None)
            if frame is None:
                break
            self._stats.count("captured")
            self._frames.put(frame)
        self._frames.close()

    def _enhance(self) -> None:
        for frame in self._frames:
            with self._stats.stage("enhance"):
                pair = self.enhancer.enhance(frame, self.settings)
            self._stats.count("enhanced")
            for pairs in self._pairs:
                pairs.put(pair)
        for pairs in self._pairs:
            pairs.close()

    def _drain(self, index: int) -> None:
        sink = self.sinks[index]
        for pair in self._pairs[index]:
            with self._stats.stage(f"sink {index}"):
                sink.write(pair)
            self._written[index] += 1
        sink.finish()

    def _thread(self, name: str, work: Callable[[], None], close: Callable[[], None]) -> threading.Thread:
        """A thread that works, closes what it used, and hands on the first error."""

        def guarded() -> None:
            for step in (work, close):
                try:
                    step()
                except ChannelAborted:
                    pass
                except BaseException as error:  # noqa: BLE001  the thread guard: raised again by wait()
                    self._fail(error)

        return threading.Thread(target=guarded, name=name, daemon=True)

    def _fail(self, error: BaseException) -> None:
        with self._error_lock:
            if self._error is None:
                self._error = error
        self.abort()


def _keep_discontinuity(forgotten: Frame, newer: Frame) -> Frame:
    """When the first frame after a gap is dropped, the next one is the first."""
    return replace(newer, discontinuity=True) if forgotten.discontinuity else newer
