"""The workflows as pictures in the README, drawn from the files that run.

    python -m local.picture

writes each state machine of statemachines/ between its markers in README.md, as a Mermaid state diagram:

    <!-- picture: registration -->
    <!-- end of picture -->
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from local.child import ROOT

README = ROOT / "README.md"
STATE_MACHINES = ROOT / "statemachines"
_PLACE = re.compile(r"(<!-- picture: (?P<name>[\w-]+) -->\n).*?(<!-- end of picture -->)", re.DOTALL)
# What every task meets and the picture need not say: it shows where a run goes, not how often it tries.
_ENDS = {"Succeed", "Fail"}


def picture(definition: dict[str, Any]) -> str:
    """A Mermaid diagram of one state machine: its states, and the ways between them with what leads there."""
    states: dict[str, dict[str, Any]] = definition["States"]
    lines = [f"[*] --> {_id(definition['StartAt'])}"]
    for name, state in states.items():
        if _id(name) != name:
            lines.append(f'state "{name}" as {_id(name)}')
        lines += [f"{_id(name)} --> {to}" + (f" : {why}" if why else "") for to, why in _ways(state)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in lines), "```"])


def drawn(text: str, folder: Path) -> str:
    """`text` with every picture between its markers drawn anew from the state machines in `folder`."""

    def redraw(place: re.Match[str]) -> str:
        definition = json.loads((folder / f"{place['name']}.asl.json").read_text("utf-8"))
        return f"{place[1]}{picture(definition)}\n{place[3]}"

    return _PLACE.sub(redraw, text)


def _ways(state: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Where a run may go from a state, and what leads it there; the usual way says nothing."""
    for choice in state.get("Choices", []):
        yield _id(choice["Next"]), _reason(choice["Condition"])
    if "Default" in state:
        yield _id(state["Default"]), "otherwise"
    if "Next" in state:
        yield _id(state["Next"]), ""
    for catcher in state.get("Catch", []):
        yield _id(catcher["Next"]), "<br>".join(catcher["ErrorEquals"])
    if state["Type"] in _ENDS or state.get("End"):
        yield "[*]", ""


def _reason(condition: str) -> str:
    """The texts that a condition asks for, or else the condition itself."""
    plain = condition.strip("{%} ").replace("$states.input.", "")
    return ", ".join(re.findall(r"'([^']+)'", plain)) or plain


def _id(name: str) -> str:
    """The name as Mermaid takes it for an identifier."""
    return re.sub(r"\W", "", name)


def main() -> None:
    README.write_text(drawn(README.read_text("utf-8"), STATE_MACHINES), encoding="utf-8")


if __name__ == "__main__":
    main()
