"""Numbers are said as people read them."""

from __future__ import annotations

import pytest

from lowlight_live.gui.texts.wording import time_left


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s left"), (59, "59 s left"), (150, "2 min left"), (4900, "1 h 22 min left")]
)
def test_time_left_is_as_exact_as_it_is_true(seconds: float, words: str) -> None:
    assert time_left(seconds) == words
