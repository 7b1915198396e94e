"""Turns photos into batches of dark and well-lit training pictures.

A batch depends on the seed and the number of the step alone, which is what lets a resumed run go on as if it had never
stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from lowlight_live.frame import Rgb
from lowlight_live.networks.curves import ENCODED_STOP
from lowlight_live.training.config import TrainConfig
from lowlight_live.training.degrade import Degradation, degrade, draw_degradation
from lowlight_live.training.photos import Photo
from lowlight_live.training.targets import balanced, exposed, lit_place, made_up, muted, neutral

_MUCH_LOST_STOPS = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One training picture.

    Attributes:
        image: (H, W, 3) uint8, as the network gets to see it.
        target: (H, W, 3) uint8, as it should look.
        exposure: The stops by which the network is asked to be brighter than a well-lit picture.
        light: Factor on the samples of `image`, which is not applied yet: rounded to codes, the darks would suffer.
    """

    image: Rgb
    target: Rgb
    exposure: float = 0.0
    light: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What one step trains on.

    Attributes:
        image: (B, 3, crop, crop) float32 in [0, 1], on the CPU; most of the pictures are dark.
        target: The same pictures as they should look.
        exposure: (B, 1) float32; how much brighter than well lit that is, in stops.
        names: The photos that the pictures were cut from.
    """

    image: Tensor
    target: Tensor
    exposure: Tensor
    names: tuple[str, ...]

    def part(self, index: int, parts: int) -> Batch:
        """The index-th of so many equal parts, for a process of several."""
        size = len(self.names) // parts
        share = slice(index * size, (index + 1) * size)
        return Batch(self.image[share], self.target[share], self.exposure[share], self.names[share])


def draw_batch(
    photos: Sequence[Photo], config: TrainConfig, step: int, *, stock: Sequence[Photo] = (), copies: int = 1
) -> Batch:
    """Draw the pictures of one step: crop, flip, and darken most of them.

    Args:
        photos: To draw from; no photo comes twice in a batch that is no larger than their number.
        config: Of the run.
        step: From 0; with the seed it decides every draw.
        stock: Other photos, of which `config.stock_share` of the batch is drawn.
        copies: The batch is so many times larger than the config says.
    """
    rng = np.random.default_rng((config.seed, step))
    size = config.batch_size * copies
    from_stock = round(config.stock_share * size) if stock else 0
    chosen = [*_choose(photos, size - from_stock, rng), *_choose(stock, from_stock, rng)]
    examples = [_cut_example(photo, config, rng) for photo in chosen]
    light = torch.tensor([example.light for example in examples], dtype=torch.float32)[:, None, None, None]
    return Batch(
        image=(to_image(np.stack([example.image for example in examples])) * light).clamp(max=1),
        target=to_image(np.stack([example.target for example in examples])),
        exposure=torch.tensor([[example.exposure] for example in examples], dtype=torch.float32),
        names=tuple(photo.name for photo in chosen),
    )


def example_of(photo: Photo, config: TrainConfig, rng: np.random.Generator) -> Example:
    """A whole photo as it is shown to a network that is being judged, at the default exposure."""
    if photo.dark is not None:
        return Example(photo.dark, photo.rgb)
    return _darkened(photo.rgb, config, rng)


def to_image(rgbs: npt.NDArray[np.uint8]) -> Tensor:
    """From (B, H, W, 3) uint8 to (B, 3, H, W) float32 in [0, 1]."""
    return torch.from_numpy(rgbs).permute(0, 3, 1, 2).float() / 255


def _choose(photos: Sequence[Photo], count: int, rng: np.random.Generator) -> list[Photo]:
    if not count:
        return []
    return [photos[index] for index in rng.choice(len(photos), count, replace=len(photos) < count)]


def _cut_example(photo: Photo, config: TrainConfig, rng: np.random.Generator) -> Example:
    cut = _draw_cut(photo.rgb, config, rng)
    rgb = cut(photo.rgb)
    if photo.dark is not None:
        stops = rng.uniform(-config.light_range, config.light_range) if config.light_range else 0.0
        example = Example(cut(photo.dark), rgb, light=ENCODED_STOP**stops)
    else:
        if config.made_up_share and rng.random() < config.made_up_share:
            rgb = made_up(config.crop, rng)
        elif config.muted_share and rng.random() < config.muted_share:
            rgb = muted(rgb, rng.uniform(0.2, 1.0))
        example = _darkened(rgb, config, rng)
    if config.exposure_share and rng.random() < config.exposure_share:
        stops = rng.uniform(-config.exposure_range, config.exposure_range)
        return replace(example, target=exposed(example.target, stops), exposure=stops)
    return example


def _darkened(rgb: Rgb, config: TrainConfig, rng: np.random.Generator) -> Example:
    """A picture dark, in good light but noisy, or just as it is."""
    if rng.random() < config.dark_share:
        darkness = draw_degradation(
            rng,
            max_stops=config.max_stops,
            max_gamma=config.max_gamma,
            cast=config.cast,
            curved_cast=config.curved_cast,
            tint=config.tint,
        )
        # What is hardly dark is to come out as it was; where much is lost, the examples should agree on what is asked.
        lost = min(1.0, darkness.lost_stops / _MUCH_LOST_STOPS)
        target = neutral(rgb, lost * config.neutrality) if config.neutrality else rgb
        target = balanced(target, lost * config.balance, config.balanced_luma) if config.balance else target
        dark = degrade(target, darkness, rng)
        if config.lit_place_share and rng.random() < config.lit_place_share:
            dark = lit_place(dark, target, rng)
        return Example(dark, target)
    if config.grain_share and rng.random() < config.grain_share:
        # A clean picture would otherwise be told by its lack of noise, and a webcam in good light taken for a dark one.
        drawn = draw_degradation(rng)
        grain = Degradation(electrons=drawn.electrons, read_noise=drawn.read_noise, jpeg_quality=drawn.jpeg_quality)
        return Example(degrade(rgb, grain, rng), rgb)
    return Example(rgb, rgb)


def _draw_cut(rgb: Rgb, config: TrainConfig, rng: np.random.Generator) -> Callable[[Rgb], Rgb]:
    """Draw a square of a photo, to be shrunk to the size of a training picture, flipped and, if so, turned.

    Returns:
        Cuts it out of any picture of the photo's size.
    """
    height, width = rgb.shape[:2]
    side = config.crop
    if config.zoom > 1:
        side = int(rng.integers(config.crop, min(round(config.crop * config.zoom), height, width) + 1))
    top = rng.integers(height - side + 1)
    left = rng.integers(width - side + 1)
    across, down = (-1 if rng.random() < 0.5 else 1 for _ in range(2))
    quarters = int(rng.integers(4)) if config.turned else 0

    def cut(whole: Rgb) -> Rgb:
        picture = whole[top : top + side, left : left + side]
        if side > config.crop:
            shrunk = cv2.resize(picture, (config.crop, config.crop), interpolation=cv2.INTER_AREA)
            picture = np.asarray(shrunk, dtype=np.uint8)
        return np.rot90(picture[::down, ::across], quarters)

    return cut
