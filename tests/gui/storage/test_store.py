"""What is kept comes back; what is damaged gives defaults, a sentence, and stays beside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from lowlight_live.errors import ConfigError
from lowlight_live.gui.storage import files
from lowlight_live.gui.storage.presets import Presets
from lowlight_live.gui.storage.store import Store
from lowlight_live.settings import EnhanceSettings

DIM = EnhanceSettings(strength=0.3, exposure=-1.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


@pytest.fixture
def presets() -> Presets:
    return Presets({"dim": DIM}, lambda: None)


def test_what_is_saved_comes_back(path: Path) -> None:
    store = Store(path)
    store.save_settings(DIM)
    store.window_state = b"\x00\xff"
    store.recent = [Path("b.mp4")]
    store.add_recent(Path("a.mp4"))
    store.presets.save("Evening", DIM)
    store.save_value("model", "dce-net")
    again = Store(path)
    assert again.settings() == DIM
    assert again.window_state == b"\x00\xff"
    assert again.recent == [Path("a.mp4"), Path("b.mp4")]
    assert again.presets.settings("Evening") == DIM
    assert again.value("model", "dce-live") == "dce-net"
    assert again.value("model", 5) == 5  # of another kind than what is there
    assert not again.notice
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_the_first_time_there_are_defaults_and_no_notice(path: Path) -> None:
    store = Store(path)
    assert (store.settings(), store.window_state, store.recent) == (EnhanceSettings(), b"", [])
    assert store.presets.names() == []
    assert not store.notice
    assert not path.exists()


def test_it_lies_where_the_desktop_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert Store().path == tmp_path / "xdg" / "lowlight-live" / "settings.json"


def test_recent_files_are_the_last_ten_each_once(path: Path) -> None:
    store = Store(path)
    for number in [*range(12), 5]:
        store.add_recent(Path(f"{number}.mp4"))
    assert [int(recent.stem) for recent in store.recent] == [5, 11, 10, 9, 8, 7, 6, 4, 3, 2]


@pytest.mark.parametrize("text", ["", "{", "\x00\x01", "[]", '{"version": 99}', '{"settings": {}}'])
def test_a_file_that_is_none_of_ours_is_kept_aside(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)
    store = Store(path)
    assert store.settings() == EnhanceSettings()
    aside = path.with_name("settings.corrupt.json")
    assert str(aside) in store.notice
    assert aside.read_text() == text
    store.save_settings(DIM)
    assert Store(path).settings() == DIM
    path.write_text("{")
    assert "settings.corrupt2.json" in Store(path).notice
    assert aside.read_text() == text


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("settings", {"strength": 7.0}),
        ("settings", {"strength": "much"}),
        ("settings", {"strength": True}),
        ("settings", 3),
        ("window_state", "?"),
        ("window_state", 3),
        ("recent", ["a", 3]),
        ("recent", "a"),
        ("values", []),
        ("presets", {"bad": {"exposure": 99}}),
        ("presets", 3),
    ],
)
def test_one_bad_part_costs_that_part(path: Path, part: str, value: Any) -> None:
    store = Store(path)
    store.save_settings(DIM)
    store.window_state = b"window"
    store.recent = [Path("a.mp4")]
    store.save_value("model", "dce-net")
    store.presets.save("good", DIM)
    path.write_text(json.dumps(json.loads(path.read_text()) | {part: value}))
    again = Store(path)
    assert "settings.corrupt.json" in again.notice
    assert again.settings() == (EnhanceSettings() if part == "settings" else DIM)
    assert again.window_state == (b"" if part == "window_state" else b"window")
    assert again.recent == ([] if part == "recent" else [Path("a.mp4")])
    assert again.value("model") == (None if part == "values" else "dce-net")
    assert ("good" in again.presets.names()) == (part != "presets")


def test_settings_of_a_newer_version_are_left_out(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"version": 1, "settings": asdict(DIM) | {"glow": 1.0}}))
    store = Store(path)
    assert store.settings() == DIM
    assert not store.notice


def test_a_crash_while_writing_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(path)
    store.save_settings(DIM)
    before = path.read_bytes()

    def full(*_: Any, **__: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.Path, "write_text", full)
    store.save_settings(EnhanceSettings())
    assert "No space left on device" in store.notice
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_what_is_no_os_error_leaves_nothing_half_written_either(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.write_atomically(path, "{}")

    def stopped(*_: Any, **__: Any) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(files.Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        files.write_atomically(path, "[]")
    assert path.read_text() == "{}"
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_a_name_that_is_no_text_is_kept_and_costs_no_other_setting(path: Path) -> None:
    film = Path(os.fsdecode(b"m\xe9\xe8 gr\xc3\xbcn.mp4"))
    store = Store(path)
    store.add_recent(film)
    store.save_settings(DIM)
    assert not store.notice
    again = Store(path)
    assert again.recent == [film]
    assert again.settings() == DIM
    assert "grün" in path.read_text(encoding="utf-8")
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_windows_at_the_same_time_keep_what_each_other_saves(path: Path) -> None:
    first, second = Store(path), Store(path)
    first.presets.save("night", DIM)
    second.save_settings(EnhanceSettings(strength=0.7))
    first.add_recent(Path("a.mp4"))
    second.add_recent(Path("b.mp4"))
    second.save_value("model", "dce-net")
    first.save_value("device", "cpu")
    second.window_state = b"second"
    again = Store(path)
    assert again.presets.settings("night") == DIM
    assert again.settings() == EnhanceSettings(strength=0.7)
    assert again.recent == [Path("b.mp4"), Path("a.mp4")]
    assert (again.value("model"), again.value("device")) == ("dce-net", "cpu")
    assert again.window_state == b"second"
    # What it has read by the way, it offers too.
    assert second.presets.names() == ["night"]
    assert second.recent == [Path("b.mp4"), Path("a.mp4")]


def test_what_is_taken_out_in_one_window_does_not_come_back_from_another(path: Path) -> None:
    before = Store(path)
    before.presets.save("night", DIM)
    before.presets.save("dusk", DIM)
    before.recent = [Path("a.mp4"), Path("b.mp4")]
    first, second = Store(path), Store(path)
    first.presets.remove("night")
    first.presets.rename("dusk", "dawn")
    first.recent = []
    second.add_recent(Path("c.mp4"))
    second.presets.save("day", EnhanceSettings())
    assert second.presets.names() == ["dawn", "day"]
    assert Store(path).presets.names() == ["dawn", "day"]
    assert Store(path).recent == [Path("c.mp4")]


def test_a_preset_changed_in_two_windows_is_the_later_one_whole(path: Path) -> None:
    Store(path).presets.save("night", DIM)
    first, second = Store(path), Store(path)
    first.presets.save("night", replace(DIM, strength=0.9))
    second.presets.save("night", replace(DIM, exposure=0.5))
    assert Store(path).presets.settings("night") == replace(DIM, exposure=0.5)


def test_what_another_version_has_written_meanwhile_is_kept_in_the_file_or_aside(path: Path) -> None:
    store = Store(path)
    store.save_settings(DIM)
    content = json.loads(path.read_text())
    content |= {"glow": 1, "presets": {"new": {"strength": 7.0}}, "recent": "none"}
    path.write_text(json.dumps(content))
    store.presets.save("mine", DIM)
    assert store.presets.names() == ["mine"]
    content = json.loads(path.read_text())
    assert (content["glow"], content["presets"]["new"]) == (1, {"strength": 7.0})
    path.write_text('{"version": 99}')
    store.save_value("model", "dce-net")
    assert path.with_name("settings.corrupt.json").read_text() == '{"version": 99}'
    assert Store(path).presets.names() == ["mine"]


def test_a_write_that_failed_is_made_up_for_by_the_next(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(path)
    with monkeypatch.context() as patched:
        patched.setattr(files.Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        store.presets.save("night", DIM)
    assert store.notice
    Store(path).save_value("model", "dce-net")
    store.save_value("device", "cpu")
    assert Store(path).presets.names() == ["night"]
    assert Store(path).value("model") == "dce-net"


WRITER = """
import sys
from pathlib import Path
from lowlight_live.gui.storage import store as module
from lowlight_live.settings import EnhanceSettings

