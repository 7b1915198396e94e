"""What a training run is made of, each setting declared once with its range and one sentence.

Knows no torch, so that `--help` is quick.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from lowlight_live.errors import ConfigError

ARCHITECTURES = ("dce-net", "dce-net++", "dce-live", "dce-nano")
DEVICES = ("auto", "cpu", "cuda")
LOSSES = ("zero-reference", "photo", "pair")
PRECISIONS = ("float32", "bfloat16")
TRACKERS = ("tensorboard", "wandb")

_MAY_CHANGE_ON_RESUME = frozenset(
    {"steps", "device", "checkpoint_interval", "sheet_interval", "data", "stock", "out", "start", "track"}
)


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


@dataclass(frozen=True, slots=True)
class PairLossWeights:
    """How much each loss against a real picture in good light counts."""

    difference: float = 0.5
    charbonnier: float = 1.0
    balanced: float = 0.5
    exposure: float = 5.0
    structure: float = 0.3
    colour: float = 1.0
    smoothness: float = 1.0


AnyLossWeights = LossWeights | PhotoLossWeights | PairLossWeights
_WEIGHTS_OF: Mapping[str, type[AnyLossWeights]] = {
    "zero-reference": LossWeights,
    "photo": PhotoLossWeights,
    "pair": PairLossWeights,
}


def _declare(default: Any, summary: str, *, at_least: float | None = None, at_most: float | None = None) -> Any:
    return field(default=default, metadata={"summary": summary, "at_least": at_least, "at_most": at_most})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """One training run, complete: the same config on the same photos and machine gives the same weights.

    Attributes:
        data: Folder of well-lit photos, searched with its subfolders; for the loss `pair` a folder of pairs, see
            `pairs.load_pairs`.
        out: The `.safetensors` file to write; checkpoint, log and sample sheet lie beside it.
        stock: A second folder of well-lit photos that a part of each batch comes from, or None.
        start: Name or file of the weights to begin with; "" draws them. A run that begins with weights writes a file
            only if it did better than they on the photos kept out.
        track: Where else to write the numbers: some of `TRACKERS`.
        loss_weights: None means the paper's for the architecture, or the defaults of the loss.
        max_gamma: None means the exponent that costs a middle grey `max_stops`.

    The other fields say themselves what they are, in `declared`.

    Raises:
        ConfigError: A value cannot be used.
    """

    data: Path
    out: Path
    architecture: str = _declare("dce-net", "Network to train.")
    loss: str = _declare("zero-reference", "What to learn from: zero-reference losses, the undarkened photo or pairs.")
    stock: Path | None = None
    stock_share: float = _declare(0.5, "Share of a batch that comes from the stock.", at_least=0, at_most=1)
    start: str = _declare("", "Weights to begin with, by name or file.")
    steps: int = _declare(5_000, "Batches to train on.", at_least=1)
    batch_size: int = _declare(8, "Pictures in a batch.", at_least=1)
    seed: int = _declare(0, "Decides first weights, order of the photos and how they are darkened.", at_least=0)
    device: str = _declare("auto", "Where to train; auto takes CUDA if there is any.")
    precision: str = _declare("float32", "What the network computes in; its weights are float32 anyway.")
    lines: int = _declare(180, "Photos are shrunk to this many pixels on the short side.", at_least=16)
    crop: int = _declare(128, "Height and width of a training picture, in pixels.", at_least=16)
    zoom: float = _declare(1.0, "Pictures are cut up to this many times larger and then shrunk.", at_least=1)
    turned: bool = _declare(False, "Whether pictures are turned by quarters, too, and not only flipped.")
    light_range: float = _declare(
        0.0, "Stops by which the light of a real dark picture is varied.", at_least=0, at_most=2
    )
    darkest_photo: float = _declare(0.0, "Photos of less mean luma are left out.", at_least=0, at_most=1)
    dark_share: float = _declare(0.4, "Share of the pictures that are darkened.", at_least=0, at_most=1)
    grain_share: float = _declare(0.0, "Share of the others that get noise and JPEG alone.", at_least=0, at_most=1)
    max_stops: float = _declare(8.0, "Stops that a darkened picture loses at most.", at_least=0, at_most=16)
    max_gamma: float | None = _declare(None, "Steepest tone curve of a darkened picture.", at_least=1, at_most=10)
    cast: float = _declare(0.08, "How far the colours of a dark picture are off.", at_least=0, at_most=0.5)
    curved_cast: bool = _declare(False, "Whether the tone curve of a dark picture strengthens its colour cast.")
    tint: float = _declare(0.0, "How far the tone curves of its channels are apart.", at_least=0, at_most=0.5)
    balance: float = _declare(0.0, "How far targets of dark pictures go to one brightness.", at_least=0, at_most=1)
    balanced_luma: float = _declare(0.5, "That brightness, as mean luma.", at_least=0.1, at_most=0.9)
    neutrality: float = _declare(0.0, "How far the mean colour of such targets goes to grey.", at_least=0, at_most=1)
    lit_place_share: float = _declare(0.0, "Share of the dark pictures with one lit place.", at_least=0, at_most=1)
    muted_share: float = _declare(0.0, "Share of the pictures whose colours are muted.", at_least=0, at_most=1)
    made_up_share: float = _declare(0.0, "Share of the pictures that are a plain wall or fog.", at_least=0, at_most=1)
    exposure_share: float = _declare(0.0, "Share of the pictures asked for at another exposure.", at_least=0, at_most=1)
    exposure_range: float = _declare(2.0, "Largest change of exposure asked for, in stops.", at_least=0, at_most=3)
    learning_rate: float = _declare(1e-4, "Step length of Adam.", at_least=0)
    warm_up: int = _declare(0, "Steps over which the learning rate rises from 0.", at_least=0)
    final_rate: float = _declare(1.0, "Share of the learning rate at the end of its cosine.", at_least=0, at_most=1)
    weight_decay: float = _declare(1e-4, "Pull of the weights towards 0.", at_least=0)
    gradient_clip: float = _declare(0.1, "Longest gradient, as a norm over all weights.", at_least=0)
    averaging: float = _declare(0.0, "What the running average of the weights keeps a step.", at_least=0, at_most=1)
    validation_share: float = _declare(0.0, "Share of the photos kept out to choose by.", at_least=0, at_most=0.5)
    validation_interval: int = _declare(250, "Steps between two looks at the photos kept out.", at_least=1)
    validation_runs: int = _declare(
        0, "Neighbours in name that are kept out together; 0 keeps out single photos.", at_least=0
    )
    checkpoint_interval: int = _declare(250, "Steps between two checkpoints.", at_least=1)
    sheet_interval: int = _declare(500, "Steps between two sample sheets.", at_least=1)
    track: tuple[str, ...] = ()
    loss_weights: AnyLossWeights | None = None

    def __post_init__(self) -> None:
        for declared in fields(self):
            _check_range(declared.name, getattr(self, declared.name), declared.metadata)
        for what, value, known in (
            ("network", self.architecture, ARCHITECTURES),
            ("loss", self.loss, LOSSES),
            ("device", self.device, DEVICES),
            ("precision", self.precision, PRECISIONS),
            *(("tracker", tracker, TRACKERS) for tracker in self.track),
        ):
            if value not in known:
                raise ConfigError(f"There is no {what} {value!r}.", hint=f"Choose {either(known)}.")
        if self.loss_weights and not isinstance(self.loss_weights, _WEIGHTS_OF[self.loss]):
            raise ConfigError(
                f"The loss {self.loss} has no use for {type(self.loss_weights).__name__}.",
                hint=f"It takes {_WEIGHTS_OF[self.loss].__name__}.",
            )
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
    def weights(self) -> AnyLossWeights:
        """The loss weights in use."""
        if self.loss_weights:
            return self.loss_weights
        return LossWeights.of_paper(self.architecture) if self.loss == "zero-reference" else _WEIGHTS_OF[self.loss]()

    @property
    def chooses(self) -> bool:
        """Whether photos are kept out to choose the weights by: one that is not darkened says nothing of the goal."""
        return self.validation_share > 0 and (self.loss == "pair" or self.dark_share > 0)

    def learning_rate_at(self, step: int) -> float:
        """The learning rate of a step, from 0: a straight rise, then half a cosine down to the final share."""
        rise = min(1.0, (step + 1) / (self.warm_up + 1))
        done = max(0, step - self.warm_up) / max(1, self.steps - self.warm_up)
        fall = self.final_rate + (1 - self.final_rate) * (1 + math.cos(math.pi * done)) / 2
        return self.learning_rate * rise * fall

    def is_due(self, interval: int, step: int) -> bool:
        """Whether what happens every so many steps, and after the last, happens after this one."""
        return step % interval == 0 or step == self.steps

    @property
    def checkpoint(self) -> Path:
        """Where the state of the run is kept."""
        return self.out.with_suffix(".checkpoint")

    @property
    def log(self) -> Path:
        """Where each step's losses are written, as CSV."""
        return self.out.with_suffix(".csv")

    @property
    def sheet(self) -> Path:
        """Where the sample pictures are shown: before, after and, where there is one, the reference."""
        return self.out.with_suffix(".png")

    @property
    def previous(self) -> Path:
        """Where weights stay that were replaced by better ones."""
        return self.out.with_suffix(".previous.safetensors")

    def decisive(self) -> dict[str, Any]:
        """All that decides the weights after a given step; what may change in the middle of a run is left out."""
        everything = asdict(self) | {"loss_weights": asdict(self.weights)}
        # The cosine ends with the last step: where there is one, another number of steps is another run.
        may_change = _MAY_CHANGE_ON_RESUME - ({"steps"} if self.final_rate < 1 else set())
        return {name: value for name, value in everything.items() if name not in may_change}


def loss_weights_of(loss: str, values: Mapping[str, float]) -> AnyLossWeights:
    """The loss weights that a checkpoint holds as plain numbers."""
    return _WEIGHTS_OF[loss](**values)


def _check_range(name: str, value: Any, limits: Any) -> None:
    low, high = limits.get("at_least"), limits.get("at_most")
    if low is None or value is None:
        return
    if not (math.isfinite(value) and value >= low and (high is None or value <= high)):
        bounds = f"of at least {low:g}" if high is None else f"from {low:g} to {high:g}"
        raise ConfigError(f"{name} is {value:g}.", hint=f"Choose a value {bounds}.")


def either(names: tuple[str, ...]) -> str:
    """Names as a sentence offers them: "a, b or c"."""
    return f"{', '.join(names[:-1])} or {names[-1]}"
