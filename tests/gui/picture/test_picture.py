"""Both halves always show one and the same moment, however they are laid out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lowlight_live.frame import FramePair
from lowlight_live.gui.picture.compose import Canvas, Look, Place, ViewMode, compose, places
from lowlight_live.gui.picture.preview import Preview
from lowlight_live.gui.picture.viewport import Viewport
from tests.gui.conftest import Desk, numbered
from tests.gui.picture.previews import DARK, LIGHT, color_at, open_preview, pair_of, settle


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    return open_preview(qtbot)


def canvas_of(preview: Preview) -> Canvas:
    """What it paints."""
    settle(preview)
    assert preview.drawing is not None
    return preview.drawing.surface.canvas


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


def test_wheel_and_drag_move_both_halves_alike(preview: Preview, qtbot: QtBot) -> None:
    rng = np.random.default_rng(0)
    frame = numbered(0, 90, 160)
    frame.rgb[:] = rng.integers(0, 255, frame.rgb.shape, np.uint8)
    preview.show_pair(FramePair(frame, replace(frame, rgb=frame.rgb.copy())))
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
