"""Tells how long each stage of an enhancer takes, from outside: what is timed knows nothing of it.

Objects are watched through a stand-in that times their methods, the network through torch's hooks. What happens inside
another stage counts for the inner one alone, so that the stages of a frame add up to the frame.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, TypeVar, cast

import torch
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook

from lowlight_live.evaluation.speed import BLEND, LOAD, MAPS, NETWORK, RENDER, THUMBNAIL, Clock
from lowlight_live.networks.dce import CurveNetwork

EXECUTOR_STAGES = {
    "load": LOAD,
    "begin": BLEND,
    "blend": BLEND,
    "forget": BLEND,
    "estimate": THUMBNAIL,
    "brightness": MAPS,
    "render": RENDER,
}
"""Of the methods of an `enhance.protocols.Executor`; the network is a stage of its own inside `estimate`."""

Watched = TypeVar("Watched")


class StageClock:
    """Adds up how long the stages of one frame take, in the thread that made this.

    Args:
        clock: In seconds.
        settle: Called at both ends of a stage: waits for a device that works on after a call has returned.
    """

    def __init__(self, clock: Clock = time.perf_counter, settle: Callable[[], None] = lambda: None) -> None:
        self._clock = clock
        self._settle = settle
        self._thread = threading.get_ident()
        self._inner: list[float] = []
        self._seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside; what another thread does is a share of some stage of ours and is not counted."""
        if threading.get_ident() != self._thread:
            yield
            return
        self._settle()
        self._inner.append(0.0)
        start = self._clock()
        try:
            yield
        finally:
            self._settle()
            took = self._clock() - start
            own = took - self._inner.pop()
            self._seconds[name] = self._seconds.get(name, 0.0) + own
            if self._inner:
                self._inner[-1] += took

    def take(self) -> dict[str, float]:
        """The seconds of each stage since this was last called."""
        taken, self._seconds = self._seconds, {}
        return taken

    def watching(self, thing: Watched, stages: Mapping[str, str], others: str | None = None) -> Watched:
        """A stand-in for an object that times its methods.

        Args:
            thing: Whose methods are called.
            stages: By the name of the method.
            others: Stage of all other methods; None gives each a stage of its own name, so that none is overlooked.
        """
        return cast("Watched", _StandIn(thing, self, stages, others))


class _StandIn:
    def __init__(self, thing: object, clock: StageClock, stages: Mapping[str, str], others: str | None) -> None:
        self._thing, self._stage, self._stages, self._others = thing, clock.stage, stages, others

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._thing, name)
        if not callable(value):
            return value
        stage = self._stages.get(name, self._others or name)

        def timed(*arguments: Any, **options: Any) -> Any:
            with self._stage(stage):
                return value(*arguments, **options)

        return timed


@contextmanager
def network_watched(clock: StageClock) -> Iterator[None]:
    """Make every call of a curve network a stage inside.

    A network that is called without torch's hooks (in a captured graph) stays a part of the stage that calls it.
    """
    opened: list[ExitStack] = []

    def before(module: torch.nn.Module, _inputs: Any) -> None:
        if isinstance(module, CurveNetwork) and not _capturing():
            opened.append(ExitStack())
            opened[-1].enter_context(clock.stage(NETWORK))

    def after(module: torch.nn.Module, _inputs: Any, _output: Any) -> None:
        if isinstance(module, CurveNetwork) and not _capturing():
            opened.pop().close()

    hooks = [register_module_forward_pre_hook(before), register_module_forward_hook(after, always_call=True)]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def settling(device: str) -> Callable[[], None]:
    """What waits until a device has done all that it was asked to."""
    return partial(torch.cuda.synchronize, device) if device.startswith("cuda") else lambda: None


def _capturing() -> bool:
    """Whether a CUDA graph is being captured, during which nothing may wait for the device."""
    return torch.cuda.is_available() and torch.cuda.is_current_stream_capturing()
