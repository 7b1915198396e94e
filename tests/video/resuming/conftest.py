"""What a run that was killed has left."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.video.resuming.dark_clips import dark_clip
from tests.video.resuming.runs import FIRST_KILL, copy_until_killed


@pytest.fixture(scope="package")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dark_clip(tmp_path_factory.mktemp("source") / "in.mp4")


@pytest.fixture(scope="package")
def left(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a killed run has left."""
    folder = tmp_path_factory.mktemp("left")
    copy_until_killed(source, folder / "out.mp4", FIRST_KILL)
    return folder


@pytest.fixture
def target(left: Path, tmp_path: Path) -> Path:
    """Where a run that was killed would have put its film."""
    shutil.copytree(left, tmp_path, dirs_exist_ok=True)
    return tmp_path / "out.mp4"
