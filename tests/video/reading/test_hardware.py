"""A graphics card decodes a film only where it gives the same pictures, and sooner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from av.codec.hwaccel import HWAccel

from lowlight_live.assets import asset_dir
from lowlight_live.video.reading import hardware
from lowlight_live.video.reading.hardware import find_hardware

CLIP = asset_dir("samples") / "night-dog.mp4"
DECODED = hardware._pictures


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A card that decodes as software does; what it is told to do wrong stands in the list."""
    faults: list[str] = []

    def pictures(path: Path, acceleration: HWAccel | None) -> list[np.ndarray]:
        found = DECODED(path, None)
        if acceleration is None:
            return found
        if "refuses" in faults:
            raise RuntimeError("no such codec here")
        if "one pixel" in faults:
            found[-1][0, 0] ^= 1
        return found[: -1 if "one frame less" in faults else None]

    monkeypatch.setattr(hardware, "hwdevices_available", lambda: ["qsv", "cuda"])
    monkeypatch.setattr(hardware, "_pictures", pictures)
    return faults


def clock(software_s: float, card_s: float) -> Iterator[float]:
    return iter([0.0, software_s, 10.0, 10.0 + card_s])


def test_a_card_that_decodes_the_same_sooner_is_taken(pretended: list[str]) -> None:
    del pretended
    found = find_hardware(CLIP, clock(0.2, 0.1).__next__)
    assert found.acceleration is not None
    assert found.reason == "cuda took 100 ms and software 200 ms in a probe"


def test_a_slower_card_is_not(pretended: list[str]) -> None:
    del pretended
    found = find_hardware(CLIP, clock(0.2, 0.3).__next__)
    assert (found.acceleration, found.reason) == (None, "cuda took 300 ms and software 200 ms in a probe")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("one pixel", "cuda decodes other pictures"),
        ("one frame less", "cuda decodes other pictures"),
        ("refuses", "cuda does not decode it (no such codec here)"),
    ],
)
def test_one_that_does_not_decode_the_same_is_not(fault: str, reason: str, pretended: list[str]) -> None:
    pretended.append(fault)
    found = find_hardware(CLIP, clock(0.2, 0.1).__next__)
    assert (found.acceleration, found.reason) == (None, reason)


def test_where_ffmpeg_knows_no_card_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "hwdevices_available", lambda: ["qsv"])
    assert find_hardware(CLIP, lambda: pytest.fail("tried")).acceleration is None


def test_the_probe_compares_pictures_of_the_film() -> None:
    found = DECODED(CLIP, None)
    assert len(found) == 24
    assert found[0].shape == (720 * 3 // 2, 1280)
    assert not np.array_equal(found[0], found[-1])


@pytest.mark.gpu
def test_a_card_that_is_there_gives_the_same_pictures_or_says_why_not() -> None:
    assert "other pictures" not in find_hardware(CLIP).reason
