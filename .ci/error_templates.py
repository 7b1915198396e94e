"""Finds what the parts below the window say to users: errors, hints, warnings, notes; they know no translations.

Read from the sources by `ast`, as templates: "{path} is a folder." stands for all texts that `f"{path} is a folder."`
can become. `gui/texts/errors.py` finds the template that a text was made from. A field is `{name}`, or

    {*name}    holds a text that is looked up in turn, such as an error in brackets
    {name:g}   is a number
    {name!r}   stands in quotation marks, or is a value as Python writes it
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from source_texts import Field, Module, Parts, Reader, assigned, called, named, returned

import lowlight_live
from lowlight_live import errors

PACKAGE = Path(lowlight_live.__file__).parent
NOT_SHOWN = ("cli", "evaluation")
"""What a window never runs."""

ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
KEYWORDS = {"hint", "note", "reason", "wanted_by", "message"}
"""Arguments that hold texts, whoever is called."""
CALLS = {"_Rung", "_differs", "NetworkChoice"}
"""Who is called with texts that are no sentences."""
LISTS = {"reasons", "reason", "note", "warnings"}
"""What such texts are put into, whoever has it."""
TELLING = {
    *("forms.choose_form", "ladder._choose_device", "stream_source._reason", "target.hint_for", "stream_plan._name"),
    "part_record.difference",
}
"""Who gives such texts, or what is put into others; of two things the second is the text."""
NOT_OURS = {
    *("ValueError", "TypeError", "RuntimeError", "AssertionError", "debug", "info", "warning", "error"),
    *("tr", "translate"),
}
"""Who is called with sentences that users do not see, or that are translated already."""
OF_ELSEWHERE = (
    *("plain torch", "Triton kernels"),
    # What systems and FFmpeg say, most often in brackets.
    *("No such file or directory", "Permission denied", "Operation not permitted", "No space left on device"),
    *("Disk quota exceeded", "File too large", "Read-only file system", "Input/output error", "File name too long"),
    *("Is a directory", "Not a directory", "File exists", "Device or resource busy", "No such device", "Broken pipe"),
    *("Connection refused", "Connection timed out", "Connection reset by peer", "No route to host"),
    *("Network is unreachable", "Invalid argument", "Invalid data found when processing input", "End of file"),
    *("Immediate exit requested", "Too many open files", "Cannot allocate memory", "Protocol not found"),
    *("No such device or address", "Inappropriate ioctl for device", "Host is down", "Decoder not found"),
    *("Server returned 404 Not Found", "Server returned 403 Forbidden (access denied)"),
    *("Server returned 401 Unauthorized (authorization failed)", "Server returned 5XX Server Error reply"),
    *("Generic error in an external library", "Unknown error occurred"),
)
"""What no expression of ours says as it stands."""


def error_templates(package: Path = PACKAGE) -> list[str]:
    """All templates, in the order of the sources; those that differ in the names of fields alone are one."""
    reader = Reader(package, without=NOT_SHOWN, telling=TELLING)
    shown = [(node, module) for module in reader.modules for node in (*sentences(module), *parts_of_sentences(module))]
    found = [parts for node, module in shown for parts in reader.variants(node, module)]
    found += [parts for module in reader.modules for parts in logged(module)]
    texts = [spelled(parts) for parts in (*found, *reader.fragments) if is_telling(parts)]
    distinct: dict[str, str] = {}
    for text in (*texts, *OF_ELSEWHERE):
        distinct.setdefault(re.sub(r"\{(\*?)\w+", r"{\1", text), text)
    return list(distinct.values())


def sentences(module: Module) -> Iterator[ast.expr]:
    """What is a sentence in a part below the window: if it is for users, it is shown somewhere."""
    if module.part == "gui":
        return
    pending: list[ast.AST] = [module.tree]
    while pending:
        match node := pending.pop(0):
            case ast.Expr(value=ast.Constant()):
                pass
            case ast.Call(func=func) if called(func) in NOT_OURS:
                pass
            case ast.Constant(value=str(text)) if re.fullmatch(r"[A-Z].* .*\.", text):
                yield node
            case ast.JoinedStr(values=[first, *_] as values) if any(_ends(value) for value in values):
                if not isinstance(first, ast.Constant) or str(first.value)[:1].isupper():
                    yield node
            case ast.JoinedStr():
                pass
            case _:
                pending += ast.iter_child_nodes(node)


def _ends(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and str(node.value).rstrip().endswith(".")


def parts_of_sentences(module: Module) -> Iterator[ast.expr]:
    """What else may be shown: known by who has it, as a field or beside a sentence."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield from of_call(node)
        elif isinstance(node, ast.FunctionDef) and (module.name_of(node) in TELLING or node.name in LISTS):
            for value in returned(node):
                is_pair = module.name_of(node) in TELLING and isinstance(value, ast.Tuple)
                yield from value.elts[-1:] if is_pair else texts_in(value)
        for target, value in assigned(node):
            if called(target).lstrip("_") in LISTS:
                yield from texts_in(value)


