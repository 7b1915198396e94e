"""Where frame pairs leave the pipeline: each sink with a channel, a name and figures of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lowlight_live.channel import Channel
from lowlight_live.frame import FramePair
from lowlight_live.stats import Meter
from lowlight_live.video.protocols import Sink


@dataclass(frozen=True, slots=True)
class Outlet:
    """A sink, and how the pipeline is to treat it.

    Attributes:
        sink: Opened.
        name: In the figures, such as "recording".
        waiting: Pairs of a live source that may wait for it; then the newest win. One for what is looked at, which
            should not be late; a few for a recording, which should not lose a frame to a hiccup of the disk.
        optional: When it fails the others go on, and its error becomes a warning.
        meter: Of a sink that shows frames at moments of its own, and counts them there; None for one that is through
            with a frame when `write` returns.
        lost_behind: Of a sink that hands its pairs on: how many were lost there, by the place.
    """

    sink: Sink
    name: str
    waiting: int = 1
    optional: bool = False
    meter: Meter | None = None
    lost_behind: Callable[[], Mapping[str, int]] | None = None


class Branch:
    """One outlet at work, on a thread of its own.

    Attributes:
        pairs: What waits for the sink.
        meter: What came through.
        taken: Pairs that the sink has taken, those with a held frame included.
        finishing: The sink is completing its result.
        failure: Why the pipeline goes on without it; "" while it does not.

    Args:
        outlet: The sink.
        capacity: Pairs that the producer waits behind; None for a live source, where the newest win.
    """

    def __init__(self, outlet: Outlet, capacity: int | None) -> None:
        self.outlet = outlet
        self.sink = outlet.sink
        self.name = outlet.name
        self.pairs: Channel[FramePair] = Channel(capacity or outlet.waiting, newest_wins=capacity is None)
        self.meter = outlet.meter or Meter()
        self.taken = 0
        self.finishing = threading.Event()
        self.failure = ""

    def write(self, pair: FramePair) -> None:
        """Hand one pair to the sink; from its thread."""
        self.sink.write(pair)
        self.taken += 1
        if self.outlet.meter is None and not pair.enhanced.held:
            self.meter.passed(pair.original.captured_at or None)

    def finish(self) -> None:
        """All pairs are in; from the sink's thread."""
        self.finishing.set()
        self.sink.finish()
        self.finishing.clear()

    def abort(self) -> None:
        """Stop now; from any thread."""
        self.pairs.abort()
        self.sink.abort()  # it may be inside `finish`, where no channel reaches it

    @property
    def dropped(self) -> dict[str, int]:
        """Pairs forgotten on the way to the sink and, where it counts itself, in it and behind it."""
        places = {f"before {self.name}": self.pairs.dropped}
        if self.outlet.meter is not None:
            places[f"in {self.name}"] = self.meter.dropped
        if self.outlet.lost_behind is not None:
            places |= self.outlet.lost_behind()
        return places

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the sink has to tell, and why it is no longer there."""
        return (*self.sink.warnings, *([self.failure] if self.failure else []))
