"""Carries arrays between the host and a device through pinned memory that is kept, so that no copy need be waited for.

Pinning a buffer for each frame can cost more than it saves. On the CPU the same code runs without pinning.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy.typing as npt
import torch
from torch import Tensor


class Event(Protocol):
    """A mark in a stream, see `torch.cuda.Event`."""

    def record(self) -> None: ...

    def synchronize(self) -> None: ...


class Upload:
    """Takes arrays of one shape to the device, through two buffers in turn.

    Attributes:
        there: The last one, on the device: always the same tensor.
    """

    def __init__(self, shape: tuple[int, ...], dtype: torch.dtype, device: torch.device) -> None:
        self.there = torch.empty(shape, dtype=dtype, device=device)
        self._here = [_host_buffer(shape, dtype, device) for _ in range(2)]
        self._done = [new_event(device) for _ in range(2)]
        self._turn = 0

    def send(self, array: npt.NDArray[Any]) -> None:
        """Begin to copy; the array may be changed as soon as this returns."""
        self._turn = 1 - self._turn
        here, done = self._here[self._turn], self._done[self._turn]
        # Of the copy before the last: until it is done it still reads this buffer.
        done.synchronize()
        here.copy_(torch.from_numpy(array))
        self.there.copy_(here, non_blocking=True)
        done.record()


class Download:
    """Brings tensors of one shape back."""

    def __init__(self, shape: tuple[int, ...], dtype: torch.dtype, device: torch.device) -> None:
        self._here = _host_buffer(shape, dtype, device)
        self._done = new_event(device)

    def fetch(self, tensor: Tensor) -> npt.NDArray[Any]:
        """Wait for a tensor; a new array each time."""
        self._here.copy_(tensor, non_blocking=True)
        self._done.record()
        self._done.synchronize()
        return self._here.clone().numpy()


class _NoEvent:
    """Of a device on which everything is done at once."""

    def record(self) -> None: ...

    def synchronize(self) -> None: ...


def new_event(device: torch.device) -> Event:
    """A mark for the stream that is the current one when it is recorded."""
    return torch.cuda.Event() if device.type == "cuda" else _NoEvent()  # type: ignore[no-untyped-call]


def _host_buffer(shape: tuple[int, ...], dtype: torch.dtype, device: torch.device) -> Tensor:
    return torch.empty(shape, dtype=dtype, pin_memory=device.type == "cuda")
