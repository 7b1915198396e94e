"""How kernels are compiled, and the constants they share.

The machine code that is kept belongs to the file of its kernel: after a change to what a kernel takes from another
file, delete `__pycache__/*.nb[ic]`, as `make check` does.

What decides whether a loop becomes vector instructions: it runs from 0 (a part of a row is a slice, not a range), it
writes to at most four rows or so, what it does to several neighbours is written out and not a loop over them, and it
looks nothing up in a table. One long loop over many rows is then several times faster than many short ones.

Constants are float32 throughout, because one bare 0.5 would turn a whole loop into float64.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int32]
Integers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Shorts = npt.NDArray[np.int16]
Words = npt.NDArray[np.uint16]
Number = float | np.float32

ZERO = np.float32(0.0)
HALF = np.float32(0.5)
ONE = np.float32(1.0)
THIRD = np.float32(1 / 3)
CODES = np.float32(255.0)

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(signature: str) -> Callable[[Kernel], Kernel]:
    """Compile for exactly these types when the module is imported, and keep the machine code for the next start."""

    def decorate(function: Kernel) -> Kernel:
        # Without numpy's error model every division may raise, which keeps its loop from becoming vector instructions.
        options: dict[str, Any] = {"nogil": True, "fastmath": True, "boundscheck": False, "error_model": "numpy"}
        try:
            result: Any = numba.njit(signature, cache=True, **options)(function)
        except (RuntimeError, OSError):
            # Neither the package's folder nor the user's cache can be written to, or the disk is full: compile at
            # each start instead.
            result = numba.njit(signature, **options)(function)
        # The same call, typed as it was written.
        return cast(Kernel, result)

    return decorate
