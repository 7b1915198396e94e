"""What a training run is made of, declared once; the command line and the window read defaults and help from here.

Knows no torch, so that `--help` is quick.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lowlight_live.errors import ConfigError

ARCHITECTURES = ("dce-net", "dce-net++", "dce-live")
DEVICES = ("auto", "cpu", "cuda")
LOSSES = ("zero-reference", "photo")

_MAY_CHANGE_ON_RESUME = frozenset({"steps", "device", "checkpoint_interval", "data", "out"})


@dataclass(frozen=True, slots=True)
class LossWeights:
    """How much each zero-reference loss counts.

    The papers give these; smoothness is 1600 where all eight iterations share a map.
    """

    spatial: float = 1.0
    exposure: float = 10.0
    colour: float = 5.0
    smoothness: float = 200.0

    @classmethod
    def of_paper(cls, architecture: str) -> LossWeights:
        """The published weights for a network."""
        return cls() if architecture == "dce-net" else cls(smoothness=1600.0)


@dataclass(frozen=True, slots=True)
class PhotoLossWeights:
    """How much each loss against the undarkened photo counts."""

    difference: float = 1.0
    exposure: float = 5.0
    structure: float = 0.3
    colour: float = 1.0
    smoothness: float = 1.0


def _declare(default: Any, summary: str, *, at_least: float | None = None, at_most: float | None = None) -> Any:
    return field(default=default, metadata={"summary": summary, "at_least": at_least, "at_most": at_most})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """One training run, complete: the same config on the same photos and machine gives the same weights.

    Attributes:
        data: Folder of well-lit photos, searched with its subfolders.
        out: The `.safetensors` file to write; checkpoint and log lie beside it.
        loss_weights: None means the paper's for the architecture, or those of `PhotoLossWeights`.
        max_gamma: None means the exponent that costs a middle grey `max_stops`.

    The other fields say themselves what they are, in `declared`.

    Raises:
        ConfigError: A value cannot be used.
    """

    data: Path
    out: Path
    architecture: str = _declare("dce-net", "Network to train.")
    loss: str = _declare("zero-reference", "What to learn from: zero-reference losses or the undarkened photo.")
    steps: int = _declare(5_000, "Batches to train on.", at_least=1)
    batch_size: int = _declare(8, "Pictures in a batch.", at_least=1)
    seed: int = _declare(0, "Decides first weights, order of the photos and how they are darkened.", at_least=0)
    device: str = _declare("auto", "Where to train; auto takes CUDA if there is any.")
    lines: int = _declare(180, "Photos are shrunk to this many pixels on the short side.", at_least=16)
    crop: int = _declare(128, "Height and width of a training picture, in pixels.", at_least=16)
    zoom: float = _declare(1.0, "Pictures are cut up to this many times larger and then shrunk.", at_least=1)
    darkest_photo: float = _declare(0.0, "Photos of less mean luma are left out.", at_least=0, at_most=1)
    dark_share: float = _declare(0.4, "Share of the pictures that are darkened.", at_least=0, at_most=1)
    grain_share: float = _declare(0.0, "Share of the others that get noise and JPEG alone.", at_least=0, at_most=1)
    max_stops: float = _declare(8.0, "Stops that a darkened picture loses at most.", at_least=0, at_most=16)
    max_gamma: float | None = _declare(None, "Steepest tone curve of a darkened picture.", at_least=1, at_most=10)
    curved_cast: bool = _declare(False, "Whether the tone curve of a dark picture strengthens its colour cast.")
    learning_rate: float = _declare(1e-4, "Step length of Adam.", at_least=0)
    warm_up: int = _declare(0, "Steps over which the learning rate rises from 0.", at_least=0)
    final_rate: float = _declare(1.0, "Share of the learning rate at the end of its cosine.", at_least=0, at_most=1)
    weight_decay: float = _declare(1e-4, "Pull of the weights towards 0.", at_least=0)
    gradient_clip: float = _declare(0.1, "Longest gradient, as a norm over all weights.", at_least=0)
    averaging: float = _declare(0.0, "What the running average of the weights keeps a step.", at_least=0, at_most=1)
    validation_share: float = _declare(0.0, "Share of the photos kept out to choose by.", at_least=0, at_most=0.5)
    validation_interval: int = _declare(250, "Steps between two looks at the photos kept out.", at_least=1)
    checkpoint_interval: int = _declare(250, "Steps between two checkpoints.", at_least=1)
    loss_weights: LossWeights | PhotoLossWeights | None = None

    def __post_init__(self) -> None:
        for declared in fields(self):
            _check_range(declared.name, getattr(self, declared.name), declared.metadata)
        if self.architecture not in ARCHITECTURES:
            raise ConfigError(f"There is no network {self.architecture!r}.", hint=f"Choose {_either(ARCHITECTURES)}.")
        if self.loss not in LOSSES:
            raise ConfigError(f"There is no loss {self.loss!r}.", hint=f"Choose {_either(LOSSES)}.")
        if self.loss_weights and isinstance(self.loss_weights, PhotoLossWeights) != (self.loss == "photo"):
            raise ConfigError(
                f"The loss {self.loss} has no use for {type(self.loss_weights).__name__}.",
                hint="LossWeights are for zero-reference, PhotoLossWeights for photo.",
            )
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
    def weights(self) -> LossWeights | PhotoLossWeights:
        """The loss weights in use."""
        if self.loss_weights:
            return self.loss_weights
        return PhotoLossWeights() if self.loss == "photo" else LossWeights.of_paper(self.architecture)

    def learning_rate_at(self, step: int) -> float:
        """The learning rate of a step, from 0: a straight rise, then half a cosine down to the final share."""
        rise = min(1.0, (step + 1) / (self.warm_up + 1))
        done = max(0, step - self.warm_up) / max(1, self.steps - self.warm_up)
        fall = self.final_rate + (1 - self.final_rate) * (1 + math.cos(math.pi * done)) / 2
        return self.learning_rate * rise * fall

    @property
    def checkpoint(self) -> Path:
        """Where the state of the run is kept."""
        return self.out.with_suffix(".checkpoint")

    @property
    def log(self) -> Path:
        """Where each step's losses are written, as CSV."""
        return self.out.with_suffix(".csv")

    def decisive(self) -> dict[str, Any]:
        """All that decides the weights after a given step; what may change in the middle of a run is left out."""
        everything = asdict(self) | {"loss_weights": asdict(self.weights)}
        # The cosine ends with the last step: where there is one, another number of steps is another run.
        may_change = _MAY_CHANGE_ON_RESUME - ({"steps"} if self.final_rate < 1 else set())
        return {name: value for name, value in everything.items() if name not in may_change}


