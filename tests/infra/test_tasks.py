"""The Task states: whom each calls, and who answers those that wait."""

import ast
import json
from typing import Any

from tests.infra.asl import snake, tasks
from tests.infra.synthesis import ROOT, Synthesised, actions

CALLS = {f"arn:aws:states:::lambda:invoke{wait}" for wait in ("", ".waitForTaskToken")}
QUEUED = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
#: What the queue for Zoom's one consumer is asked to do: these states have no function of their own.
ZOOM_WORK = {
    "ProvisionRegistrant": "provision",
    "WithdrawRegistrant": "withdraw",
    "SweepRegistrant": "withdraw",
    "DeleteRegistrant": "erase",
    "SweepDeleted": "erase",
}
A_YEAR = 365 * 24 * 60 * 60
#: Who tells a run that waits how it went on, and the workflows whose runs wait for that.
ANSWERS = {
    "functions.queues.provision_registrants": {"Registration", "Cancellation", "Erasure"},
    "functions.streams.follow_registration": {"Registration"},
    "functions.steps.await_decision": {"Registration"},
    "functions.steps.await_seat": {"Registration"},
    "functions.steps.await_repair": {"Registration"},
}


def test_every_task_has_its_module(workflow: dict[str, Any]) -> None:
    for name, state in tasks(workflow):
        if state["Resource"] in CALLS:
            assert state["Arguments"]["FunctionName"] == f"${{{name}Arn}}"
            module = ROOT / "functions" / "steps" / f"{snake(name)}.py"
            bound = {node.name for node in ast.parse(module.read_text()).body if isinstance(node, ast.FunctionDef)}
            assert "handler" in bound, module
        else:
            assert (name, state["Resource"]) == (name, QUEUED)


def test_whatever_is_for_zoom_waits_its_turn_in_the_one_queue_for_zoom(workflow: dict[str, Any]) -> None:
    for name, state in tasks(workflow):
        assert (state["Resource"] == QUEUED) is (name in ZOOM_WORK), name
        if name in ZOOM_WORK:
            assert state["Arguments"]["QueueUrl"] == "${ProvisioningQueueUrl}"
            assert state["Arguments"]["MessageBody"]["work"] == ZOOM_WORK[name]


def test_a_run_that_sleeps_gives_its_token_and_does_not_sleep_for_ever(workflow: dict[str, Any]) -> None:
    for name, state in tasks(workflow):
        asleep = state["Resource"].endswith(".waitForTaskToken")
        assert asleep is (name in ZOOM_WORK or name.startswith("Await")), name
        if asleep:
            given = state["Arguments"].get("Payload") or state["Arguments"]["MessageBody"]
            assert given["token"] == "{% $states.context.Task.Token %}"
            assert 0 < state["TimeoutSeconds"] < A_YEAR, name


def test_a_run_that_waits_is_answered_by_those_alone_that_hold_its_token(stage: Synthesised) -> None:
    machines = stage.resources("AWS::StepFunctions::StateMachine")
    for module in stage.functions():
        answering = [each for each in stage.statements(module) if "states:SendTaskSuccess" in actions(each)]
        answered = {name for name in machines if f'"{name}"' in json.dumps([each["Resource"] for each in answering])}
        assert (module, {name.partition("Machine")[0] for name in answered}) == (module, ANSWERS.get(module, set()))
