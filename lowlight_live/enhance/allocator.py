"""Asks glibc to keep the memory of one frame for the next.

By default it hands every large block back to the system and takes a fresh one a moment later, whose pages the processor
then has to clear one by one: a quarter to a third of the time of a small network on the CPU. And each thread has a heap
of its own, so that what one keeps is of no use to another; with one heap for all a film takes less memory.
"""

from __future__ import annotations

import ctypes
import platform
from functools import cache

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""From glibc's malloc.h."""
_LARGE = 1 << 30


@cache
def keep_large_blocks() -> None:
    """Do so once, for the whole process; nothing happens where the C library is another."""
    if platform.libc_ver()[0] == "glibc":
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        libc.mallopt(_M_TRIM_THRESHOLD, _LARGE)
        libc.mallopt(_M_ARENA_MAX, 1)
