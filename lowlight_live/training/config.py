"""What a training run is made of, declared once; the command line and the window read defaults and help from here.

Knows no torch, so that `--help` is quick.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from lowlight_live.errors import ConfigError

ARCHITECTURES = ("dce-net", "dce-net++")
DEVICES = ("auto", "cpu", "cuda")

_MAY_CHANGE_ON_RESUME = ("steps", "device", "checkpoint_interval", "data", "out")


@dataclass(frozen=True, slots=True)
class LossWeights:
    """How much each loss counts. The papers give these; smoothness is 1600 where eight iterations share a map."""

    spatial: float = 1.0
    exposure: float = 10.0
    colour: float = 5.0
    smoothness: float = 200.0

    @classmethod
    def of_paper(cls, architecture: str) -> LossWeights:
        """The published weights for a network."""
        return cls(smoothness=1600.0) if architecture == "dce-net++" else cls()


def _declare(default: Any, summary: str, *, at_least: float | None = None, at_most: float | None = None) -> Any:
    return field(default=default, metadata={"summary": summary, "at_least": at_least, "at_most": at_most})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """One training run, complete: the same config on the same photos and machine gives the same weights.

    Attributes:
        data: Folder of well-lit photos, searched with its subfolders.
        out: The `.safetensors` file to write; checkpoint and log lie beside it.
        loss_weights: None means the paper's for the architecture.

    The other fields say themselves what they are, in `declared`.

    Raises:
        ConfigError: A value cannot be used.
    """

    data: Path
    out: Path
    architecture: str = _declare("dce-net", "Network to train.")
    steps: int = _declare(5_000, "Batches to train on.", at_least=1)
    batch_size: int = _declare(8, "Pictures in a batch.", at_least=1)
    seed: int = _declare(0, "Decides first weights, order of the photos and how they are darkened.", at_least=0)
    device: str = _declare("auto", "Where to train; auto takes CUDA if there is any.")
    lines: int = _declare(180, "Photos are shrunk to this many pixels on the short side.", at_least=16)
    crop: int = _declare(128, "Height and width of a training picture, in pixels.", at_least=16)
    dark_share: float = _declare(0.4, "Share of the pictures that are darkened.", at_least=0, at_most=1)
    max_stops: float = _declare(8.0, "Stops that a darkened picture loses at most.", at_least=0, at_most=16)
    learning_rate: float = _declare(1e-4, "Step length of Adam.", at_least=0)
    weight_decay: float = _declare(1e-4, "Pull of the weights towards 0.", at_least=0)
    gradient_clip: float = _declare(0.1, "Longest gradient, as a norm over all weights.", at_least=0)
    checkpoint_interval: int = _declare(250, "Steps between two checkpoints.", at_least=1)
    loss_weights: LossWeights | None = None

    def __post_init__(self) -> None:
        for declared in fields(self):
            _check_range(declared.name, getattr(self, declared.name), declared.metadata)
        if self.architecture not in ARCHITECTURES:
            raise ConfigError(f"There is no network {self.architecture!r}.", hint=f"Choose {_either(ARCHITECTURES)}.")
        if self.device not in DEVICES:
            raise ConfigError(f"There is no device {self.device!r}.", hint=f"Choose {_either(DEVICES)}.")
        if self.crop > self.lines:
            raise ConfigError(
                f"A crop of {self.crop} pixels does not fit into {self.lines} lines.",
                hint="Make the crop smaller or the lines more.",
            )
        if self.out.suffix != ".safetensors":
            raise ConfigError(
                f"{self.out.name} does not end in .safetensors.",
                hint=f"Weights are written in that format: name it {self.out.with_suffix('.safetensors').name}.",
            )

    @property
    def weights(self) -> LossWeights:
        """The loss weights in use."""
        return self.loss_weights or LossWeights.of_paper(self.architecture)

    @property
    def checkpoint(self) -> Path:
        """Where the state of the run is kept."""
        return self.out.with_suffix(".checkpoint")

    @property
    def log(self) -> Path:
        """Where each step's losses are written, as CSV."""
        return self.out.with_suffix(".csv")

    def recipe(self) -> dict[str, Any]:
        """All that decides the weights after a given step; what may change in the middle of a run is left out."""
        everything = asdict(self) | {"loss_weights": asdict(self.weights)}
        return {name: value for name, value in everything.items() if name not in _MAY_CHANGE_ON_RESUME}


@dataclass(frozen=True, slots=True)
class Declared:
    """What a face shows for one field of `TrainConfig`."""

    default: Any
    summary: str


def declared(name: str) -> Declared:
    """The declaration of a field by its name."""
    found = next(f for f in fields(TrainConfig) if f.name == name)
    return Declared(found.default, found.metadata["summary"])


def _check_range(name: str, value: Any, limits: Any) -> None:
    low, high = limits.get("at_least"), limits.get("at_most")
    if low is None:
        return
    if not (math.isfinite(value) and value >= low and (high is None or value <= high)):
        bounds = f"of at least {low:g}" if high is None else f"from {low:g} to {high:g}"
        raise ConfigError(f"{name} is {value:g}.", hint=f"Choose a value {bounds}.")


def _either(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
