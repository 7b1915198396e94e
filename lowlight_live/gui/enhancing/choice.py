"""What is to enhance, as the user chose it."""

from __future__ import annotations

from dataclasses import dataclass

from lowlight_live.weights import DEFAULT_MODEL


@dataclass(frozen=True, slots=True)
class Choice:
    """A model's name or weight file, and a device."""

    model: str = DEFAULT_MODEL
    device: str = "auto"
