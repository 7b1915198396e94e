"""Ends a process of ours as soon as its work is over. Knows no Qt."""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import suppress
from typing import NoReturn

from lowlight_live.enhance.row_threads import THREAD_NAME


def leave(status: int) -> NoReturn:
    """End this process now, by `os._exit`; from the main thread, when all that is to be kept has been saved and closed.

    Python would take everything apart first. That takes half a second once torch is loaded; and a thread that is still
    in torch, which nothing can interrupt (a model is being loaded), would abort the process: the interpreter ends such
    a thread when it comes back, through frames of C++ that do not allow it.

    What others want to do at the end by `atexit` is about memory of this process only, but for the log's.

    Args:
        status: For whoever started the process.
    """
    for thread in threading.enumerate():
        # A pool that nobody has closed waits for rows for ever, and a picture that it is at is of no use any more.
        awaited = not thread.daemon and not thread.name.startswith(THREAD_NAME)
        if awaited and thread is not threading.current_thread():
            thread.join()  # as Python does: it has something to complete
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # nobody reads it, it is closed, or there is none
            stream.flush()
    os._exit(status)
