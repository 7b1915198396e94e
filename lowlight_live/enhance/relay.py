"""Frames that a device is at work on: handed out in order, and begun again on the next device when theirs fails."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import torch

from lowlight_live.enhance.ladder import Ladder
from lowlight_live.errors import DeviceError
from lowlight_live.frame import Frame, FramePair, Rgb
from lowlight_live.pending import Pending
from lowlight_live.settings import EnhanceSettings

_FAILURES = (torch.OutOfMemoryError, torch.AcceleratorError)
_MOST = 2
"""Frames that may have been begun and not asked for, see `Enhancer.begin`."""

Result = TypeVar("Result")
Render = Callable[[Frame, EnhanceSettings], Pending[Rgb]]


@dataclass(slots=True, eq=False)
class _Begun:
    """A frame on its way; `rgb` is None from when its device fails until it has been begun again."""

    frame: Frame
    settings: EnhanceSettings
    rgb: Pending[Rgb] | None


class Relay:
    """Takes the steps of an enhancer on the device that is at work.

    Args:
        ladder: The devices.
        render: Begins a frame on the ladder's executor.
        forget: Drops what is remembered of earlier frames, which was on the device that failed.
    """

    def __init__(self, ladder: Ladder, render: Render, forget: Callable[[], None]) -> None:
        self._ladder = ladder
        self._render = render
        self._forget = forget
        self._begun: deque[_Begun] = deque(maxlen=_MOST)

    def begin(self, frame: Frame, settings: EnhanceSettings) -> Pending[FramePair]:
        """Begin a frame; see `Enhancer.begin`.

        Raises:
            DeviceError: No device is left; asking for the result can raise it too.
        """
        begun = _Begun(frame, settings, self.take(lambda: self._render(frame, settings)))
        self._begun.append(begun)

        def finished() -> FramePair:
            rgb = self.take(lambda: _on_its_way(begun).result())
            if begun in self._begun:
                self._begun.remove(begun)
            return FramePair(frame, replace(frame, rgb=rgb))

        def ready() -> bool:
            try:
                return _on_its_way(begun).ready
            except _FAILURES:
                return True  # whoever asks for the result has it begun again elsewhere

        return Pending(finished, ready)

    def take(self, step: Callable[[], Result]) -> Result:
        """Take a step; when its device fails, with nothing remembered on the next one.

        Raises:
            DeviceError: No other is left.
        """
        while True:
            try:
                # In their order and before the step: each frame is blended into what is known of those before it.
                for begun in self._begun:
                    begun.rgb = begun.rgb or self._render(begun.frame, begun.settings)
                return step()
            except _FAILURES as error:
                failed = self._ladder.executor.device
                for begun in self._begun:
                    begun.rgb = _arrived(begun.rgb)
                if not self._ladder.step_down(error):
                    raise DeviceError(
                        f"The device {failed} failed: {str(error).splitlines()[0]}",
                        hint="Close other programs that use it, or choose the CPU (--device cpu).",
                    ) from error
                self._forget()


def _on_its_way(begun: _Begun) -> Pending[Rgb]:
    assert begun.rgb is not None  # noqa: S101  after a failure `take` has begun it again
    return begun.rgb


def _arrived(rgb: Pending[Rgb] | None) -> Pending[Rgb] | None:
    """What a device that is out of memory brings all the same; None of one that was lost."""
    try:
        return rgb and Pending.of(rgb.result())
    except _FAILURES:
        return None
