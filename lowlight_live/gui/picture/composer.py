"""Composes pictures aside: scaling two 4K pictures takes longer than a slot of the window may. Knows no Qt."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from lowlight_live.frame import FramePair
from lowlight_live.gui.picture.compose import Canvas, Look, compose
from lowlight_live.video.mark import marked


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be composed.

    Attributes:
        canvas: Where to; the composer's alone until it is done.
        pair: Of one moment.
        look: How.
    """

    canvas: Canvas
    pair: FramePair
    look: Look


class Composer:
    """Carries out one order at a time in a thread of its own, which begins with the first one.

    Args:
        done: Called in that thread after each order.
    """

    def __init__(self, done: Callable[[], None]) -> None:
        self._done = done
        self._changed = threading.Condition()
        self._order: Order | None = None
        self._closed = False
        self._thread: threading.Thread | None = None

    def start(self, order: Order) -> None:
        """Begin with an order; the one before has been done. Does not wait."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="lowlight-compose", daemon=True)
            self._thread.start()
        with self._changed:
            self._order = order
            self._changed.notify_all()

    def close(self) -> None:
        """End the thread; waits for what it is at, some milliseconds."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._order is not None or self._closed)
                order, self._order = self._order, None
            if self._closed or order is None:
                return
            try:
                original, enhanced = order.pair.original.rgb, order.pair.enhanced.rgb
                if order.look.marks_held and order.pair.enhanced.held:
                    original, enhanced = marked(original), marked(enhanced)
                compose(order.canvas, original, enhanced, order.look)
                del original, enhanced
            except Exception:  # noqa: BLE001  one picture that cannot be drawn must not be the last
                kind, error, traceback = sys.exc_info()
                assert kind is not None  # noqa: S101  there is one
                threading.excepthook(threading.ExceptHookArgs((kind, error, traceback, threading.current_thread())))
            del order  # do not keep the last pair while waiting for the next
            self._done()
