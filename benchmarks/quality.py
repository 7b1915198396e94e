"""Scores the shipped networks as docs/evaluation.md says; the figures in docs/ and in the model cards come from here.

    python benchmarks/quality.py --photos DIR [--pairs DIR] [--json FILE] [--reports DIR]

`--photos` is a folder of well-lit photos, which are scored darkened (with a fixed seed) and as they are. `--pairs` is a
folder of real pairs in the layout of LOL; of these it also scores those that the recipe `paired` keeps out. This is
`lowlight-live evaluate` several times, with all networks and with one file for the results.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from lowlight_live.cli.evaluate_pictures import print_pictures, score_set
from lowlight_live.cli.picture_files import PictureSet, find_picture_set
from lowlight_live.cli.result_files import write_result
from lowlight_live.evaluation.picture_page import picture_page
from lowlight_live.evaluation.picture_report import picture_content
from lowlight_live.settings import EnhanceSettings
from lowlight_live.training.photos import Photo, split_photos
from lowlight_live.training.recipes import config_of_recipe
from lowlight_live.weights import shipped_weights

SEED = 20
ONCE = ("commit", "versions", "settings", "enhancers", "weights_sha256", "subjects", "bootstrap", "measures")
"""What is the same for every set."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, required=True, help="folder of well-lit photos")
    parser.add_argument("--pairs", type=Path, help="folder with low and high in it")
    parser.add_argument("--model", action="append", help="name or weight file; may be repeated (default: all shipped)")
    parser.add_argument("--device", default="cpu", help="that the networks run on")
    parser.add_argument("--denoise", type=float, default=EnhanceSettings().denoise, help="as that of `enhance`")
    parser.add_argument("--json", type=Path, help="write the means there")
    parser.add_argument(
        "--reports", type=Path, help="folder for a report to look at of each set; pairs get no pictures"
    )
    parser.add_argument("--sheets", type=int, default=8, help="pictures in a report, the worst first")
    arguments = parser.parse_args()

    result: dict[str, Any] = {}
    for name, pictures in sets(arguments.photos, arguments.pairs).items():
        scored = score_set(
            pictures,
            arguments.model or list(shipped_weights()),
            [],
            EnhanceSettings(denoise=arguments.denoise),
            device=arguments.device,
            # Of research data nothing but figures is published.
            with_sheets=bool(arguments.reports) and pictures.kind != "paired",
        )
        print_pictures(scored)
        content = picture_content(scored)
        result |= {key: content.pop(key) for key in ONCE}
        pictures_scored = content.pop("pictures")
        reference = np.mean([picture["compared_with_luma"] for picture in pictures_scored])
        result.setdefault("sets", {})[name] = content | {"pictures": len(pictures_scored), "reference_luma": reference}
        if arguments.reports:
            write_result(arguments.reports / f"quality-{name}.html", picture_page(scored, sheets=arguments.sheets))
    if arguments.json:
        write_result(arguments.json, json.dumps(result, indent=1, allow_nan=False) + "\n")


def sets(photos: Path, pairs: Path | None) -> dict[str, PictureSet]:
    """What is scored, by its name in the results."""
    result = {
        "darkened": find_picture_set(photos, darken=True, well_lit=False, seed=SEED),
        "well-lit": find_picture_set(photos, darken=False, well_lit=True, seed=SEED),
    }
    if pairs is not None:
        result["pairs"] = find_picture_set(pairs, darken=False, well_lit=False, seed=SEED)
        result["pairs-kept-out"] = kept_out(result["pairs"], pairs)
    return result


def kept_out(pairs: PictureSet, folder: Path) -> PictureSet:
    """The pairs that training by the recipe `paired` does not see, split by scene as it does."""
    nothing = np.zeros((1, 1, 3), np.uint8)
    names = sorted(path.stem for path in pairs.pictures)
    config = config_of_recipe("paired", folder, Path("unused.safetensors"))
    _, kept = split_photos([Photo(name, nothing) for name in names], config)
    wanted = {photo.name for photo in kept}
    chosen = [index for index, path in enumerate(pairs.pictures) if path.stem in wanted]
    return replace(
        pairs,
        title=f"{pairs.title}, kept out of training",
        pictures=[pairs.pictures[index] for index in chosen],
        references=[pairs.references[index] for index in chosen],
    )


if __name__ == "__main__":
    main()
