"""Both halves always show one and the same moment, however they are laid out."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lowlight_live.frame import FramePair
from lowlight_live.gui import composer
from lowlight_live.gui.compose import Canvas, Look, Place, ViewMode, compose, places
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.preview import Preview
from lowlight_live.gui.viewport import Viewport
from lowlight_live.video.live import CameraSpec
from tests.gui.conftest import WAIT_MS, Desk, NumberedCamera, numbered


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    preview = Preview()
    qtbot.addWidget(preview, before_close_func=Preview.close_down)
    preview.resize(800, 400)
    preview.set_labels(False)
    with qtbot.waitExposed(preview):
        preview.show()
    return preview


Color = tuple[int, int, int]


def pair_of(original: Color, enhanced: Color) -> FramePair:
    return FramePair(*(numbered((r << 16) + (g << 8) + b, 90, 160) for r, g, b in (original, enhanced)))


def settle(preview: Preview) -> None:
    """Wait until it shows what it was told to."""
    limit = time.monotonic() + WAIT_MS / 1000
    while not preview.settled:
        assert time.monotonic() < limit
        QApplication.processEvents()


def canvas_of(preview: Preview) -> Canvas:
    """What it paints."""
    settle(preview)
    assert preview.drawing is not None
    return preview.drawing.surface.canvas


def color_at(preview: Preview, x: float, y: float) -> Color:
    """At a place from 0 to 1 of the widget."""
    settle(preview)
    picture = preview.grab().toImage()
    color = picture.pixelColor(int(x * picture.width()), int(y * picture.height()))
    return color.red(), color.green(), color.blue()


DARK, LIGHT = (10, 30, 40), (200, 220, 90)


def test_the_original_is_left_and_the_enhanced_picture_right(preview: Preview) -> None:
    preview.show_pair(pair_of(DARK, LIGHT))
    assert color_at(preview, 0.25, 0.5) == DARK
    assert color_at(preview, 0.75, 0.5) == LIGHT


def test_the_wipe_line_is_dragged_with_the_mouse(preview: Preview, qtbot: QtBot) -> None:
    preview.show_pair(pair_of(DARK, LIGHT))
    preview.set_mode(ViewMode.WIPE)
    assert (color_at(preview, 0.4, 0.3), color_at(preview, 0.6, 0.3)) == (DARK, LIGHT)
    qtbot.mousePress(preview, Qt.MouseButton.LeftButton, pos=QPoint(400, 100))
    qtbot.mouseMove(preview, QPoint(600, 100))
    qtbot.mouseRelease(preview, Qt.MouseButton.LeftButton, pos=QPoint(600, 100))
    assert preview.look.wipe == pytest.approx(0.75)
    assert color_at(preview, 0.6, 0.3) == DARK
    qtbot.mouseMove(preview, QPoint(100, 100))
    assert preview.look.wipe == pytest.approx(0.75)


def test_while_the_original_is_held_it_takes_the_place_of_the_result(preview: Preview) -> None:
    preview.show_pair(pair_of(DARK, LIGHT))
    for mode in ViewMode:
        preview.set_mode(mode)
        preview.set_original(True)
        assert color_at(preview, 0.7, 0.3) == DARK, mode
        preview.set_original(False)
        assert color_at(preview, 0.7, 0.3) != DARK, mode


def test_the_difference_is_what_was_added(preview: Preview) -> None:
    preview.show_pair(pair_of(DARK, LIGHT))
    preview.set_mode(ViewMode.DIFFERENCE)
    assert color_at(preview, 0.5, 0.5) == (190, 190, 50)


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


def test_wheel_and_drag_move_both_halves_alike(preview: Preview, qtbot: QtBot) -> None:
    rng = np.random.default_rng(0)
    frame = numbered(0, 90, 160)
    frame.rgb[:] = rng.integers(0, 255, frame.rgb.shape, np.uint8)
    preview.show_pair(FramePair(frame, frame))
    for _ in range(6):
        QApplication.sendEvent(preview, wheel(preview, QPoint(150, 170), 120))
    assert preview.scale == pytest.approx(min(400 / 90, 399 / 160) * 1.25**6)
    qtbot.mousePress(preview, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(preview, QPoint(340, 230))
    qtbot.mouseRelease(preview, Qt.MouseButton.LeftButton, pos=QPoint(340, 230))
    left, right = places(400, 800, ViewMode.SIDE_BY_SIDE)
    canvas = canvas_of(preview)
    halves = [canvas[:, place.left : place.left + place.width] for place in (left, right)]
    assert np.array_equal(*halves)
    assert halves[0].std() > 20


def wheel(preview: Preview, at: QPoint, delta: int) -> QWheelEvent:
    return QWheelEvent(
        QPointF(at),
        QPointF(preview.mapToGlobal(at)),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def test_what_is_under_the_pointer_stays_there_when_it_is_zoomed() -> None:
    place, picture, at = (400, 600), (1080, 1920), (130.0, 260.0)
    before = Viewport(zoom=2.0, center_x=0.4, center_y=0.6)
    after = before.zoomed(1.7, at, place, picture)
    seen = [
        ((at[0] - p.left) / p.scale_x, (at[1] - p.top) / p.scale_y)
        for p in (before.placement(place, picture), after.placement(place, picture))
    ]
    assert seen[0] == pytest.approx(seen[1])


@pytest.mark.parametrize("zoom", [None, 0.4, 1.0, 2.7, 9.0])
def test_a_wipe_shows_the_same_pixels_as_the_pictures_alone(zoom: float | None) -> None:
    rng = np.random.default_rng(0)
    original, enhanced = (rng.integers(0, 255, (97, 131, 3), np.uint8) for _ in range(2))
    drawn = {}
    for mode, held in ((ViewMode.WIPE, False), (ViewMode.ENHANCED, False), (ViewMode.ENHANCED, True)):
        canvas = np.zeros((210, 333, 4), np.uint8)
        compose(canvas, original, enhanced, Look(mode, Viewport(zoom, 0.37, 0.61), wipe=0.4, original=held))
        drawn[mode, held] = canvas
    line = round(0.4 * 333)
    assert np.array_equal(drawn[ViewMode.WIPE, False][:, :line], drawn[ViewMode.ENHANCED, True][:, :line])
    assert np.array_equal(drawn[ViewMode.WIPE, False][:, line:], drawn[ViewMode.ENHANCED, False][:, line:])


def test_one_to_one_shows_the_pixels_as_they_are() -> None:
    rng = np.random.default_rng(0)
    rgb = rng.integers(0, 255, (300, 500, 3), np.uint8)
    canvas = np.zeros((100, 120, 4), np.uint8)
    compose(canvas, rgb, rgb, Look(ViewMode.ENHANCED, Viewport(1.0)))
    assert np.array_equal(canvas[:, :, 2::-1], rgb[100:200, 190:310])


def test_pixels_that_are_not_square_are_shown_as_they_are_meant() -> None:
    rgb = np.full((100, 100, 3), 200, np.uint8)
    canvas = np.zeros((100, 400, 4), np.uint8)
    compose(canvas, rgb, rgb, Look(ViewMode.ENHANCED, aspect=2.0))
    columns = np.flatnonzero(canvas[50, :, 0] == 200)
    assert (columns[0], columns[-1]) == (100, 299)


def check_numbers(desk: Desk, count: int, storm: bool = False) -> None:
    """Look at so many painted pictures of a camera that gives more than can be shown."""
    window = desk.live()
    preview, seen = window.preview, set()
    preview.set_labels(False)
    rng = np.random.default_rng(0)

    def look(pair: FramePair) -> None:
        drawing = preview.drawing
        assert drawing is not None
        assert drawing.pair is pair
        canvas = drawing.surface.canvas
        before, after = (number_in(canvas, place) for place in places(*canvas.shape[:2], ViewMode.SIDE_BY_SIDE))
        assert before == 0xFFFFFF - after
        seen.add(before)
        if storm and len(seen) % 10 == 0:
            height, width = (int(size) for size in rng.integers((400, 500), (1000, 1600)))
            window.resize(width, height)

    preview.shown.connect(look)
    desk.until(lambda: len(seen) >= count)
    stats = window.bridge.stats()
    assert stats is not None
    assert sum(stats.dropped.values()) > 0


def number_in(canvas: Canvas, place: Place) -> int:
    """The number that all pixels of a picture spell; of a picture 4:3 as wide as its place, or as high."""
    high, wide = min(place.height, place.width * 3 // 4) - 4, min(place.width, place.height * 4 // 3) - 4
    top, left = place.top + (place.height - high) // 2, place.left + (place.width - wide) // 2
    pixels = canvas.view(np.uint32)[top : top + high, left : left + wide, 0] & 0xFFFFFF
    assert (pixels == pixels[0, 0]).all()
    return int(pixels[0, 0])


def test_the_numbers_on_both_halves_are_equal_while_pictures_are_dropped(desk: Desk) -> None:
    check_numbers(desk, 200)


@pytest.mark.slow
def test_ten_thousand_pictures_and_a_storm_of_resizes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.gui.conftest.WAIT_MS", 900_000)
    check_numbers(desk, 10_000, storm=True)


def test_a_storm_of_resizes_leaves_the_picture_whole(desk: Desk) -> None:
    window = desk.live()
    rng = np.random.default_rng(0)
    for width, height in rng.integers((500, 400), (1600, 1000), (60, 2)):
        window.resize(int(width), int(height))
        QApplication.processEvents()
    preview = window.preview
    desk.until(
        lambda: preview.drawing is not None and preview.drawing.surface.fits(preview.height(), preview.width(), 1)
    )
    assert color_at(preview, 0.25, 0.5)[0] == 0
    assert color_at(preview, 0.75, 0.5)[0] == 255


# Where it is done.


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
