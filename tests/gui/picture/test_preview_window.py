"""The window shows the newest pair, counts what it showed, and ends the run when it is closed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
from PyQt6.QtWidgets import QApplication

from lowlight_live.frame import Frame, FramePair
from lowlight_live.gui.picture import composer
from lowlight_live.gui.picture.preview_window import PreviewWindow, show_until
from lowlight_live.video.latest import LatestPair
from lowlight_live.video.mark import AMBER
from tests.fake_camera import soon

SURROUND = 20, 20, 22
LOOKS = 500
"""So often a window is looked after before a test gives up: five seconds."""


@pytest.fixture(scope="module")
def application() -> Iterator[QApplication]:
    application = QApplication.instance() or QApplication(["test"])
    assert isinstance(application, QApplication)
    yield application
    application.processEvents()


@pytest.fixture
def window(application: QApplication) -> Iterator[PreviewWindow]:
    window = PreviewWindow(LatestPair(), lambda: None)
    yield window
    window.close_down()
    window.deleteLater()
    application.processEvents()


def pair_of(original: tuple[int, int, int], enhanced: tuple[int, int, int], *, held: bool = False) -> FramePair:
    frames = [
        Frame(np.full((90, 160, 3), color, np.uint8), 0, Fraction(1, 90000), captured_at=1.0, held=held)
        for color in (original, enhanced)
    ]
    return FramePair(*frames)


def show(window: PreviewWindow) -> None:
    """Let it take the newest pair, and wait until that is composed."""
    window.show_newest()
    settle(window)


def settle(window: PreviewWindow) -> None:
    def settled() -> bool:
        QApplication.processEvents()
        return window.settled

    soon(settled)


def color_at(window: PreviewWindow, x: float, y: float) -> tuple[int, int, int]:
    """At a place from 0 to 1 of the window."""
    picture = window.grab().toImage()
    color = picture.pixelColor(int(x * picture.width()), int(y * picture.height()))
    return color.red(), color.green(), color.blue()


def test_the_original_is_left_and_the_result_right_in_their_colours(window: PreviewWindow) -> None:
    window._latest.write(pair_of((200, 30, 40), (10, 220, 90)))
    show(window)
    assert color_at(window, 0.25, 0.5) == (200, 30, 40)
    assert color_at(window, 0.75, 0.5) == (10, 220, 90)


def test_the_shape_of_the_picture_is_kept(window: PreviewWindow) -> None:
    window._latest.write(pair_of((200, 30, 40), (10, 220, 90)))
    show(window)
    window.show()  # else it hears of its size only when it is drawn
    window.resize(400, 600)
    settle(window)
    assert color_at(window, 0.25, 0.05) == SURROUND
    assert color_at(window, 0.25, 0.5) == (200, 30, 40)


def test_a_held_picture_is_marked(window: PreviewWindow) -> None:
    window._latest.write(pair_of((9, 9, 9), (9, 9, 9), held=True))
    show(window)
    assert color_at(window, 0.25, 0.001) == AMBER


def test_what_was_drawn_is_counted_once_and_what_was_not_is_lost(window: PreviewWindow) -> None:
    latest = window._latest
    for value in (10, 20, 30):
        latest.write(pair_of((0, 0, 0), (value, 0, 0)))
    show(window)
    for _ in range(3):
        window.grab()
    show(window)  # there is none
    window.grab()
    assert (latest.meter.count, latest.meter.dropped) == (1, 2)
    assert color_at(window, 0.75, 0.5) == (30, 0, 0)
    latest.write(pair_of((0, 0, 0), (30, 0, 0), held=True))
    show(window)
    window.grab()
    assert latest.meter.count == 1


def test_the_window_stays_until_the_session_has_ended(application: QApplication) -> None:
    latest, looks = LatestPair(), 0
    latest.write(pair_of((0, 0, 0), (50, 0, 0)))

    def ended() -> bool:
        nonlocal looks
        looks += 1
        return latest.meter.count == 1 or looks > LOOKS

    assert application.quitOnLastWindowClosed()
    show_until(ended, latest, title="test", closed=lambda: None)
    assert application.quitOnLastWindowClosed()
    assert latest.meter.count == 1
    assert not [widget for widget in application.topLevelWidgets() if widget.isVisible()]


def test_closing_the_window_asks_the_session_to_end_and_waits_for_it(application: QApplication) -> None:
    latest, looks, closed = LatestPair(), 0, []

    def ended() -> bool:
        nonlocal looks
        looks += 1
        if looks == 5:
            (window,) = (w for w in application.topLevelWidgets() if isinstance(w, PreviewWindow) and w.isVisible())
            window.close()
        return len(closed) == 1 and looks > 10

    show_until(ended, latest, title="test", closed=lambda: closed.append(looks))
    assert (closed, looks) == ([5], 11)


def test_an_error_of_the_session_comes_out_of_the_window(application: QApplication) -> None:
    def ended() -> bool:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        show_until(ended, LatestPair(), title="test", closed=lambda: None)


def test_what_comes_while_another_is_composed_is_not_taken_and_only_the_newest_is_kept(window: PreviewWindow) -> None:
    latest = window._latest
    latest.write(pair_of((0, 0, 0), (10, 0, 0)))
    window.show_newest()
    for value in (20, 30, 40):
        latest.write(pair_of((0, 0, 0), (value, 0, 0)))
        window.show_newest()  # the first is not on the screen yet
    settle(window)
    assert color_at(window, 0.75, 0.5) == (10, 0, 0)
    show(window)
    assert color_at(window, 0.75, 0.5) == (40, 0, 0)
    assert (latest.meter.count, latest.meter.dropped) == (2, 2)


def test_nothing_is_composed_in_the_thread_of_the_window(
    window: PreviewWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    real = composer.compose

    def compose(*given: object) -> None:
        threads.append(threading.current_thread().name)
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(composer, "compose", compose)
    window._latest.write(pair_of((9, 9, 9), (9, 9, 9), held=True))
    show(window)
    window.grab()
    assert threads == ["lowlight-compose"]
