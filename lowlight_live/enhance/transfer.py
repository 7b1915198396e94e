"""Carries arrays between the host and a device on streams of their own, beside the work on other frames.

The work reads and writes tensors that never move, so that it can be recorded. An array on its way in lands beside its
tensor and a result leaves from beside its own: within the device such a copy takes no time, and while the work goes on
with the tensor, the next array arrives and the last result leaves. Host memory is pinned, without which no copy runs
beside anything. Events keep the order; `tests/enhance/test_cuda_transfer.py` runs it in every order that they allow.

On the CPU the same code runs on one stream, without pinning.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

import numpy.typing as npt
import torch
from torch import Tensor

from lowlight_live.pending import Pending


class Event(Protocol):
    """A mark in a stream, see `torch.cuda.Event`."""

    def record(self) -> None: ...

    def wait(self) -> None: ...

    def query(self) -> bool: ...

    def synchronize(self) -> None: ...


class Upload:
    """Takes arrays of one shape to the device, through two buffers in turn, on the current stream.

    Attributes:
        there: The last one, on the device: always the same tensor.
    """

    def __init__(self, shape: tuple[int, ...], dtype: torch.dtype, device: torch.device) -> None:
        self.there = torch.empty(shape, dtype=dtype, device=device)
        self._here = [host_buffer(shape, dtype, device) for _ in range(2)]
        self._done = [new_event(device) for _ in range(2)]
        self._turn = 0

    def send(self, array: npt.NDArray[Any]) -> None:
        """Begin to copy; the array may be changed as soon as this returns."""
        self._turn = 1 - self._turn
        here, done = self._here[self._turn], self._done[self._turn]
        # Of the copy before the last: until it is done it still reads this buffer.
        done.synchronize()
        copy(here, torch.from_numpy(array))
        copy(self.there, here)
        done.record()


class FrameUpload:
    """Takes pictures to the device on a stream of its own, while the current stream works on the one before.

    Args:
        shape: Of the pictures.
        device: Where to.
        stream: Theirs.

    Attributes:
        there: The last one, on the device: always the same tensor.
    """

    def __init__(self, shape: tuple[int, ...], device: torch.device, stream: SideStream) -> None:
        self.there = torch.empty(shape, dtype=torch.uint8, device=device)
        self._stream = stream
        self._here = [host_buffer(shape, torch.uint8, device) for _ in range(2)]
        self._landed = [stream.tensor(shape, torch.uint8) for _ in range(2)]
        self._arrived = [new_event(device) for _ in range(2)]
        self._taken = [new_event(device) for _ in range(2)]
        self._turn = 0

    def send(self, rgb: npt.NDArray[Any]) -> None:
        """Begin to copy; the picture may be changed as soon as this returns."""
        self._turn = 1 - self._turn
        here, landed = self._here[self._turn], self._landed[self._turn]
        arrived, taken = self._arrived[self._turn], self._taken[self._turn]
        arrived.synchronize()  # the picture before the last has left the host
        copy(here, torch.from_numpy(rgb))
        with self._stream.current():
            taken.wait()  # and its place on the device
            copy(landed, here)
            arrived.record()
        arrived.wait()
        copy(self.there, landed)
        taken.record()


class Download:
    """Brings tensors of one shape back on a stream of its own, while the current stream works on the next.

    Args:
        shape: Of the tensors.
        dtype: Likewise.
        device: Where from.
        stream: Theirs.
    """

    def __init__(self, shape: tuple[int, ...], dtype: torch.dtype, device: torch.device, stream: SideStream) -> None:
        self._stream = stream
        self._here = [host_buffer(shape, dtype, device) for _ in range(2)]
        self._leaving = [stream.tensor(shape, dtype) for _ in range(2)]
        self._ready = [new_event(device) for _ in range(2)]
        self._gone = [new_event(device) for _ in range(2)]
        self._turn = 0

    def fetch(self, tensor: Tensor) -> Pending[npt.NDArray[Any]]:
        """Begin to copy; the tensor may be changed by what the current stream is asked for next.

        Returns:
            A new array, in ordinary memory: pinned memory that outlives its device ends the process when it is freed.
            To be asked for before the one after the next is begun.
        """
        self._turn = 1 - self._turn
        here, leaving = self._here[self._turn], self._leaving[self._turn]
        ready, gone = self._ready[self._turn], self._gone[self._turn]
        copy(leaving, tensor)  # the one before the last has left it, since it was asked for
        ready.record()
        with self._stream.current():
            ready.wait()
            copy(here, leaving)
            gone.record()

        def waited() -> npt.NDArray[Any]:
            gone.synchronize()
            return here.numpy().copy()

        return Pending(waited, gone.query)


class SideStream:
    """A stream beside the one that is current, or that one where the device has none."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._stream = torch.cuda.Stream(device) if device.type == "cuda" else None  # type: ignore[no-untyped-call]

    def current(self) -> AbstractContextManager[Any]:
        """Ask this one for what happens inside."""
        return torch.cuda.stream(self._stream) if self._stream is not None else nullcontext()

    def tensor(self, shape: tuple[int, ...], dtype: torch.dtype) -> Tensor:
        """One that both streams use; `settle` comes before its memory may be given to anybody else."""
        made = torch.empty(shape, dtype=dtype, device=self._device)
        if self._stream is not None:
            # The memory may be some that the current stream has given back and still reads.
            self._stream.wait_stream(torch.cuda.current_stream(self._device))
        return made

    def settle(self) -> None:
        """Wait until it has done all that it was asked to."""
        if self._stream is not None:
            self._stream.synchronize()


class _NoEvent:
    """Of a device on which everything is done at once."""

    def record(self) -> None: ...

    def wait(self) -> None: ...

    def query(self) -> bool:
        return True

    def synchronize(self) -> None: ...


def new_event(device: torch.device) -> Event:
    """A mark for the stream that is the current one when it is recorded; who waits for it leaves its core to others."""
    return torch.cuda.Event(blocking=True) if device.type == "cuda" else _NoEvent()  # type: ignore[no-untyped-call]


def copy(target: Tensor, source: Tensor) -> None:
    """As soon as the current stream comes to it; between tensors of the host, at once."""
    target.copy_(source, non_blocking=True)


def host_buffer(shape: tuple[int, ...], dtype: torch.dtype, device: torch.device) -> Tensor:
    """Memory of the host that a device can copy from and to while others work."""
    return torch.empty(shape, dtype=dtype, pin_memory=device.type == "cuda")
