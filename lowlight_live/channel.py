"""A bounded hand-over between two threads, with an end that both sides can see."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class ChannelAborted(Exception):
    """The channel was told to stop now; what it still held is gone."""


class Channel(Generic[T]):
    """Hands items from one producing thread to one consuming thread.

    `close()` means that the producer is done and the consumer drains what is left; `abort()` means stop now. Both
    wake whoever waits, so neither side needs a sentinel, a timeout or a poll.

    Args:
        capacity: Items held at most.
        newest_wins: When full, forget the oldest item instead of making the producer wait. For live sources, where
            an old frame is worth nothing; every item forgotten is counted in `dropped`.
        inherit: Given a forgotten item and the next one, gives what takes the next one's place: for what must not
            be lost with an item.
    """

    def __init__(self, capacity: int, *, newest_wins: bool = False, inherit: Callable[[T, T], T] | None = None) -> None:
        if capacity < 1:
            raise ValueError(f"capacity is {capacity}, must be at least 1")
        self._items: deque[T] = deque()
        self._capacity = capacity
        self._newest_wins = newest_wins
        self._inherit = inherit
        self._changed = threading.Condition()
        self._closed = False
        self._aborted = False
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """Items forgotten because a newer one came before they were taken."""
        with self._changed:
            return self._dropped

    def put(self, item: T) -> None:
        """Hand over an item; waits while the channel is full, unless the newest wins.

        Raises:
            ChannelAborted: The channel was aborted, before or during the wait.
            ValueError: The channel was closed; the producer had said that it was done.
        """
        with self._changed:
            if not self._newest_wins:
                self._changed.wait_for(lambda: len(self._items) < self._capacity or self._closed or self._aborted)
            if self._aborted:
                raise ChannelAborted
            if self._closed:
                raise ValueError("put on a closed channel")
            self._items.append(item)
            while len(self._items) > self._capacity:
                self._forget_oldest()
            self._changed.notify_all()

    def __iter__(self) -> Iterator[T]:
        """Yield items as they come, until the channel is closed and empty.

        Raises:
            ChannelAborted: The channel was aborted.
        """
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._items or self._closed or self._aborted)
                if self._aborted:
                    raise ChannelAborted
                if not self._items:
                    return
                item = self._items.popleft()
                self._changed.notify_all()
            yield item
            # Do not keep the last frame alive while waiting for the next.
            del item

    def _forget_oldest(self) -> None:
        forgotten = self._items.popleft()
        self._dropped += 1
        if self._inherit is not None:
            self._items[0] = self._inherit(forgotten, self._items[0])

    def close(self) -> None:
        """The producer is done; the consumer gets what is left, then the end. Closing twice is harmless."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def abort(self) -> None:
        """Stop now: forget what is held and wake both sides with `ChannelAborted`."""
        with self._changed:
            self._aborted = True
            self._items.clear()
            self._changed.notify_all()
