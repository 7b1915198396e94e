"""Scores the shipped networks on pictures with a reference; the figures in the model cards come from here.

    python benchmarks/quality.py --photos DIR [--pairs LOW HIGH] [--json FILE]

Well-lit photos are darkened with a fixed seed and scored against themselves; `--pairs` scores real pairs, matched by
the name before the suffix. Native size, uint8 output, float64 arithmetic, the mean of the pictures' values with a
bootstrap 95 % interval; colour difference (CIEDE2000) on every second pixel of every second line. "untouched" and
"gamma 0.35" show what any method has to beat.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import torch

from lowlight_live.frame import Rgb
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.networks.thumbnail import shrink, thumbnail_size
from lowlight_live.training.degrade import degrade, draw_degradation
from lowlight_live.weights import resolve_weights, shipped_weights

Pair = tuple[Rgb, Rgb]
"""A dark picture and its reference."""

Samples = npt.NDArray[np.float64]

THUMBNAIL_LINES = 180
SEED = 20
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, required=True, help="folder of well-lit photos, darkened here")
    parser.add_argument("--pairs", type=Path, nargs=2, metavar=("LOW", "HIGH"), help="two folders of real pairs")
    parser.add_argument("--model", action="append", help="name or weight file; may be repeated (default: all shipped)")
    parser.add_argument("--json", type=Path, help="write the table there too")
    arguments = parser.parse_args()

    methods: dict[str, Callable[[Rgb], Rgb]] = {"untouched": lambda rgb: rgb, "gamma 0.35": gamma}
    for model in arguments.model or shipped_weights():
        methods[Path(model).stem] = partial(enhance, load_network(resolve_weights(model)))

    sets: dict[str, Callable[[], Iterator[Pair]]] = {
        "darkened": partial(darkened_pairs, arguments.photos),
        "well-lit": partial(well_lit_pairs, arguments.photos),
    }
    if arguments.pairs:
        sets["real pairs"] = partial(real_pairs, *arguments.pairs)

    results = {name: score(methods, pairs()) for name, pairs in sets.items()}
    for name, rows in results.items():
        print_table(name, rows)
    if arguments.json:
        arguments.json.write_text(json.dumps({"seed": SEED, "results": results}, indent=2) + "\n", encoding="utf-8")


def darkened_pairs(folder: Path) -> Iterator[Pair]:
    """Each photo with a dark version of itself, as the training darkens, at full size."""
    for index, path in enumerate(pictures(folder)):
        rng = np.random.default_rng((SEED, index))
        reference = read(path)
        yield degrade(reference, draw_degradation(rng), rng), reference


def well_lit_pairs(folder: Path) -> Iterator[Pair]:
    """Each photo with itself: how much a method changes what was right."""
    for path in pictures(folder):
        reference = read(path)
        yield reference, reference


def real_pairs(low: Path, high: Path) -> Iterator[Pair]:
    references = {path.stem: path for path in pictures(high)}
    for path in pictures(low):
        yield read(path), read(references[path.stem])


def enhance(network: CurveNetwork, rgb: Rgb) -> Rgb:
    """The plain form of the enhancer on a single frame: curve maps of a thumbnail, applied at full size."""
    image = to_image(rgb)
    with torch.inference_mode():
        small = shrink(image, *thumbnail_size(*rgb.shape[:2], THUMBNAIL_LINES))
        bright = apply_curves(image, network(small))
    return (bright[0].permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)


def gamma(rgb: Rgb) -> Rgb:
    return (np.rint((np.arange(256) / 255) ** 0.35 * 255).astype(np.uint8))[rgb]


def score(methods: dict[str, Callable[[Rgb], Rgb]], pairs: Iterable[Pair]) -> dict[str, dict[str, Any]]:
    """The mean scores of each method, and of the reference itself the brightness."""
    values: dict[str, list[tuple[float, ...]]] = {name: [] for name in [*methods, "reference"]}
    for dark, reference in pairs:
        values["reference"].append((60.0, 1.0, 0.0, mean_luma(reference), clipped(reference)))
        for name, method in methods.items():
            output = method(dark)
            values[name].append(
                (
                    psnr(output, reference),
                    ssim(output, reference),
                    colour_difference(output, reference),
                    mean_luma(output),
                    clipped(output),
                )
            )
    rows: dict[str, dict[str, Any]] = {}
    for name, table in values.items():
        scores = np.array(table)
        draws = np.random.default_rng(SEED).integers(len(scores), size=(2000, len(scores)))
        rows[name] = {
            "pictures": len(scores),
            "psnr_db": scores[:, 0].mean(),
            "psnr_95": list(np.percentile(scores[:, 0][draws].mean(axis=1), (2.5, 97.5))),
            "ssim": scores[:, 1].mean(),
            "ciede2000": scores[:, 2].mean(),
            "mean_luma": scores[:, 3].mean(),
            "clipped_percent": scores[:, 4].mean(),
        }
    return rows


def psnr(output: Rgb, reference: Rgb) -> float:
    """Peak signal-to-noise ratio in dB; identical pictures count as 60 dB, so that a mean exists."""
    error = float(((output.astype(np.float64) - reference.astype(np.float64)) ** 2).mean())
    return min(60.0, 10 * np.log10(255**2 / error)) if error else 60.0


def ssim(output: Rgb, reference: Rgb) -> float:
    """Structural similarity (Wang et al. 2004): Gaussian 11x11, sigma 1.5, mean of the channels, edges left out."""
    x, y = output.astype(np.float64), reference.astype(np.float64)
    blur = partial(cv2.GaussianBlur, ksize=(11, 11), sigmaX=1.5)
    mean_x, mean_y = blur(x), blur(y)
    variance_x, variance_y = blur(x * x) - mean_x**2, blur(y * y) - mean_y**2
    covariance = blur(x * y) - mean_x * mean_y
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    numerator = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    denominator = (mean_x**2 + mean_y**2 + c1) * (variance_x + variance_y + c2)
    return float((numerator / denominator)[5:-5, 5:-5].mean())


def mean_luma(rgb: Rgb) -> float:
    return float((rgb.astype(np.float64) @ (0.299, 0.587, 0.114)).mean() / 255)


def clipped(rgb: Rgb) -> float:
    """Percent of the samples that are white or within a code of it."""
    return float((rgb >= 254).mean() * 100)


def colour_difference(output: Rgb, reference: Rgb) -> float:
    """Mean CIEDE2000 (Sharma, Wu & Dalal, "The CIEDE2000 color-difference formula", 2005)."""
    return float(ciede2000(*(to_lab(rgb[::2, ::2]) for rgb in (output, reference))).mean())


def to_lab(rgb: Rgb) -> Samples:
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab), np.float64)


def ciede2000(one: Samples, other: Samples) -> Samples:
    """Pixel by pixel, from (..., 3) CIELAB; the names are those of the paper."""
    chroma = (np.hypot(one[..., 1], one[..., 2]) + np.hypot(other[..., 1], other[..., 2])) / 2
    g = 0.5 * (1 - np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))
    a1, a2 = (1 + g) * one[..., 1], (1 + g) * other[..., 1]
    c1, c2 = np.hypot(a1, one[..., 2]), np.hypot(a2, other[..., 2])
    h1, h2 = np.arctan2(one[..., 2], a1), np.arctan2(other[..., 2], a2)
    turn = (h2 - h1 + np.pi) % (2 * np.pi) - np.pi
    turn = np.where(c1 * c2 == 0, 0, turn)
    delta_l, delta_c = other[..., 0] - one[..., 0], c2 - c1
    delta_h = 2 * np.sqrt(c1 * c2) * np.sin(turn / 2)
    light, c, h = (one[..., 0] + other[..., 0]) / 2, (c1 + c2) / 2, h1 + turn / 2
    t = 1 - 0.17 * np.cos(h - np.pi / 6) + 0.24 * np.cos(2 * h)
    t += 0.32 * np.cos(3 * h + np.pi / 30) - 0.20 * np.cos(4 * h - np.radians(63))
    degrees = np.degrees(h) % 360
    rotation = -2 * np.sqrt(c**7 / (c**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((degrees - 275) / 25) ** 2))))
    s_l = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    parts = delta_l / s_l, delta_c / (1 + 0.045 * c), delta_h / (1 + 0.015 * c * t)
    squares = parts[0] ** 2 + parts[1] ** 2 + parts[2] ** 2 + rotation * parts[1] * parts[2]
    return np.sqrt(np.maximum(squares, 0))


def to_image(rgb: Rgb) -> torch.Tensor:
    return torch.from_numpy(rgb).permute(2, 0, 1)[None].float() / 255


def read(path: Path) -> Rgb:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR_RGB), np.uint8)


def pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)


def print_table(name: str, rows: dict[str, dict[str, Any]]) -> None:
    print(f"\n{name} ({next(iter(rows.values()))['pictures']} pictures)")
    print(f"{'':14}{'PSNR dB':>9}{'95 %':>16}{'SSIM':>8}{'CIEDE2000':>11}{'mean luma':>11}{'clipped %':>11}")
    for method, row in rows.items():
        low, high = row["psnr_95"]
        interval = f"{low:.2f} to {high:.2f}"
        scores = f"{row['psnr_db']:9.2f}{interval:>16}{row['ssim']:8.3f}{row['ciede2000']:11.2f}"
        print(f"{method:14}{scores}{row['mean_luma']:11.3f}{row['clipped_percent']:11.2f}")


if __name__ == "__main__":
    main()
