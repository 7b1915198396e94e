"""What is done aside is waited for at the end if it makes something, and only then."""

from __future__ import annotations

import queue
import threading
from typing import Any

import pytest

from lowlight_live.gui.background.jobs import Jobs
from tests.gui.conftest import WAIT_MS


def nothing(_: object) -> None:
    """Hears of an outcome."""


def test_what_makes_a_file_is_completed_before_the_end() -> None:
    jobs, made = Jobs(), threading.Event()

    def make() -> None:
        assert jobs._closed.wait(WAIT_MS / 1000)  # the end has begun, and there is still something to do
        made.wait(0.1)
        made.set()

    jobs.start("file", make, nothing, nothing, awaited_s=WAIT_MS / 1000)
    jobs.close()
    assert made.is_set()


def test_what_leaves_nothing_behind_is_not_waited_for() -> None:
    jobs, may_end, ended = Jobs(), threading.Event(), threading.Event()

    def load() -> None:
        assert may_end.wait(WAIT_MS / 1000)
        ended.set()

    jobs.start("load", load, nothing, nothing)
    jobs.close()
    assert not ended.is_set()
    may_end.set()
    assert ended.wait(WAIT_MS / 1000)


def test_a_result_that_comes_after_the_end_is_thrown_away() -> None:
    jobs, may_end, thrown = Jobs(), threading.Event(), threading.Event()
    jobs.start("open", lambda: may_end.wait(WAIT_MS / 1000), nothing, nothing, lambda _: thrown.set())
    jobs.close()
    may_end.set()
    assert thrown.wait(WAIT_MS / 1000)


def test_a_result_that_comes_while_the_end_begins_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    coming, may_come, thrown = threading.Event(), threading.Event(), threading.Event()

    class Late(queue.Queue[Any]):
        def put(self, *arguments: Any, **options: Any) -> None:
            coming.set()
            assert may_come.wait(WAIT_MS / 1000)
            super().put(*arguments, **options)

    jobs = Jobs()
    monkeypatch.setattr(jobs, "_outcomes", Late())
    jobs.start("load", lambda: "a model", nothing, nothing, lambda _: thrown.set())
    assert coming.wait(WAIT_MS / 1000)
    jobs.close()
    may_come.set()
    assert thrown.wait(WAIT_MS / 1000)
