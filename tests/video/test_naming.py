"""A result that nobody named gets a name that says where it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from lowlight_live.errors import ConfigError, SinkOpenError, SourceOpenError
from lowlight_live.video.naming import default_target, target_in


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.mp4", "a.enhanced.mp4"),
        ("a.MKV", "a.enhanced.MKV"),
        ("a.avi", "a.enhanced.mp4"),
        ("a.jpg", "a.enhanced.jpg"),
    ],
)
def test_a_result_goes_beside_its_source(tmp_path: Path, name: str, expected: str) -> None:
    assert default_target(tmp_path / name) == tmp_path / expected


def test_a_folder_goes_beside_itself_by_whatever_name_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "photos"
    (folder / "inner").mkdir(parents=True)
    assert default_target(folder) == tmp_path / "photos.enhanced"
    monkeypatch.chdir(folder)
    assert default_target(Path()) == tmp_path / "photos.enhanced"
    assert default_target(Path("inner/..")) == tmp_path / "photos.enhanced"
    monkeypatch.chdir(folder / "inner")
    assert default_target(Path("..")) == tmp_path / "photos.enhanced"


def test_there_is_no_place_beside_the_root() -> None:
    with pytest.raises(ConfigError) as caught:
        default_target(Path("/"))
    assert "folder" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "expected"), [("a.mp4", "a.mp4"), ("a.MKV", "a.MKV"), ("a.avi", "a.mp4"), ("a.jpg", "a.jpg")]
)
def test_a_result_goes_into_a_folder_that_is_there_under_its_own_name(tmp_path: Path, name: str, expected: str) -> None:
    assert target_in(tmp_path, Path(name)) == tmp_path / expected


def test_a_name_is_taken_as_it_is_given(tmp_path: Path) -> None:
    assert target_in(tmp_path / "bright.mp4", Path("a.avi")) == tmp_path / "bright.mp4"
    photos, there = tmp_path / "photos", tmp_path / "there"
    photos.mkdir()
    there.mkdir()
    assert target_in(there, photos) == there  # its pictures go into it


def test_a_name_too_long_is_refused(tmp_path: Path) -> None:
    long = tmp_path / f"{'n' * 300}.mp4"
    with pytest.raises(SourceOpenError, match="too long"):
        default_target(long)
    with pytest.raises(SourceOpenError, match="too long"):
        target_in(tmp_path, long)
    with pytest.raises(SinkOpenError, match="too long"):
        target_in(long, tmp_path)
