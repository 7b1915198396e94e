"""Rows are shared among threads: each once, and nobody works any more when it is over."""

from __future__ import annotations

import threading

import pytest

from lowlight_live.enhance.row_threads import RowThreads

WAIT_S = 10.0


@pytest.mark.parametrize("threads", [1, 2, 3, 7])
@pytest.mark.parametrize("rows", [0, 1, 2, 5, 720])
def test_every_row_is_done_once(rows: int, threads: int) -> None:
    shared, done, lock = RowThreads(threads), [], threading.Lock()

    def work(first: int, last: int) -> None:
        with lock:
            done.extend(range(first, last))

    shared.share(rows, work)
    shared.close()
    assert sorted(done) == list(range(rows))


def test_a_thread_that_is_free_takes_what_another_has_no_time_for() -> None:
    shared, slow, others_done = RowThreads(2), threading.Event(), threading.Event()
    done: list[tuple[int, int]] = []

    def work(first: int, last: int) -> None:
        if first == 0:
            assert others_done.wait(WAIT_S)
            slow.set()
        done.append((first, last))
        if len(done) == 3:
            others_done.set()

    shared.each([0, 10, 20, 30, 40], work)
    shared.close()
    assert slow.is_set()
    assert done[-1] == (0, 10)


@pytest.mark.parametrize("where", [0, 10, 20])
def test_an_error_is_raised_when_nobody_works_any_more(where: int) -> None:
    shared, at_work, lock = RowThreads(3), [0], threading.Lock()
    begun: list[int] = []
    all_here = threading.Barrier(3)

    def work(first: int, last: int) -> None:
        with lock:
            at_work[0] += 1
            begun.append(first)
        try:
            if first < 30:
                all_here.wait(WAIT_S)
            if first == where:
                raise ValueError(str(first))
        finally:
            with lock:
                at_work[0] -= 1

    with pytest.raises(ValueError, match=str(where)):
        shared.each([0, 10, 20, 30, 40, 50], work)
    assert at_work == [0]
    shared.close()


def test_closing_ends_the_threads_and_twice_is_harmless() -> None:
    before = set(threading.enumerate())
    shared = RowThreads(3)
    shared.share(100, lambda _first, _last: None)
    assert set(threading.enumerate()) > before
    shared.close()
    shared.close()
    assert set(threading.enumerate()) <= before
