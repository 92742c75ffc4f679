"""Lambda's filter of an event source mapping: which records reach the function."""

import json
from collections.abc import Iterable, Mapping
from typing import Any


class UnknownFilterError(ValueError):
    """The filter uses an operator that is not known here; the message names it."""


def passes(patterns: Iterable[str], record: Mapping[str, Any]) -> bool:
    """Whether `record` matches one of the JSON `patterns`. No pattern lets everything pass."""
    rules = [json.loads(pattern) for pattern in patterns]
    return not rules or any(_matches(rule, record) for rule in rules)


def _matches(rule: Mapping[str, Any], value: Any) -> bool:
    held = value if isinstance(value, Mapping) else {}
    return all(
        _matches(inner, held.get(key)) if isinstance(inner, Mapping) else _listed(inner, held, key)
        for key, inner in rule.items()
    )


def _listed(rules: list[Any], held: Mapping[str, Any], key: str) -> bool:
    return any(_holds(rule, held, key) for rule in rules)


def _holds(rule: Any, held: Mapping[str, Any], key: str) -> bool:
    if not isinstance(rule, Mapping):
        return key in held and held[key] == rule
    ((operator, operand),) = rule.items()
    match operator:
        case "exists":
            return (key in held) is operand
        case "prefix":
            return str(held.get(key, "")).startswith(operand)
        case "suffix":
            return str(held.get(key, "")).endswith(operand)
        case "anything-but":
            return key in held and held[key] not in (operand if isinstance(operand, list) else [operand])
    raise UnknownFilterError(f"the tests' cloud does not know the filter operator {operator!r}")
