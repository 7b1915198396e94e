"""The verbs that tell: models, doctor, demo, and the face of the command line itself."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lowlight_live import __version__
from tests.cli.conftest import Run, frames_of


def test_version_and_help(run: Run) -> None:
    assert run("--version").out.split() == ["lowlight-live,", "version", __version__]
    outcome = run("--help")
    assert outcome.status == 0
    for verb in ("enhance", "demo", "train", "evaluate", "models", "doctor"):
        assert f"\n  {verb} " in outcome.out
        assert run(verb, "--help").status == 0


def test_no_verb_shows_the_help_and_a_wrong_one_is_refused(run: Run) -> None:
    assert run("enhence").status == 2
    bare = run()
    assert bare.status == 2
    assert "enhance" in bare.err + bare.out


def test_models_lists_what_is_shipped(run: Run) -> None:
    text = run("models")
    rows = json.loads(run("models", "--json").out)
    assert [row["name"] for row in rows] == ["zero-dce", "zero-dce++"]
    assert [row["default"] for row in rows].count(True) == 1
    for row in rows:
        assert row["name"] in text.out
        assert Path(row["file"]).is_file()


def test_doctor_finds_what_the_tests_run_on(run: Run) -> None:
    findings = json.loads(run("doctor", "--json").out)
    assert [f for f in findings if f["state"] == "problem"] == []
    texts = {f["topic"]: f["text"] for f in findings if f["state"] == "good"}
    assert __version__ in texts["program"]
    assert any(f["text"] == "libx264 works" for f in findings)
    assert any(f["topic"] == "device" and f["text"].startswith("cpu") for f in findings)
    assert all(f["hint"] for f in findings if f["state"] == "problem")


def test_doctor_says_what_to_do_about_a_missing_package(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from lowlight_live.cli import doctor

    monkeypatch.setattr(doctor, "_PACKAGES", ("no-such-package",))
    outcome = run("doctor")
    assert outcome.status == 1
    assert "no-such-package is not installed" in outcome.out
    assert "pip" in outcome.out


def test_demo_makes_a_bright_clip_and_a_picture_of_before_and_after(run: Run, tmp_path: Path) -> None:
    outcome = run("demo", "-o", tmp_path / "out")
    assert outcome.status == 0
    video, picture = tmp_path / "out" / "night-dog.enhanced.mp4", tmp_path / "out" / "night-dog.before-after.png"
    assert str(video) in outcome.out
    assert str(picture) in outcome.out
    assert len(frames_of(video)) == 41
    both = np.array(Image.open(picture))
    assert both.shape == (720, 2560, 3)
    assert both[:, 1280:].mean() > 2 * both[:, :1280].mean()
