"""The cores are shared out so that each part gets at least one thread and nobody counts cores that are not ours."""

from __future__ import annotations

import os

import pytest

from lowlight_live import cores


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="a process cannot be bound to cores on this system")
def test_only_the_cores_that_the_process_may_use_count() -> None:
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        assert cores.usable_cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)
    assert cores.usable_cores() == len(allowed)


@pytest.mark.parametrize(
    ("usable", "live", "film", "encoder"), [(1, 1, 1, 1), (2, 1, 1, 2), (3, 2, 1, 3), (8, 7, 4, 6), (64, 63, 32, 6)]
)
def test_everybody_gets_a_share(
    monkeypatch: pytest.MonkeyPatch, usable: int, live: int, film: int, encoder: int
) -> None:
    monkeypatch.setattr(cores, "usable_cores", lambda: usable)
    assert (cores.for_a_live_picture(), cores.for_a_film(), cores.for_the_encoder()) == (live, film, encoder)
