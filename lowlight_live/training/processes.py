"""Several processes that train one network together, as `torchrun` starts them; one process alone is the usual case.

Every process draws the same batch, so many times larger as there are processes, and works on its own part of it. The
gradients are averaged, so all of them take the same step, and the result is that of one process with the whole batch.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, distributed, nn

from lowlight_live.training.dataset import Batch


@dataclass(frozen=True, slots=True)
class Team:
    """The processes of a run.

    Attributes:
        rank: Which one this is, from 0.
        size: How many there are.
    """

    rank: int = 0
    size: int = 1

    @property
    def leads(self) -> bool:
        """Whether this is the one that writes the files and speaks."""
        return self.rank == 0

    def share(self, batch: Batch) -> Batch:
        """This process's part of a batch."""
        return batch if self.size == 1 else batch.part(self.rank, self.size)

    def average_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Give every process the mean of all processes' gradients, in one exchange."""
        if self.size == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        together = torch.cat([gradient.flatten() for gradient in gradients])
        distributed.all_reduce(together)
        together /= self.size
        first = 0
        for gradient in gradients:
            gradient.copy_(together[first : first + gradient.numel()].view_as(gradient))
            first += gradient.numel()

    def average(self, values: Tensor) -> Tensor:
        """The mean of all processes' values."""
        if self.size > 1:
            distributed.all_reduce(values)
            values /= self.size
        return values

    def any(self, wish: bool, device: torch.device) -> bool:
        """Whether any process wishes so; all must agree on when to stop, or the others would wait for ever."""
        if self.size == 1:
            return wish
        wishes = torch.tensor(float(wish), device=device)
        distributed.all_reduce(wishes, distributed.ReduceOp.MAX)
        return bool(wishes.item())

    def wait(self) -> None:
        """Wait until all have come this far."""
        if self.size > 1:
            distributed.barrier()


@contextmanager
def join_team(device: torch.device) -> Iterator[Team]:
    """Join the processes that `torchrun` started; without it, be alone.

    Args:
        device: That this process trains on; decides how gradients travel.
    """
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield Team()
        return
    distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield Team(distributed.get_rank(), size)
    finally:
        distributed.destroy_process_group()


def leads() -> bool:
    """Whether this process writes the files and speaks, before or after it has joined the others."""
    return int(os.environ.get("RANK", "0")) == 0


def local_rank() -> int:
    """Which process of this machine this is, and so which of its GPUs is its own."""
    return int(os.environ.get("LOCAL_RANK", "0"))
