"""The README's pictures show the workflows that run."""

import json
from pathlib import Path
from typing import Any

from local.picture import README, STATE_MACHINES, drawn, picture

WORKFLOW: dict[str, Any] = {
    "StartAt": "Verify",
    "States": {
        "Verify": {"Type": "Task", "Next": "Verdict?", "Catch": [{"ErrorEquals": ["FullError"], "Next": "Waiting"}]},
        "Verdict?": {
            "Type": "Choice",
            "Choices": [
                {"Condition": "{% $states.input.status in ['GOOD', 'FINE'] %}", "Next": "Done"},
                {"Condition": "{% $states.input.problems > 0 %}", "Next": "Waiting"},
            ],
            "Default": "Waiting",
        },
        "Waiting": {"Type": "Succeed"},
        "Done": {"Type": "Fail"},
    },
}


def lines(definition: dict[str, Any]) -> list[str]:
    return [line.strip() for line in picture(definition).splitlines()]


def test_every_way_is_drawn_with_what_leads_there() -> None:
    assert lines(WORKFLOW) == [
        "```mermaid",
        "stateDiagram-v2",
        "[*] --> Verify",
        "Verify --> Verdict",
        "Verify --> Waiting : FullError",
        'state "Verdict?" as Verdict',
        "Verdict --> Done : GOOD, FINE",
        "Verdict --> Waiting : problems > 0",
        "Verdict --> Waiting : otherwise",
        "Waiting --> [*]",
        "Done --> [*]",
        "```",
    ]


def test_only_what_stands_between_the_markers_is_drawn_anew(tmp_path: Path) -> None:
    (tmp_path / "small.asl.json").write_text(json.dumps(WORKFLOW))
    before = "Above.\n<!-- picture: small -->\nold\n<!-- end of picture -->\nBelow.\n"
    after = drawn(before, tmp_path)
    assert after.startswith("Above.\n<!-- picture: small -->\n```mermaid\n")
    assert after.endswith("```\n<!-- end of picture -->\nBelow.\n")
    assert "old" not in after


def test_the_readme_shows_the_workflows_as_they_are() -> None:
    text = README.read_text("utf-8")
    for workflow in STATE_MACHINES.glob("*.asl.json"):
        assert f"<!-- picture: {workflow.name.removesuffix('.asl.json')} -->" in text
    assert text == drawn(text, STATE_MACHINES), "a workflow has changed: make picture"
