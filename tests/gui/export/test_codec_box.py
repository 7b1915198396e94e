"""The codecs that are offered are those that work here, and proving that keeps no window waiting."""

from __future__ import annotations

import threading

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
pytest.importorskip("pytestqt", reason="pytest-qt is not installed")
from pytestqt.qtbot import QtBot

from lowlight_live.gui.export import codec_box
from lowlight_live.gui.export.codec_box import CodecBox
from lowlight_live.video.writing.encoders import ENCODERS

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
    assert offered(box) == ["libx264", *FAMILIES]
    assert box.codec == "libx264"
    box.choose("av1")
    proved.set()
    qtbot.waitUntil(lambda: offered(box) == ["libx264", *FAMILIES, "hevc_nvenc"], timeout=PATIENCE_MS)
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
    assert offered(box) == ["libx264", *FAMILIES, "hevc_amf"]
    assert box.codec == "hevc_amf"


def test_plain_words_say_what_each_is_good_for(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec_box, "working_encoders", lambda: tuple(ENCODERS))
    box = CodecBox("libx264")
    qtbot.addWidget(box)
    box.show()
    qtbot.waitUntil(lambda: set(ENCODERS) < set(offered(box)), timeout=PATIENCE_MS)
    words = [box.itemText(index) for index in range(box.count())]
    assert words[:4] == [
        "H.264 (plays everywhere)",
        "H.265 (smaller files)",
        "AV1 (smallest, slow)",
        "H.264 by the graphics card where it can (fast)",
    ]
    assert "H.265 by NVIDIA only (hevc_nvenc)" in words
    assert len(set(words)) == len(words)
    assert not [text for text in words if text in ENCODERS]
    assert "libx264" in box.toolTip()
    box.choose("hevc")
    assert "hevc_qsv" in box.toolTip()


def test_a_codec_of_another_version_is_called_by_its_name(qtbot: QtBot) -> None:
    box = CodecBox("vp9_new")
    qtbot.addWidget(box)
    assert (box.codec, box.currentText()) == ("vp9_new", "vp9_new")
