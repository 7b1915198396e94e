"""What a person can want of a training, and which recipe with which settings that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PyQt6.QtCore import QT_TRANSLATE_NOOP

from lowlight_live.training.recipes import declared
from lowlight_live.weights import DEFAULT_MODEL

CONTEXT = "TrainingPurpose"


@dataclass(frozen=True, slots=True)
class Purpose:
    """A choice of the dialog; its texts are to be translated in `CONTEXT`.

    Attributes:
        title: In a few words.
        says: Which pictures it wants and what comes of them.
        recipe: A key of `training.recipes.RECIPES`.
        can_record: Pictures of the user's own camera are what it wants.
        changes: Fields of `TrainConfig` with another default than the recipe's.
    """

    title: str
    says: str
    recipe: str
    can_record: bool
    changes: Mapping[str, Any] = field(default_factory=dict)

    def default(self, name: str) -> Any:
        """What a field of `TrainConfig` is if the user leaves it alone."""
        if name in self.changes:
            return self.changes[name]
        return _FOR_A_WINDOW.get(name, declared(name).defaults[self.recipe])


_FOR_A_WINDOW = {"checkpoint_interval": 25, "sheet_interval": 50}
"""Whoever watches wants to see something soon, and whoever closes the window wants to lose nothing."""

PURPOSES = (
    Purpose(
        QT_TRANSLATE_NOOP("TrainingPurpose", "My camera, with the light on"),
        QT_TRANSLATE_NOOP(
            "TrainingPurpose",
            "Adapts the shipped network to your camera and your rooms. Give well-lit pictures of it, or record half a "
            "minute with the light on: they are darkened here, and show what the result should be. Takes minutes. "
            "The result is kept only if it does better.",
        ),
        recipe="personal",
        can_record=True,
    ),
    Purpose(
        QT_TRANSLATE_NOOP("TrainingPurpose", "Dark photos, without examples"),
        QT_TRANSLATE_NOOP(
            "TrainingPurpose",
            "Goes on from the shipped network with photos that are really dark. Nothing says what they should look "
            "like: it learns what any well-exposed picture looks like. Judge the result by the samples.",
        ),
        recipe="zero-reference",
        can_record=True,
        changes={
            "architecture": "dce-live",
            "start": DEFAULT_MODEL,
            "steps": 600,
            "lines": 256,
            "dark_share": 0.0,
            "learning_rate": 5e-5,
            "warm_up": 50,
            "validation_share": 0.1,  # for the samples: nothing says what these pictures should look like
        },
    ),
    Purpose(
        QT_TRANSLATE_NOOP("TrainingPurpose", "Many well-lit photos, from scratch"),
        QT_TRANSLATE_NOOP(
            "TrainingPurpose",
            "Trains a new network on hundreds of well-lit photos, darkened here as a camera would. Takes an hour or "
            "more without a graphics card.",
        ),
        recipe="free-photos",
        can_record=False,
    ),
    Purpose(
        QT_TRANSLATE_NOOP("TrainingPurpose", "Pairs of dark and well-lit photos"),
        QT_TRANSLATE_NOOP(
            "TrainingPurpose",
            "Goes on from the shipped network with real pairs, in the folders “low” and “high” under the same names.",
        ),
        recipe="paired",
        can_record=False,
    ),
)
