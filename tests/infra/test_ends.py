"""How runs end: in green where an officer has nothing to do, in red where somebody must look."""

import pytest

from tests.infra.asl import FILES, read_workflow

GREEN, RED = "Succeed", "Fail"
#: Every end of every workflow, and why it is of that colour.
ENDS = {
    "registration": {
        "Confirmed": (GREEN, "they are registered and were told"),
        "Declined": (GREEN, "a decision, not a fault: they were told why"),
        "Expired": (GREEN, "they waited until registration closed, and were told"),
        "Cancelled": (GREEN, "somebody wanted it so, and the cancellation has a run of its own"),
        "NothingToDo": (GREEN, "it had ended before, or another run has it"),
        "Unsent": (RED, "they do not know what became of their registration"),
    },
    "cancellation": {
        "Cancelled": (GREEN, "the seat is free, the join link is dead, and they were told"),
        "NotWithdrawn": (RED, "somebody could still join who should not"),
    },
    "erasure": {
        "Erased": (GREEN, "nothing is left of them but the tombstone"),
        "NotErased": (RED, "what they asked us to forget is still there"),
    },
    "event": {
        "Published": (GREEN, "as the file says"),
        "Changed": (GREEN, "as the file says"),
        "Unchanged": (GREEN, "the file said nothing new"),
        "Postponed": (GREEN, "as the file says, and everybody hears of it"),
        "Cancelled": (GREEN, "as the file says, and everybody hears of it"),
        "Resumed": (GREEN, "whoever stood in repair goes on"),
        "NeedsChange": (RED, "somebody must change the meeting in Zoom first"),
        "Unchecked": (RED, "Zoom did not answer: somebody must publish again"),
        "Superseded": (RED, "whoever published this must know that another's stands"),
    },
    "outreach": {
        "Queued": (GREEN, "everybody is in the queue"),
        "Outdated": (GREEN, "the event was changed, and this moment has another schedule or none"),
    },
    "closeout": {
        "Reported": (GREEN, "it is known who was there, and nothing is left to do"),
        "Outdated": (GREEN, "the event was cancelled, or has another closeout later"),
        "NoAttendance": (RED, "somebody must see in Zoom why it tells of nobody"),
    },
    "reconciliation": {
        "Done": (GREEN, "every event was looked at"),
        "SomeFailed": (RED, "somebody must see why an event could not be looked at"),
    },
}


def test_every_workflow_has_its_ends_listed() -> None:
    assert {file.name.removesuffix(".asl.json") for file in FILES} == set(ENDS)


@pytest.mark.parametrize("workflow", ENDS)
def test_a_run_ends_in_red_only_where_somebody_must_look(workflow: str) -> None:
    states = read_workflow(workflow)["States"]
    colours = {name: state["Type"] for name, state in states.items() if state["Type"] in (GREEN, RED)}
    assert colours == {name: colour for name, (colour, _) in ENDS[workflow].items()}


@pytest.mark.parametrize("workflow", ENDS)
def test_a_red_end_is_known_by_its_name_and_says_what_is_the_matter(workflow: str) -> None:
    states = read_workflow(workflow)["States"]
    for name, state in states.items():
        if state["Type"] == RED:
            assert state["Error"] == name
            assert state["Cause"].endswith(".")
