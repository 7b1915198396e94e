"""The figures over the picture tell what really happens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lowlight_live.enhance.protocols import EnhancerInfo
from lowlight_live.gui.picture.overlay import figures_lines
from lowlight_live.stats import PipelineStats, StageTime

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


def test_of_a_source_that_has_ended_no_rate_is_told() -> None:
    stats = replace(STATS, latency={"window": StageTime(0.02, 0.03)})
    flowing, ended = figures_lines(stats, 720, 1280), figures_lines(stats, 720, 1280, ended=True)
    assert flowing[0] == "fps: 30.0 captured, 29.9 enhanced, 29.0 shown"
    assert flowing[1].startswith("latency: 20 ms")
    assert ended[0] == "fps: none, the source has ended"
    assert ended[1:] == flowing[2:]
