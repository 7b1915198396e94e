"""The codecs that are offered are those that work here, and proving that keeps no window waiting."""

from __future__ import annotations

import threading

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from pytestqt.qtbot import QtBot

from lowlight_live.gui.export import codec_box
from lowlight_live.gui.export.codec_box import CodecBox

FAMILIES = ["h264", "hevc", "av1"]
PATIENCE_MS = 60_000


def offered(box: CodecBox) -> list[str]:
    return [box.itemData(index) for index in range(box.count())]


def test_encoders_come_once_they_have_proved_that_they_work(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    proved = threading.Event()
    threads: list[threading.Thread] = []

    def prove() -> tuple[str, ...]:
        threads.append(threading.current_thread())
        assert proved.wait(PATIENCE_MS / 1000)
        return "libx264", "hevc_nvenc"

    monkeypatch.setattr(codec_box, "working_encoders", prove)
    box = CodecBox("libx264")
    qtbot.addWidget(box)
    box.show()
    assert offered(box) == [*FAMILIES, "libx264"]
    assert box.codec == "libx264"
    box.choose("av1")
    proved.set()
    qtbot.waitUntil(lambda: offered(box) == [*FAMILIES, "libx264", "hevc_nvenc"], timeout=PATIENCE_MS)
    assert box.codec == "av1"
    assert threads != [threading.main_thread()]


def test_a_codec_that_does_not_work_here_stays_where_it_was_chosen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codec_box, "working_encoders", lambda: ("libx264",))
    box = CodecBox("hevc_amf")
    qtbot.addWidget(box)
    box.show()
    qtbot.waitUntil(lambda: "libx264" in offered(box), timeout=PATIENCE_MS)
    assert offered(box) == [*FAMILIES, "libx264", "hevc_amf"]
    assert box.codec == "hevc_amf"


def test_the_families_say_what_they_are(qtbot: QtBot) -> None:
    box = CodecBox("libx264")
    qtbot.addWidget(box)
    assert box.itemText(0) == "H.264, by hardware where it works"
