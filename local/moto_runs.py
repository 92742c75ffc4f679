"""Executions as a test reads them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from local.moto_seams import client


@dataclass(frozen=True)
class Run:
    name: str
    machine: str
    status: str
    state: str
    """The last state that it entered."""
    input: Any
    output: Any = None
    error: str = ""
    cause: str = ""


def runs(region: str, ended: dict[str, Run]) -> list[Run]:
    """All runs of all workflows, oldest first. `ended` keeps those that have ended, by ARN: they are read once."""
    found = [(arn, ended.get(arn) or _run(arn, region)) for _, arn in sorted(_arns(region))]
    ended.update((arn, run) for arn, run in found if run.status != "RUNNING")
    return [run for _, run in found]


def history(name: str, region: str) -> list[dict[str, Any]]:
    """The events of the run of this name, as Step Functions tells them."""
    for _, arn in _arns(region):
        if arn.rpartition(":")[2] == name:
            return _events(arn, region)
    raise LookupError(f"no run is called {name}")


def _arns(region: str) -> Iterator[tuple[Any, str]]:
    states = client("stepfunctions", region)
    for machine in states.list_state_machines()["stateMachines"]:
        for page in states.get_paginator("list_executions").paginate(stateMachineArn=machine["stateMachineArn"]):
            for execution in page["executions"]:
                yield execution["startDate"], execution["executionArn"]


def _events(arn: str, region: str) -> list[dict[str, Any]]:
    pages = client("stepfunctions", region).get_paginator("get_execution_history").paginate(executionArn=arn)
    return [event for page in pages for event in page["events"]]


def _run(arn: str, region: str) -> Run:
    told = client("stepfunctions", region).describe_execution(executionArn=arn)
    entered = [
        event["stateEnteredEventDetails"]["name"]
        for event in _events(arn, region)
        if "stateEnteredEventDetails" in event
    ]
    return Run(
        name=told["name"],
        machine=told["stateMachineArn"].rpartition(":")[2],
        status=told["status"],
        state=entered[-1] if entered else "",
        input=json.loads(told["input"]),
        output=_plain(told.get("output", "null")),
        error=told.get("error", ""),
        cause=told.get("cause", ""),
    )


def _plain(text: str) -> Any:
    """Moto leaves the quotation marks of an output that is a text alone away."""
    try:
        return json.loads(text)
    except ValueError:
        return text
