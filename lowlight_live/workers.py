"""The threads of a pipeline: waited for as long as they need and, once they are to end, not for ever."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_JOIN_S = 1.0
"""A wait without an end cannot be interrupted by Ctrl-C on Windows."""


@dataclass
class Worker:
    """One thread.

    Attributes:
        thread: Not started yet.
        release: What lets those after it end when it hangs.
        completing: Whether it is busy with something that is worth any wait.
        released: Those after it have been told.
        left_behind: Nobody waits for it any longer.
    """

    thread: threading.Thread
    release: Callable[[], None]
    completing: Callable[[], bool] = lambda: False
    released: bool = False
    left_behind: bool = False


class Workers:
    """Threads in the order in which the frames go through them.

    Args:
        workers: Not started yet.
        patience_s: How long a thread may hang after `hurry`; once it has been released, half of that.
    """

    def __init__(self, workers: Sequence[Worker], patience_s: float) -> None:
        self._workers = workers
        self._patience_s = patience_s
        self._give_up_at = math.inf
        self._aborted = False

    def start(self) -> None:
        for worker in self._workers:
            worker.thread.start()

    def hurry(self) -> None:
        """All have been told to end: from now on nobody is waited for in vain. From any thread."""
        self._give_up_at = min(self._give_up_at, time.monotonic() + self._patience_s)

    def abort(self) -> None:
        """All have been told to end at once, whatever they are busy with. From any thread."""
        if not self._aborted:
            self._aborted = True
            for worker in self._workers:
                worker.released = True
            self._give_up_at = time.monotonic() + self._patience_s / 2

    def join(self, timeout_s: float | None, left_behind: Callable[[str], None]) -> bool:
        """Wait for all.

        Args:
            timeout_s: How long; None for as long as it takes.
            left_behind: Called with the name of each thread that hangs.

        Returns:
            Whether all have ended or were left behind.
        """
        deadline = math.inf if timeout_s is None else time.monotonic() + timeout_s
        for worker in self._workers:
            while worker.thread.is_alive() and not worker.left_behind:
                now = time.monotonic()
                if self._give_up_at < math.inf and not self._aborted and worker.completing():
                    self._give_up_at = now + self._patience_s  # counted from when it is through
                if now >= self._give_up_at:
                    self._go_on_without(worker, left_behind)
                elif now >= deadline:
                    return False
                else:
                    worker.thread.join(min(_JOIN_S, deadline - now, self._give_up_at - now))
        return True

    def _go_on_without(self, worker: Worker, left_behind: Callable[[str], None]) -> None:
        """Let those after it end; if it does not end then either, it never will."""
        if worker.released:
            worker.left_behind = True
            left_behind(worker.thread.name)
            return
        worker.released = True
        worker.release()
        self._give_up_at = time.monotonic() + self._patience_s / 2
