"""What a picture should look like once it is enhanced: a photo, made fit to be an example.

Photos that people keep are no fair sample of what a camera in a dark room sees: they are more colourful, and some are
meant to be dark. What is done about it is done here, by the same curves that the networks bend, so that every target
can be reached.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import torch

from lowlight_live.frame import Rgb
from lowlight_live.networks.cast import cast_of
from lowlight_live.networks.curves import ENCODED_STOP
from lowlight_live.networks.dce import ITERATIONS

_LUMA = np.array((0.299, 0.587, 0.114))
_STEEPEST = 0.35
_BISECTIONS = 14

Samples = npt.NDArray[np.float64]


def balanced(rgb: Rgb, share: float, luma: float) -> Rgb:
    """Bend the whole picture along one curve so that its mean luma goes a share of the way to `luma`.

    How bright the place was that a dark picture shows can only be guessed, so the examples should agree.

    Args:
        rgb: (H, W, 3).
        share: 0 leaves the picture as it is, 1 makes all pictures equally bright.
        luma: Mean of the encoded samples, in [0, 1].
    """
    few = rgb[::4, ::4] / 255
    now = _mean_luma(few)
    alpha = _alpha_to(few, now + share * (luma - now), _mean_luma)
    return _to_rgb(_bent(np.arange(256) / 255, alpha))[rgb]


def neutral(rgb: Rgb, share: float) -> Rgb:
    """Bend each channel along a curve of its own so that the colour of the light goes towards grey.

    What lamp a dark picture was taken under can only be guessed too; the colours of things remain, that of the light
    goes.

    Args:
        rgb: (H, W, 3).
        share: 0 leaves the picture as it is, 1 makes the light grey, see `networks.cast`.
    """
    few = rgb[::4, ::4] / 255
    cast = cast_of(torch.from_numpy(few).permute(2, 0, 1)[None])[0, :, 0, 0].double().numpy()
    channels = []
    for channel in range(3):
        samples = few[..., channel]
        wanted = float(samples.mean() * np.exp(share * cast[channel]))
        alpha = _alpha_to(samples, wanted, lambda bent: float(bent.mean()))
        channels.append(_to_rgb(_bent(np.arange(256) / 255, alpha))[rgb[..., channel]])
    return np.stack(channels, axis=-1)


def exposed(rgb: Rgb, stops: float) -> Rgb:
    """The picture brighter by so many stops in the darks; black stays black and white stays white.

    The same curve as `networks.curves.adjust_maps` makes for an exposure.
    """
    return _to_rgb(_bent(np.arange(256) / 255, ENCODED_STOP ** (stops / ITERATIONS) - 1))[rgb]


def muted(rgb: Rgb, saturation: float) -> Rgb:
    """The picture with its colours nearer to grey: 0 is grey, 1 leaves it as it is."""
    grey = (rgb @ _LUMA)[..., None]
    return np.asarray(np.rint(grey + saturation * (rgb - grey)).clip(0, 255), np.uint8)


def lit_place(dark: Rgb, lit: Rgb, rng: np.random.Generator) -> Rgb:
    """A dark picture with one place in it that has light of its own: a screen, a window, what a lamp shines on.

    Args:
        dark: (H, W, 3).
        lit: The same picture in good light, which it keeps in that place.
        rng: Draws the place and its shape.
    """
    height, width = dark.shape[:2]
    rows, columns = np.mgrid[:height, :width]
    down = (rows - rng.uniform(0, height)) / (height * rng.uniform(0.05, 0.3))
    across = (columns - rng.uniform(0, width)) / (width * rng.uniform(0.05, 0.3))
    distance = np.maximum(abs(down), abs(across)) if rng.random() < 0.5 else np.hypot(down, across)
    softness = rng.uniform(0.02, 0.5)
    share = ((1 + softness - distance) / (2 * softness)).clip(0, 1)[..., None]
    return np.asarray(np.rint(dark + share * (lit.astype(np.float64) - dark)), np.uint8)


def made_up(size: int, rng: np.random.Generator) -> Rgb:
    """A wall, a fog, an empty sky: nearly one colour, with hardly anything in it that says how bright it should be."""
    colour = rng.uniform(0.2, 0.7) * np.exp(rng.normal(0, 0.05, 3) * (rng.random() < 0.5))
    picture = np.broadcast_to(colour, (size, size, 3))
    if rng.random() < 0.6:
        rows, columns = np.mgrid[:size, :size] / size - 0.5
        angle, depth = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.5)
        picture = picture * (1 + depth * (np.cos(angle) * columns + np.sin(angle) * rows))[..., None]
    if rng.random() < 0.3:
        first, last = sorted(rng.integers(0, size + 1, 2))
        picture = picture.copy()
        picture[first:last] *= rng.uniform(0.5, 1.5)
    return _to_rgb(picture.clip(0, 1))


def _alpha_to(samples: Samples, wanted: float, mean: Callable[[Samples], float]) -> float:
    """The curve that gives the samples this mean, or the steepest one."""
    low, high = -_STEEPEST, _STEEPEST
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if mean(_bent(samples, middle)) < wanted else (low, middle)
    return (low + high) / 2


def _bent(samples: Samples, alpha: float) -> Samples:
    for _ in range(ITERATIONS):
        samples = samples + alpha * samples * (1 - samples)
    return samples


def _to_rgb(samples: Samples) -> Rgb:
    return np.asarray(np.rint(samples * 255), np.uint8)


def _mean_luma(samples: Samples) -> float:
    return float((samples @ _LUMA).mean())
