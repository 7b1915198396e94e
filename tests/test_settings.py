"""Settings are declared once and cannot hold a value outside their range."""

from __future__ import annotations

import math

import pytest

from lowlight_live.errors import ConfigError
from lowlight_live.settings import EnhanceSettings, declared_settings


def test_defaults_lie_within_the_declared_range() -> None:
    settings = EnhanceSettings()
    declared = declared_settings()
    assert [s.name for s in declared] == ["strength", "exposure", "auto", "temporal_smoothing", "denoise", "saturation"]
    for setting in declared:
        assert getattr(settings, setting.name) == setting.default
        assert setting.minimum <= setting.default <= setting.maximum
        assert setting.summary.endswith(".")


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, math.inf])
def test_a_value_outside_its_range_names_the_range(value: float) -> None:
    with pytest.raises(ConfigError, match="strength") as caught:
        EnhanceSettings(strength=value)
    assert "0 to 1" in caught.value.hint
