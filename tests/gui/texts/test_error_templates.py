"""What the parts below the window can say is found in their sources, and all of it has a translation."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import lowlight_live
from lowlight_live import errors
from lowlight_live.errors import LowlightError
from tests.gui.texts.conftest import TEMPLATES

PACKAGE = Path(lowlight_live.__file__).parent
OVER_A_WORD = re.compile(r"[A-Za-z]{3}")
COMMAND = re.compile(r"pip\b")
"""Said in the same way in every language."""


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`.ci/error_templates.py`."""
    monkeypatch.syspath_prepend(str(PACKAGE.parent / ".ci"))
    return importlib.import_module("error_templates")


def raised_texts() -> Iterator[tuple[str, str]]:
    """Sentence and hint of every error that is made in the package: place, and a pattern with `.*` for each field."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0] in ("cli", "evaluation"):
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and issubclass(_class_of(call), LowlightError):
                for node in (*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "hint")):
                    pattern = _pattern(node)
                    if OVER_A_WORD.search(pattern) and not COMMAND.match(pattern):
                        yield f"{path.relative_to(PACKAGE)}:{node.lineno}", pattern


def _class_of(call: ast.Call) -> type:
    kind = getattr(errors, getattr(call.func, "id", ""), object)
    return kind if isinstance(kind, type) else object


def _pattern(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case ast.JoinedStr(values=values):
            return "".join(map(_pattern, values))
    return ".*"


def test_every_error_of_the_package_has_a_german_sentence_and_hint() -> None:
    patterns = dict(raised_texts())
    assert len(patterns) > 150
    assert [
        place
        for place, pattern in patterns.items()
        if not any(re.fullmatch(pattern, template) for template in TEMPLATES)
    ] == []


def templates_of(tool: ModuleType, folder: Path, source: str) -> list[str]:
    (folder / "part.py").write_text(source, encoding="utf-8")
    return [text for text in tool.error_templates(folder) if text not in tool.OF_ELSEWHERE]


@pytest.mark.parametrize(
    ("source", "templates"),
    [
        ("raise SinkError('It is full.', hint='Make room.')", ["Make room.", "It is full."]),
        ("raise SinkError(f'{path} is a folder.')", ["{path} is a folder."]),
        (
            "raise SinkError(f'{path.name} holds {len(a)} of {b:.1f} {c!r}.')",
            ["{path} holds {number:g} of {b:g} {c!r}."],
        ),
        ("raise SinkError(f'It failed ({error.strerror}). {error.hint}')", ["It failed ({*reason}). {*hint}"]),
        ("raise SinkError('It is ' + ('full.' if full else 'gone.'))", ["It is full.", "It is gone."]),
        ("HINT = 'Make room.'\nraise SinkError(text, hint=HINT)", ["Make room."]),
        (
            "def f(a):\n    what = 'a folder' if a else 'a file'\n    raise SinkError(f'It is {what}.')",
            ["It is a folder.", "It is a file."],
        ),
        ("def told(n):\n    return f'There are {n}.'\nraise SinkError('No.', hint=told(3))", ["There are {n}."]),
        ("KINDS = {1: 'a cat', 2: 'a dog'}\nraise SinkError(f'It is {KINDS[n]}.')", ["It is a cat.", "It is a dog."]),
        ("self._warnings.append(f'{n} parts are missing.')", ["{n} parts are missing."]),
        ("self.warnings += (f'{n} parts are missing.',)", ["{n} parts are missing."]),
        ("Camera(note='it does not answer')", ["it does not answer"]),
        ("self.speed, self.reason = 3, 'as asked for'", ["as asked for"]),
        ("def f(part):\n    return f'{part} is there still.'", ["{part} is there still."]),
        ("def f(part):\n    'It is there still.'\n    _log.info(f'{part} is there still.')", []),
        ("raise ValueError('It is full.')", []),
        ("raise SinkError(f'{a}: {b}')", []),
        ("raise SinkError(translate('Here', 'It is full.'))", []),
    ],
)
def test_texts_become_templates(tool: ModuleType, tmp_path: Path, source: str, templates: list[str]) -> None:
    assert sorted(templates_of(tool, tmp_path, source)) == sorted(templates)


def test_templates_that_differ_in_the_names_of_fields_alone_are_one(tool: ModuleType, tmp_path: Path) -> None:
    source = "raise SinkError(f'{path} is full.')\nraise SinkError(f'{disk} is full.')\n"
    assert templates_of(tool, tmp_path, source) == ["{path} is full."]


@pytest.mark.parametrize(("place", "templates"), [("video/live", ["It is full."]), ("gui/sources", [])])
def test_a_sentence_of_the_window_itself_is_no_template(
    tool: ModuleType, tmp_path: Path, place: str, templates: list[str]
) -> None:
    (tmp_path / place).mkdir(parents=True)
    (tmp_path / place / "part.py").write_text("SAID = 'It is full.'", encoding="utf-8")
    assert [text for text in tool.error_templates(tmp_path) if text not in tool.OF_ELSEWHERE] == templates
