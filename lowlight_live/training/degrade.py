"""Makes dark pictures from well-lit ones, as a camera in too little light would have taken them.

The order is the camera's: less light or a steeper tone curve, a colour cast, shot and read noise in linear light, then
rounding to 8 bit and optionally JPEG. Cameras darken along a tone curve more often than linearly, so most draws follow
beta * (alpha * x) ** gamma (Lv, Li & Lu, "Attention Guided Low-Light Image Enhancement", IJCV 2021, sec. 3.1).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from lowlight_live.frame import Rgb
from lowlight_live.sensor import ENCODING_GAMMA, Light, from_light, read_out, to_light

MAX_STOPS = 8.0
CAST = 0.08

_CURVED_SHARE = 0.75
_JPEG_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Degradation:
    """What a dark camera did to a picture; draw it once for a clip, then apply it to each frame with new noise.

    The default changes nothing.

    Attributes:
        stops: Halvings of the light, in linear light; at least 0.
        gamma: Exponent of the tone curve beta * (alpha * x) ** gamma on encoded samples; above 1 darkens.
        alpha: Scale before that curve.
        beta: Scale after it: the encoded value that white gets.
        cast: Factor on the encoded red, green and blue.
        tint: By how much steeper the curve of red, green and blue is: their exponents are gamma ** tint.
        electrons: What a pixel that comes out white has collected; shot noise is Poisson in it. Infinite is none.
        read_noise: Standard deviation of the sensor's own noise in electrons; needs finite `electrons`.
        jpeg_quality: 1 to 100, or None for no compression.

    Raises:
        ValueError: A value is out of its range.
    """

    stops: float = 0.0
    gamma: float = 1.0
    alpha: float = 1.0
    beta: float = 1.0
    cast: tuple[float, float, float] = (1.0, 1.0, 1.0)
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    electrons: float = math.inf
    read_noise: float = 0.0
    jpeg_quality: int | None = None

    def __post_init__(self) -> None:
        for name in ("stops", "gamma", "alpha", "beta", "read_noise"):
            value = getattr(self, name)
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(f"{name} is {value}, must be finite and not negative")
        for name in ("cast", "tint"):
            factors = getattr(self, name)
            if not (len(factors) == 3 and all(math.isfinite(factor) and factor >= 0 for factor in factors)):
                raise ValueError(f"{name} is {factors}, must be three finite factors, none negative")
        if not self.electrons > 0:
            raise ValueError(f"electrons is {self.electrons}, must be above 0")
        if self.jpeg_quality is not None and not 1 <= self.jpeg_quality <= 100:
            raise ValueError(f"jpeg_quality is {self.jpeg_quality}, must be from 1 to 100")

    @property
    def lost_stops(self) -> float:
        """How much light a middle grey loses, in stops; what the cast does is left out."""
        return self.stops + ENCODING_GAMMA * (self.gamma - 1 - math.log2(self.beta * self.alpha**self.gamma))


def draw_degradation(
    rng: np.random.Generator,
    *,
    max_stops: float = MAX_STOPS,
    max_gamma: float | None = None,
    cast: float = CAST,
    curved_cast: bool = False,
    tint: float = 0.0,
) -> Degradation:
    """Draw how a picture gets dark, from hardly at all to `max_stops`.

    Three draws of four follow the tone curve, the others lose light linearly.

    Args:
        rng: Its state decides the draw; the number of values taken from it varies.
        max_stops: Most stops lost in a linear draw.
        max_gamma: Largest gamma of a curved draw. An encoded 0.5 loses 2.2 * (gamma - 1) stops to it; None takes the
            gamma at which it loses `max_stops`, which is 4.6 for 8 stops.
        cast: How far the factor of a channel is from 1 at most.
        curved_cast: Whether the cast grows with the darkness, as the tone curve makes that of the light grow: 8 percent
            become 26 at a gamma of 4, or at the stops that cost a middle grey as much, and nothing at a gamma of 1.
        tint: How far the channels' curves are apart at most; 0 takes no value from `rng`.
    """
    steepest = 1.0 + max_stops / ENCODING_GAMMA if max_gamma is None else max_gamma
    stops, gamma, alpha, beta = 0.0, 1.0, 1.0, 1.0
    if rng.random() < _CURVED_SHARE:
        gamma = rng.uniform(1.0, steepest)
        alpha = rng.uniform(0.9, 1.0)
        beta = rng.uniform(0.5, 1.0)
    else:
        stops = rng.uniform(0.0, max_stops)
    steepness = gamma - 1 + stops / ENCODING_GAMMA
    red, green, blue = rng.uniform(1 - cast, 1 + cast, 3) ** (steepness if curved_cast else 1.0)
    tints = rng.uniform(1 - tint, 1 + tint, 3) if tint else np.ones(3)
    return Degradation(
        stops=stops,
        gamma=gamma,
        alpha=alpha,
        beta=beta,
        cast=(float(red), float(green), float(blue)),
        tint=(float(tints[0]), float(tints[1]), float(tints[2])),
        electrons=math.exp(rng.uniform(math.log(3_000), math.log(60_000))),
        read_noise=rng.uniform(0.5, 3.0),
        jpeg_quality=int(rng.integers(60, 96)) if rng.random() < _JPEG_SHARE else None,
    )


def degrade(rgb: Rgb, degradation: Degradation, rng: np.random.Generator) -> Rgb:
    """Darken one picture.

    Args:
        rgb: (H, W, 3) uint8; not changed.
        degradation: What happens to it.
        rng: Draws the noise: the same state gives the same picture, the next call other noise.

    Returns:
        A new (H, W, 3) uint8.
    """
    light = np.stack([table[rgb[..., channel]] for channel, table in enumerate(_tables(degradation))], axis=-1)
    if math.isfinite(degradation.electrons):
        light = read_out(light, degradation.electrons, degradation.read_noise, rng)
    dark: Rgb = np.clip(np.rint(from_light(light) * 255), 0, 255).astype(np.uint8)
    return dark if degradation.jpeg_quality is None else _through_jpeg(dark, degradation.jpeg_quality)


def _tables(degradation: Degradation) -> Light:
    """The light that each of the 256 codes becomes, in each channel: (3, 256), white is 1."""
    codes = np.arange(256) / 255
    exponents = degradation.gamma ** np.array(degradation.tint)
    encoded = degradation.beta * (degradation.alpha * codes) ** exponents[:, None]
    encoded = encoded * 2.0 ** (-degradation.stops / ENCODING_GAMMA)
    return to_light(np.array(degradation.cast)[:, None] * encoded).astype(np.float32)


def _through_jpeg(rgb: Rgb, quality: int) -> Rgb:
    # OpenCV's encoder wants blue first; only here, and not outside this line.
    _, data = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded: Rgb = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR_RGB), dtype=np.uint8)
    return decoded
