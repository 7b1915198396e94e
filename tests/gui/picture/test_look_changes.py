"""A look that changes while pictures flow comes with the next of them; a paused picture follows soon."""

from __future__ import annotations

import threading

import pytest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lowlight_live.frame import FramePair
from lowlight_live.gui.picture import composer, renewal
from lowlight_live.gui.picture.compose import Canvas, Look, ViewMode, compose
from lowlight_live.gui.picture.preview import Preview
from tests.gui.conftest import WAIT_MS
from tests.gui.picture.previews import DARK, LIGHT, color_at, open_preview, pair_of, settle


class HeldBack:
    """A composer that works only as far as it is allowed to.

    Attributes:
        made: What it has begun: the original's blue, which numbers a pair, and where the wipe line was.
    """

    def __init__(self) -> None:
        self.made: list[tuple[int, float]] = []
        self.begun, self._may_end = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, canvas: Canvas, original: object, enhanced: object, look: Look) -> None:
        self.made.append((int(original[0, 0, 2]), look.wipe))  # type: ignore[index]
        self.begun.release()
        assert self._may_end.acquire(timeout=WAIT_MS / 1000)
        compose(canvas, original, enhanced, look)  # type: ignore[arg-type]

    def finish(self, count: int = 1) -> None:
        """Let so many pictures be completed."""
        for _ in range(count):
            self._may_end.release()

    def wait_for_one(self) -> None:
        assert self.begun.acquire(timeout=WAIT_MS / 1000)


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    preview = open_preview(qtbot)
    preview.set_mode(ViewMode.WIPE)
    return preview


@pytest.fixture
def held_back(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> HeldBack:
    held_back = HeldBack()
    monkeypatch.setattr(composer, "compose", held_back)
    return held_back


def numbered_pair(number: int) -> FramePair:
    return pair_of((0, 0, number), (0, 1, number))


def test_while_pictures_flow_a_look_that_changes_costs_no_composition(
    preview: Preview, held_back: HeldBack, qtbot: QtBot
) -> None:
    shown: list[FramePair] = []
    preview.shown.connect(shown.append)
    # As the window does: the next pair is there when the last has been painted, before anything else happens.
    preview.shown.connect(lambda pair: preview.show_pair(pairs.pop(0)) if pairs else None)
    pairs = [numbered_pair(number) for number in range(1, 6)]
    preview.show_pair(numbered_pair(0))
    for number in range(6):
        held_back.wait_for_one()
        for step in range(1, 4):  # the line is dragged while the picture is composed
            preview.set_wipe(0.1 * number + 0.02 * step)
            QApplication.processEvents()
        held_back.finish()
        qtbot.waitUntil(lambda number=number: len(shown) == number + 1, timeout=WAIT_MS)  # type: ignore[misc]
    assert [number for number, _ in held_back.made[:6]] == list(range(6))
    assert [wipe for _, wipe in held_back.made[1:6]] == pytest.approx([0.06, 0.16, 0.26, 0.36, 0.46])
    # The last of them has none after it that would bring the line along.
    held_back.finish()
    settle(preview)
    assert held_back.made[6:] == [(5, pytest.approx(0.56))]


def test_between_two_pictures_a_look_that_changes_waits_for_the_next(
    preview: Preview, held_back: HeldBack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal, "_NEXT_PAIR_MS", 60 * WAIT_MS)  # however busy the machine is
    held_back.finish(9)
    preview.show_pair(numbered_pair(1))
    settle(preview)
    preview.set_wipe(0.2)
    QApplication.processEvents()
    preview.show_pair(numbered_pair(2))
    settle(preview)
    assert held_back.made == [(1, 0.5), (2, 0.2)]


def test_a_paused_picture_ends_in_the_last_look_that_was_wished(preview: Preview, held_back: HeldBack) -> None:
    preview.show_pair(pair_of(DARK, LIGHT))
    held_back.wait_for_one()
    for wipe in (0.2, 0.9, 0.3, 0.7):
        preview.set_wipe(wipe)
        QApplication.processEvents()
    held_back.finish(9)
    assert (color_at(preview, 0.65, 0.3), color_at(preview, 0.75, 0.3)) == (DARK, LIGHT)
    assert [wipe for _, wipe in held_back.made] == [0.5, 0.7]
    preview.set_original(True)
    assert color_at(preview, 0.75, 0.3) == DARK
    preview.set_original(False)
    assert color_at(preview, 0.75, 0.3) == LIGHT


def test_a_pair_that_waits_for_its_turn_is_drawn_as_it_is_wished_then(preview: Preview, held_back: HeldBack) -> None:
    preview.show_pair(numbered_pair(1))
    held_back.wait_for_one()
    preview.show_pair(numbered_pair(2))
    preview.set_wipe(0.7)
    held_back.finish(9)
    settle(preview)
    assert held_back.made == [(1, 0.5), (2, 0.7)]


def test_a_look_that_changed_back_needs_no_other_picture(preview: Preview, held_back: HeldBack) -> None:
    preview.show_pair(numbered_pair(1))
    held_back.wait_for_one()
    preview.set_wipe(0.7)
    preview.set_wipe(0.5)
    held_back.finish(9)
    settle(preview)
    assert held_back.made == [(1, 0.5)]
