"""Whatever bytes a name has, it is shown as one line that leaves what stands beside it as it is."""

from __future__ import annotations

import os

import pytest

from lowlight_live.gui.texts.readable import readable


@pytest.mark.parametrize(
    "name", ["clip.mp4", "Größe ½.mp4", "סרט.mp4", "فيلم.mp4", "👩\u200d👧.mp4", "می\u200cروم.mp4", ""]
)
def test_text_of_any_language_stays(name: str) -> None:
    assert readable(name) == name


@pytest.mark.parametrize(
    "odd", ["\u202e", "\u2067", "\u2069", "\n", "\x1b", "\u2028", "\x9b", os.fsdecode(b"\xe9")], ids=ascii
)
def test_what_is_no_text_or_turns_it_is_a_mark(odd: str) -> None:
    assert readable(f"a{odd}b.mp4") == "a\ufffdb.mp4"
