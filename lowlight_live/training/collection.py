"""All pictures of a run: those to train on, those to choose by and, where a run has one, the stock beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lowlight_live.training.config import TrainConfig
from lowlight_live.training.dataset import Batch, Example, draw_batch, example_of
from lowlight_live.training.pairs import load_pairs
from lowlight_live.training.photos import Photo, fingerprint, load_photos, split_photos

DRAWS = 4
"""How often a photo kept out is darkened, each time in another way."""

SAMPLES = 6


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """The pictures of a run.

    Attributes:
        photos: To train on.
        stock: To train on beside the photos; empty in most runs.
        to_choose_by: Whole photos that are kept out, as the network gets to see them; the same in every run of a seed.
            None where the config does not choose.
        samples: A few whole pictures to look at, kept out ones where there are any.
        identity: A hash of all photos.
    """

    photos: Sequence[Photo]
    stock: Sequence[Photo]
    to_choose_by: Sequence[Example]
    samples: Sequence[Example]
    identity: str

    def draw(self, config: TrainConfig, step: int, *, copies: int = 1) -> Batch:
        """The pictures of one step; see `dataset.draw_batch`."""
        return draw_batch(self.photos, config, step, stock=self.stock, copies=copies)


def collect(config: TrainConfig) -> Collection:
    """Read all pictures of a run.

    Raises:
        TrainingError: There are none, or too few.
    """
    if config.loss == "pair":
        everything = load_pairs(config.data, lines=config.lines, smallest=config.crop)
    else:
        everything = _photos(config.data, config)
    stock = _photos(config.stock, config) if config.stock else []
    photos, kept_out = split_photos(everything, config)
    return Collection(
        photos=photos,
        stock=stock,
        to_choose_by=_examples(kept_out, config, DRAWS) if config.chooses else (),
        samples=_examples((kept_out or photos)[:SAMPLES], config, 1),
        identity=fingerprint([*everything, *stock]),
    )


def _photos(folder: Path, config: TrainConfig) -> list[Photo]:
    return load_photos(folder, lines=config.lines, smallest=config.crop, darkest=config.darkest_photo)


def _examples(photos: Sequence[Photo], config: TrainConfig, draws: int) -> list[Example]:
    """Every photo, darkened in some ways; a real pair is dark in its one way."""
    return [
        example_of(photo, config, np.random.default_rng((config.seed, index, draw)))
        for index, photo in enumerate(photos)
        for draw in range(draws if photo.dark is None else 1)
    ]
