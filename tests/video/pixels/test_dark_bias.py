"""Dark colours are read as what they are: what is lost here, the curves multiply."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from lowlight_live.video.reader import VideoReader

HEIGHT, WIDTH = 64, 96


def write_dark(path: Path) -> np.ndarray:
    """A clip of dark, slightly coloured noise in BT.709, without loss; its exact mean RGB in codes."""
    rng = np.random.default_rng(0)
    luma = rng.integers(22, 60, (HEIGHT, WIDTH), np.uint8)
    blue, red = rng.integers(118, 132, (2, HEIGHT // 2, WIDTH // 2)).astype(np.uint8)
    planes = np.concatenate([luma.ravel(), blue.ravel(), red.ravel()]).reshape(HEIGHT * 3 // 2, WIDTH)
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=25, options={"qp": "0", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context = stream.codec_context
        context.time_base = Fraction(1, 25)
        context.colorspace = context.color_primaries = context.color_trc = 1
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.colorspace, frame.color_range, frame.pts = 1, 1, 0
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    y = (luma.astype(float).mean() - 16) * 255 / 219
    cb, cr = ((plane.astype(float).mean() - 128) * 255 / 224 for plane in (blue, red))
    return np.array([y + 1.5748 * cr, y - 0.1873 * cb - 0.4681 * cr, y + 1.8556 * cb])


def test_a_dark_clip_is_read_without_a_bias(tmp_path: Path) -> None:
    exact = write_dark(tmp_path / "dark.mp4")
    reader = VideoReader(tmp_path / "dark.mp4")
    try:
        rgb = next(iter(reader)).rgb
    finally:
        reader.close()
    assert rgb.mean(axis=(0, 1)) == pytest.approx(exact, abs=0.25)
