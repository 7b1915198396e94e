"""A device without a device: streams do what they are asked for later, in any order that their events allow.

Of a real one this is the worst case: a stream that no event holds back may run far ahead of another or far behind it,
so a copy that relies on luck goes wrong in some order.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import torch
from torch import Tensor


class Order:
    """Decides which stream goes on when.

    Args:
        seed: Another seed is another order.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - an order that can be had again
        self._streams: list[deque[Step]] = []
        self._pace: list[float] = []
        self._goes_on = self._random.choice((0.0, 0.5, 0.9))
        self.main = self.new_stream()
        self._current = self.main
        self._device: set[int] = set()

    def new_stream(self) -> deque[Step]:
        self._pace.append(self._random.choice((0.01, 1.0)))
        self._streams.append(deque())
        return self._streams[-1]

    @contextmanager
    def on(self, stream: deque[Step]) -> Iterator[None]:
        before, self._current = self._current, stream
        yield
        self._current = before

    def ask(self, step: Callable[[], object], mark: Mark | None = None, waits: bool = False) -> None:
        """Ask the current stream for something; then any stream may have gone on a little."""
        self._current.append(Step(step, mark, mark.asked if mark and waits else 0, waits))
        while self._random.random() < self._goes_on and self.go_on():
            pass

    def go_on(self) -> bool:
        """One step of a stream chosen at random; False where none can go on."""
        able = [number for number, stream in enumerate(self._streams) if stream and stream[0].able]
        if not able:
            return False
        chosen = self._random.choices(able, [self._pace[number] for number in able])[0]
        self._streams[chosen].popleft().work()
        return True

    def copy(self, target: Tensor, source: Tensor) -> None:
        """In place of `transfer.copy`: what lies on the host is copied at once."""
        if self.here(target) and self.here(source):
            target.copy_(source)
        else:
            self.ask(lambda: target.copy_(source))

    def here(self, tensor: Tensor) -> bool:
        return tensor.data_ptr() not in self._device

    def on_device(self, tensor: Tensor) -> Tensor:
        """Count a tensor as one of the device."""
        self._device.add(tensor.data_ptr())
        return tensor


class Step:
    """What a stream is asked for: work, to pass a mark, or to wait until one has been passed so many times."""

    def __init__(self, work: Callable[[], object], mark: Mark | None, times: int, waits: bool) -> None:
        self._work, self._mark, self._times, self._waits = work, mark, times, waits

    @property
    def able(self) -> bool:
        return not self._waits or self._mark is None or self._mark.passed >= self._times

    def work(self) -> None:
        self._work()
        if self._mark is not None and not self._waits:
            self._mark.passed += 1


class Mark:
    """In place of an event."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self.asked = self.passed = 0

    def record(self) -> None:
        self.asked += 1
        self._order.ask(lambda: None, self)

    def wait(self) -> None:
        self._order.ask(lambda: None, self, waits=True)

    def query(self) -> bool:
        return self.passed >= self.asked

    def synchronize(self) -> None:
        while not self.query():
            assert self._order.go_on(), "waits for ever"


class Side:
    """In place of `transfer.SideStream`."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._stream = order.new_stream()

    def current(self) -> AbstractContextManager[None]:
        return self._order.on(self._stream)

    def tensor(self, shape: tuple[int, ...], dtype: torch.dtype) -> Tensor:
        return self._order.on_device(torch.empty(shape, dtype=dtype))
