"""Draws the samples of the model cards: Kodak pictures darkened as docs/evaluation.md says, good and bad ones.

    python benchmarks/card_pictures.py KODAK

From left to right: the darkened picture, the model's, the photo. The pictures are a face, one with much noise,
saturated colours, and one that is taken for well lit by every model and left as dark as it is.
"""

from __future__ import annotations

import argparse
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from lowlight_live.cli.picture_files import find_picture_set
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.frame import Frame, Rgb
from lowlight_live.settings import EnhanceSettings
from lowlight_live.weights import shipped_weights

SEED = 20
CHOSEN = ("04", "15", "23", "20")
WIDTH = 360
TARGET = Path(__file__).parents[1] / "docs" / "cards"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=Path, help="folder of the Kodak pictures")
    pictures = find_picture_set(parser.parse_args().photos, darken=True, well_lit=False, seed=SEED)
    samples = {Path(sample.name).stem: sample for sample in pictures.samples()}
    TARGET.mkdir(exist_ok=True)
    for model in shipped_weights():
        with closing(CurveEnhancer(EnhancerSpec(model=model, device="cpu", precision="float32"))) as enhancer:
            rows = []
            for sample in (samples[name] for name in CHOSEN):
                frame = Frame(sample.rgb, 0, Fraction(1), discontinuity=True)
                result = enhancer.enhance(frame, EnhanceSettings()).enhanced.rgb
                assert sample.reference is not None
                rows.append(np.hstack([_small(rgb) for rgb in (sample.rgb, result, sample.reference)]))
        Image.fromarray(np.vstack(rows)).save(TARGET / f"{model}.jpg", quality=88)


def _small(rgb: Rgb) -> Rgb:
    """All tiles are of one shape: what is upright is cropped to its middle."""
    height, width = rgb.shape[:2]
    rows = min(height, round(width / 1.5))
    top = (height - rows) // 2
    small = cv2.resize(rgb[top : top + rows], (WIDTH, round(WIDTH / 1.5)), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


if __name__ == "__main__":
    main()
