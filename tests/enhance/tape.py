"""A CUDA graph without CUDA: it notes which operations were run on which tensors, and runs them again.

As of a real one, what a replay does is fixed: the tensors, and every number that Python handed over. It refuses what
cannot be recorded: a tensor's value asked for by Python.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

ASKS_FOR_A_VALUE = (torch.ops.aten._local_scalar_dense.default, torch.ops.aten.item.default)


class Tape:
    """Records steps, see `cuda_graph.Record`.

    Attributes:
        recordings: Made so far.
        replays: Made so far, of all recordings.
    """

    def __init__(self) -> None:
        self.recordings = 0
        self.replays = 0

    def __call__(self, step: Callable[[], Any]) -> tuple[_Recording, Any]:
        self.recordings += 1
        notes = _Notes()
        with notes:
            result = step()
        return _Recording(self, notes.operations), result


class _Notes(TorchDispatchMode):
    def __init__(self) -> None:
        super().__init__()
        self.operations: list[tuple[Any, Any, Any, Any]] = []

    def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if function in ASKS_FOR_A_VALUE:
            raise RuntimeError("operation not permitted when stream is capturing")
        out = function(*args, **(kwargs or {}))
        self.operations.append((function, args, kwargs or {}, out))
        return out


class _Recording:
    def __init__(self, tape: Tape, operations: list[tuple[Any, Any, Any, Any]]) -> None:
        self._tape = tape
        self._operations = operations

    def replay(self) -> None:
        self._tape.replays += 1
        for function, args, kwargs, out in self._operations:
            again = function(*args, **kwargs)
            given = {storage(leaf) for leaf in tree_leaves((args, kwargs)) if isinstance(leaf, Tensor)}
            for old, new in zip(tree_leaves(out), tree_leaves(again), strict=True):
                # A view, or what was changed in place, shows the new values already.
                if isinstance(old, Tensor) and storage(old) not in given:
                    old.copy_(new)


def storage(tensor: Tensor) -> int:
    return tensor.untyped_storage().data_ptr()
