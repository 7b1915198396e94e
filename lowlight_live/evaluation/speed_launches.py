"""Times what is launched on a device many times between two waits for it, in seconds a launch.

A launch on a GPU takes longer to ask for than to do, so all of a run may be recorded and played again as one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import torch
from torch import Tensor

from lowlight_live.evaluation.speed import Clock, Subject, Work, seconds_of
from lowlight_live.frame import Rgb

LAUNCHES = 100
BEYOND_CACHES_BYTES = 250e6
"""Of the pictures that take turns: no GPU's cache holds them, so that every launch reads and writes memory."""

Kernel = Callable[[Tensor, Tensor], object]
"""Launches what makes a picture, (H, W, 3) uint8, into another; waits for nothing."""
Play = Callable[[Subject, Callable[[], None]], object]
"""Runs a step of that name: as it is, or from a recording of an earlier run."""


def launch_works(
    kernels: Mapping[Subject, Kernel],
    rgb: Rgb,
    device: str,
    runs: int,
    *,
    playing: Callable[[torch.cuda.Stream], Play],
    settle: Callable[[], None],
    clock: Clock = time.perf_counter,
) -> list[Work]:
    """One for each kernel.

    Args:
        kernels: By what they are about.
        rgb: What they are given, in many copies.
        device: That the copies are on.
        runs: Of a turn, each of `LAUNCHES`.
        playing: What runs them on a stream of a GPU.
        settle: Waits until the device has done all that it was asked to.
        clock: In seconds.
    """
    count = min(LAUNCHES, -int(-BEYOND_CACHES_BYTES // (2 * rgb.nbytes)))
    pictures = [torch.tensor(rgb, device=device) for _ in range(count)]
    results = [torch.empty_like(picture) for picture in pictures]
    stream = torch.cuda.Stream(device) if device.startswith("cuda") else None  # type: ignore[no-untyped-call]
    play: Play = playing(stream) if stream is not None else lambda _name, step: step()

    def launched(kernel: Kernel) -> None:
        for index in range(LAUNCHES):
            kernel(pictures[index % count], results[index % count])

    def turn(subject: Subject, kernel: Kernel) -> Mapping[Subject, list[float]]:
        def run() -> None:
            play(subject, partial(launched, kernel))
            settle()

        taken = []
        with _at_work(stream):
            for _ in range(runs):
                settle()
                taken.append(seconds_of(run, clock) / LAUNCHES)
        return {subject: taken}

    return [partial(turn, subject, kernel) for subject, kernel in kernels.items()]


@contextmanager
def _at_work(stream: torch.cuda.Stream | None) -> Iterator[None]:
    with torch.inference_mode(), torch.cuda.stream(stream):  # None: the one there is
        yield
