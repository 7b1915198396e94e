"""A source that has ended says so: its last picture stays, nothing claims to be live, and it can be opened again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from lowlight_live.attached import SinkState
from lowlight_live.errors import LowlightError, SourceLost, SourceOpenError
from lowlight_live.frame import Frame
from lowlight_live.gui.enhancing.choice import Choice
from lowlight_live.gui.main_window import MainWindow
from lowlight_live.gui.texts.problem import Problem
from lowlight_live.video.live.opening import CameraSpec
from tests.gui.conftest import Desk, NumberedCamera, enhanced

SPEC = CameraSpec("/dev/video0")
LARGER = CameraSpec("/dev/video0", height=720, width=1280)


class Ending(NumberedCamera):
    """Ends when the test wants it to, with an error or without."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.error = error

    def __iter__(self) -> Iterator[Frame]:
        yield from super().__iter__()
        if self.error is not None:
            raise self.error


def end(desk: Desk) -> None:
    source = desk.opened[-1]
    assert isinstance(source, Ending)
    source.stop()


def sentence(window: MainWindow) -> str:
    return window.messages.problem.sentence if window.messages.problem is not None else ""


def assert_over(window: MainWindow) -> None:
    """The window shows the last picture of a source that has ended."""
    assert window.preview.pair is not None
    assert window.preview._banner == "Test Camera has ended"
    assert window.state_label.text() == "Test Camera has ended"
    for name in ("record", "virtual_camera"):
        assert not window.acts[name].isEnabled()
    for name in ("snapshot", "close_source"):
        assert window.acts[name].isEnabled()


@pytest.mark.parametrize(
    ("error", "said"),
    [(SourceLost("The stream broke off."), "The stream broke off."), (None, "Test Camera has ended.")],
)
def test_a_source_that_has_ended_can_be_opened_again(
    desk: Desk, qtbot: QtBot, error: Exception | None, said: str
) -> None:
    desk.source = lambda: Ending(error)
    window = desk.live()
    assert window.acts["record"].isEnabled()
    end(desk)
    desk.until(lambda: sentence(window) == said)
    assert_over(window)
    window.bridge._figures_at = 0.0
    window.bridge._look()  # figures of a source that is gone would say that it is live
    assert_over(window)
    with pytest.raises(LowlightError, match="No camera is open"):
        window.bridge.record_pictures(desk.folder, 1.0)
    assert window.messages.action_button.text() == "Open again"
    qtbot.mouseClick(window.messages.action_button, Qt.MouseButton.LeftButton)
    desk.until(lambda: len(desk.opened) == 2 and enhanced(window))
    desk.until(lambda: window.state_label.text().startswith("Live from Test Camera"))
    assert window.preview._banner == ""
    assert window.acts["record"].isEnabled()
    assert window.messages.problem is None


def test_the_figures_of_a_source_that_has_ended_say_so_and_no_rate(desk: Desk) -> None:
    desk.source = Ending
    window = desk.live()
    window.acts["figures"].trigger()
    desk.until(lambda: any("captured" in line for line in window.preview._lines))
    end(desk)
    desk.until(lambda: not window.bridge.running)
    assert window.preview._lines[0] == "fps: none, the source has ended"
    assert not any("captured" in line or "latency" in line for line in window.preview._lines)
    for _ in range(2):
        window.acts["figures"].trigger()
    assert window.preview._lines[0] == "fps: none, the source has ended"


def test_it_can_be_opened_again_until_it_is_open(desk: Desk) -> None:
    desk.source = lambda: Ending(SourceLost("The stream broke off."))
    window = desk.live()
    end(desk)
    desk.until(lambda: sentence(window) == "The stream broke off.")
    refusing(desk, 2)
    for _ in range(2):
        window.messages.action_button.click()
        desk.until(lambda: sentence(window) == "This size is not to be had.")
        desk.until(lambda: window.messages.action_button.text() == "Open again")
        window.messages.put_away()
        assert window.messages.problem is None
        window.display.show_end(Problem("The stream broke off."))
    window.messages.action_button.click()
    assert window.messages.action_button.text() == "Open again"
    desk.until(lambda: window.bridge.running and enhanced(window))
    assert window.messages.problem is None


