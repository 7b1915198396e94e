"""Pictures to train on are there whole or not at all."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lowlight_live.errors import EncodeError
from lowlight_live.frame import Frame, FramePair
from lowlight_live.video.picture_folder import PictureFolder


def pair(number: int) -> FramePair:
    """One of ten a second."""
    frame = Frame(np.full((8, 12, 3), number, np.uint8), number, Fraction(1, 10))
    return FramePair(frame, frame)


def test_some_pictures_a_second_are_kept_until_the_time_is_over(tmp_path: Path) -> None:
    sink = PictureFolder(tmp_path, 1.0)
    for number in range(12):
        sink.write(pair(number))
    assert sink.complete.is_set()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["00000.png", "00001.png", "00002.png", "00003.png"]
    with Image.open(tmp_path / "00001.png") as picture:
        assert picture.getpixel((0, 0)) == (3, 3, 3)


def test_a_picture_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def fill_the_disk(_picture: Image.Image, part: Path, **_options: object) -> None:
        part.write_bytes(b"half a picture")
        seen.append([path.name for path in tmp_path.iterdir()])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Image.Image, "save", fill_the_disk)
    sink = PictureFolder(tmp_path, 1.0)
    with pytest.raises(EncodeError) as caught:
        sink.write(pair(0))
    assert "No space left on device" in str(caught.value)
    assert "full" in caught.value.hint
    assert seen == [[".00000.part.png"]]
    assert not list(tmp_path.iterdir())
