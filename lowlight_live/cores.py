"""How many cores there are, and who gets how many of them: shared out here alone, so that nobody waits for a core that
another one thinks its own.

FFmpeg's decoders count the same cores for themselves. OpenCV has small pictures only, in the thread that asks. Torch
gets what a probe finds fastest, at most half of the rows' threads. Numba's kernels have no threads of their own.
"""

from __future__ import annotations

import os

_MOST_FOR_THE_ENCODER = 6
"""x264 holds back a frame for each thread, besides the ten it looks ahead: with 24 threads more than a second of film
would be lost with a killed program. Six encode 1080p many times faster than it is enhanced."""


def usable_cores() -> int:
    """Cores that this process may use, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def for_a_live_picture() -> int:
    """Threads that share the rows of a live picture: a core is for the camera's decoder, the encoder and the window."""
    return max(1, usable_cores() - 1)


def for_a_film() -> int:
    """Threads that share the rows of a film's picture.

    With all cores for the enhancer, decoder and encoder would wait for it and it for them.
    """
    return max(1, usable_cores() // 2)


def for_the_encoder() -> int:
    """Threads of an encoder in software."""
    return min(_MOST_FOR_THE_ENCODER, usable_cores())
