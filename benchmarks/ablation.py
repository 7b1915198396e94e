"""Scores weight files as the tables of what was tried in docs/models.md do: the curves alone, on thumbnails.

    python benchmarks/ablation.py --pairs LOL --brackets SICE --photos KODAK WEIGHTS...

Every figure is a mean over pictures: PSNR in dB, in brackets the PSNR once the whole result is bent along one curve to
the mean luma of its reference, then mean and standard deviation of the difference of mean luma. `--pairs` has the
folders low and high; `--brackets` holds several exposures of each place, numbered one after the other, `--photos`
well-lit pictures. Nothing is smoothed, and no picture is rounded to 8 bit once it is shrunk.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import torch

from lowlight_live.networks.checkpoints import load_network
from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.networks.thumbnail import thumbnail_size
from lowlight_live.training.degrade import degrade, draw_degradation
from lowlight_live.training.photos import read_picture
from lowlight_live.weights import resolve_weights

Picture = npt.NDArray[np.float64]
"""(h, w, 3), in [0, 1]."""

LINES = 180
LUMA = np.array((0.299, 0.587, 0.114))
DARKEST, LIGHTEST, DARK = 0.33, 0.62, 0.22
"""Mean luma of what counts as a normal exposure of a place, and what that of a dark one stays below."""
SEED = 20


class Score(NamedTuple):
    psnr: float
    psnr_bent: float
    luma_error: float

    @classmethod
    def of(cls, result: Picture, reference: Picture) -> Score:
        wanted = luma(reference)
        return cls(psnr(result, reference), psnr(bent_to(result, wanted), reference), luma(result) - wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", nargs="+", help="names or files")
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--brackets", type=Path, required=True)
    parser.add_argument("--photos", type=Path, required=True)
    arguments = parser.parse_args()

    pairs = list(third_of_pairs(arguments.pairs))
    red = np.array((1.5, 1.0, 0.65))
    sets = {
        "LOL": pairs,
        "bracketed": list(brackets(arguments.brackets)),
        "red": [((dark * red).clip(0, 1), lit) for dark, lit in pairs[::2]],
        "Kodak": list(darkened(arguments.photos)),
    }
    photos = [thumbnail(photo) for photo in pictures(arguments.photos)]
    print("| weights |", " | ".join(sets), "| as they are |")
    for name in arguments.weights:
        network = load_network(resolve_weights(name))
        cells = [cell([Score.of(enhanced(network, dark), lit) for dark, lit in found]) for found in sets.values()]
        changed = np.mean([colour_difference(enhanced(network, photo), photo) for photo in photos])
        print(f"| {name} |", " | ".join(cells), f"| {changed:.1f} |", flush=True)


def cell(scores: list[Score]) -> str:
    psnr_db, bent_db, error = np.array(scores).T
    return f"{psnr_db.mean():.2f} ({bent_db.mean():.1f}), {error.mean():+.2f} ± {error.std():.2f}"


def third_of_pairs(folder: Path) -> Iterator[tuple[Picture, Picture]]:
    lit = {path.stem: path for path in (folder / "high").iterdir()}
    for path in sorted((folder / "low").iterdir())[::3]:
        yield thumbnail(read(path)), thumbnail(read(lit[path.stem]))


def darkened(folder: Path) -> Iterator[tuple[Picture, Picture]]:
    """Every photo twice, with the seed's draws."""
    for index, photo in enumerate(pictures(folder)):
        for draw in range(2):
            rng = np.random.default_rng((SEED, index, draw))
            degradation = draw_degradation(rng, max_gamma=5.0, max_stops=7, curved_cast=True)
            yield thumbnail(degrade(photo, degradation, rng)), thumbnail(photo)


def brackets(folder: Path) -> Iterator[tuple[Picture, Picture]]:
    """A dark and a normal exposure of one place: neighbours in number whose places are in the same order of brightness.

    Order, since exposures are merged along curves of their own.
    """
    exposures = [thumbnail(read(path)) for path in sorted(folder.iterdir(), key=lambda path: int(path.stem))]
    for index, dark in enumerate(exposures):
        if luma(dark) > DARK:
            continue
        for step in (1, -1, 2, -2, 3, -3):
            if not 0 <= index + step < len(exposures):
                continue
            other = exposures[index + step]
            normal = DARKEST < luma(other) < LIGHTEST and luma(other) > 1.6 * luma(dark)
            usable = normal and other.shape == dark.shape and (other > 0.98).mean() < 0.12
            if usable and np.corrcoef(order(dark), order(other))[0, 1] > 0.95:
                yield dark, other
                break


def order(picture: Picture) -> npt.NDArray[np.float64]:
    """The rank of every pixel by its brightness."""
    brightness = np.asarray(cv2.GaussianBlur(picture @ LUMA, (0, 0), 2))
    return brightness.ravel().argsort().argsort().astype(np.float64)


def pictures(folder: Path) -> Iterator[npt.NDArray[np.uint8]]:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in (".png", ".jpg"):
            yield read(path)


def read(path: Path) -> npt.NDArray[np.uint8]:
    rgb = read_picture(path)
    if rgb is None:
        raise SystemExit(f"{path} cannot be read.")
    return rgb


def thumbnail(rgb: npt.NDArray[np.uint8]) -> Picture:
    height, width = thumbnail_size(rgb.shape[0], rgb.shape[1], LINES)
    return np.asarray(cv2.resize(rgb / 255, (width, height), interpolation=cv2.INTER_AREA))


@torch.no_grad()
def enhanced(network: CurveNetwork, picture: Picture) -> Picture:
    image = torch.from_numpy(picture).permute(2, 0, 1)[None].float().contiguous()
    return apply_curves(image, network(image))[0].permute(1, 2, 0).double().numpy()


def bent_to(picture: Picture, wanted: float) -> Picture:
    """The picture along the one curve that gives it this mean luma."""
    low, high = -0.9, 0.9
    for _ in range(20):
        alpha, result = (low + high) / 2, picture
        for _ in range(8):
            result = result + alpha * result * (1 - result)
        low, high = (alpha, high) if luma(result) < wanted else (low, alpha)
    return result


def luma(picture: Picture) -> float:
    return float((picture @ LUMA).mean())


def psnr(result: Picture, reference: Picture) -> float:
    return float(-10 * np.log10(np.square(result - reference).mean().clip(1e-6)))


def colour_difference(result: Picture, reference: Picture) -> float:
    """Mean distance in CIELAB (CIE76)."""
    one, other = (cv2.cvtColor(p.astype(np.float32).clip(0, 1), cv2.COLOR_RGB2Lab) for p in (result, reference))
    return float(np.linalg.norm(one - other, axis=-1).mean())


if __name__ == "__main__":
    main()
