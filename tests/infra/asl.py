"""The workflows' files: the states in them, and where each leads."""

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.infra.synthesis import ROOT

FILES = sorted((ROOT / "statemachines").glob("*.asl.json"))


def read_workflow(name: str) -> dict[str, Any]:
    workflow = json.loads((ROOT / "statemachines" / f"{name}.asl.json").read_text(encoding="utf-8"))
    assert isinstance(workflow, dict)
    return workflow


def all_states(workflow: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The states of a workflow, and those that a Map goes through for each of its items."""
    found = []
    for name, state in workflow["States"].items():
        found += [(name, state), *(all_states(state["ItemProcessor"]) if "ItemProcessor" in state else [])]
    return found


def tasks(workflow: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(name, state) for name, state in all_states(workflow) if state["Type"] == "Task"]


def snake(name: str) -> str:
    """VerifyMember as verify_member."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def leads_to(state: dict[str, Any]) -> Iterator[str]:
    for rule in (state, *state.get("Choices", []), *state.get("Catch", [])):
        yield from (rule[key] for key in ("Next", "Default") if key in rule)
