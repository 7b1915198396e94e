"""The window speaks of nothing that only the command line has, whatever the parts below it say."""

from __future__ import annotations

import ast
import errno
import importlib
import re
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication

from lowlight_live import gui
from lowlight_live.errors import LowlightError
from lowlight_live.gui.texts.errors import in_words
from lowlight_live.gui.texts.wording_hints import window_hints
from lowlight_live.video.target import check_target, hint_for

WINDOW = Path(gui.__file__).parent
OF_THE_COMMAND_LINE = re.compile(r"(?<![\w-])--[a-z]|`|command line|lowlight-live (live|enhance|doctor|models|train)\b")
SAID_IN_A_TERMINAL = {
    "Without a screen use `lowlight-live live` or `enhance`; `lowlight-live doctor` says what a window needs.",
}
NUMBERS = [errno.ENOSPC, errno.EFBIG, errno.EACCES, errno.ENOTDIR, errno.EIO]


def test_whatever_speaks_of_the_command_line_has_words_of_the_window(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(WINDOW.parents[1] / ".ci"))
    templates = importlib.import_module("error_templates").error_templates()
    speaking = {text for text in templates if OF_THE_COMMAND_LINE.search(text)}
    assert len(speaking) > 10
    assert speaking - SAID_IN_A_TERMINAL - set(window_hints(has_place=True)) == set()


def test_no_text_of_the_window_does(qapp: QApplication) -> None:
    said = {text for text in window_hints(has_place=False).values() if OF_THE_COMMAND_LINE.search(text)}
    for path in WINDOW.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in (
                "tr",
                "translate",
            ):
                texts = (argument.value for argument in call.args if isinstance(argument, ast.Constant))
                said |= {str(text) for text in texts if OF_THE_COMMAND_LINE.search(str(text))}
    assert said == set()


def test_every_template_is_still_said_below(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(WINDOW.parents[1] / ".ci"))
    templates = importlib.import_module("error_templates").error_templates()
    assert {text for text in window_hints(has_place=False) if "backend: " not in text} <= set(templates)


def test_a_film_that_is_there(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.touch()
    with pytest.raises(LowlightError) as caught:
        check_target(path, overwrite=False, source=None)
    assert "--overwrite" in caught.value.hint
    assert in_words(caught.value.hint) == "Choose another name, or let it be replaced: “Settings…” asks about that."


@pytest.mark.parametrize("number", NUMBERS)
def test_another_place_is_advised_only_where_one_can_be_chosen(qapp: QApplication, number: int) -> None:
    hint = f"{hint_for(number, Path('/media/disk/a.mp4'))} The film is in /media/.a.part.mp4."
    assert in_words(hint, has_place=True) == hint
    said = in_words(hint)
    assert "choose another" not in said
    assert said.endswith(" The film is in /media/.a.part.mp4.")


def test_a_missing_virtual_camera_is_told_without_its_library(qapp: QApplication) -> None:
    told = (
        "A virtual camera cannot be used: 'v4l2loopback' backend: No v4l2 loopback device found at /dev/video[0-99]. "
        "Did you run 'modprobe v4l2loopback'? See also pyvirtualcam's documentation."
    )
    assert in_words(told) == "There is no virtual camera on this machine."
    told = "The virtual camera /dev/video9 cannot be used: 'v4l2loopback' backend: Device /dev/video9 does not exist."
    assert in_words(told) == "There is no virtual camera /dev/video9."
    busy = "A virtual camera cannot be used: Device or resource busy"
    assert in_words(busy) == busy


def test_it_is_so_in_every_language(german: None) -> None:
    for template in window_hints(has_place=False):
        text = re.sub(r"\{(\w+)(:g)?\}", lambda field: "7" if field[2] else "/media/x", template)
        assert not OF_THE_COMMAND_LINE.search(in_words(text)), text
