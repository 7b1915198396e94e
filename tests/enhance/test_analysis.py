"""What the analysis of a frame tells the temporal stages, of clips at any frame rate."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from lowlight_live.enhance.analysis import FrameAnalysis, Look
from lowlight_live.enhance.row_threads import RowThreads
from lowlight_live.frame import Frame
from tests.evaluation.pictures import texture

MEMORY_S = 0.6
"""Time constant of the denoiser at full strength."""


@pytest.fixture
def analysis() -> Iterator[FrameAnalysis]:
    threads = RowThreads(1)
    yield FrameAnalysis(threads)
    threads.close()


def looks(analysis: FrameAnalysis, seconds: float, fps: int, denoise: float) -> list[Look]:
    """What it says of the frames of a static clip, the first left out."""
    rng = np.random.default_rng(0)
    clean = np.kron(rng.integers(5, 70, (8, 10, 3)), np.ones((12, 12, 1)))
    frames = [
        Frame((clean + rng.normal(0, 3, clean.shape)).round().clip(0, 255).astype(np.uint8), pts, Fraction(1, fps))
        for pts in range(1 + round(seconds * fps))
    ]
    return [analysis.look(frame, denoise) for frame in frames][1:]


@pytest.mark.parametrize("fps", [5, 15, 30, 60])
@pytest.mark.parametrize("denoise", [1.0, 0.5])
def test_what_was_seen_fades_with_a_time_constant_whatever_the_frame_rate(
    analysis: FrameAnalysis, denoise: float, fps: int
) -> None:
    left = [1 - look.blend.floor for look in looks(analysis, MEMORY_S, fps, denoise) if look.blend is not None]
    assert len(left) == round(MEMORY_S * fps)
    assert math.prod(left) == pytest.approx(math.exp(-1 / denoise))


def test_a_pan_right_after_a_cut_is_found(analysis: FrameAnalysis) -> None:
    before, after = (texture(192, 243, seed=seed) // 3 for seed in (0, 1))
    pictures = [before[:, 3:], before[:, 3:], after[:, 3:], after[:, :-3]]
    frames = [Frame(np.ascontiguousarray(rgb), pts, Fraction(1, 30)) for pts, rgb in enumerate(pictures)]
    said = [analysis.look(frame, 0.8) for frame in frames]
    assert [look.continues for look in said] == [False, True, False, True]
    assert said[-1].shift == (0, -3)
