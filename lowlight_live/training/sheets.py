"""Shows what a network does so far: a row for each sample, before, after and, where there is one, the reference."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import torch

from lowlight_live.frame import Rgb
from lowlight_live.networks.curves import apply_curves
from lowlight_live.networks.dce import CurveNetwork
from lowlight_live.training.dataset import Example, to_image

_HEIGHT = 120
_WIDEST = 214
_GAP = 4

_log = logging.getLogger(__name__)


def draw_sheet(network: CurveNetwork, examples: Sequence[Example], device: torch.device, *, references: bool) -> Rgb:
    """Enhance a few pictures and lay them out.

    The network comes back in the mode it was in.

    Args:
        network: On the device.
        examples: Whole pictures.
        device: Where to compute.
        references: Whether the targets are what the network learns from, and so worth showing.

    Returns:
        (H, W, 3) uint8: a row a picture, a column each for before, after and reference.
    """
    was_training = network.training
    network.eval()
    rows = []
    with torch.no_grad():
        for example in examples:
            image = to_image(example.image[None]).to(device, memory_format=torch.channels_last)
            bright = apply_curves(image, network(image))[0].permute(1, 2, 0).cpu().numpy()
            after = np.rint(bright.clip(0, 1) * 255).astype(np.uint8)
            pictures = [example.image, after, *([example.target] if references else [])]
            rows.append([_fitted(picture) for picture in pictures])
    network.train(was_training)
    width = max(picture.shape[1] for row in rows for picture in row) + _GAP
    sheet = np.full((len(rows) * (_HEIGHT + _GAP), width * len(rows[0]), 3), 32, np.uint8)
    for top, row in enumerate(rows):
        for left, picture in enumerate(row):
            y, x = top * (_HEIGHT + _GAP), left * width
            sheet[y : y + picture.shape[0], x : x + picture.shape[1]] = picture
    return sheet


def write_sheet(sheet: Rgb, path: Path) -> None:
    """Write it as PNG; the file appears whole or not at all. Where it cannot be written, that is a warning."""
    _, data = cv2.imencode(".png", cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data.tobytes())
        part.replace(path)
    except OSError as error:
        _log.warning("%s cannot be written (%s); the training goes on.", path, error.strerror)
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _fitted(rgb: Rgb) -> Rgb:
    scale = min(_HEIGHT / rgb.shape[0], _WIDEST / rgb.shape[1])
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    shrink = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(rgb, size, interpolation=shrink), np.uint8)
