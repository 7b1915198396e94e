"""A result that may still be on its way, so that something else can be done before it is waited for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Pending(Generic[T]):
    """Asked for in the thread that began it.

    Args:
        wait: Gives the result, however long it takes.
        ready: Whether that would take no time.
        immediate: It was there from the beginning, and not only because somebody was slow to ask.
    """

    def __init__(self, wait: Callable[[], T], ready: Callable[[], bool], *, immediate: bool = False) -> None:
        self._wait = wait
        self._ready = ready
        self.immediate = immediate

    @classmethod
    def of(cls, result: T) -> Pending[T]:
        """One that is there."""
        return cls(lambda: result, lambda: True, immediate=True)

    @property
    def ready(self) -> bool:
        """Whether nobody would have to wait."""
        return self._ready()

    def result(self) -> T:
        """Wait for it.

        Raises:
            Exception: What went wrong on the way, which may be known only now.
        """
        return self._wait()
