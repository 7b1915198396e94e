"""Two processes never write the same run, and none that was killed is waited for."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lowlight_live.errors import TrainingError
from lowlight_live.training.claim import claimed, is_claimed
from lowlight_live.training.trainer import train
from tests.training.runs import ConfigOf

HOLDER = """
import sys
from pathlib import Path
from lowlight_live.training.claim import claimed
with claimed(Path(sys.argv[1])):
    print("claimed", flush=True)
    sys.stdin.read()
"""


@contextmanager
def claimed_by_another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has claimed a file until its input ends."""
    arguments = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "claimed\n"
        yield process


def test_what_another_process_has_claimed_is_refused_until_that_ends(tmp_path: Path) -> None:
    path = tmp_path / "mine.checkpoint"
    with claimed_by_another_process(path):
        assert is_claimed(path)
        with pytest.raises(TrainingError, match="mine is being trained already"), claimed(path):
            pass
    assert not is_claimed(path)
    with claimed(path):
        assert is_claimed(path)
    assert not list(tmp_path.iterdir())


def test_a_process_that_was_killed_claims_nothing_any_more(tmp_path: Path) -> None:
    path = tmp_path / "mine.checkpoint"
    with claimed_by_another_process(path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert list(tmp_path.iterdir())  # its lock lies there still
        assert not is_claimed(path)
    assert not list(tmp_path.iterdir())


def test_where_nothing_can_be_claimed_work_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "mine.checkpoint"
    with claimed(path):
        assert not is_claimed(path)


def test_two_trainers_do_not_share_a_checkpoint(config_of: ConfigOf) -> None:
    config = config_of()
    config.out.parent.mkdir()
    with claimed_by_another_process(config.checkpoint), pytest.raises(TrainingError) as refused:
        train(config)
    assert "is being trained already" in str(refused.value)
    assert refused.value.hint
    assert not config.checkpoint.exists()
    assert train(config).finished


@pytest.mark.skipif(sys.platform == "win32", reason="locks of another kind")
def test_where_the_system_has_no_locks_work_goes_on_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", refused)
    with claimed(tmp_path / "mine.checkpoint"):
        assert not is_claimed(tmp_path / "mine.checkpoint")
    assert list(tmp_path.iterdir()) == []
