"""Moves frames from a source through an enhancer to sinks, each on a thread of its own.

Knows no torch, no window and no codec: only the contracts in `video.protocols` and `enhance.protocols`.

    lowlight-capture            lowlight-enhance                      lowlight-sink-N
    Source ──Frame──▶ Channel ──Frame──▶ Enhancer ──FramePair──▶ Channel ──▶ Sink

A file's channels hold two and wait. The first error in any thread stops all of them; every sink is still closed, and
`wait` raises that error with its own traceback.

A live source's channels hold one frame and the newest wins, so that nobody waits for anybody. What was recorded of it
is a result however it ends: after an error, as after `stop`, whatever still works ends in order and is finished.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Self, cast

from lowlight_live.channel import Channel, ChannelAborted
from lowlight_live.enhance.protocols import Enhancer
from lowlight_live.enhancing import Enhancing
from lowlight_live.errors import LowlightError
from lowlight_live.frame import Frame
from lowlight_live.outlets import Branch, Outlet
from lowlight_live.settings import EnhanceSettings
from lowlight_live.stats import PipelineStats, StatsRecorder
from lowlight_live.video.protocols import LiveSource, Sink, Source
from lowlight_live.workers import Worker, Workers

_FILE_CAPACITY = 2


class Pipeline:
    """A source, an enhancer and sinks at work. It owns and closes all three, each in the thread that used it.

    Args:
        source: Opened. One whose info says that it is live is a `LiveSource`.
        enhancer: Built.
        sinks: Opened; an `Outlet` says more about one.
        settings: To begin with.
        patience_s: Of a live source: how long after `stop` a thread may hang in a driver or on a disk until the others
            go on without it, and it is left behind. A sink that completes its file and an enhancer at its first frame
            are waited for.
    """

    def __init__(
        self,
        source: Source,
        enhancer: Enhancer,
        sinks: Sequence[Sink | Outlet],
        settings: EnhanceSettings | None = None,
        *,
        patience_s: float = 10.0,
    ) -> None:
        self.source = source
        # The one cell through which controls reach the frames: a frozen value, replaced whole, read once a frame.
        self.settings = settings or EnhanceSettings()
        self._live = cast(LiveSource, source) if source.info.live else None
        self._frames: Channel[Frame] = Channel(
            1 if self._live else _FILE_CAPACITY, newest_wins=self._live is not None, inherit=_inherit
        )
        outlets = [sink if isinstance(sink, Outlet) else Outlet(sink, f"sink {i}") for i, sink in enumerate(sinks)]
        self._branches = [Branch(outlet, None if self._live else _FILE_CAPACITY) for outlet in outlets]
        self.sinks = tuple(outlet.sink for outlet in outlets)
        self._stats = StatsRecorder()
        self._enhancing = Enhancing(enhancer, self._stats, live=self._live is not None)
        self._error: BaseException | None = None
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        enhancing = self._enhancing
        worker = self._worker("enhance", self._enhance, enhancing.close, self._enhance_failed, self._end_pairs)
        workers = [
            self._worker("capture", self._capture, source.close, self._capture_failed, self._frames.close),
            replace(worker, completing=enhancing.getting_ready),
        ]
        for i, branch in enumerate(self._branches):
            drain, failed = partial(self._drain, branch), partial(self._sink_failed, branch)
            worker = self._worker(f"sink-{i}", drain, branch.sink.close, failed, branch.abort)
            workers.append(replace(worker, completing=branch.finishing.is_set))
        self._workers = Workers(workers, patience_s)

    def start(self) -> None:
        """Let the frames flow."""
        self._stats.start()
        self._workers.start()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until the source has ended and every sink has finished.

        Args:
            timeout_s: How long; None for as long as it takes.

        Returns:
            Whether it has ended.

        Raises:
            LowlightError: It has, and this was the first error of any thread.
        """
        if not self._join(timeout_s):
            return False
        if self._error is not None:
            raise self._error
        return True

    def stop(self) -> None:
        """End in order, soon: no more frames are captured, sinks finish. From any thread; does not wait."""
        self._stopping.set()
        if self._live is not None:
            self._workers.hurry()
            self._live.stop()

    def abort(self) -> None:
        """Stop now. Sinks are closed but not finished: what they wrote so far stays usable."""
        self._frames.abort()
        for branch in self._branches:
            branch.abort()
        if self._live is not None:
            self._workers.abort()
            self._live.stop()

    def swap(self, enhancer: Enhancer) -> None:
        """Let another enhancer take over between two frames. The one before is closed in the thread that used it.

        Args:
            enhancer: Built by the caller, aside; the pipeline owns it from now on.
        """
        self._enhancing.swap(enhancer)

    @property
    def enhancer(self) -> Enhancer:
        """The one at work now."""
        return self._enhancing.enhancer

    def stats(self) -> PipelineStats:
        """The figures at this moment; from any thread."""
        status = self._live.status if self._live is not None else None
        dropped = {"in the source": status.dropped} if status is not None else {}
        dropped["before enhance"] = self._frames.dropped
        for branch in self._branches:
            dropped |= branch.dropped
        return self._stats.snapshot(
            written=min((branch.taken for branch in self._branches if not branch.failure), default=0),
            dropped=dropped,
            sinks={branch.name: branch.meter for branch in self._branches},
            failed={branch.name: branch.failure for branch in self._branches if branch.failure},
            enhancer=self._enhancing.enhancer.info,
            source=status,
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the source, the enhancer and the sinks have to tell; complete after `wait`."""
        told = (*self.source.warnings, *self.enhancer.warnings)
        return (*told, *(warning for branch in self._branches for warning in branch.warnings))

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
        self._join(None)

    def _join(self, timeout_s: float | None) -> bool:
        return self._workers.join(timeout_s, self._left_behind)

    def _left_behind(self, name: str) -> None:
        self._keep(
            LowlightError(
                f"{name} does not end and was left behind.",
                hint="A camera, a disk or a driver hangs; unplug it, or end the program.",
            )
        )

    def _capture(self) -> None:
        frames = iter(self.source)
        while not self._stopping.is_set():
            started = time.perf_counter()
            frame = next(frames, None)
            if frame is None:
                break
            if self._live is None:  # else it would be the time between two frames
                self._stats.took("capture", time.perf_counter() - started)
            if not frame.held:
                self._stats.captured.passed()
            self._frames.put(frame)
        if self._live is not None:
            self._workers.hurry()
        self._frames.close()

    def _enhance(self) -> None:
        for pair in self._enhancing.pairs(self._frames, lambda: self.settings):
            for branch in self._branches:
                with suppress(ChannelAborted):  # it has failed, or all are aborted and the next frame tells
                    branch.pairs.put(pair)
        self._end_pairs()

    def _end_pairs(self) -> None:
        for branch in self._branches:
            branch.pairs.close()

    def _drain(self, branch: Branch) -> None:
        for pair in branch.pairs:
            with self._stats.stage(branch.name):
                branch.write(pair)
        branch.finish()

    def _worker(
        self,
        name: str,
        work: Callable[[], None],
        close: Callable[[], None],
        failed: Callable[[BaseException], None],
        release: Callable[[], None],
    ) -> Worker:
        """A thread that works, closes what it used, and hands on its errors."""

        def guarded() -> None:
            for step in (work, close):
                try:
                    step()
                except ChannelAborted:
                    pass
                except BaseException as error:  # noqa: BLE001  the thread guard: raised again by wait()
                    failed(error)

        return Worker(threading.Thread(target=guarded, name=f"lowlight-{name}", daemon=True), release)

    def _capture_failed(self, error: BaseException) -> None:
        self._keep(error)
        if self._live is None:
            self.abort()
        self._frames.close()

    def _enhance_failed(self, error: BaseException) -> None:
        self._keep(error)
        if self._live is None:
            self.abort()
            return
        self.stop()
        self._frames.abort()
        self._end_pairs()

    def _sink_failed(self, branch: Branch, error: BaseException) -> None:
        branch.pairs.abort()
        if branch.outlet.optional and isinstance(error, LowlightError):
            branch.failure = str(error)
            return
        self._keep(error)
        if self._live is None:
            self.abort()
        else:
            self.stop()

    def _keep(self, error: BaseException) -> None:
        with self._lock:
            if self._error is None:
                self._error = error


def _inherit(forgotten: Frame, newer: Frame) -> Frame:
    """What must not be lost with a frame: that a gap was before it, and a picture that nobody has seen."""
    if newer.held and not forgotten.held:
        newer = replace(newer, held=False, captured_at=forgotten.captured_at)
    return replace(newer, discontinuity=True) if forgotten.discontinuity else newer