def test_what_was_closed_after_its_end_can_still_be_opened_again(desk: Desk) -> None:
    desk.source = Ending
    window = desk.live()
    end(desk)
    desk.until(lambda: not window.bridge.running)
    window.acts["close_source"].trigger()
    refusing(desk, 1)
    window.messages.action_button.click()
    desk.until(lambda: sentence(window) == "This size is not to be had.")
    desk.until(lambda: window.messages.action_button.text() == "Open again")
    window.messages.action_button.click()
    desk.until(lambda: window.bridge.running)
    assert window.messages.problem is None


def test_another_source_that_does_not_open_does_not_cost_the_one_that_has_ended(desk: Desk) -> None:
    desk.source = Ending
    window = desk.live()
    end(desk)
    desk.until(lambda: not window.bridge.running)
    refusing(desk, 1)
    window.open(CameraSpec("/dev/video1"))
    desk.until(lambda: sentence(window) == "This size is not to be had.")
    assert not window.messages.action_button.isVisible()
    window.messages.put_away()
    assert window.messages.action_button.text() == "Open again"
    window.messages.action_button.click()
    desk.until(lambda: window.bridge.running)
    assert window.bridge.view is not None
    assert window.bridge.view.what == SPEC


def test_a_film_recorded_to_the_end_of_its_source_is_told_and_the_source_can_still_be_opened_again(desk: Desk) -> None:
    desk.source = lambda: Ending(SourceLost("The stream broke off."))
    window = desk.live()
    window.acts["record"].trigger()
    recording = window.bridge.outputs.recording
    assert recording is not None
    desk.until(lambda: recording.state is SinkState.RUNNING)
    before = window.preview.paints
    desk.until(lambda: window.preview.paints > before + 5)
    saved: list[Path] = []
    window.bridge.outputs.saved.connect(saved.append)
    end(desk)
    desk.until(lambda: bool(saved) and not window.bridge.running)
    said = {}
    while window.messages.problem is not None:
        said[sentence(window)] = window.messages.action_button.text()
        window.messages.put_away()
    assert said == {"The stream broke off.": "Open again", f"Saved as {saved[0].name}": "Open folder"}
    assert not window.acts["record"].isChecked()
    assert not window.acts["record"].isEnabled()


def refusing(desk: Desk, refusals: int) -> None:
    """Let the camera refuse so many times to be opened."""
    left = [SourceOpenError("This size is not to be had.", hint="Choose another.")] * refusals

    def open_it() -> NumberedCamera:
        if left:
            raise left.pop()
        return NumberedCamera()

    desk.source = open_it


def test_a_size_that_fails_leaves_the_camera_as_it_was(desk: Desk) -> None:
    window = desk.live()
    refusing(desk, 1)
    window.open(LARGER)
    desk.until(lambda: sentence(window) == "This size is not to be had.")
    desk.until(lambda: len(desk.opened) == 2 and enhanced(window))
    assert window.bridge.view is not None
    assert window.bridge.view.what == SPEC
    before = window.preview.paints
    desk.until(lambda: window.preview.paints > before + 5)
    desk.until(lambda: window.state_label.text().startswith("Live from"))
    assert window.acts["record"].isEnabled()
    assert window.preview._banner == ""


def test_a_camera_that_does_not_even_come_back_as_it_was_has_ended(desk: Desk) -> None:
    window = desk.live()
    refusing(desk, 2)
    window.open(LARGER)
    desk.until(lambda: sentence(window) == "Test Camera has ended.")
    assert_over(window)
    window.messages.action_button.click()
    desk.until(lambda: len(desk.opened) == 2 and enhanced(window))
    assert window.bridge.view is not None
    assert window.bridge.view.what == SPEC


def test_a_model_chosen_after_the_end_enhances_what_is_opened_next(desk: Desk) -> None:
    desk.source = Ending
    window = desk.live()
    end(desk)
    desk.until(lambda: not window.bridge.running)
    window.panel.model.chosen.emit(Choice("zero-dce", "cpu"))
    desk.until(lambda: desk.built[-1].info.model == "zero-dce")
    window.messages.action_button.click()
    desk.until(lambda: bool(desk.built[-1].seen) and enhanced(window))
    assert len(desk.built) == 2
