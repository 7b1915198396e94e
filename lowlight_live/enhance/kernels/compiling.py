"""How kernels are compiled, and the constants they share.

Constants are float32 throughout, because one bare 0.5 would turn a whole loop into float64.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Shorts = npt.NDArray[np.int16]

ZERO = np.float32(0.0)
HALF = np.float32(0.5)
ONE = np.float32(1.0)
CODES = np.float32(255.0)

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(signature: str) -> Callable[[Kernel], Kernel]:
    """Compile for exactly these types when the module is imported, and keep the machine code for the next start."""

    def decorate(function: Kernel) -> Kernel:
        options: dict[str, Any] = {"nogil": True, "fastmath": True, "boundscheck": False}
        try:
            result: Any = numba.njit(signature, cache=True, **options)(function)
        except RuntimeError:
            # Neither the package's folder nor the user's cache can be written to: compile at each start instead.
            result = numba.njit(signature, **options)(function)
        # The same call, typed as it was written.
        return cast(Kernel, result)

    return decorate