def of_call(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that hold texts."""
    name = called(call.func)
    keywords = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg in KEYWORDS}
    yield from keywords.values()
    if call.args and (name in ERRORS or "hint" in keywords):
        yield call.args[0]
    elif name in CALLS:
        yield from (value for value in call.args if isinstance(value, ast.Constant | ast.JoinedStr | ast.BoolOp))
    elif name == "append" and isinstance(call.func, ast.Attribute) and called(call.func.value).lstrip("_") in LISTS:
        yield from call.args


def logged(module: Module) -> Iterator[Parts]:
    """What the training says of pictures that are left out: its process hands on what it logs."""
    if module.part != "training":
        return
    for call in ast.walk(module.tree):
        if isinstance(call, ast.Call) and called(call.func) == "warning" and isinstance(call.args[0], ast.Constant):
            texts = re.split(r"%([sd])", str(call.args[0].value))
            for index, value in enumerate(call.args[1:]):
                kind = ":g" if texts[2 * index + 1] == "d" else ""
                texts[2 * index + 1] = Field(named(value), kind)
            yield tuple(texts)


def texts_in(node: ast.expr) -> Iterator[ast.expr]:
    """The elements of what may be a list of texts."""
    match node:
        case ast.List(elts=inside) | ast.Tuple(elts=inside):
            for value in inside:
                yield from texts_in(value)
        case ast.IfExp(body=one, orelse=other) if isinstance(one, ast.Tuple | ast.List):
            yield from (*texts_in(one), *texts_in(other))
        case ast.ListComp(elt=value):
            yield from texts_in(value)
        case _:
            yield node


def is_telling(parts: Parts) -> bool:
    """Whether a template says so much that no other text is taken for it."""
    said = " ".join(part for part in parts if isinstance(part, str))
    if " " not in said or re.match("--|pip ", said):  # names and commands
        return False
    is_bound = any(isinstance(part, Field) and part.kind in (":g", "!r") for part in parts)
    return bool(re.search(r"[A-Za-z]{2}" if is_bound else r"[A-Za-z]{3}", said))


def spelled(parts: Parts) -> str:
    """A template; fields next to each other are one, and each has a name of its own."""
    joined: list[str | Field] = []
    for part in parts:
        match (joined[-1:], part):
            case ([Field(name)], Field()):
                joined[-1] = Field(name)
            case _ if part:
                joined.append(part)
    text, names = "", set()
    for part in joined:
        if isinstance(part, str):
            if "{" in part or "}" in part:
                raise ValueError(f"A text with brackets cannot be a template: {part!r}")
            text += part
        else:
            name = next(name for n in ("", *range(2, 99)) if (name := f"{part.name}{n}") not in names)
            names.add(name)
            text += f"{{*{name}}}" if part.kind == "*" else f"{{{name}{part.kind}}}"
    return text


if __name__ == "__main__":
    print("\n".join(error_templates()))
