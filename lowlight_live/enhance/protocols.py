"""What the pipeline asks of whatever enhances frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from lowlight_live.frame import Frame, FramePair
from lowlight_live.settings import EnhanceSettings


@dataclass(frozen=True, slots=True)
class EnhancerInfo:
    """What enhances, for the overlay, the log and the JSON report.

    Attributes:
        model: Name of the weights.
        device: Such as "cpu" or "cuda:0".
        precision: Of the network: "float32", "bfloat16" or "float16".
        reason: Why this device and precision were chosen, one sentence.
    """

    model: str
    device: str
    precision: str
    reason: str


class Enhancer(Protocol):
    """Makes dark frames bright. Used from one thread."""

    @property
    def info(self) -> EnhancerInfo: ...

    def enhance(self, frame: Frame, settings: EnhanceSettings) -> FramePair:
        """Enhance one frame; the result has the same size, time and colour.

        Raises:
            ModelError: The network or its device failed.
        """
        ...

    def reset(self) -> None:
        """Forget what was remembered of earlier frames."""
        ...

    def close(self) -> None:
        """Release threads and device memory. Closing twice is harmless."""
        ...
