"""What is written over the picture is true, and in none of the files that are made of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PyQt6.QtCore import QRect
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lowlight_live.frame import FramePair
from lowlight_live.gui.picture import preview as preview_module
from lowlight_live.gui.picture.compose import Look, ViewMode
from lowlight_live.gui.picture.marks import RED, Marks, labels
from lowlight_live.gui.picture.preview import Preview
from tests.gui.conftest import WAIT_MS, numbered
from tests.gui.picture.previews import DARK, LIGHT, open_preview, pair_of, settle

AREA = QRect(0, 0, 800, 400)
LOADING = "Loading the model…"


def said(mode: ViewMode, marks: Marks, *, original: bool = False) -> list[str]:
    return [text for text, *_ in labels(AREA, Look(mode, original=original), marks)]


@pytest.mark.parametrize("mode", [ViewMode.SIDE_BY_SIDE, ViewMode.WIPE])
def test_what_is_not_enhanced_yet_is_not_called_so(mode: ViewMode) -> None:
    assert said(mode, Marks()) == ["Original", "Enhanced"]
    assert said(mode, Marks(loading=LOADING)) == ["Original", "Enhanced"]  # by the model before
    assert said(mode, Marks(enhanced=False, loading=LOADING)) == ["Original", LOADING]
    assert said(mode, Marks(enhanced=False)) == ["Original", "Original"]
    assert said(mode, Marks(enhanced=False, loading=LOADING), original=True) == ["Original", "Original"]


def test_a_difference_to_what_is_not_there_yet_is_not_called_so() -> None:
    assert said(ViewMode.DIFFERENCE, Marks()) == ["Difference"]
    assert said(ViewMode.DIFFERENCE, Marks(enhanced=False, loading=LOADING)) == [LOADING]
    assert said(ViewMode.ENHANCED, Marks(enhanced=False, loading=LOADING)) == [LOADING]


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    return open_preview(qtbot)


def picture_of(preview: Preview) -> QImage:
    settle(preview)
    return preview.grab().toImage()


def has_red(picture: QImage) -> bool:
    colors = (picture.pixelColor(x, y) for y in range(picture.height()) for x in range(picture.width()))
    return any(color == RED for color in colors)


def test_a_recording_is_to_be_seen_over_the_picture_and_is_in_no_picture(preview: Preview) -> None:
    preview.show_pair(pair_of(DARK, LIGHT))
    assert not has_red(picture_of(preview))
    preview.set_recording("Recording 0:12")
    assert has_red(picture_of(preview))
    assert preview.drawing is not None
    assert not has_red(preview.drawing.surface.image)
    preview.set_recording("")
    assert not has_red(picture_of(preview))


def test_what_is_loaded_is_said_on_the_half_that_waits_for_it(preview: Preview) -> None:
    frame = numbered(0x0A0A0A, 90, 160)
    preview.set_labels(True)
    preview.show_pair(FramePair(frame, frame))
    before = picture_of(preview)
    preview.set_loading(LOADING)
    after = picture_of(preview)
    assert before.copy(0, 0, 400, 400) == after.copy(0, 0, 400, 400)
    assert before.copy(400, 0, 400, 400) != after.copy(400, 0, 400, 400)


def test_while_pictures_come_the_next_one_brings_the_time_of_the_recording_along(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview_module, "_RESTS_S", float("inf"))  # however busy the machine is
    preview.show_pair(pair_of(DARK, LIGHT))
    preview.set_recording("Recording 0:01")
    settle(preview)
    QApplication.processEvents()
    before = preview.paints
    preview.set_recording("Recording 0:02")
    preview.show_pair(pair_of(DARK, LIGHT))
    settle(preview)
    QApplication.processEvents()
    assert preview.paints == before + 1


@pytest.mark.parametrize(
    "say",
    [lambda it, text: it.set_recording(text), lambda it, text: it.set_loading(text)],
    ids=["recording", "loading"],
)
def test_what_begins_and_ends_is_told_of_a_picture_that_rests(
    preview: Preview, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, say: Callable[[Preview, str], None]
) -> None:
    monkeypatch.setattr(preview_module, "_RESTS_S", float("inf"))  # it was drawn just now
    frame = numbered(0x0A0A0A, 90, 160)
    preview.show_pair(FramePair(frame, frame))
    settle(preview)
    for text in ("0:01", ""):
        QApplication.processEvents()
        before = preview.paints
        say(preview, text)
        qtbot.waitUntil(lambda before=before: preview.paints > before, timeout=WAIT_MS)  # type: ignore[misc]
