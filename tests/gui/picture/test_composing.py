"""Pictures are composed on a thread of their own: the window goes on meanwhile, and shows the newest wish."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lowlight_live.frame import FramePair
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.picture import composer
from lowlight_live.gui.picture.compose import Canvas, Look, ViewMode, compose
from lowlight_live.gui.picture.preview import Preview
from lowlight_live.video.live.opening import CameraSpec
from tests.gui.conftest import WAIT_MS, Desk, NumberedCamera, numbered
from tests.gui.picture.previews import DARK, LIGHT, color_at, open_preview, pair_of, settle


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    return open_preview(qtbot)


def test_each_pair_is_painted_once_and_told_once(preview: Preview, qtbot: QtBot) -> None:
    told: list[object] = []
    preview.shown.connect(told.append)
    for number in range(5):
        pair = pair_of((0, 0, number), (0, 1, number))
        before = preview.paints
        preview.show_pair(pair)
        qtbot.waitUntil(lambda number=number: len(told) == number + 1)  # type: ignore[misc]
        QApplication.processEvents()
        assert (preview.paints - before, told[-1]) == (1, pair)


def test_nothing_is_composed_or_painted_while_it_is_hidden(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    preview.show_pair(pair_of(DARK, LIGHT))
    settle(preview)
    preview.hide()
    before = preview.paints
    composed: list[object] = []
    monkeypatch.setattr(composer, "compose", lambda *given: composed.append(given))
    preview.show_pair(pair_of(LIGHT, DARK))
    preview.set_mode(ViewMode.WIPE)
    preview.resize(700, 300)
    preview.close_down()  # what had been ordered would be composed by now
    QApplication.processEvents()
    assert preview.paints == before
    assert not composed


def test_what_came_while_it_was_hidden_is_shown_when_it_is_seen_again(preview: Preview) -> None:
    preview.show_pair(pair_of(DARK, LIGHT))
    settle(preview)
    preview.hide()
    preview.show_pair(pair_of(LIGHT, DARK))
    preview.show()
    assert color_at(preview, 0.25, 0.5) == LIGHT


def test_no_picture_is_composed_in_the_threads_of_the_window_and_the_pipeline(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[str] = set()

    def noting(*given: object) -> None:
        threads.add(threading.current_thread().name)
        compose(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(composer, "compose", noting)
    window = desk.live()
    for wish in (
        lambda: window.preview.set_mode(ViewMode.WIPE),
        lambda: window.preview.set_wipe(0.3),
        lambda: window.preview.zoom(2.0),
        lambda: window.preview.fit(),
        lambda: window.resize(700, 500),
        lambda: window.preview.set_original(True),
    ):
        wish()
        look = window.preview.look
        desk.until(lambda look=look: window.preview.drawing is not None and window.preview.drawing.look == look)  # type: ignore[misc]
    assert threads == {"lowlight-compose"}


def test_a_paused_picture_follows_every_wish(preview: Preview) -> None:
    preview.show_pair(pair_of(DARK, LIGHT))
    preview.set_mode(ViewMode.WIPE)
    for wipe in (0.2, 0.8, 0.5):
        preview.set_wipe(wipe)
        assert color_at(preview, wipe - 0.1, 0.3) == DARK
        assert color_at(preview, wipe + 0.1, 0.3) == LIGHT
    preview.actual_size()
    assert color_at(preview, 0.1, 0.5) != DARK
    preview.fit()
    assert color_at(preview, 0.1, 0.5) == DARK


def test_while_one_picture_is_composed_the_newest_wish_waits(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end = threading.Semaphore(0), threading.Semaphore(0)
    composed: list[FramePair] = []
    told: list[object] = []
    preview.shown.connect(told.append)

    def slow(canvas: Canvas, original: object, enhanced: object, look: Look) -> None:
        begun.release()
        assert may_end.acquire(timeout=WAIT_MS / 1000)
        canvas[:] = 0
        composed.append(next(pair for pair in pairs if pair.original.rgb is original))

    monkeypatch.setattr(composer, "compose", slow)
    pairs = [pair_of((0, 0, number), (0, 1, number)) for number in range(4)]
    preview.show_pair(pairs[0])
    assert begun.acquire(timeout=WAIT_MS / 1000)
    for pair in pairs[1:]:
        preview.show_pair(pair)
        QApplication.processEvents()  # the window goes on meanwhile
    for _ in range(2):
        may_end.release()
    settle(preview)
    assert composed == [pairs[0], pairs[3]]
    assert told[-1] is pairs[3]


def test_after_a_picture_that_took_long_the_newest_is_shown_and_the_others_are_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = NumberedCamera(free=False)
    desk.source = lambda: camera
    begun, may_end = threading.Semaphore(0), threading.Semaphore(0)

    def slow(*given: object) -> None:
        begun.release()
        assert may_end.acquire(timeout=WAIT_MS / 1000)
        compose(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(composer, "compose", slow)
    window = desk.window()
    window.open(CameraSpec("/dev/video0"))
    shown: list[int] = []
    window.preview.shown.connect(lambda pair: shown.append(pair.original.pts // 300))
    camera.show()
    desk.until(lambda: begun.acquire(blocking=False))
    for number in range(1, 6):
        camera.show()
        desk.until(lambda number=number: waits(window) == number)  # type: ignore[misc]
    for _ in range(9):
        may_end.release()
    desk.until(lambda: len(shown) == 2)
    assert shown == [0, 5]
    stats = window.bridge.stats()
    assert stats is not None
    assert sum(stats.dropped.values()) == 4


def waits(window: MainWindow) -> int | None:
    """The number of the picture that the window could take."""
    view = window.bridge.view
    pair = view.latest._pair if view is not None else None
    return pair.original.pts // 300 if pair is not None else None


def test_what_is_no_longer_looked_at_is_not_shown_when_it_is_done(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()

    def slow(canvas: Canvas, *_: object) -> None:
        assert may_end.wait(WAIT_MS / 1000)
        canvas[:] = 255

    monkeypatch.setattr(composer, "compose", slow)
    preview.show_pair(pair_of(DARK, LIGHT))
    preview.show_pair(None)
    may_end.set()
    assert color_at(preview, 0.5, 0.5) == (0, 0, 0)
    assert preview.drawing is None


def test_a_picture_that_cannot_be_composed_is_told_and_not_the_last(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda given: told.append(given.exc_value))
    broken = FramePair(numbered(1, 90, 160), replace(numbered(1), rgb=np.zeros((0, 0, 3), np.uint8)))
    preview.show_pair(broken)
    settle(preview)
    assert len(told) == 1
    preview.show_pair(pair_of(DARK, LIGHT))
    assert color_at(preview, 0.75, 0.5) == LIGHT
