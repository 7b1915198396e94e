"""Runs a live session until somebody or something ends it, and sees to it that what was recorded becomes a file."""

from __future__ import annotations

import math
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from lowlight_live.cli.live_report import LiveReport
from lowlight_live.errors import LowlightError
from lowlight_live.session import LiveSession

_LOOK_S = 0.05
_REPORT_S = 0.2
"""The figures cost a millisecond."""
_STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143}


def run_live(session: LiveSession, report: LiveReport, *, duration_s: float | None = None) -> None:
    """Run to the end: of the source, of the duration, or by a signal or a closed window.

    Args:
        session: Not started yet.
        report: Tells how it goes.
        duration_s: After which to end; None for no limit.

    Raises:
        LowlightError: The source, the enhancer or a recording failed; what could be kept is complete.
        SystemExit: Ctrl-C (130) or SIGTERM (143) ended it; what was recorded is complete.
        BrokenPipeError: Whoever was reading the figures has gone; the same.
    """
    try:
        with _signals(session) as received, report, session.pipeline:
            _until_it_has_ended(session, report, _Watch(session, report, received, duration_s))
    except LowlightError:
        report.ended(session, "failed")
        raise
    report.ended(session, "interrupted" if received else "done")
    if received:
        sys.exit(_STATUS[received[0]])


def _until_it_has_ended(session: LiveSession, report: LiveReport, watch: _Watch) -> None:
    pipeline = session.pipeline
    try:
        report.started(session)
        if session.latest is not None:
            from lowlight_live.gui.picture.preview_window import show_until

            show_until(watch.look, session.latest, title=pipeline.source.info.name, closed=pipeline.stop)
        else:
            while not watch.look(_LOOK_S):
                pass
    except BaseException:
        # Whatever it was, what has been recorded so far is to become a file.
        pipeline.stop()
        with suppress(LowlightError):
            while not pipeline.wait(_LOOK_S):
                watch.obey()
        raise


@contextmanager
def _signals(session: LiveSession) -> Iterator[list[signal.Signals]]:
    """Note signals in place of raising them anywhere: a window's event loop, for one, does not survive exceptions.

    A handler does nothing but note: it may run while the main thread holds any lock.

    Yields:
        Those that ask for the end, as they come.
    """
    received: list[signal.Signals] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(signal.Signals(number))

    def take_picture(_number: int, _frame: FrameType | None) -> None:
        if session.snapshot is not None:
            session.snapshot.take()

    before = {number: signal.signal(number, note) for number in _STATUS}
    if session.snapshot is not None and hasattr(signal, "SIGUSR1"):
        before[signal.SIGUSR1] = signal.signal(signal.SIGUSR1, take_picture)
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Watch:
    """What is to be looked at now and then while the pipeline runs; from the main thread.

    Args:
        session: That runs.
        report: Tells how it goes.
        received: Signals that ask for the end.
        duration_s: After which to end; None for no limit.
    """

    def __init__(
        self, session: LiveSession, report: LiveReport, received: Sequence[signal.Signals], duration_s: float | None
    ) -> None:
        self._pipeline = session.pipeline
        self._report = report
        self._received = received
        self._end_at = math.inf if duration_s is None else time.monotonic() + duration_s
        self._report_at = 0.0
        self._obeyed = 0

    def look(self, wait_s: float = 0.0) -> bool:
        """Obey signals and the clock, and tell how it goes.

        Args:
            wait_s: How long the end of the run may be waited for.

        Returns:
            Whether the run has ended.
        """
        if self._pipeline.wait(wait_s):
            return True
        self.obey()
        now = time.monotonic()
        if now >= self._end_at:
            self._end_at = math.inf
            self._pipeline.stop()
        if now >= self._report_at:
            self._report_at = now + _REPORT_S
            self._report.look(self._pipeline.stats(), self._pipeline.warnings)
        return False

    def obey(self) -> None:
        """Do what the signals ask for."""
        asked = len(self._received)
        if asked > self._obeyed:
            # Who asks a second time cannot wait for the recording to be completed.
            self._pipeline.abort() if asked > 1 else self._pipeline.stop()
            self._obeyed = asked
