"""The bare command opens the window on what is named, and refuses what cannot be meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from lowlight_live.gui import app
from lowlight_live.gui.bridge import Choice
from lowlight_live.settings import EnhanceSettings
from lowlight_live.video.live import CameraSpec
from tests.cli.conftest import Run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What windows were opened on: source, settings, model and device."""
    windows: list[Any] = []

    def run(what: object = None, *, settings: object = None, choice: object = None) -> int:
        windows.append((what, settings, choice))
        return 0

    monkeypatch.setattr(app, "run", run)
    return windows


def test_the_bare_command_opens_the_window(run: Run, opened: list[Any]) -> None:
    assert run().status == 0
    assert opened == [(None, None, None)]


@pytest.mark.parametrize("arguments", [("--camera", "0"), ("--camera=0",), ("window", "0")])
def test_a_camera_is_named_by_an_option(run: Run, opened: list[Any], arguments: tuple[str, ...]) -> None:
    assert run(*arguments).status == 0
    assert opened == [(CameraSpec("0"), None, None)]


def test_a_file_stands_in_place_of_a_verb(run: Run, opened: list[Any], clip: Path) -> None:
    assert run(clip).status == 0
    assert run(clip, "--exposure", "-1", "--model", "zero-dce").status == 0
    assert opened == [(clip, None, None), (clip, EnhanceSettings(exposure=-1), Choice("zero-dce", "auto"))]


def test_a_file_that_is_not_there_opens_no_window(run: Run, opened: list[Any], tmp_path: Path) -> None:
    for arguments in ((tmp_path / "nothing.mp4",), ("--camera", tmp_path / "nothing.mp4"), ("--camera", "")):
        outcome = run(*arguments)
        assert outcome.status == 2
        assert "There is no file" in outcome.err
    assert run("a.mp4", "--camera", "1").status == 2
    assert opened == []


def test_a_window_that_a_signal_ended_tells_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "run", lambda *_args, **_named: 143)
    assert run().status == 143
