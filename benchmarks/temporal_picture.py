"""Draws what the temporal stages do to the bundled clip: a crop of one frame, and what changes to the next one.

    python benchmarks/temporal_picture.py docs/benchmarks/temporal-crops.png

Left frame by frame, right with the default settings; above the crop, below the difference of two consecutive frames,
eight times amplified.
"""

from __future__ import annotations

import argparse
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image

from lowlight_live.assets import asset_dir
from lowlight_live.enhance.curve_enhancer import CurveEnhancer, EnhancerSpec
from lowlight_live.frame import Frame, Rgb
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.reader import VideoReader

LAST = 36
TOP, LEFT, HEIGHT, WIDTH = 40, 150, 260, 360
AMPLIFIED = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", type=Path)
    target = parser.parse_args().target
    with closing(VideoReader(asset_dir("samples") / "night-dog.mp4")) as reader:
        frames = list(islice(reader, LAST + 1))
    with closing(CurveEnhancer(EnhancerSpec(device="cpu", precision="float32"))) as enhancer:
        columns = [
            _column(_enhanced(frames, enhancer, settings))
            for settings in (EnhanceSettings(denoise=0, temporal_smoothing=0), EnhanceSettings())
        ]
    Image.fromarray(np.hstack(columns)).save(target)


def _enhanced(frames: list[Frame], enhancer: CurveEnhancer, settings: EnhanceSettings) -> list[Rgb]:
    enhancer.reset()
    return [enhancer.enhance(frame, settings).enhanced.rgb for frame in frames][-2:]


def _column(pair: list[Rgb]) -> Rgb:
    before, after = (rgb[TOP : TOP + HEIGHT, LEFT : LEFT + WIDTH].astype(int) for rgb in pair)
    change = np.minimum(np.abs(after - before) * AMPLIFIED, 255)
    return np.vstack([after, change]).astype(np.uint8)


if __name__ == "__main__":
    main()
