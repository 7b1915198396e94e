"""Shares the rows of a picture among threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

THREAD_NAME = "lowlight-rows"
"""What the names of all of them begin with."""

RowWork = Callable[[int, int], None]
"""Does the rows from one to before another; releases the interpreter's lock meanwhile."""

_FIRST = 0.75
"""Of its share a thread takes so much at once. The rest is for whoever comes first: cores are seldom equally free."""


class RowThreads:
    """Some threads that wait for rows; the calling thread is one of them.

    Args:
        threads: In all.
    """

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads - 1, thread_name_prefix=THREAD_NAME) if threads > 1 else None

    def share(self, rows: int, work: RowWork) -> None:
        """Do all rows; returns when all are done."""
        self.each(self.bounds(rows), work)

    def bounds(self, rows: int) -> list[int]:
        """Where to cut so many rows into bands that suit the threads: from 0 to `rows`."""
        if self._threads == 1:
            return [0, rows]
        first = [rows * _FIRST * i / self._threads for i in range(self._threads + 1)]
        rest = [rows * (_FIRST + (1 - _FIRST) * i / self._threads) for i in range(1, self._threads + 1)]
        return [round(bound) for bound in (*first, *rest)]

    def each(self, bounds: Sequence[int], work: RowWork) -> None:
        """Do the bands between these rows, each by one thread; returns when nobody works any more.

        Raises:
            BaseException: The first that `work` raised; not all bands are done then.
        """
        bands = iter([band for band in pairwise(bounds) if band[0] < band[1]])
        errors: list[BaseException] = []

        def take() -> None:
            try:
                for band in bands:
                    work(*band)
            except BaseException as error:  # noqa: BLE001 - raised again below, when nobody works any more
                errors.append(error)
                for _ in bands:
                    pass  # nobody begins another

        helpers = min(self._threads, len(bounds) - 1) - 1
        futures = [self._pool.submit(take) for _ in range(helpers)] if self._pool else []
        take()
        for future in futures:
            # One that has not begun yet has nothing left to do.
            if not future.cancel():
                future.result()
        if errors:
            raise errors[0]

    def close(self) -> None:
        """End the threads."""
        if self._pool:
            self._pool.shutdown()
