"""The ways to train that have a name: each says for which settings it has other defaults.

Knows no torch, so that `--help` is quick.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lowlight_live.errors import ConfigError
from lowlight_live.training.config import TrainConfig, either


@dataclass(frozen=True, slots=True)
class Recipe:
    """A way to train, with a name.

    Attributes:
        summary: One sentence for the help.
        settings: The fields of `TrainConfig` whose defaults it changes.
    """

    summary: str
    settings: Mapping[str, Any]


_PHOTOS: dict[str, Any] = {
    "architecture": "dce-live",
    "loss": "photo",
    "lines": 256,
    "crop": 96,
    "zoom": 2.67,
    "darkest_photo": 0.2,
    "dark_share": 0.75,
    "grain_share": 0.5,
    "max_stops": 6.0,
    "max_gamma": 5.0,
    "cast": 0.18,
    "curved_cast": True,
    "tint": 0.05,
    "neutrality": 0.4,
    "balance": 0.7,
    "balanced_luma": 0.5,
    "lit_place_share": 0.05,
    "muted_share": 0.4,
    "made_up_share": 0.06,
    "exposure_share": 0.4,
    "weight_decay": 0.0,
    "gradient_clip": 1.0,
}

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "zero-reference": Recipe(
            "what any well-exposed picture looks like, as in the Zero-DCE papers; no photo is shown as an example",
            MappingProxyType({}),
        ),
        "free-photos": Recipe(
            "photos are darkened as a camera would, and the photo itself is what is asked for",
            _PHOTOS
            | {
                "steps": 4_000,
                "averaging": 0.998,
                "learning_rate": 3e-3,
                "warm_up": 200,
                "final_rate": 0.01,
                "validation_share": 0.1,
            },
        ),
        "paired": Recipe(
            "goes on from the shipped weights with pairs of a dark and a well-lit picture of the same place, in "
            "folders low and high as in LOL; kept only if they do better",
            {
                "architecture": "dce-live",
                "loss": "pair",
                "start": "dce-live",
                "steps": 500,
                "lines": 192,
                "crop": 160,
                "zoom": 1.2,
                "turned": True,
                "light_range": 0.3,
                "learning_rate": 3e-3,
                "weight_decay": 1e-4,
                "gradient_clip": 1.0,
                "warm_up": 50,
                "final_rate": 0.01,
                "averaging": 0.998,
                "validation_share": 0.2,
                "validation_runs": 5,
                "validation_interval": 100,
                "sheet_interval": 200,
            },
        ),
        "personal": Recipe(
            "goes on from the shipped weights with well-lit pictures of your own camera; kept only if they do better",
            _PHOTOS
            | {
                "start": "dce-live",
                "steps": 600,
                "darkest_photo": 0.15,
                "learning_rate": 3e-4,
                "warm_up": 50,
                "final_rate": 0.05,
                "averaging": 0.99,
                "validation_share": 0.2,
                "validation_runs": 15,
                "validation_interval": 100,
                "sheet_interval": 200,
            },
        ),
    }
)


_SHIPPED: Mapping[str, str] = MappingProxyType(
    {"dce-net": "zero-dce", "dce-net++": "zero-dce++", "dce-live": "dce-live", "dce-nano": "dce-nano"}
)
"""The weights that ship for each network."""


def config_of_recipe(recipe: str, data: Path, out: Path, **settings: Any) -> TrainConfig:
    """The config of a recipe.

    A recipe that begins with the shipped weights begins with those of the network that is asked for.

    Args:
        recipe: A key of `RECIPES`.
        data: Folder of well-lit photos, or of pairs.
        out: Weight file to write.
        settings: Other fields, instead of the recipe's.

    Raises:
        ConfigError: There is no such recipe, or a value cannot be used.
    """
    if recipe not in RECIPES:
        raise ConfigError(f"There is no recipe {recipe!r}.", hint=f"Choose {either(tuple(RECIPES))}.")
    usual = dict(RECIPES[recipe].settings)
    if "start" in usual and "architecture" in settings:
        usual["start"] = _SHIPPED.get(settings["architecture"], "")
    return TrainConfig(data=data, out=out, **usual | settings)


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
