"""The bare command opens the window on what is named, and refuses what cannot be meant."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from lowlight_live.gui import app
from lowlight_live.video.live.opening import CameraSpec
from tests.cli.conftest import Run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What windows were opened on: the source, and the settings, model and device that were given."""
    windows: list[Any] = []

    def run(what: object = None, *, settings: object = None, choice: object = None) -> int:
        windows.append((what, settings, choice))
        return 0

    monkeypatch.setattr(app, "run", run)
    return windows


@pytest.fixture(autouse=True)
def this_process_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "leave", sys.exit)


def test_the_bare_command_opens_the_window(run: Run, opened: list[Any]) -> None:
    assert run().status == 0
    assert opened == [(None, {}, {})]


@pytest.mark.parametrize("arguments", [("--camera", "0"), ("--camera=0",), ("window", "0")])
def test_a_camera_is_named_by_an_option(run: Run, opened: list[Any], arguments: tuple[str, ...]) -> None:
    assert run(*arguments).status == 0
    assert opened == [(CameraSpec("0"), {}, {})]


def test_a_file_stands_in_place_of_a_verb(run: Run, opened: list[Any], clip: Path) -> None:
    assert run(clip).status == 0
    assert run(clip, "--exposure", "-1", "--model", "zero-dce").status == 0
    assert opened == [(clip, {}, {}), (clip, {"exposure": -1}, {"model": "zero-dce"})]


def test_only_what_is_given_takes_the_place_of_the_last_time(run: Run, opened: list[Any]) -> None:
    """Also where somebody gives what is usual."""
    assert run("--exposure", "0", "--auto", "1").status == 0
    assert run("--device", "auto").status == 0
    assert run("--exposure", "9").status == 2
    assert opened == [(None, {"exposure": 0, "auto": 1}, {}), (None, {}, {"device": "auto"})]


def test_the_help_claims_no_defaults_for_what_is_remembered(run: Run) -> None:
    outcome = run("window", "--help")
    assert "those of the last time" in " ".join(outcome.out.split())
    assert "--exposure" in outcome.out
    assert "default:" not in outcome.out
    assert "default:" in run("live", "--help").out


def test_a_weight_file_is_handed_over_by_its_whole_path(
    run: Run, opened: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is taken again at the next start, in whatever folder that is."""
    (tmp_path / "mine.safetensors").write_bytes(b"weights")
    monkeypatch.chdir(tmp_path)
    assert run("--model", "mine.safetensors").status == 0
    assert opened == [(None, {}, {"model": str(tmp_path / "mine.safetensors")})]


def test_a_file_is_remembered_by_its_whole_path(
    run: Run, opened: list[Any], clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export of it is begun again at the next start, in whatever folder that is."""
    monkeypatch.chdir(clip.parent)
    assert run(clip.name).status == 0
    assert opened == [(clip, {}, {})]


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
