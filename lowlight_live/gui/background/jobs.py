"""Work that takes long, done aside: started from the window's thread, and its outcome handed over there."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_log = logging.getLogger(__name__)


class _Job(Generic[T]):
    def __init__(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        discard: Callable[[T], None] | None,
    ) -> None:
        self.work, self.done, self.failed, self.discard = work, done, failed, discard
        self.result: T | None = None
        self.error: Exception | None = None


class Jobs:
    """Each job has a thread; `deliver` is called now and then from the thread that shall get the outcomes."""

    def __init__(self) -> None:
        self._outcomes: queue.SimpleQueue[_Job[Any]] = queue.SimpleQueue()
        self._threads: list[tuple[threading.Thread, float]] = []
        self._closed = threading.Event()
        self._ended_at = 0.0

    def start(
        self,
        name: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        discard: Callable[[T], None] | None = None,
        *,
        awaited_s: float = 0.0,
    ) -> None:
        """Begin to work.

        Args:
            name: Of the thread, behind "lowlight-".
            work: Done aside.
            done: Called by `deliver` with what came of it.
            failed: Called by `deliver` with its error.
            discard: Called, from any thread, with a result that nobody wants any more.
            awaited_s: So long the end waits for it; without that it is left to itself, as what makes nothing that
                outlives the process can be.
        """
        job = _Job(work, done, failed, discard)
        thread = threading.Thread(target=self._run, args=(job,), name=f"lowlight-{name}", daemon=True)
        self._threads = [other for other in self._threads if other[0].is_alive()] + [(thread, awaited_s)]
        thread.start()

    def deliver(self) -> None:
        """Hand over what has come since."""
        while True:
            try:
                job = self._outcomes.get_nowait()
            except queue.Empty:
                return
            if job.error is not None:
                job.failed(job.error)
            else:
                job.done(job.result)

    def begin_to_end(self) -> None:
        """Want no outcome any more; from now on the times count that are waited at the end."""
        if not self._closed.is_set():
            self._ended_at = time.monotonic()
            self._closed.set()

    def close(self) -> None:
        """Want no outcome any more, and wait for what is worth it."""
        self.begin_to_end()
        for thread, awaited_s in self._threads:
            thread.join(max(0.0, self._ended_at + awaited_s - time.monotonic()))
        self._throw_away_all()

    def _run(self, job: _Job[Any]) -> None:
        try:
            job.result = job.work()
        except Exception as error:  # noqa: BLE001  handed over by `deliver`
            job.error = error
        self._outcomes.put(job)
        if self._closed.is_set():  # looked at after that, so that one of both ends sees it
            self._throw_away_all()

    def _throw_away_all(self) -> None:
        with suppress(queue.Empty):
            while True:
                job = self._outcomes.get_nowait()
                if job.error is not None:
                    _log.info("after the end: %s", job.error)
                elif job.discard is not None:
                    job.discard(job.result)
