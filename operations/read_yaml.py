"""YAML as it is written: every value stays a text, nothing stands twice, and each field knows its line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from functions.domain.event_problems import Where

MAX_BYTES = 64 * 1024
MAX_DEPTH = 8


class YamlProblemError(Exception):
    """The text is no YAML that we take. `line` counts from 1."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}")


@dataclass(frozen=True, slots=True)
class Document:
    values: dict[str, Any]
    """Mappings, lists and texts."""
    lines: dict[Where, int]
    """The line on which each field stands; the empty path is the document's."""

    def line(self, where: Where) -> int:
        """The line of a field, or of the nearest group around one that is not there."""
        while where not in self.lines:
            where = where[:-1]
        return self.lines[where]


def read_yaml(data: bytes) -> Document:
    """Raises `YamlProblemError`."""
    if len(data) > MAX_BYTES:
        raise YamlProblemError(1, f"the file is larger than {MAX_BYTES // 1024} KiB")
    try:
        text = data.decode("utf-8-sig")
        _refuse_tricks(text)
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except UnicodeDecodeError as error:
        raise YamlProblemError(data.count(b"\n", 0, error.start) + 1, "is not UTF-8") from None
    except yaml.reader.ReaderError:
        raise YamlProblemError(1, "the file holds a character that YAML does not allow") from None
    except yaml.MarkedYAMLError as error:
        raise YamlProblemError(error.problem_mark.line + 1 if error.problem_mark else 1, _words(error)) from None
    if not isinstance(root, yaml.MappingNode):
        raise YamlProblemError(1, "the file must begin with fields such as “event: …”")
    lines = dict(_lines(root, ()))
    return Document(_plain(root), lines)


def _refuse_tricks(text: str) -> None:
    """References and deep nesting make a small file into an endless one: an event needs neither."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise YamlProblemError(line, "references (*name) are not taken")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise YamlProblemError(line, "is nested too deeply")


def _words(error: yaml.MarkedYAMLError) -> str:
    return ", ".join(part for part in (error.context, error.problem) if part)


def _lines(node: yaml.Node, where: Where, at: yaml.Node | None = None) -> Iterator[tuple[Where, int]]:
    """Every field's path and line. Refuses fields that stand twice."""
    yield where, (at or node).start_mark.line + 1
    seen: set[str] = set()
    for key, child, place in _children(node):
        name = str(key)
        if name in seen:
            raise YamlProblemError(place.start_mark.line + 1, f"“{name}” stands twice")
        seen.add(name)
        yield from _lines(child, (*where, key), place)


def _children(node: yaml.Node) -> Iterator[tuple[str | int, yaml.Node, yaml.Node]]:
    """Key, value, and the node that shows where the field stands."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise YamlProblemError(key.start_mark.line + 1, "a field's name must be a text")
            yield key.value, value, key
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield number, value, value


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key: _plain(child) for key, child, _ in _children(node)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child) for _, child, _ in _children(node)]
    return node.value
