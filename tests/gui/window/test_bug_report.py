"""A bug report says what happened to which file, and nothing of where on this machine it lies or how to get in."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path, PureWindowsPath

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from lowlight_live.errors import ConfigError
from lowlight_live.gui.window.bug_report import without_folders, write_bug_report


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("opened /mnt/disk/private/x.mp4 in 3 s", "opened …/x.mp4 in 3 s"),
        ("opened /mnt/Jane Doe/private clips/x.mp4 in 3 s", "opened …/x.mp4 in 3 s"),
        ("/mnt/Jane's, or O'Neil's (old); a:b/x y.mp4 is there already.", "…/x y.mp4 is there already."),
        (r"opened C:\Users\Jane Doe\My clips\x.mp4", "opened …/x.mp4"),
        (r"opened C:/Users/Jane Doe/My clips\x.mp4", "opened …/x.mp4"),
        (r"opened \\server\Jane Doe\x.mp4", "opened …/x.mp4"),
        (r"WindowsPath('C:\\Users\\Jane Doe\\x.mp4')", "WindowsPath('…/x.mp4')"),
        ('  File "/opt/Jane Doe/lib/bridge.py", line 3, in look', '  File "…/bridge.py", line 3, in look'),
        ("'/mnt/Jane/a.mp4' -> '/mnt/Jane/b.mp4'", "'…/a.mp4' -> '…/b.mp4'"),
        ("/mnt/Jane/a.mp4, /mnt/Jane/b.mp4", "…/a.mp4, …/b.mp4"),
        ("file:///mnt/Jane Doe/a.mp4", "file:…/a.mp4"),
        ("rtsp://jane:secret@10.0.0.7 is silent", "rtsp://10.0.0.7 is silent"),
        ("rtsp://jane:secret@10.0.0.7/stream1 is silent", "rtsp:…/stream1 is silent"),
        ("http://10.0.0.7/v?token=secret is silent", "http:…/v?… is silent"),
        ("time base 1/90000, and/or 30000/1001 fps", "time base 1/90000, and/or 30000/1001 fps"),
        ("Camera /dev/video0 did not open.", "Camera …/video0 did not open."),
    ],
)
def test_of_a_path_the_name_stays(text: str, left: str) -> None:
    assert without_folders(text) == left


def test_the_home_of_another_whose_name_begins_the_same_is_left_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/jane"))
    assert without_folders("/home/jane and /home/jane2/private/x.mp4") == "~ and …/x.mp4"


def test_the_bundle_says_it_of_everything_that_it_holds(tmp_path: Path) -> None:
    log = tmp_path / "the.log"
    log.write_text("opened /mnt/Jane Doe/private clips/x.mp4\n")
    parts = {
        "message": {"detail": "No such file: '/mnt/Jane Doe/private clips/x.mp4'\nnor /mnt/Jane Doe/y.mp4"},
        "choice": {"model": PureWindowsPath(r"C:\Users\Jane Doe\private nets\mine.safetensors"), "more": ["/a/Jane/b"]},
    }
    bundle = write_bug_report(tmp_path / "report.zip", parts, [log])
    with zipfile.ZipFile(bundle) as opened:
        texts = {name: opened.read(name).decode() for name in opened.namelist()}
    assert not [name for name, text in texts.items() if "Jane" in text or "private" in text]
    assert texts["the.log"] == "opened …/x.mp4\n"
    assert json.loads(texts["choice.json"]) == {"model": "…/mine.safetensors", "more": ["…/b"]}
    assert json.loads(texts["message.json"]) == {"detail": "No such file: '…/x.mp4'\nnor …/y.mp4"}


def test_it_is_written_whatever_the_bytes_of_a_name_are(tmp_path: Path) -> None:
    bundle = write_bug_report(tmp_path / "report.zip", {"message": {"sentence": "m\udce9.mp4 is damaged."}}, [])
    with zipfile.ZipFile(bundle) as opened:
        assert json.loads(opened.read("message.json")) == {"sentence": "m\udce9.mp4 is damaged."}
        assert "password" in json.loads(opened.read("about.json"))["left out"]
    assert [file.name for file in tmp_path.iterdir()] == ["report.zip"]


def test_a_folder_that_takes_nothing_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot be written"):
        write_bug_report(tmp_path / "file" / "report.zip", {}, [])
