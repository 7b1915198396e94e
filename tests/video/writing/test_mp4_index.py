"""The index of an MP4 that is complete names every frame, whatever happens while it is corrected."""

from __future__ import annotations

import errno
from fractions import Fraction
from pathlib import Path

import av
import pytest

from lowlight_live.video.writing.mp4_index import correct_index
from tests.video.clips import Clip, make, times, transcode


@pytest.mark.parametrize("step", [1, 2])
def test_a_crash_while_the_index_is_corrected_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    steps: list[int] = []

    def crash(_: int) -> None:
        steps.append(1)
        if len(steps) == step:
            raise OSError(errno.EIO, "Input/output error")

    source, film = make(tmp_path / "in.mp4"), tmp_path / "out.mp4"
    transcode(source, film)
    monkeypatch.setattr("lowlight_live.video.writing.mp4_index.os.fsync", crash)
    with pytest.raises(OSError, match="Input/output"):
        correct_index(film, Fraction(10))  # longer than it is, so that there is something to correct
    assert times(film) == times(source)


def test_half_an_index_behind_a_film_does_not_harm_it(tmp_path: Path) -> None:
    film = tmp_path / "out.mp4"
    transcode(make(tmp_path / "in.mp4"), film)
    data = film.read_bytes()
    index = data[data.rindex(b"moov") - 4 :]
    film.write_bytes(data + index[: len(index) // 2])
    assert times(film) == times(tmp_path / "in.mp4")


def test_an_index_of_another_layout_is_left_as_it_is(tmp_path: Path) -> None:
    film = tmp_path / "strange.mp4"
    for data in (b"", b"no film at all", b"\0\0\0\x10moovabcdefgh", b"\0\0\0\x18moov\0\0\0\x10mvhd\0\0\0\0\0\0\0\0"):
        film.write_bytes(data)
        assert not correct_index(film, Fraction(1))
        assert film.read_bytes() == data


def test_a_film_whose_index_is_not_understood_is_kept_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lowlight_live.video.writing.mp4_index._NESTING", ())
    _, writer = transcode(make(tmp_path / "in.mp4"), tmp_path / "out.mp4")
    assert len(times(tmp_path / "out.mp4")) >= 19
    assert "index" in writer.warnings[0]


@pytest.mark.parametrize("count", range(1, 40, 3))
def test_no_frame_is_cut_off_wherever_the_last_fragment_begins(tmp_path: Path, count: int) -> None:
    """FFmpeg's hybrid MP4 ends the edit list early when B-frames straddle the last fragment; see `mp4_index`."""
    source = make(tmp_path / "in.mp4", Clip(pts=tuple(range(0, count * 512, 512))))
    transcode(source, tmp_path / "out.mp4")
    assert times(tmp_path / "out.mp4") == times(source)
    with av.open(str(tmp_path / "out.mp4")) as film:
        assert film.streams.video[0].frames == count
