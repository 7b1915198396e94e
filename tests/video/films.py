"""Films that are written frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from lowlight_live.errors import SinkOpenError
from lowlight_live.frame import Frame, FramePair
from lowlight_live.video.protocols import SourceInfo
from lowlight_live.video.writer import VideoWriter, WriterSpec
from tests.video.clips import picture

INFO = SourceInfo("camera", 48, 64, Fraction(1, 25), frame_rate=Fraction(25))


def pairs(count: int, first: int = 0) -> Iterator[FramePair]:
    for index in range(count):
        frame = Frame(picture(48, 64, index), first + index, INFO.time_base)
        yield FramePair(frame, frame)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refusal(spec: WriterSpec) -> SinkOpenError:
    with pytest.raises(SinkOpenError) as caught:
        VideoWriter(spec, INFO)
    assert caught.value.hint
    return caught.value
