"""Times a network on the CPU, in the thread that will use it."""

from __future__ import annotations

import statistics
import time

import numpy as np
import numpy.typing as npt
import torch

from lowlight_live.networks.dce import CurveNetwork

_RUNS = 3
_BUDGET_S = 0.5


def network_input(small: npt.NDArray[np.float32], network: CurveNetwork) -> torch.Tensor:
    """A thumbnail, (3, h, w), as the network wants it: (1, 3, h, w) in its precision, channels last."""
    precision = next(network.parameters()).dtype
    return torch.from_numpy(small)[None].to(precision).contiguous(memory_format=torch.channels_last)


def median_run_s(network: CurveNetwork, small: npt.NDArray[np.float32]) -> float:
    """Median seconds of a few runs on a thumbnail, (3, h, w); of a single one where that is already slow."""
    times: list[float] = []
    with torch.inference_mode():
        image = network_input(small, network)
        network(image)
        while len(times) < _RUNS and sum(times) < _BUDGET_S:
            start = time.perf_counter()
            network(image)
            times.append(time.perf_counter() - start)
    return statistics.median(times)