@dataclass(frozen=True, slots=True)
class Recipe:
    """A way to train, with a name.

    Attributes:
        summary: One sentence for the help.
        settings: The fields of `TrainConfig` whose defaults it changes.
    """

    summary: str
    settings: Mapping[str, Any]


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "zero-reference": Recipe(
            "what any well-exposed picture looks like, as in the Zero-DCE papers; no photo is shown as an example",
            MappingProxyType({}),
        ),
        "free-photos": Recipe(
            "photos are darkened as a camera would, and the photo itself is what is asked for",
            MappingProxyType(
                {
                    "architecture": "dce-live",
                    "loss": "photo",
                    "steps": 8_000,
                    "lines": 256,
                    "zoom": 2.0,
                    "darkest_photo": 0.2,
                    "dark_share": 0.8,
                    "grain_share": 0.5,
                    "max_stops": 6.0,
                    "max_gamma": 5.0,
                    "curved_cast": True,
                    "learning_rate": 3e-3,
                    "weight_decay": 0.0,
                    "gradient_clip": 1.0,
                    "warm_up": 200,
                    "final_rate": 0.01,
                    "averaging": 0.998,
                    "validation_share": 0.1,
                }
            ),
        ),
    }
)


def config_of_recipe(recipe: str, data: Path, out: Path, **settings: Any) -> TrainConfig:
    """The config of a recipe.

    Args:
        recipe: A key of `RECIPES`.
        data: Folder of well-lit photos.
        out: Weight file to write.
        settings: Other fields, instead of the recipe's.

    Raises:
        ConfigError: There is no such recipe, or a value cannot be used.
    """
    if recipe not in RECIPES:
        raise ConfigError(f"There is no recipe {recipe!r}.", hint=f"Choose {_either(tuple(RECIPES))}.")
    return TrainConfig(data=data, out=out, **dict(RECIPES[recipe].settings) | settings)


def settings_of_recipe(recipe: str) -> dict[str, Any]:
    """What a recipe says for each field by which recipes differ, its defaults included."""
    differing = {name for other in RECIPES.values() for name in other.settings}
    return {name: declared(name).defaults[recipe] for name in sorted(differing)}


@dataclass(frozen=True, slots=True)
class Declared:
    """What a face shows for one field of `TrainConfig`.

    Attributes:
        summary: What it is.
        defaults: Its default in each recipe.
    """

    summary: str
    defaults: Mapping[str, Any]


def declared(name: str) -> Declared:
    """The declaration of a field by its name."""
    found = next(f for f in fields(TrainConfig) if f.name == name)
    defaults = {recipe: RECIPES[recipe].settings.get(name, found.default) for recipe in RECIPES}
    return Declared(found.metadata["summary"], defaults)


def _check_range(name: str, value: Any, limits: Any) -> None:
    low, high = limits.get("at_least"), limits.get("at_most")
    if low is None or value is None:
        return
    if not (math.isfinite(value) and value >= low and (high is None or value <= high)):
        bounds = f"of at least {low:g}" if high is None else f"from {low:g} to {high:g}"
        raise ConfigError(f"{name} is {value:g}.", hint=f"Choose a value {bounds}.")


def _either(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
