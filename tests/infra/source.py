"""The functions' source as trees: what a module defines, what it imports, and what a piece of it refers to."""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.infra.synthesis import ROOT

#: How a part of a transaction is called in the request, and the action that it needs.
_PARTS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}


@dataclass(frozen=True)
class Module:
    name: str
    definitions: dict[str, ast.AST]
    """Functions, classes and constants; a method as `Class.method`."""
    imports: dict[str, tuple[str, str]]
    """From where each of our own names comes: module and name."""


@dataclass
class Facts:
    """What a piece of code refers to."""

    names: set[str] = field(default_factory=set)
    members: set[tuple[str, str]] = field(default_factory=set)
    """Such as `registrations.save`: the last name before the dot, without a leading underscore, and the one after."""
    asked: set[str] = field(default_factory=set)
    """What is called without arguments as something's member, such as `parts.events()`."""
    settings: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    """Actions that its parts of transactions need."""
    pages: set[str] = field(default_factory=set)
    """Calls of AWS that it asks for page by page."""
    by_index: bool = False
    renamed: set[tuple[str, str]] = field(default_factory=set)
    """Names given to what was asked for, such as (`mails`, `mail_queue`)."""


@functools.cache
def module(name: str) -> Module | None:
    """One of ours, None where it is no file: a folder, or somebody else's."""
    path = ROOT / f"{name.replace('.', '/')}.py"
    if not name.startswith("functions.") or not path.exists():
        return None
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return Module(name, dict(_definitions(tree)), dict(_imports(tree)))


def facts(node: ast.AST, *, lambdas: bool = True) -> Facts:
    """Nested functions included; the bodies of lambdas only where it says so: they may never be called."""
    found = Facts()
    for each in _walk(node, lambdas):
        _read(each, found)
    return found


def _read(node: ast.AST, found: Facts) -> None:
    match node:
        case ast.Name(id=name):
            found.names.add(name)
        case ast.Attribute(value=value, attr=attr):
            found.members.add((_called(value), attr))
        case ast.Call(
            func=ast.Attribute(attr="setting") | ast.Name(id="setting"), args=[ast.Constant(value=str(name))]
        ):
            found.settings.add(name)
        case ast.Call(func=ast.Attribute(attr="get_paginator"), args=[ast.Constant(value=str(name))]):
            found.pages.add(name)
        case ast.Constant(value=str(text)) if text in _PARTS:
            found.parts.add(_PARTS[text])
        case ast.Constant(value="IndexName") | ast.keyword(arg="IndexName"):
            found.by_index = True
    match node:
        case ast.Call(func=ast.Attribute(attr=attr), args=[], keywords=[]):
            found.asked.add(attr)
        case ast.keyword(arg=str(name), value=ast.Call(func=ast.Attribute(attr=attr))):
            found.renamed.add((name, attr))


def _called(value: ast.expr) -> str:
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.removeprefix("_")
        case ast.Call(func=func):
            return _called(func)
    return ""


def _walk(node: ast.AST, lambdas: bool) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if lambdas or not isinstance(child, ast.Lambda):
            yield from _walk(child, lambdas)


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name):
                yield name, node
            case ast.ClassDef(name=name, body=body):
                yield name, node
                yield from ((f"{name}.{part.name}", part) for part in body if isinstance(part, ast.FunctionDef))
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                yield name, value


def _imports(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    """What is imported for a type checker alone is left out."""
    for node in _importing(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("functions"):
            yield from ((alias.asname or alias.name, (node.module or "", alias.name)) for alias in node.names)


def _importing(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case _:
                yield from _importing(child)
