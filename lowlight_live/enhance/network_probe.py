"""Runs a network on the CPU as it wants to be run, and times it in the thread that will use it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import torch

from lowlight_live.networks.dce import CurveNetwork

_RUNS, _RUNS_TO_COMPARE = 3, 8
"""Of a network alone, and of each of several: on two busy cores all of three runs may be disturbed."""
_BUDGET_S = 0.5


def network_input(small: npt.NDArray[np.float32], network: CurveNetwork) -> torch.Tensor:
    """A thumbnail, (3, h, w), as the network wants it: (1, 3, h, w) in its precision, channels last."""
    precision = next(network.parameters()).dtype
    return torch.from_numpy(small)[None].to(precision).contiguous(memory_format=torch.channels_last)


def runs_s(ways: Sequence[tuple[CurveNetwork, int]], small: npt.NDArray[np.float32]) -> list[list[float]]:
    """Let networks run in turns, so that a busy moment is everybody's.

    Args:
        ways: Networks, each with the threads that it runs in.
        small: A thumbnail, (3, h, w).

    Returns:
        The seconds of a few runs of each; of a single one where all together are already slow.
    """
    times: list[list[float]] = [[] for _ in ways]
    inputs = [network_input(small, network) for network, _ in ways]
    for turn in range(1 + (_RUNS if len(ways) == 1 else _RUNS_TO_COMPARE)):
        if turn > 1 and sum(map(sum, times)) > _BUDGET_S:
            break
        for (network, threads), image, mine in zip(ways, inputs, times, strict=True):
            with torch.inference_mode(), network_threads(threads):
                start = time.perf_counter()
                network(image)
                if turn:  # the first one prepares
                    mine.append(time.perf_counter() - start)
    return times


@contextmanager
def network_threads(threads: int) -> Iterator[None]:
    """Let torch use several threads inside, and one outside: small steps wait longer for threads than they work."""
    torch.set_num_threads(threads)
    try:
        yield
    finally:
        torch.set_num_threads(1)
