"""Sinks that join a running pipeline and leave it again: a recording, a virtual camera.

Each is opened, used and closed by a thread of its own, so that neither the picture nor whoever asked for it waits.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from lowlight_live.channel import Channel, ChannelAborted
from lowlight_live.frame import FramePair
from lowlight_live.video.protocols import Sink


class SinkState(StrEnum):
    """How far an attached sink is."""

    OPENING = "opening"
    RUNNING = "running"
    FINISHING = "finishing"
    DONE = "done"
    FAILED = "failed"


class AttachedSink:
    """One sink at work beside the pipeline.

    Attributes:
        name: For people, such as "recording".
        error: Why it failed; None while it has not.
        warnings: What it has to tell; complete when it is done.

    Args:
        name: For people.
        open_sink: Opens it; called in its thread.
        waiting: Pairs that may wait for it; then the newest win.
        lost_in: Of a sink that forgets pairs itself and counts them: how many.
    """

    def __init__(
        self,
        name: str,
        open_sink: Callable[[], Sink],
        *,
        waiting: int = 1,
        lost_in: Callable[[Sink], int] | None = None,
    ) -> None:
        self.name = name
        self.error: Exception | None = None
        self.warnings: tuple[str, ...] = ()
        self.sink: Sink | None = None
        self.began_at = time.monotonic()
        self._open_sink = open_sink
        self._lost_in = lost_in
        self._pairs: Channel[FramePair] = Channel(waiting, newest_wins=True)
        self._state = SinkState.OPENING
        self._thread = threading.Thread(target=self._run, name=f"lowlight-{name}".replace(" ", "-"), daemon=True)
        self._thread.start()

    @property
    def state(self) -> SinkState:
        return self._state

    @property
    def ended(self) -> bool:
        return self._state in (SinkState.DONE, SinkState.FAILED)

    @property
    def dropped(self) -> dict[str, int]:
        """Pairs that were forgotten, by where: because it was busy, and where it counts itself, in it."""
        places = {f"before {self.name}": self._pairs.dropped}
        if self._lost_in is not None and self.sink is not None:
            places[f"in {self.name}"] = self._lost_in(self.sink)
        return places

    def write(self, pair: FramePair) -> None:
        """Hand it a pair; does not wait."""
        if self._state is SinkState.RUNNING:
            with suppress(ChannelAborted, ValueError):  # it was told to end at this moment
                self._pairs.put(pair)

    def stop(self) -> None:
        """Let it complete what it makes. Does not wait."""
        self._pairs.close()

    def abort(self) -> None:
        """End now; what was written so far stays usable. Does not wait."""
        self._pairs.abort()
        if self.sink is not None:
            self.sink.abort()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for its end; says whether it has come."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self.sink = sink = self._open_sink()
        except Exception as error:  # noqa: BLE001  the thread guard: shown by whoever attached it
            self._fail(error)
            return
        try:
            self._state = SinkState.RUNNING
            for pair in self._pairs:
                sink.write(pair)
            self._state = SinkState.FINISHING
            sink.finish()
        except ChannelAborted:
            pass
        except Exception as error:  # noqa: BLE001  as above
            self.error = error
        try:
            sink.close()
        except Exception as error:  # noqa: BLE001  as above
            self.error = self.error or error
        self.warnings = sink.warnings
        self._state = SinkState.DONE if self.error is None else SinkState.FAILED

    def _fail(self, error: Exception) -> None:
        self.error = error
        self._state = SinkState.FAILED
        self._pairs.abort()


class AttachPoint:
    """A `Sink` of a pipeline that hands its pairs on to those attached to it."""

    def __init__(self) -> None:
        self.warnings: tuple[str, ...] = ()
        self.part: Path | None = None
        self._lock = threading.Lock()
        self._attached: list[AttachedSink] = []
        self._lost: Counter[str] = Counter()
        self._closed = False

    def attach(self, sink: AttachedSink) -> None:
        """From the next pair on; from any thread. After the pipeline's end it is stopped at once."""
        with self._lock:
            closed = self._closed
            for other in self._attached:
                if other.ended:
                    self._lost.update(other.dropped)
            self._attached = [other for other in self._attached if not other.ended] + [sink]
        if closed:
            sink.stop()

    @property
    def attached(self) -> tuple[AttachedSink, ...]:
        """Those at work, from any thread."""
        with self._lock:
            return tuple(sink for sink in self._attached if not sink.ended)

    @property
    def dropped(self) -> dict[str, int]:
        """Pairs forgotten on the way to all that were attached so far, by where. From any thread."""
        with self._lock:
            lost = self._lost.copy()
            for sink in self._attached:
                lost.update(sink.dropped)
        return dict(lost)

    def write(self, pair: FramePair) -> None:
        for sink in self.attached:
            sink.write(pair)

    def finish(self) -> None:
        """Those attached complete what they make when they see the end."""

    def abort(self) -> None:
        """They have threads of their own."""

    def close(self) -> None:
        with self._lock:
            self._closed = True
        for sink in self.attached:
            sink.stop()
