"""The far end of a helper process: takes orders from its standard input, and tells how it goes on its standard output.

Both are an object of JSON a line. The input is also the rope between the two: when the application has gone, even
killed, it ends, and the helper is expected to end too. Knows no Qt.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from lowlight_live.errors import LowlightError

_PATIENCE_S = 10.0
"""So long a helper may take to end in order once the application has gone."""
_NICENESS = 5
_CHUNK = 65_536

Order = dict[str, Any]


def tell(event: str, **content: Any) -> None:
    """Send an event; nobody there to read it is no reason to fail: the end of the input tells that."""
    with suppress(BrokenPipeError):
        sys.stdout.write(json.dumps({"event": event, **content}, allow_nan=False) + "\n")
        sys.stdout.flush()


def serve(work: Callable[[Order, OrdersTaken], None]) -> int:
    """Do what the first order says; further ones arrive while it is done.

    Args:
        work: Given the first order, and where to ask for the others.

    Returns:
        The exit status: 0, or 2 after an error, which was told as the event `error`.
    """
    # Ctrl-C in a terminal reaches helpers too; they end when the application does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # the picture in the window comes first
    orders = _orders()
    first = next(orders, None)
    if first is None:
        return 0
    taken = OrdersTaken(orders)
    try:
        work(first, taken)
    except LowlightError as error:
        tell("error", message=str(error), hint=error.hint, detail=traceback.format_exc())
        return 2
    except Exception as error:  # noqa: BLE001  the guard of the process: told, with all there is to know
        tell("error", message=f"Something unexpected happened: {error}", hint="", detail=traceback.format_exc())
        return 2
    return 0


class OrdersTaken:
    """What was ordered after the start, as it stands now.

    Args:
        orders: Those to come; read here, on a thread of its own.
    """

    def __init__(self, orders: Iterator[Order]) -> None:
        self.stopped = threading.Event()
        self._going = threading.Event()
        self._going.set()
        self._on_stop: Callable[[], None] = lambda: None
        self._last: Order = {}
        threading.Thread(target=self._take, args=(orders,), name="lowlight-orders", daemon=True).start()

    @property
    def last(self) -> Order:
        """The order that ended the work; empty where the application has gone."""
        return self._last

    def when_stopped(self, act: Callable[[], None]) -> None:
        """Call this, from another thread, when the work is to end; at once where that has been said already."""
        self._on_stop = act
        if self.stopped.is_set():
            act()

    def wait_while_paused(self) -> None:
        """Return at once, or when the pause or everything is over."""
        self._going.wait()

    def _take(self, orders: Iterator[Order]) -> None:
        for order in orders:
            if order["order"] == "pause":
                self._going.clear()
            elif order["order"] == "go on":
                self._going.set()
            elif order["order"] == "stop":
                self._last = order
                break
        else:
            # The application has gone. What does not end by itself in time must not be left running.
            overdue = threading.Timer(_PATIENCE_S, os._exit, [1])
            overdue.daemon = True
            overdue.start()
        self.stopped.set()
        self._going.set()
        self._on_stop()


def _orders() -> Iterator[Order]:
    # Not through `sys.stdin`: at the end of the interpreter a daemon thread inside its lock would be fatal.
    held = b""
    while chunk := os.read(0, _CHUNK):
        *lines, held = (held + chunk).split(b"\n")
        for line in lines:
            yield json.loads(line)
