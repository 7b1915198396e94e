"""The figures over the picture tell what really happens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lowlight_live.enhance.protocols import EnhancerInfo
from lowlight_live.gui.overlay import figures_lines
from lowlight_live.stats import PipelineStats

INFO = EnhancerInfo("zero-dce", "dce-net", "cpu", "bfloat16", (180, 320), "a test")
STATS = PipelineStats(
    captured=100,
    enhanced=90,
    written=88,
    dropped={"before enhance": 10},
    elapsed_s=3.0,
    fps=29.94,
    stages={},
    rates={"captured": 30.02, "window": 29.0},
    enhancer=INFO,
)


@pytest.mark.parametrize(("every", "told"), [(1, False), (3, True)])
def test_a_network_that_rests_is_told(every: int, told: bool) -> None:
    lines = figures_lines(replace(STATS, enhancer=replace(INFO, network_every=every)), 720, 1280)
    assert ("the network sees 1 frame in 3" in lines) == told
