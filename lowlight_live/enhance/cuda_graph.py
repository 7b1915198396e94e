"""Records what a frame asks of a GPU and plays it again: one launch instead of hundreds.

A recording holds addresses and numbers, no names: it reads and writes the very tensors that it was made with, and a
number that Python handed to a kernel stays what it was. So a step that is recorded may touch only tensors that stay
where they are, and what changes from frame to frame has to be in one of them.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar

import torch

Result = TypeVar("Result")

MOST = 32
"""Recordings that are kept; a slider that comes to rest here and there makes new ones each time."""


class Recording(Protocol):
    """A recorded step, see `torch.cuda.CUDAGraph`."""

    def replay(self) -> None: ...


Record = Callable[[Callable[[], Any]], tuple[Recording, Any]]
"""Records a step without running it: the recording, and what the step returned, which each replay fills anew."""


class Recorder:
    """Runs steps: the first time as they are, the second time recorded, from then on played again.

    The first run compiles and allocates what must not be compiled and allocated in a recording. A step that is asked
    for once, such as while settings change, is not recorded at all.

    Args:
        record: None where nothing can be recorded.

    Attributes:
        why_not: Why nothing is recorded any more; "" while all is well.
    """

    def __init__(self, record: Record | None) -> None:
        self.why_not = ""
        self._record = record
        self._seen: set[Hashable] = set()
        self._recorded: dict[Hashable, tuple[Recording, Any]] = {}

    @property
    def records(self) -> bool:
        """Whether steps are recorded."""
        return self._record is not None

    def run(self, key: Hashable, step: Callable[[], Result]) -> Result:
        """Run a step.

        Args:
            key: Names it, with everything that decides which kernels it runs, on which tensors, of which shapes.
            step: Does the same each time, see the module.

        Returns:
            What it returns, which holds until the next run of any step.
        """
        if self._record is None:
            return step()
        if key not in self._recorded:
            if key not in self._seen:
                self._seen.add(key)
                return step()
            if len(self._recorded) == MOST:
                self.forget()
            try:
                self._recorded[key] = self._record(step)
            except RuntimeError as error:
                # Not a reason to give up the device: if that has failed, the step will fail as well.
                self._record, self.why_not = None, str(error).splitlines()[0]
                self.forget()
                return step()
        recording, result = self._recorded[key]
        recording.replay()
        kept: Result = result
        return kept

    def forget(self) -> None:
        """Drop all recordings, because a tensor that they touch is about to go."""
        self._seen.clear()
        self._recorded.clear()


class CudaGraphs:
    """Records what is launched on a stream, from the thread that launches it.

    Other threads may use the device meanwhile: only what this thread does that cannot be recorded is an error. The
    recordings share the memory of what they compute on the way, since no two are played at a time; what a step
    returned is overwritten when another is played.
    """

    def __init__(self, stream: torch.cuda.Stream) -> None:
        self._stream = stream
        self._last: weakref.ref[torch.cuda.CUDAGraph] | None = None

    def __call__(self, step: Callable[[], Any]) -> tuple[Recording, Any]:
        """See `Record`."""
        last = self._last() if self._last is not None else None
        # Memory can be shared only while somebody holds it: after `Recorder.forget` a new pool begins.
        pool = None if last is None else last.pool()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=pool, stream=self._stream, capture_error_mode="thread_local"):
            result = step()
        self._last = weakref.ref(graph)
        return graph, result
