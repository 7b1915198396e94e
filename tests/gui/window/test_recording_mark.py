"""That something is being recorded is to be seen over the picture, all the time, in full screen too."""

from __future__ import annotations

import time

import pytest

from lowlight_live.gui.window.recording_mark import _clock
from lowlight_live.video.live.opening import CameraSpec
from tests.gui.conftest import Desk, enhanced


def test_a_recording_is_told_with_how_long_it_has_been_going_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    window = desk.live()
    window.acts["full_screen"].trigger()
    assert window.preview._recording == ""
    window.acts["record"].trigger()
    recording = window.bridge.outputs.recording
    assert recording is not None
    assert window.preview._recording.startswith("Recording 0:0")
    recording.began_at = time.monotonic() - 3612
    desk.until(lambda: window.preview._recording.startswith("Recording 1:00:1"))
    window.acts["record"].trigger()
    assert window.preview._recording == ""


def test_a_recording_that_ends_with_its_source_is_told_no_longer(desk: Desk) -> None:
    window = desk.live()
    window.acts["record"].trigger()
    assert window.preview._recording
    window.acts["close_source"].trigger()
    assert window.preview._recording == ""


@pytest.mark.parametrize(("seconds", "text"), [(0.0, "0:00"), (12.9, "0:12"), (61, "1:01"), (3725, "1:02:05")])
def test_how_long_is_written_as_on_a_camera(seconds: float, text: str) -> None:
    assert _clock(seconds) == text


def test_the_half_that_waits_for_its_model_says_so(desk: Desk) -> None:
    window = desk.window()
    desk.may_build.clear()
    window.open(CameraSpec("/dev/video0"))
    desk.until(lambda: window.preview._loading == "Loading the model…")
    pair = window.preview.pair
    assert pair is not None
    assert pair.enhanced.rgb is pair.original.rgb
    desk.may_build.set()
    desk.until(lambda: enhanced(window))
    desk.until(lambda: window.preview._loading == "")
