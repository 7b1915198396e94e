"""A result is traced to a commit of ours, or to none."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lowlight_live import provenance


def test_the_commit_is_none_outside_our_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "_ROOT", tmp_path)
    assert provenance.commit() is None


def test_a_git_that_does_not_answer_gives_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_arguments: object, timeout: float, **_options: object) -> None:
        raise subprocess.TimeoutExpired("git", timeout)

    (tmp_path / ".git").mkdir()
    monkeypatch.setattr(provenance, "_ROOT", tmp_path)
    monkeypatch.setattr(subprocess, "run", hang)
    assert provenance.commit() is None