module._LOCKED_AT_MOST_MS = 60_000  # no two people save without a pause
store = module.Store(Path(sys.argv[1]))
print("ready", flush=True)
input()
for number in range(20):
    store.presets.save(f"{sys.argv[2]} {number}", EnhanceSettings())
"""


def test_processes_at_the_same_time_lose_nothing_of_each_other(path: Path) -> None:
    commands = [[sys.executable, "-c", WRITER, str(path), name] for name in ("one", "two")]
    writers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for command in commands
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    assert len(Store(path).presets.names()) == 40


def test_a_file_that_cannot_be_read_now_is_kept_aside_and_not_written_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Store(path)
    first.presets.save("night", EnhanceSettings(exposure=1.0))
    first.save_value("appearance", "dark")
    before = path.read_bytes()

    def refused(_path: Path) -> Any:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("lowlight_live.gui.storage.store._content_of", refused)
        Store(path).save_value("appearance", "light")
    (aside,) = (other for other in path.parent.iterdir() if other != path and other.read_bytes() == before)
    assert aside.is_file()


def test_a_folder_that_cannot_be_made_is_a_notice(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file" / "settings.json")
    store.save_settings(DIM)
    assert "cannot be" in store.notice
    assert store.settings() == DIM


def test_presets_are_named_renamed_and_removed(path: Path) -> None:
    presets = Store(path).presets
    presets.save("  Late   evening ", DIM)
    presets.save("a", EnhanceSettings())
    presets.rename("Late evening", "Bright")
    assert presets.names() == ["a", "Bright"]
    presets.remove("a")
    assert Store(path).presets.names() == ["Bright"]
    assert Store(path).presets.settings("Bright") == DIM


def test_a_rename_never_costs_another_preset(presets: Presets) -> None:
    presets.save("other", EnhanceSettings())
    with pytest.raises(ConfigError, match="already"):
        presets.rename("dim", "other")
    presets.rename("dim", "dim")
    assert presets.settings("dim") == DIM
    for act in (lambda: presets.rename("none", "x"), lambda: presets.remove("none")):
        with pytest.raises(ConfigError, match="no preset"):
            act()


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
def test_what_is_no_name_is_refused(presets: Presets, name: str) -> None:
    with pytest.raises(ConfigError, match="cannot be named"):
        presets.save(name, DIM)


def test_a_preset_travels_as_a_file(presets: Presets, tmp_path: Path) -> None:
    shared = tmp_path / "dim.preset.json"
    presets.export_to("dim", shared)
    assert json.loads(shared.read_text())["version"] == 1
    friend = Presets({}, lambda: None)
    assert friend.import_from(shared) == "dim"
    assert friend.import_from(shared) == "dim 2"
    assert friend.settings("dim") == friend.settings("dim 2") == DIM


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no json", "is not a preset"),
        ("[]", "is not a preset"),
        ('{"settings": {}}', "is not a preset"),
        ('{"format": "lowlight-live preset", "version": 2}', "version 2"),
        ('{"format": "lowlight-live preset", "version": 1, "name": "a"}', "is not a preset"),
        ('{"format": "lowlight-live preset", "version": 1, "name": "a", "settings": {"strength": 9}}', "strength is 9"),
        ('{"format": "lowlight-live preset", "version": 1, "name": "", "settings": {}}', "cannot be named"),
    ],
)
def test_a_file_that_is_no_preset_is_a_sentence(presets: Presets, tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "friend.json"
    path.write_text(content)
    with pytest.raises(ConfigError, match=said) as caught:
        presets.import_from(path)
    assert "friend.json" in str(caught.value)
    assert caught.value.hint
    assert presets.names() == ["dim"]


def test_a_preset_that_cannot_be_read_or_written_is_a_sentence(presets: Presets, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        presets.import_from(tmp_path / "none.json")
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot be written"):
        presets.export_to("dim", tmp_path / "file" / "x.json")
