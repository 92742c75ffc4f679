"""A run's history is told as the steps that it took."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from functions.adapters.run_history import RunHistory, UnknownRunError, machine_of

MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:Registration"
EXECUTION = "arn:aws:states:eu-central-1:123456789012:execution:Registration:PS26-7K3M9Q-1"
BEGAN = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
DEFINITION = json.dumps(
    {
        "StartAt": "Verify",
        "States": {"Verify": {"Comment": "We look at the roll.", "Next": "Confirmed"}, "Confirmed": {}},
    }
)


@pytest.fixture
def states() -> Iterator[tuple[Any, Stubber]]:
    client = boto3.client("stepfunctions", "eu-central-1", aws_access_key_id="a", aws_secret_access_key="b")
    with Stubber(client) as answers:
        yield client, answers


def event(number: int, kind: str, **details: Any) -> dict[str, Any]:
    return {"id": number, "type": kind, "timestamp": BEGAN + timedelta(seconds=number), **details}


def entered(number: int, kind: str, state: str) -> dict[str, Any]:
    return event(number, f"{kind}StateEntered", stateEnteredEventDetails={"name": state})


def left(number: int, kind: str, state: str) -> dict[str, Any]:
    return event(number, f"{kind}StateExited", stateExitedEventDetails={"name": state})


def answer_with(answers: Stubber, *events: dict[str, Any]) -> None:
    execution = {"executionArn": EXECUTION, "stateMachineArn": MACHINE, "name": "PS26-7K3M9Q-1"}
    answers.add_response("describe_execution", {**execution, "status": "SUCCEEDED", "startDate": BEGAN})
    machine = {"stateMachineArn": MACHINE, "name": "Registration", "roleArn": "arn:aws:iam::123456789012:role/r"}
    answers.add_response(
        "describe_state_machine_for_execution", {**machine, "definition": DEFINITION, "updateDate": BEGAN}
    )
    asked = {"executionArn": EXECUTION, "includeExecutionData": False, "maxResults": 1000}
    answers.add_response("get_execution_history", {"events": list(events)}, asked)


def test_each_step_has_its_times_and_what_the_workflow_says_of_it(states: tuple[Any, Stubber]) -> None:
    client, answers = states
    answer_with(answers, entered(1, "Task", "Verify"), left(3, "Task", "Verify"), entered(4, "Succeed", "Confirmed"))
    _, (verify, confirmed), _ = RunHistory(client).read(MACHINE, "PS26-7K3M9Q-1")
    assert (verify.state, verify.comment) == ("Verify", "We look at the roll.")
    assert (verify.entered, verify.exited) == (BEGAN + timedelta(seconds=1), BEGAN + timedelta(seconds=3))
    assert (confirmed.comment, confirmed.exited) == ("", None)


def test_an_error_belongs_to_the_step_in_which_it_happened_and_its_cause_stays_out(
    states: tuple[Any, Stubber],
) -> None:
    client, answers = states
    failed = {"error": "ConflictError", "cause": "anna@parliament.example", "resourceType": "lambda", "resource": "i"}
    answer_with(
        answers,
        entered(1, "Task", "Verify"),
        event(2, "TaskFailed", taskFailedEventDetails=failed),
        left(4, "Task", "Verify"),
        entered(5, "Succeed", "Confirmed"),
    )
    _, (verify, confirmed), _ = RunHistory(client).read(MACHINE, "PS26-7K3M9Q-1")
    assert verify.errors == [(BEGAN + timedelta(seconds=2), "ConflictError")]
    assert confirmed.errors == []
    assert "anna@" not in repr(verify)


def test_a_step_that_was_gone_through_twice_is_told_twice(states: tuple[Any, Stubber]) -> None:
    client, answers = states
    again = (entered(1, "Task", "Verify"), left(2, "Task", "Verify"), entered(3, "Task", "Verify"))
    answer_with(answers, *again)
    _, steps, _ = RunHistory(client).read(MACHINE, "PS26-7K3M9Q-1")
    assert [step.exited for step in steps] == [BEGAN + timedelta(seconds=2), None]


def test_a_run_comes_with_the_graph_of_the_workflow_that_it_runs(states: tuple[Any, Stubber]) -> None:
    client, answers = states
    answer_with(answers)
    _, steps, machine = RunHistory(client).read(MACHINE, "PS26-7K3M9Q-1")
    assert steps == []
    assert (machine.start, machine.edges) == ("Verify", {"Verify": ("Confirmed",), "Confirmed": ()})


def test_a_run_may_go_wherever_a_choice_a_rule_or_an_error_leads_and_each_way_counts_once() -> None:
    inside = {"StartAt": "One", "States": {"One": {"End": True}}}
    states = {
        "Where?": {"Choices": [{"Next": "Each"}, {"Next": "Done"}, {"Next": "Each"}], "Default": "Other"},
        "Each": {"Next": "Done", "Catch": [{"Next": "Where?"}, {"Next": "Done"}], "ItemProcessor": inside},
        "Done": {"Type": "Succeed"},
        "Other": {"Type": "Fail"},
    }
    machine = machine_of({"StartAt": "Where?", "States": states})
    assert machine.edges == {"Where?": ("Each", "Done", "Other"), "Each": ("Done", "Where?"), "Done": (), "Other": ()}


def test_a_run_that_never_was_is_unknown(states: tuple[Any, Stubber]) -> None:
    client, answers = states
    answers.add_client_error("describe_execution", "ExecutionDoesNotExist")
    with pytest.raises(UnknownRunError):
        RunHistory(client).read(MACHINE, "PS26-000000-1")


def test_the_list_is_read_page_by_page(states: tuple[Any, Stubber]) -> None:
    client, answers = states
    run = {"executionArn": EXECUTION, "stateMachineArn": MACHINE, "name": "PS26-7K3M9Q-1", "status": "RUNNING"}
    answers.add_response(
        "list_executions",
        {"executions": [{**run, "startDate": BEGAN}], "nextToken": "next"},
        {"stateMachineArn": MACHINE, "maxResults": 2, "nextToken": "this"},
    )
    (first,), token = RunHistory(client).page(MACHINE, "this", size=2)
    assert (first.name, first.ended, token) == ("PS26-7K3M9Q-1", None, "next")
