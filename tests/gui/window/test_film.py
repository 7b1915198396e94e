"""A film in the window is played, paused, stepped through and searched."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Desk, enhanced
from tests.gui.windows import film, position
from tests.video.clips import Clip, make


def test_a_film_is_played_paused_and_stepped_through_by_keys(desk: Desk, qtbot: QtBot) -> None:
    window = film(desk)
    player = window.bridge.player
    assert player is not None
    qtbot.keyClick(window, Qt.Key.Key_Period)
    desk.until(lambda: player.position_s > 0)
    second = player.position_s
    qtbot.keyClick(window, Qt.Key.Key_Period)
    desk.until(lambda: player.position_s > second)
    qtbot.keyClick(window, Qt.Key.Key_Comma)
    desk.until(lambda: player.position_s == second)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    desk.until(lambda: player.position_s > 0.5)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert not player.playing
    desk.until(lambda: window.playback.play_button.accessibleName() == "Play")
    qtbot.keyClick(window, Qt.Key.Key_Home)
    desk.until(lambda: player.position_s == 0.0)


def test_a_film_is_searched_in_steps_of_five_seconds_within_its_bounds(desk: Desk, qtbot: QtBot) -> None:
    clip = Clip(pts=tuple(range(0, 60 * 2560, 2560)), last_duration=2560)  # 12 s, five frames a second
    window = desk.window()
    window.open(make(desk.folder / "long.mp4", clip))
    desk.until(lambda: enhanced(window))
    player = window.bridge.player
    assert player is not None
    player.pause()
    player.seek(0.0)
    shift = Qt.KeyboardModifier.ShiftModifier
    right, left = Qt.Key.Key_Right, Qt.Key.Key_Left
    for key, place in ((right, 5.0), (right, 10.0), (left, 5.0), (left, 0.0), (left, 0.0)):
        desk.until(lambda: position(window) == player.position_s)
        qtbot.keyClick(window, key, shift)
        desk.until(lambda place=place: position(window) == pytest.approx(place))  # type: ignore[misc]
    for _ in range(3):
        desk.until(lambda: position(window) == player.position_s)
        qtbot.keyClick(window, right, shift)
    desk.until(lambda: position(window) == pytest.approx(11.8))


def test_a_click_on_the_seek_bar_goes_there(desk: Desk, qtbot: QtBot) -> None:
    window = film(desk)
    player, bar = window.bridge.player, window.playback.seek_bar
    assert player is not None
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() * 2 // 3, bar.height() // 2))
    desk.until(lambda: abs(player.position_s - 1.0) < 0.1)
    pair = window.preview.pair
    desk.until(lambda: window.preview.pair is not pair or pair is None)
    desk.until(lambda: window.playback.time.text().startswith("0:01.0"))


def test_a_film_is_played_again_and_again_if_it_is_wished(desk: Desk) -> None:
    window = film(desk)
    player = window.bridge.player
    assert player is not None
    window.acts["loop"].trigger()
    assert window.playback.loop_button.isChecked()
    player.seek(1.3)
    player.play()
    desk.until(lambda: player.position_s > 1.3)
    desk.until(lambda: 0 < player.position_s < 1.0)
    assert player.playing


def test_at_its_end_a_film_is_paused_and_play_begins_again(desk: Desk) -> None:
    window = film(desk)
    player = window.bridge.player
    assert player is not None
    player.seek(1.4)
    window.playback.play_button.click()
    desk.until(lambda: player.ended)
    assert not player.playing
    window.playback.play_button.click()
    desk.until(lambda: player.position_s < 1.0)
