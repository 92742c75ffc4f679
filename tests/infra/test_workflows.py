"""The state machines as deployed, and their files held against the code."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from functions.domain import errors
from tests.infra.asl import FILES, all_states, leads_to, tasks
from tests.infra.synthesis import ROOT, Synthesised

#: Errors that AWS raises, not we.
OF_AWS = {
    "States.ALL",
    "States.Timeout",
    "States.TaskFailed",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "SQS.SdkClientException",
    "Sqs.SdkClientException",
}
#: What may travel through a run: ids and counts. A history is kept for 90 days and cannot be erased.
IDS = {
    *("reference", "event", "attempt", "version", "run", "token", "cursor"),
    *("status", "problem", "act", "did", "kind", "outcome"),
    *("work", "alert", "until"),
    *("problems", "queued", "notices", "promoted", "withdrawn"),
    *("events", "failed"),
}


def test_every_token_has_its_substitution_and_every_substitution_its_token(stage: Synthesised) -> None:
    tokens = sorted(sorted(set(re.findall(r"\$\{(\w+)\}", file.read_text()))) for file in FILES)
    machines = stage.resources("AWS::StepFunctions::StateMachine").values()
    assert tokens == sorted(sorted(machine["DefinitionSubstitutions"]) for machine in machines)


def test_runs_are_standard_traced_and_log_errors_without_their_data(stage: Synthesised) -> None:
    for machine in stage.resources("AWS::StepFunctions::StateMachine").values():
        assert machine["StateMachineType"] == "STANDARD"
        assert machine["TracingConfiguration"] == {"Enabled": True}
        assert machine["LoggingConfiguration"]["Level"] == "ERROR"
        assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False


@pytest.mark.parametrize(
    ("owner", "started"), [("Schedules", {"Outreach", "Closeout"}), ("Reconciliation", {"Reconciliation"})]
)
def test_each_of_the_schedulers_roles_may_start_its_workflows_and_nothing_else(
    stage: Synthesised, owner: str, started: set[str]
) -> None:
    roles = stage.resources("AWS::IAM::Role").items()
    lent = {name: properties for name, properties in roles if "scheduler.amazonaws.com" in json.dumps(properties)}
    assert len(lent) == 2
    (role,) = (name for name in lent if name.startswith(owner))
    trusted = lent[role]["AssumeRolePolicyDocument"]["Statement"]
    assert trusted[0]["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    policies = [p for p in stage.resources("AWS::IAM::Policy").values() if {"Ref": role} in p["Roles"]]
    allowed = {s["Action"]: s["Resource"] for p in policies for s in p["PolicyDocument"]["Statement"]}
    machines, queues = (stage.resources(f"AWS::{kind}") for kind in ("StepFunctions::StateMachine", "SQS::Queue"))
    assert set(allowed) == {"states:StartExecution", "sqs:SendMessage"}
    startable = allowed["states:StartExecution"]
    named = {each["Ref"] for each in (startable if isinstance(startable, list) else [startable])}
    assert named == {name for name in machines if name.startswith(tuple(started))}
    assert allowed["sqs:SendMessage"]["Fn::GetAtt"][0] in [name for name in queues if "ScheduleDead" in name]


def test_a_secretariat_officer_can_read_what_every_state_is_for(workflow: dict[str, Any]) -> None:
    assert workflow["Comment"].endswith((".", "?"))
    assert [name for name, state in all_states(workflow) if not state.get("Comment")] == []


def test_every_state_is_reached_and_every_road_ends(workflow: dict[str, Any]) -> None:
    for part in (workflow, *(state["ItemProcessor"] for _, state in all_states(workflow) if "ItemProcessor" in state)):
        states, reached, ahead = part["States"], set(), [part["StartAt"]]
        while ahead:
            name = ahead.pop()
            if name not in reached:
                reached.add(name)
                ahead.extend(leads_to(states[name]))
        assert reached == set(states)
        ends = {name for name, state in states.items() if not list(leads_to(state))}
        assert {states[name]["Type"] for name in ends} <= {"Succeed", "Fail"}


def test_every_error_that_is_caught_or_retried_exists(workflow: dict[str, Any]) -> None:
    ours = {name for name, thing in vars(errors).items() if isinstance(thing, type)}
    for _, state in all_states(workflow):
        for rule in [*state.get("Retry", []), *state.get("Catch", [])]:
            assert set(rule["ErrorEquals"]) <= ours | OF_AWS


def test_what_is_retried_by_name_can_succeed_later(workflow: dict[str, Any]) -> None:
    for _, state in all_states(workflow):
        for rule in state.get("Retry", []):
            for name in set(rule["ErrorEquals"]) - OF_AWS:
                assert issubclass(getattr(errors, name), errors.RetryableError)


def test_every_call_of_a_function_outlives_a_moment_of_lambdas(workflow: dict[str, Any]) -> None:
    transient = {name for name in OF_AWS if name.startswith("Lambda.")}
    for name, state in tasks(workflow):
        if "lambda:invoke" in state["Resource"]:
            retried = {error for rule in state["Retry"] for error in rule["ErrorEquals"]}
            assert transient <= retried, name


def test_only_ids_travel_through_a_run(workflow: dict[str, Any]) -> None:
    for _, state in all_states(workflow):
        arguments = state.get("Arguments", {})
        travelling = [arguments.get("Payload", {}), arguments.get("MessageBody", {}), state.get("Output", {})]
        travelling += [rule["Output"] for rule in state.get("Catch", [])]
        assert {key for one in travelling for key in one} <= IDS


def test_the_file_is_states_language_as_a_validator_reads_it(file: Path) -> None:
    node, validator = Path(sys.executable).parent / "node", ROOT / "node_modules" / ".bin" / "asl-validator"
    done = subprocess.run([node, validator, "--json-path", file], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
