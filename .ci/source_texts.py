"""Finds out what an expression of a source can say: an f-string, a text that depends on something, a table of texts."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path

MOST_VARIANTS = 6
"""Of one text. With more, what varies becomes a field, and each form of it a text for itself."""
_DEEP = 12

HOLD_TEXTS = {
    *("error", "reason", "reasons", "strerror", "hint", "how", "failed", "why_not", "wanted_by", "difference"),
    *("rung", "plain", "fast", "slower", "faster"),
    *("_reason", "hint_for", "_name()"),
}
"""Fields made of these hold a text in turn."""


@dataclass(frozen=True)
class Field:
    """What is filled in; its kind is "*" for a text in turn, ":g" for a number, "!r" for what Python would write."""

    name: str
    kind: str = ""


Parts = tuple[str | Field, ...]


@dataclass
class Module:
    """A source, and what its names stand for; its part is the folder of the package that it lies in, however deep."""

    path: Path
    tree: ast.Module
    part: str
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in ast.walk(self.tree):
            self.parents.update(dict.fromkeys(ast.iter_child_nodes(node), node))

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        return {node.name: node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)}

    @cached_property
    def imports(self) -> dict[str, str]:
        """Module of the package by imported name."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom) and node.module]
        return {alias.asname or alias.name: str(node.module) for node in found for alias in node.names}

    def name_of(self, function: ast.FunctionDef) -> str:
        """With the file that it stands in."""
        return f"{self.path.stem}.{function.name}"

    def values(self, name: str, place: ast.AST) -> list[ast.expr]:
        """What a name is set to, in the function around a place or else in the module."""
        while place in self.parents:
            place = self.parents[place]
            if isinstance(place, ast.FunctionDef) and name in {arg.arg for arg in _arguments(place)}:
                return []
            if isinstance(place, ast.FunctionDef | ast.Module):
                inside = [node for node in place.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
                nodes = (node for statement in inside for node in ast.walk(statement))
                found = [value for node in nodes for target, value in assigned(node) if called(target) == name]
                if found:
                    return found
        return []


class Reader:
    """Turns expressions into what they can say.

    Args:
        package: Its folder.
        without: Files and folders in it that are left out.
        telling: Functions of it, "file.function", whose results are texts for themselves: put into others, they are
            fields.

    Attributes:
        modules: The sources.
        fragments: What became a field because it can be many things, and is a text itself.
    """

    def __init__(self, package: Path, *, without: Collection[str] = (), telling: Collection[str] = ()) -> None:
        paths = [path for path in sorted(package.rglob("*.py")) if path.relative_to(package).parts[0] not in without]
        self._telling = telling
        self.modules = [
            Module(path, ast.parse(path.read_text(encoding="utf-8")), path.relative_to(package).parts[0])
            for path in paths
        ]
        self._by_name = {_dotted(path, package): module for path, module in zip(paths, self.modules, strict=True)}
        self.fragments: list[Parts] = []

    def variants(self, node: ast.expr, module: Module, deep: int = 0) -> list[Parts]:
        """All that an expression can say, as far as the source shows it."""
        again = deep + 1
        match node:
            case _ if deep > _DEEP:
                pass
            case ast.Constant(value=str(text)):
                return [(text,)]
            case ast.JoinedStr(values=values):
                return self._joined(values, module, again)
            case ast.FormattedValue(conversion=conversion, format_spec=spec, value=value):
                if conversion == ord("r"):
                    return [(Field(named(value), "!r"),)]
                return [(Field(named(value), ":g"),)] if spec is not None else self.variants(value, module, again)
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return self._joined([left, right], module, again)
            case ast.IfExp(body=one, orelse=other):
                return self.variants(one, module, again) + self.variants(other, module, again)
            case ast.BoolOp(op=ast.Or(), values=values):
                return [parts for value in values for parts in self.variants(value, module, again)]
            case ast.Call(func=ast.Name(id="str"), args=[value]):
                return self.variants(value, module, again)
            case _:
                found = [parts for one, home in self._values(node, module) for parts in self.variants(one, home, again)]
                if any(has_words(parts) for parts in found):
                    return list(dict.fromkeys(found))
        return [(field_of(node),)]

    def _joined(self, nodes: Iterable[ast.expr], module: Module, deep: int) -> list[Parts]:
        """What several expressions say one after the other."""
        joined: list[Parts] = [()]
        for node in nodes:
            found = self.variants(node, module, deep)
            if len(joined) * len(found) > MOST_VARIANTS:
                self.fragments += found
                value = node.value if isinstance(node, ast.FormattedValue) else node
                found = [(Field(named(value), "*"),)]
            joined = [before + after for before, after in product(joined, found)]
        return joined

    def _values(self, node: ast.expr, module: Module) -> Iterator[tuple[ast.expr, Module]]:
        """What a name, a look into a table or a call of our own can give, and where that stands."""
        match node:
            case ast.Name(id=name):
                home = self._home(name, module)
                place = node if home is module else home.tree.body[-1]
                yield from ((value, home) for value in home.values(name, place))
            case ast.Subscript(value=ast.Name() as table):
                yield from self._entries(table, module)
            case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[_, *default]):
                yield from self._entries(table, module)
                yield from ((value, module) for value in default)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name)):
                home = self._home(name, module)
                if name in home.functions and home.name_of(home.functions[name]) not in self._telling:
                    yield from ((value, home) for value in returned(home.functions[name]))

    def _entries(self, table: ast.expr, module: Module) -> Iterator[tuple[ast.expr, Module]]:
        tables = [(table, module)] if isinstance(table, ast.Dict) else self._values(table, module)
        for entries, home in tables:
            if isinstance(entries, ast.Dict):
                yield from ((value, home) for value in entries.values)

    def _home(self, name: str, module: Module) -> Module:
        return self._by_name.get(module.imports.get(name, ""), module)


def assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Targets and values of an assignment."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            yield from zip(targets, values, strict=False)
        case ast.Assign(targets=targets, value=value):
            yield from ((target, value) for target in targets)
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.AugAssign(target=target, value=value):
            yield target, value


def returned(function: ast.FunctionDef) -> list[ast.expr]:
    """What a function returns."""
    return [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value is not None]


def field_of(node: ast.expr) -> Field:
    """What stands for an expression that the source alone does not tell."""
    words = {called(inner) for inner in ast.walk(node)}
    if isinstance(node, ast.Call):
        words.add(f"{called(node.func)}()")
    if words & HOLD_TEXTS:
        return Field(named(node), "*")
    is_number = isinstance(node, ast.BinOp) or words & {"len()", "max()"}
    return Field(named(node), ":g" if is_number else "")


def named(node: ast.expr) -> str:
    """A name for a field, for translators."""
    match node:
        case ast.Call(func=ast.Name(id="len" | "max")) | ast.BinOp():
            return "number"
        case ast.Call(func=ast.Attribute(attr="join")):
            return "list"
        case ast.Attribute(attr="strerror" | "err") | ast.Call(func=ast.Name(id="getattr")):
            return "reason"
        case ast.Attribute(attr="name" | "parent" | "stem", value=value):
            return named(value)
        case ast.Call(func=ast.Attribute(attr="get" | "splitlines" | "with_suffix" | "capitalize", value=value)):
            return named(value)
        case ast.Call(func=ast.Name(id=name), args=[value, *_]) if name not in HOLD_TEXTS:
            return named(value)
        case ast.Subscript(value=value) | ast.BoolOp(values=[value, *_]) | ast.Call(func=value):
            return named(value)
    return called(node).strip("_").lower().removeprefix("get_") or "value"


def has_words(parts: Parts) -> bool:
    return any(isinstance(part, str) and re.search("[A-Za-z]{2}", part) for part in parts)


def called(node: ast.AST) -> str:
    """The name of what is called, looked at or set."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _arguments(function: ast.FunctionDef) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def _dotted(path: Path, package: Path) -> str:
    return ".".join((package.name, *path.relative_to(package).with_suffix("").parts))
