"""Scores the shipped networks on pictures with a reference; the figures in the model cards come from here.

    python benchmarks/quality.py --photos DIR [--pairs LOW HIGH] [--json FILE]

Well-lit photos are darkened with a fixed seed and scored against themselves; `--pairs` scores real pairs, matched by
the name before the suffix. Native size, uint8 output, float64 arithmetic, the mean of the pictures' values with a
bootstrap 95 % interval. "untouched" and "gamma 0.35" show what any method has to beat.
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
import torch

from lowlight_live.frame import Rgb
from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.training.degrade import degrade, draw_degradation
from lowlight_live.weights import resolve_weights, shipped_weights

Pair = tuple[Rgb, Rgb]
"""A dark picture and its reference."""

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
    """The plain form: curve maps of a thumbnail, applied at full size."""
    height, width = rgb.shape[:2]
    scale = min(1.0, THUMBNAIL_LINES / min(height, width))
    thumbnail = cv2.resize(rgb, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    with torch.inference_mode():
        bright = apply_curves(to_image(rgb), network(to_image(np.asarray(thumbnail, np.uint8))))
    return (bright[0].permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)


def gamma(rgb: Rgb) -> Rgb:
    return (np.rint((np.arange(256) / 255) ** 0.35 * 255).astype(np.uint8))[rgb]


def score(methods: dict[str, Callable[[Rgb], Rgb]], pairs: Iterable[Pair]) -> dict[str, dict[str, Any]]:
    """The mean scores of each method, and of the reference itself the brightness."""
    values: dict[str, list[tuple[float, ...]]] = {name: [] for name in [*methods, "reference"]}
    for dark, reference in pairs:
        values["reference"].append((60.0, 1.0, mean_luma(reference)))
        for name, method in methods.items():
            output = method(dark)
            values[name].append((psnr(output, reference), ssim(output, reference), mean_luma(output)))
    rows: dict[str, dict[str, Any]] = {}
    for name, table in values.items():
        scores = np.array(table)
        draws = np.random.default_rng(SEED).integers(len(scores), size=(2000, len(scores)))
        rows[name] = {
            "pictures": len(scores),
            "psnr_db": scores[:, 0].mean(),
            "psnr_95": list(np.percentile(scores[:, 0][draws].mean(axis=1), (2.5, 97.5))),
            "ssim": scores[:, 1].mean(),
            "mean_luma": scores[:, 2].mean(),
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


def to_image(rgb: Rgb) -> torch.Tensor:
    return torch.from_numpy(rgb).permute(2, 0, 1)[None].float() / 255


def read(path: Path) -> Rgb:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR_RGB), np.uint8)


def pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)


def print_table(name: str, rows: dict[str, dict[str, Any]]) -> None:
    print(f"\n{name} ({next(iter(rows.values()))['pictures']} pictures)")
    print(f"{'':14}{'PSNR dB':>9}{'95 %':>16}{'SSIM':>8}{'mean luma':>11}")
    for method, row in rows.items():
        low, high = row["psnr_95"]
        interval = f"{low:.2f} to {high:.2f}"
        print(f"{method:14}{row['psnr_db']:9.2f}{interval:>16}{row['ssim']:8.3f}{row['mean_luma']:11.3f}")


if __name__ == "__main__":
    main()
