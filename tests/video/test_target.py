"""A film replaces nothing unasked, and what cannot be written is refused with the reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lowlight_live.video.writer import VideoWriter, WriterSpec
from tests.video.clips import make, times, transcode
from tests.video.films import INFO, names, refusal


def test_an_existing_film_is_replaced_only_when_that_is_allowed(tmp_path: Path) -> None:
    source, target = make(tmp_path / "in.mp4"), tmp_path / "out.mp4"
    target.write_bytes(b"precious")
    assert "there already" in str(refusal(WriterSpec(target)))
    assert target.read_bytes() == b"precious"
    transcode(source, target, overwrite=True)
    assert len(times(target)) == 20


def test_the_source_is_never_the_target_even_by_another_name(tmp_path: Path) -> None:
    source = make(tmp_path / "in.mp4")
    (tmp_path / "link.mp4").symlink_to(source)
    before = source.read_bytes()
    for target in ("in.mp4", "link.mp4"):
        spec = WriterSpec(tmp_path / target, overwrite=True, copy_streams_from=source)
        assert "being read" in str(refusal(spec))
    assert source.read_bytes() == before


@pytest.mark.parametrize("name", ["out.xyz", "out", "out.avi"])
def test_an_ending_that_names_no_format_is_refused(tmp_path: Path, name: str) -> None:
    assert ".mkv" in refusal(WriterSpec(tmp_path / name)).hint


def test_a_missing_folder_is_made_but_not_for_a_film_that_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "new" / "newer" / "out.mp4"
    refusal(WriterSpec(target, codec="libx263"))
    assert names(tmp_path) == []
    VideoWriter(WriterSpec(target), INFO).close()
    assert names(target.parent.parent) == ["newer"]


def test_a_folder_that_cannot_be_made_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "folder"):
        assert str(folder) in refusal(WriterSpec(folder / "out.mp4")).hint


@pytest.mark.parametrize("length", [251, 300])  # with the ending the first is just allowed, but not with `.part`
def test_a_name_too_long_is_refused(tmp_path: Path, length: int) -> None:
    assert "shorter" in refusal(WriterSpec(tmp_path / f"{'n' * length}.mp4")).hint
    assert names(tmp_path) == []


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    (tmp_path / "out.mp4").mkdir()
    assert "folder" in str(refusal(WriterSpec(tmp_path / "out.mp4", overwrite=True)))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    error = refusal(WriterSpec(tmp_path / "out.mp4"))
    tmp_path.chmod(0o700)
    assert "may not write" in error.hint
