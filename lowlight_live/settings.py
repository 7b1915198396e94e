"""What may change between two frames, declared once; flags, sliders and presets are made from this."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from lowlight_live.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Setting:
    """The declaration of one live setting: its range, its step and what a user is told about it."""

    name: str
    default: float
    minimum: float
    maximum: float
    step: float
    unit: str
    summary: str

    @property
    def is_switch(self) -> bool:
        """Whether it knows only two values."""
        return self.step >= self.maximum - self.minimum


def _setting(default: float, *, minimum: float, maximum: float, step: float, unit: str, summary: str) -> Any:
    declaration = {
        "default": default,
        "minimum": minimum,
        "maximum": maximum,
        "step": step,
        "unit": unit,
        "summary": summary,
    }
    return field(default=default, metadata=declaration)


@dataclass(frozen=True, slots=True)
class EnhanceSettings:
    """One consistent set of live settings; make a changed one with `dataclasses.replace`.

    Raises:
        ConfigError: A value is outside its declared range or not a number.
    """

    strength: float = _setting(
        1.0, minimum=0.0, maximum=1.0, step=0.05, unit="", summary="How much of the enhancement is applied; 0 is off."
    )
    exposure: float = _setting(
        0.0,
        minimum=-3.0,
        maximum=3.0,
        step=0.1,
        unit="stops",
        summary="Brighter or darker than the network chose; shadows move most, highlights do not clip.",
    )
    auto: float = _setting(
        1.0,
        minimum=0.0,
        maximum=1.0,
        step=1.0,
        unit="",
        summary="Leave well-lit scenes alone: 1 lets the strength follow how dark it is, 0 does not.",
    )
    temporal_smoothing: float = _setting(
        0.25,
        minimum=0.0,
        maximum=2.0,
        step=0.05,
        unit="seconds",
        summary="How slowly the curves follow, so that brightness does not pump; 0 is off.",
    )
    denoise: float = _setting(
        0.8,
        minimum=0.0,
        maximum=1.0,
        step=0.05,
        unit="",
        summary="How much noise is averaged away over time, and in space where that cannot be; 0 is off.",
    )
    saturation: float = _setting(
        1.0,
        minimum=0.0,
        maximum=2.0,
        step=0.05,
        unit="",
        summary="How strong the colours are; 0 is grey, 1 leaves them as they are.",
    )

    def __post_init__(self) -> None:
        for setting in declared_settings():
            value = getattr(self, setting.name)
            # Written so that NaN, which compares false with everything, is refused too.
            if not setting.minimum <= value <= setting.maximum:
                unit = f" {setting.unit}" if setting.unit else ""
                raise ConfigError(
                    f"{setting.name} is {value:g}.",
                    hint=f"Choose a value from {setting.minimum:g} to {setting.maximum:g}{unit}.",
                )


def declared_settings() -> tuple[Setting, ...]:
    """The declarations of all live settings, in the order in which a user should meet them."""
    return tuple(Setting(name=f.name, **f.metadata) for f in fields(EnhanceSettings))
